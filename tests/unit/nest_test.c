/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "telemetry/nest.h"

#define STR(text) (&(const struct llguard_str){ text, sizeof(text) - 1 })

static char buf[512];
static struct llguard__json json;

static void begin(void)
{
	json = (struct llguard__json){ .member = false };
	llguard__text_begin(&json.text, buf, sizeof(buf));
	LLGUARD__TEXT(&json.text, "{");
}

static const char *end(void)
{
	const int len = llguard__json_end(&json);

	cr_expect_eq(len, (int)strlen(buf));
	return buf;
}

Test(nest, empty_objects_are_not_there)
{
	struct llguard__nest outer, inner;

	begin();
	outer = llguard__nest_open(&json, "a", '{');
	inner = llguard__nest_open(&json, "b", '[');
	llguard__nest_close(&json, inner, ']');
	llguard__nest_close(&json, outer, '}');
	llguard__json_text(&json, "c", "d");
	outer = llguard__nest_open(&json, "e", '{');
	inner = llguard__nest_open(&json, "f", '{');
	llguard__nest_number(&json, "g", true, 1);
	llguard__nest_number(&json, "h", false, 1);
	llguard__nest_close(&json, inner, '}');
	llguard__nest_close(&json, outer, '}');
	outer = llguard__nest_open(&json, "i", '{');
	llguard__nest_close(&json, outer, '}');
	cr_expect_str_eq(end(), "{\"c\":\"d\",\"e\":{\"f\":{\"g\":1}}}");
}

Test(nest, strings)
{
	const struct llguard_str absent = { NULL, 0 };

	begin();
	llguard__nest_string(&json, "a", &absent);
	llguard__nest_string(&json, "b", STR("x\xff\""));
	llguard__nest_bytes(&json, "c", STR("x\xff"));
	llguard__nest_hex(&json, "d", STR("plain"));
	llguard__nest_hex(&json, "e", STR("\0"));
	llguard__nest_hex(&json, "f", &absent);
	llguard__nest_title(&json, "g", STR("a\0b\0"));
	llguard__nest_array(&json, "h", STR("a\0b\0"), '\0');
	llguard__nest_array(&json, "i", STR(""), ',');
	llguard__nest_array(&json, "j", STR("\xff"), ',');
	llguard__nest_abstract(&json, "k", STR("\0a"));
	llguard__nest_abstract(&json, "l", STR(""));
	llguard__nest_id(&json, "m", true, UINT64_MAX);
	llguard__nest_id(&json, "n", false, 1);
	cr_expect_str_eq(end(),
		"{\"b\":\"x\xef\xbf\xbd\\\"\",\"c\":\"x\xef\xbf\xbd\","
		"\"c_hex\":\"78FF\",\"e_hex\":\"00\",\"g\":\"a b \","
		"\"h\":[\"a\",\"b\",\"\"],\"i\":[\"\"],"
		"\"j\":[\"\xef\xbf\xbd\"],\"j_hex\":\"FF\",\"k\":\"@a\","
		"\"l\":\"\",\"m\":\"18446744073709551615\"}");
}

Test(nest, base)
{
	static const char *const cases[][2] = {
		{ "/etc/passwd", "passwd" },
		{ "passwd", "passwd" },
		{ "/", "/" },
		{ "/etc/", "/etc/" },
		{ "", "" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct llguard_str path = { cases[i][0],
			strlen(cases[i][0]) };
		const struct llguard_str base = llguard__nest_base(&path);

		cr_expect_eq(base.len, strlen(cases[i][1]), "%s", path.ptr);
		cr_expect(memcmp(base.ptr, cases[i][1], base.len) == 0);
	}
}

/* A year of five digits is none. */
Test(nest, time)
{
	static const struct {
		uint64_t seconds;
		const char *text;
	} cases[] = {
		{ 1, "{\"t\":\"1970-01-01T00:00:01.002Z\"}" },
		{ UINT64_C(253402300799),
			"{\"t\":\"9999-12-31T23:59:59.002Z\"}" },
		{ UINT64_C(253402300800), "{}" },
		{ 0, "{}" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin();
		llguard__nest_time(&json, "t", cases[i].seconds, 2);
		cr_expect_str_eq(end(), cases[i].text);
	}
}
