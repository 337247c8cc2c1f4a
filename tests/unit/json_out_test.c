/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "json_out.h"

Test(json_out, structure)
{
	char buf[256];
	struct llguard__json json;

	cr_assert(llguard__json_begin(&json, "thing", buf, sizeof(buf)));
	llguard__json_open(&json, "empty", '[');
	llguard__json_close(&json, ']');
	llguard__json_open(&json, "array", '[');
	llguard__json_u64(&json, NULL, 1);
	llguard__json_open(&json, NULL, '{');
	llguard__json_bool(&json, "yes", true);
	llguard__json_bool(&json, "no", false);
	llguard__json_close(&json, '}');
	llguard__json_text(&json, NULL, "x");
	llguard__json_close(&json, ']');
	llguard__json_u64(&json, "last", UINT64_MAX);
	cr_expect_eq(llguard__json_end(&json), (int)strlen(buf));
	cr_expect_str_eq(buf, "{\"v\":1,\"kind\":\"thing\",\"empty\":[],"
			      "\"array\":[1,{\"yes\":true,\"no\":false},\"x\"],"
			      "\"last\":18446744073709551615}");
}

static const char *string_of(const char *bytes, size_t n)
{
	static char buf[512];
	struct llguard__json json;

	llguard__json_begin(&json, "s", buf, sizeof(buf));
	llguard__json_bytes(&json, "k", bytes, n);
	llguard__json_end(&json);
	return buf + strlen("{\"v\":1,\"kind\":\"s\",");
}

Test(json_out, strings)
{
	static const struct {
		const char *bytes;
		size_t n;
		const char *expected;
	} rows[] = {
		{ "", 0, "\"k\":\"\"}" },
		{ "plain /path", 11, "\"k\":\"plain /path\"}" },
		{ "q\"b\\", 4, "\"k\":\"q\\\"b\\\\\"}" },
		{ "\n\t\x1f\x7f", 4,
			"\"k\":\"\\u000a\\u0009\\u001f\\u007f\"}" },
		{ "\xc3\xa9\xf0\x9f\x94\x92", 6,
			"\"k\":\"\xc3\xa9\xf0\x9f\x94\x92\"}" },
		{ "\xc2\x85\xe2\x80\xa8\xe2\x80\xae", 8,
			"\"k\":\"\\u0085\\u2028\\u202e\"}" },
		/* what does not survive has a second member */
		{ "a\xff", 2, "\"k\":\"a\xef\xbf\xbd\",\"k_hex\":\"61FF\"}" },
		{ "a\0b", 3, "\"k\":\"a\\u0000b\",\"k_hex\":\"610062\"}" },
		{ "\xe2\x82", 2,
			"\"k\":\"\xef\xbf\xbd\xef\xbf\xbd\",\"k_hex\":\"E282\"}" },
		/* U+FFFD itself does survive */
		{ "\xef\xbf\xbd", 3, "\"k\":\"\xef\xbf\xbd\"}" },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++)
		cr_expect_str_eq(string_of(rows[i].bytes, rows[i].n),
			rows[i].expected, "row %zu: %s", i,
			string_of(rows[i].bytes, rows[i].n));
}

Test(json_out, buffer)
{
	struct llguard__json json;
	char buf[16];

	cr_expect_not(llguard__json_begin(&json, "k", NULL, 1));
	cr_expect(llguard__json_begin(&json, "k", buf, sizeof(buf)));
	llguard__json_text(&json, "long", "0123456789");
	cr_expect_eq(llguard__json_end(&json), 38);
	cr_expect_str_eq(buf, "{\"v\":1,\"kind\":\"");
}
