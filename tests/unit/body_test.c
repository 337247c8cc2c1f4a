/* SPDX-License-Identifier: MIT */
#include "body_text.h"

#include <stdio.h>

#include "telemetry/body.h"

static const struct {
	const char *text;
	uint64_t value;
	size_t passed; /* 0: not a number */
} numbers[] = {
	{ "0", 0, 1 },
	{ "7 x", 7, 1 },
	{ "42\"", 42, 2 },
	{ "999 ", 999, 3 },
	{ "1000 ", 1000, 4 },
	{ "0099 ", 99, 4 },
	{ "1234567 ", 1234567, 7 },
	{ "12345678 ", 12345678, 8 },
	{ "4294967295 ", UINT32_MAX, 10 },
	{ "4294967296", 4294967296u, 10 },
	{ "9223372036854775807 ", INT64_MAX, 19 },
	{ "999999999999999999999", 0, 0 },
	{ "", 0, 0 },
	{ " 1", 0, 0 },
	{ "-1", 0, 0 },
	{ "/1", 0, 0 },
	{ ":1", 0, 0 },
	{ "\xb1", 0, 0 },
};

Test(body, numbers)
{
	for (size_t i = 0; i < LLGUARD__COUNT(numbers); i++) {
		const char *const body = body_text(numbers[i].text);
		const bool is_number = numbers[i].passed != 0;
		const bool is_u32 = is_number && numbers[i].value <= UINT32_MAX;
		const char *at = body;
		uint64_t value = 99;
		uint32_t small = 99;

		cr_expect_eq(llguard__body_u64(&at, &value), is_number, "%s",
			numbers[i].text);
		cr_expect_eq(value, is_number ? numbers[i].value : 99);
		cr_expect_eq(at - body, (int)numbers[i].passed, "%s",
			numbers[i].text);
		at = body;
		value = 99;
		cr_expect_eq(llguard__body_short(&at, &value), is_number, "%s",
			numbers[i].text);
		cr_expect_eq(value, is_number ? numbers[i].value : 99, "%s",
			numbers[i].text);
		cr_expect_eq(at - body, (int)numbers[i].passed, "%s",
			numbers[i].text);
		at = body;
		cr_expect_eq(llguard__body_u32(&at, &small), is_u32, "%s",
			numbers[i].text);
		cr_expect_eq(small, is_u32 ? numbers[i].value : 99);
	}
}

/* A word of up to 16 bytes, which a space follows. */
Test(body, words)
{
	static const struct {
		const char *text;
		const char *word; /* NULL: it is too long */
	} rows[] = {
		{ "7ffe35122e10 a2=1", "7ffe35122e10" },
		{ "ffffffffffffffff x", "ffffffffffffffff" },
		{ " x", "" },
		{ "ffffffffffffffff1 x", NULL },
		{ "ffffffffffffffff", NULL },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		const char *at = body_text(rows[i].text);
		struct llguard_str word;

		cr_expect_eq(llguard__body_word(&at, &word),
			rows[i].word != NULL, "%s", rows[i].text);
		if (rows[i].word) {
			EXPECT_STR(word, rows[i].word);
			cr_expect_eq(*at, ' ');
		}
	}
}

/* The end is respected by what is far, and the byte found by what is near. */
Test(body, find)
{
	static char text[160];

	for (size_t len = 0; len < 100; len++)
		for (size_t at = 0; at <= len; at++) {
			const char *found;

			memset(text, 0, sizeof(text));
			memset(text, 'a', len);
			if (at < len)
				text[at] = ' ';
			found = llguard__body_find(text, text + len, ' ');
			/* In the slack there is nothing to be found. */
			cr_expect(found == text + at, "%zu of %zu: %d", at, len,
				(int)(found - text));
		}
}

Test(body, strings)
{
	static const struct {
		const char *text;
		const char *string; /* NULL: absent */
		size_t passed;
		uint32_t flags;
	} rows[] = {
		{ "\"/etc/passwd\" dev=", "/etc/passwd", 13, 0 },
		{ "\"\" dev=", "", 2, 0 },
		{ "\"a b\"c", "a b", 5, 0 },
		{ "\"/a/very/long/name/that/is/more/than/32/bytes\"",
			"/a/very/long/name/that/is/more/than/32/bytes", 46, 0 },
		{ "2F6120 dev=", "/a ", 6, 0 },
		{ "(null) dev=", NULL, 6, 0 },
		{ "\"/cut", "/cut", 5, LLGUARD_FLAG_TRUNCATED },
		{ "2g x", "2g", 2, LLGUARD_FLAG_BAD_HEX },
		{ "", NULL, 0, 0 },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		const char *const body = body_text(rows[i].text);
		const char *at = body;
		uint32_t flags = 0;
		const struct llguard_str string = llguard__body_string(
			&at, body + strlen(rows[i].text), &flags);

		if (rows[i].string)
			EXPECT_STR(string, rows[i].string);
		else
			cr_expect_null(string.ptr, "%s", rows[i].text);
		cr_expect_eq(
			at - body, (int)rows[i].passed, "%s", rows[i].text);
		cr_expect_eq(flags, rows[i].flags, "%s", rows[i].text);
	}
}

Test(body, pass)
{
	const char *const body = body_text(" dev=1");
	const char *at = body;

	cr_expect_not(LLGUARD__PASS(at, " dev=12"));
	cr_expect_eq(at, body);
	cr_expect(LLGUARD__PASS(at, " dev="));
	cr_expect_eq(at, body + 5);
	cr_expect(llguard__body_skip(&(const char *){ body }));
	at = body_text("0123456789abcdef ");
	cr_expect_not(llguard__body_skip(&at));
}
