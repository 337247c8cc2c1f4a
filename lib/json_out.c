/* SPDX-License-Identifier: MIT */
/*
 * The JSON writer.
 */
#include "json_out.h"

LLGUARD__NOINLINE static void char_put(struct llguard__text *text, char c)
{
	if (text->len < text->size)
		text->buf[text->len] = c;
	text->len++;
}

/* In one step, where it fits: there is a key for every few bytes of value. */
static void key_put(
	struct llguard__text *text, bool comma, const char *key, size_t n)
{
	char *to = text->buf + text->len;

	*to = ',';
	to += comma;
	*to++ = '"';
	memcpy(to, key, n);
	to += n;
	*to++ = '"';
	*to++ = ':';
	text->len = (size_t)(to - text->buf);
}

/* What has no room, or a longer name. */
LLGUARD__COLD static void key_cut(struct llguard__text *text, bool comma,
	const char *key, size_t n, const char *more)
{
	if (comma)
		char_put(text, ',');
	if (!key)
		return;
	char_put(text, '"');
	llguard__text_bytes(text, key, n);
	llguard__text_add(text, more);
	llguard__text_add(text, "\":");
}

void llguard__json_key(
	struct llguard__json *json, const char *key, const char *more)
{
	struct llguard__text *text = &json->text;
	const bool comma = json->member;
	const size_t n = key ? strlen(key) : 0;

	json->member = true;
	if (key && !*more && text->len < text->size &&
		text->size - text->len >= n + 4)
		key_put(text, comma, key, n);
	else
		key_cut(text, comma, key, n, more);
}

void llguard__json_open(
	struct llguard__json *json, const char *key, char bracket)
{
	llguard__json_key(json, key, "");
	char_put(&json->text, bracket);
	json->member = false;
}

void llguard__json_close(struct llguard__json *json, char bracket)
{
	char_put(&json->text, bracket);
	json->member = true;
}

LLGUARD__COLD bool llguard__json_begin(
	struct llguard__json *json, const char *kind, char *buf, size_t size)
{
	json->member = false;
	if (!llguard__text_begin(&json->text, buf, size))
		return false;
	char_put(&json->text, '{');
	llguard__json_u64(json, "v", 1);
	llguard__json_text(json, "kind", kind);
	return true;
}

int llguard__json_end(struct llguard__json *json)
{
	llguard__json_close(json, '}');
	return llguard__text_end(&json->text);
}

void llguard__json_u64(
	struct llguard__json *json, const char *key, uint64_t value)
{
	llguard__json_key(json, key, "");
	llguard__text_u64(&json->text, value);
}

void llguard__json_bool(struct llguard__json *json, const char *key, bool value)
{
	llguard__json_key(json, key, "");
	llguard__text_add(&json->text, value ? "true" : "false");
}

/*
 * How many bytes at s are printable ASCII that JSON takes as they are; eight at a
 * time, each test a bit of its byte.
 */
static size_t plain_length(const unsigned char *s, size_t n)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	size_t at = 0;

	for (; n - at >= 8; at += 8) {
		uint64_t word, quote, backslash, odd;

		memcpy(&word, s + at, 8);
		quote = word ^ ones * '"';
		backslash = word ^ ones * '\\';
		odd = word | (word - ones * 0x20) | (word + ones) |
		      ((quote - ones) & ~quote) |
		      ((backslash - ones) & ~backslash);
		if (odd & ones * 0x80)
			break;
	}
	while (at < n && s[at] >= 0x20 && s[at] < 0x7f && s[at] != '"' &&
		s[at] != '\\')
		at++;
	return at;
}

/* The first character of others; returns its length. */
LLGUARD__COLD static size_t escape_write(struct llguard__text *text,
	const unsigned char *s, size_t n, bool *lossy)
{
	char escape[6] = { '\\', 'u' };
	uint32_t c;
	const size_t length = llguard__utf8_char(s, n, &c);

	if (!length) {
		*lossy = true;
		llguard__text_bytes(text, "\xef\xbf\xbd", 3);
		return 1;
	}
	if (c == '"' || c == '\\') {
		escape[1] = (char)c;
		llguard__text_bytes(text, escape, 2);
	} else if (!llguard__utf8_is_control(c)) {
		llguard__text_bytes(text, s, length);
	} else {
		*lossy |= !c;
		for (int i = 5; i > 1; i--, c >>= 4)
			escape[i] = "0123456789abcdef"[c & 15];
		llguard__text_bytes(text, escape, 6);
	}
	return length;
}

bool llguard__json_string(
	struct llguard__text *text, const void *bytes, size_t n)
{
	const unsigned char *s = bytes;
	bool lossy = false;

	while (n) {
		size_t length = plain_length(s, n);

		if (length)
			llguard__text_bytes(text, s, length);
		else
			length = escape_write(text, s, n, &lossy);
		s += length;
		n -= length;
	}
	return lossy;
}

LLGUARD__NOINLINE void llguard__json_bytes(struct llguard__json *json,
	const char *key, const void *bytes, size_t n)
{
	const unsigned char *s = bytes;
	struct llguard__text *text = &json->text;
	bool lossy;

	llguard__json_key(json, key, "");
	char_put(text, '"');
	lossy = llguard__json_string(text, s, n);
	char_put(text, '"');
	if (lossy && key)
		llguard__json_hex(json, key, s, n);
}

LLGUARD__NOINLINE void llguard__json_hex(struct llguard__json *json,
	const char *key, const void *bytes, size_t n)
{
	llguard__json_key(json, key, "_hex");
	char_put(&json->text, '"');
	llguard__text_hex_bytes(&json->text, bytes, n);
	char_put(&json->text, '"');
}

void llguard__json_text(
	struct llguard__json *json, const char *key, const char *string)
{
	llguard__json_bytes(json, key, string, strlen(string));
}
