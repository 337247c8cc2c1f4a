/* SPDX-License-Identifier: MIT */
/*
 * The JSON writer.
 */
#include "json_out.h"

static void member_begin(
	struct llguard__json *json, const char *key, const char *more)
{
	if (json->member)
		llguard__text_bytes(&json->text, ",", 1);
	json->member = true;
	if (!key)
		return;
	llguard__text_bytes(&json->text, "\"", 1);
	llguard__text_add(&json->text, key);
	llguard__text_add(&json->text, more);
	llguard__text_bytes(&json->text, "\":", 2);
}

void llguard__json_open(
	struct llguard__json *json, const char *key, char bracket)
{
	member_begin(json, key, "");
	llguard__text_bytes(&json->text, &bracket, 1);
	json->member = false;
}

void llguard__json_close(struct llguard__json *json, char bracket)
{
	llguard__text_bytes(&json->text, &bracket, 1);
	json->member = true;
}

bool llguard__json_begin(
	struct llguard__json *json, const char *kind, char *buf, size_t size)
{
	json->member = false;
	if (!llguard__text_begin(&json->text, buf, size))
		return false;
	llguard__text_bytes(&json->text, "{", 1);
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
	member_begin(json, key, "");
	llguard__text_u64(&json->text, value);
}

void llguard__json_bool(struct llguard__json *json, const char *key, bool value)
{
	member_begin(json, key, "");
	llguard__text_add(&json->text, value ? "true" : "false");
}

static void escape_write(struct llguard__text *text, uint32_t c)
{
	char escape[6] = { '\\', 'u' };

	if (c == '"' || c == '\\') {
		escape[1] = (char)c;
		llguard__text_bytes(text, escape, 2);
		return;
	}
	for (int i = 5; i > 1; i--, c >>= 4)
		escape[i] = "0123456789abcdef"[c & 15];
	llguard__text_bytes(text, escape, 6);
}

/* Returns whether the string does not tell every byte. */
static bool string_write(
	struct llguard__text *text, const unsigned char *s, size_t n)
{
	bool lossy = false;
	size_t plain = 0; /* bytes that wait to be written as they are */

	for (size_t at = 0; at < n;) {
		uint32_t c;
		const size_t length = llguard__utf8_char(s + at, n - at, &c);

		if (length && c != '"' && c != '\\' &&
			!llguard__utf8_is_control(c)) {
			plain += length;
			at += length;
			continue;
		}
		llguard__text_bytes(text, s + at - plain, plain);
		plain = 0;
		if (length)
			escape_write(text, c);
		else
			llguard__text_add(text, "\xef\xbf\xbd");
		lossy |= !length || !c;
		at += length ? length : 1;
	}
	llguard__text_bytes(text, s + n - plain, plain);
	return lossy;
}

void llguard__json_bytes(struct llguard__json *json, const char *key,
	const void *bytes, size_t n)
{
	const unsigned char *s = bytes;
	struct llguard__text *text = &json->text;
	bool lossy;

	member_begin(json, key, "");
	llguard__text_bytes(text, "\"", 1);
	lossy = string_write(text, s, n);
	llguard__text_bytes(text, "\"", 1);
	if (!lossy || !key)
		return;
	member_begin(json, key, "_hex");
	llguard__text_bytes(text, "\"", 1);
	llguard__text_hex_bytes(text, s, n);
	llguard__text_bytes(text, "\"", 1);
}

void llguard__json_text(
	struct llguard__json *json, const char *key, const char *string)
{
	llguard__json_bytes(json, key, string, strlen(string));
}
