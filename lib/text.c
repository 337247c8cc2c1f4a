/* SPDX-License-Identifier: MIT */
/*
 * The bounded writer, and the little of UTF-8 that it takes to write other
 * people's bytes safely.
 */
#include "text.h"

#include <limits.h>

bool llguard__text_begin(struct llguard__text *text, char *buf, size_t size)
{
	*text = (struct llguard__text){ .buf = buf, .size = size };
	return buf || !size;
}

LLGUARD__NOINLINE void llguard__text_bytes(
	struct llguard__text *text, const void *bytes, size_t n)
{
	if (text->len < text->size) {
		const size_t room = text->size - text->len;

		memcpy(text->buf + text->len, bytes, n < room ? n : room);
	}
	text->len += n;
}

void llguard__text_add(struct llguard__text *text, const char *string)
{
	llguard__text_bytes(text, string, strlen(string));
}

LLGUARD__NOINLINE void llguard__text_u64(
	struct llguard__text *text, uint64_t value)
{
	char digits[20];
	size_t at = sizeof(digits);

	do {
		digits[--at] = (char)('0' + value % 10);
		value /= 10;
	} while (value);
	llguard__text_bytes(text, digits + at, sizeof(digits) - at);
}

void llguard__text_i64(struct llguard__text *text, int64_t value)
{
	if (value < 0)
		llguard__text_bytes(text, "-", 1);
	llguard__text_u64(
		text, value < 0 ? 0 - (uint64_t)value : (uint64_t)value);
}

void llguard__text_hex(struct llguard__text *text, uint64_t value)
{
	char digits[16];
	size_t at = sizeof(digits);

	do {
		digits[--at] = "0123456789abcdef"[value & 15];
		value >>= 4;
	} while (value);
	llguard__text_bytes(text, digits + at, sizeof(digits) - at);
}

static const char hex_digits[] = "0123456789ABCDEF";

/* What has no room, or only some of it. */
LLGUARD__COLD static void hex_cut(
	struct llguard__text *text, const unsigned char *s, size_t n)
{
	for (; n; n--, s++) {
		const char pair[2] = { hex_digits[*s >> 4],
			hex_digits[*s & 15] };

		llguard__text_bytes(text, pair, sizeof(pair));
	}
}

LLGUARD__NOINLINE void llguard__text_hex_bytes(
	struct llguard__text *text, const void *bytes, size_t n)
{
	const unsigned char *s = bytes;
	char *to;

	if (text->len >= text->size || (text->size - text->len) / 2 < n) {
		hex_cut(text, s, n);
		return;
	}
	to = text->buf + text->len;
	text->len += 2 * n;
	for (; n; n--, s++, to += 2) {
		to[0] = hex_digits[*s >> 4];
		to[1] = hex_digits[*s & 15];
	}
}

int llguard__text_end(struct llguard__text *text)
{
	if (text->size)
		text->buf[text->len < text->size ? text->len : text->size - 1] =
			'\0';
	return text->len > INT_MAX ? INT_MAX : (int)text->len;
}

LLGUARD__NOINLINE size_t llguard__utf8_char(
	const unsigned char *s, size_t n, uint32_t *ret_char)
{
	static const struct {
		uint8_t first, last; /* of the leading byte */
		uint8_t low, high;   /* of the second byte */
		uint8_t length;
	} forms[] = {
		/* Unicode 15, table 3-7 */
		{ 0x00, 0x7f, 0x00, 0xff, 1 },
		{ 0xc2, 0xdf, 0x80, 0xbf, 2 },
		{ 0xe0, 0xe0, 0xa0, 0xbf, 3 },
		{ 0xe1, 0xec, 0x80, 0xbf, 3 },
		{ 0xed, 0xed, 0x80, 0x9f, 3 },
		{ 0xee, 0xef, 0x80, 0xbf, 3 },
		{ 0xf0, 0xf0, 0x90, 0xbf, 4 },
		{ 0xf1, 0xf3, 0x80, 0xbf, 4 },
		{ 0xf4, 0xf4, 0x80, 0x8f, 4 },
	};

	for (size_t i = 0; n && i < LLGUARD__COUNT(forms); i++) {
		const size_t length = forms[i].length;
		uint32_t c;

		if (s[0] < forms[i].first || s[0] > forms[i].last)
			continue;
		if (length > n)
			return 0;
		if (length == 1) {
			*ret_char = s[0];
			return 1;
		}
		if (s[1] < forms[i].low || s[1] > forms[i].high)
			return 0;
		c = s[0] & (0x7fu >> length);
		c = c << 6 | (s[1] & 0x3f);
		for (size_t at = 2; at < length; at++) {
			if ((s[at] & 0xc0) != 0x80)
				return 0;
			c = c << 6 | (s[at] & 0x3f);
		}
		*ret_char = c;
		return length;
	}
	return 0;
}

LLGUARD__NOINLINE bool llguard__utf8_is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x061c ||
	       (c >= 0x200e && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
	       (c >= 0x2066 && c <= 0x2069);
}

/* How many bytes at s are printable ASCII that text has as they are. */
static size_t safe_length(const unsigned char *s, size_t n)
{
	size_t at = 0;

	while (at < n && s[at] >= 0x20 && s[at] < 0x7f && s[at] != '\\')
		at++;
	return at;
}

/* The character at s that is not; returns its length. */
LLGUARD__COLD static size_t odd_write(
	struct llguard__text *text, const unsigned char *s, size_t n)
{
	uint32_t c;
	size_t length = llguard__utf8_char(s, n, &c);

	if (length && c != '\\' && !llguard__utf8_is_control(c)) {
		llguard__text_bytes(text, s, length);
		return length;
	}
	n = 0;
	do {
		llguard__text_bytes(text, "\\x", 2);
		llguard__text_hex_bytes(text, s + n, 1);
	} while (++n < length);
	return n;
}

void llguard__text_safe(struct llguard__text *text, const void *bytes, size_t n)
{
	const unsigned char *s = bytes;

	while (n) {
		size_t length = safe_length(s, n);

		if (length)
			llguard__text_bytes(text, s, length);
		else
			length = odd_write(text, s, n);
		s += length;
		n -= length;
	}
}
