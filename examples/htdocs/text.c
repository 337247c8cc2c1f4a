/* SPDX-License-Identifier: MIT */
#include "text.h"

#include <string.h>
#include <strings.h>

static bool is_blank(char c)
{
	return c == ' ' || c == '\t';
}

struct text text_between(const char *first, const char *end)
{
	return (struct text){ first, (size_t)(end - first) };
}

bool text_is(struct text text, const char *string)
{
	return strlen(string) == text.len &&
	       memcmp(text.ptr, string, text.len) == 0;
}

bool text_is_word(struct text text, const char *word)
{
	return strlen(word) == text.len &&
	       strncasecmp(text.ptr, word, text.len) == 0;
}

struct text text_trim(struct text text)
{
	while (text.len && is_blank(text.ptr[0])) {
		text.ptr++;
		text.len--;
	}
	while (text.len && is_blank(text.ptr[text.len - 1]))
		text.len--;
	return text;
}

bool text_list_next(struct text *list, struct text *member)
{
	const char *end = list->ptr + list->len;
	const char *comma;

	if (!list->len)
		return false;
	comma = memchr(list->ptr, ',', list->len);
	*member = text_trim(text_between(list->ptr, comma ? comma : end));
	*list = text_between(comma ? comma + 1 : end, end);
	return true;
}
