/* SPDX-License-Identifier: MIT */
#include "http_range.h"

#include <string.h>

/* Digits alone; a number that is too large is as good as the largest. */
static bool number_parse(struct text text, uint64_t *ret)
{
	uint64_t value = 0;

	for (size_t i = 0; i < text.len; i++) {
		const char c = text.ptr[i];

		if (c < '0' || c > '9')
			return false;
		if (value > (UINT64_MAX - 9) / 10)
			value = UINT64_MAX;
		else
			value = value * 10 + (uint64_t)(c - '0');
	}
	*ret = value;
	return text.len > 0;
}

static enum http_range suffix_parse(
	struct text text, uint64_t size, uint64_t *first, uint64_t *last)
{
	uint64_t count;

	if (!number_parse(text, &count))
		return HTTP_RANGE_WHOLE;
	if (count == 0)
		return HTTP_RANGE_UNSATISFIABLE;
	/* The last bytes of nothing are all of it, and no range can say so. */
	if (size == 0)
		return HTTP_RANGE_WHOLE;
	*first = count < size ? size - count : 0;
	*last = size - 1;
	return HTTP_RANGE_PART;
}

static enum http_range range_parse(
	struct text spec, uint64_t size, uint64_t *first, uint64_t *last)
{
	const char *end = spec.ptr + spec.len;
	const char *dash = memchr(spec.ptr, '-', spec.len);
	uint64_t from, to = UINT64_MAX;

	if (!dash)
		return HTTP_RANGE_WHOLE;
	if (dash == spec.ptr)
		return suffix_parse(
			text_between(dash + 1, end), size, first, last);
	if (!number_parse(text_between(spec.ptr, dash), &from))
		return HTTP_RANGE_WHOLE;
	if (dash + 1 < end && !number_parse(text_between(dash + 1, end), &to))
		return HTTP_RANGE_WHOLE;
	if (to < from)
		return HTTP_RANGE_WHOLE;
	if (from >= size)
		return HTTP_RANGE_UNSATISFIABLE;
	*first = from;
	*last = to < size ? to : size - 1;
	return HTTP_RANGE_PART;
}

enum http_range http_range_parse(
	struct text value, uint64_t size, uint64_t *first, uint64_t *last)
{
	const size_t unit = strlen("bytes=");
	struct text rest, spec, more;

	if (value.len < unit ||
		!text_is_word((struct text){ value.ptr, unit }, "bytes="))
		return HTTP_RANGE_WHOLE;
	rest = text_between(value.ptr + unit, value.ptr + value.len);
	if (!text_list_next(&rest, &spec) || text_list_next(&rest, &more))
		return HTTP_RANGE_WHOLE;
	return range_parse(spec, size, first, last);
}
