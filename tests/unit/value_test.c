/* SPDX-License-Identifier: MIT */
#include "reading.h"

#include <stdio.h>

#include "telemetry/value.h"

Test(value, fields)
{
	static const char body[] =
		"  domain=1f  word path=\"/a b=c\"x=1 empty= dev=\"\" "
		"a==b eq=\"a=b\" dest=80 =none cut=\"/x y";
	static const struct {
		const char *key;
		const char *value;
		uint32_t flags;
	} rows[] = {
		{ "domain", "1f", 0 },
		{ "path", "/a b=c", LLGUARD_FIELD_QUOTED },
		{ "x", "1", 0 },
		{ "empty", "", 0 },
		{ "dev", "", LLGUARD_FIELD_QUOTED },
		{ "a", "=b", 0 },
		{ "eq", "a=b", LLGUARD_FIELD_QUOTED },
		{ "dest", "80", 0 },
		{ "", "none", 0 },
		{ "cut", "/x y", LLGUARD_FIELD_QUOTED | LLGUARD_FIELD_CUT },
	};
	struct llguard_str rest = { body, sizeof(body) - 1 };
	struct llguard_field field = LLGUARD_FIELD_INIT;

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		cr_assert_eq(llguard_field_next(&rest, &field), 1);
		EXPECT_STR(field.key, rows[i].key);
		EXPECT_STR(field.value, rows[i].value);
		cr_expect_eq(field.flags, rows[i].flags, "%s", rows[i].key);
	}
	cr_expect_eq(llguard_field_next(&rest, &field), 0);
	cr_expect_eq(rest.len, 0);
	cr_expect_eq(llguard_field_next(&rest, &field), 0);
}

/* What is in quotes stays there, whatever it looks like. */
Test(value, forged)
{
	static const char body[] =
		"path=\"/x'blockers=fs.execute,msg=audit(1.000:2):\" ino=1";
	struct llguard_str rest = { body, sizeof(body) - 1 };
	struct llguard_field field = LLGUARD_FIELD_INIT;

	cr_assert_eq(llguard_field_next(&rest, &field), 1);
	EXPECT_STR(field.value, "/x'blockers=fs.execute,msg=audit(1.000:2):");
	cr_assert_eq(llguard_field_next(&rest, &field), 1);
	EXPECT_STR(field.key, "ino");
}

/* Whether it is hexadecimal follows from the key and the quotes. */
Test(value, decode)
{
	static const struct {
		const char *word;
		const char *decoded;
		int len; /* 0: that of .decoded */
	} rows[] = {
		{ "path=2F6120622F", "/a b/", 0 },
		{ "path=\"2F61\"", "2F61", 0 },
		{ "name=C3A4", "\xc3\xa4", 0 },
		{ "dev=73 ", "s", 0 },
		{ "exe=2F", "/", 0 },
		{ "comm=6161", "aa", 0 },
		{ "ocomm=0A", "\n", 0 },
		{ "cwd=2F", "/", 0 },
		{ "proctitle=62", "b", 0 },
		{ "dest=80", "80", 0 },
		{ "src=8080", "8080", 0 },
		{ "saddr=7F000001", "7F000001", 0 },
		{ "blockers=ab", "ab", 0 },
		{ "paths=41", "41", 0 },
		{ "pat=41", "41", 0 },
		{ "path=(null)", "(null)", 0 },
		{ "comm=(none)", "(none)", 0 },
		{ "path=2F6", "2F6", -EILSEQ },
		{ "path=2f", "2f", -EILSEQ },
		{ "path=/etc", "/etc", -EILSEQ },
		{ "path=", "", -EILSEQ },
		{ "path=\"\"", "", 0 },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		struct llguard_str rest = { rows[i].word,
			strlen(rows[i].word) };
		struct llguard_field field = LLGUARD_FIELD_INIT;
		const size_t len = strlen(rows[i].decoded);
		char buf[32] = { 0 };

		cr_assert_eq(llguard_field_next(&rest, &field), 1);
		cr_expect_eq(llguard_field_decode(&field, buf, sizeof(buf)),
			rows[i].len ? rows[i].len : (int)len, "%s",
			rows[i].word);
		cr_expect_str_eq(buf, rows[i].decoded);
	}
}

Test(value, decode_to_less)
{
	static const char body[] = "path=2F00FF";
	struct llguard_str rest = { body, sizeof(body) - 1 };
	struct llguard_field field = LLGUARD_FIELD_INIT;
	char buf[3] = "...";

	cr_assert_eq(llguard_field_next(&rest, &field), 1);
	cr_expect_eq(llguard_field_decode(&field, NULL, 0), 3);
	cr_expect_eq(llguard_field_decode(&field, buf, 2), 3);
	cr_expect_arr_eq(buf, "/\0.", 3);
	cr_expect_eq(llguard_field_decode(&field, buf, 3), 3);
	cr_expect_arr_eq(buf, "/\0\xff", 3);
}

/* In place, of every length; one bad digit anywhere leaves all as it was. */
Test(value, hex_in_place)
{
	static const char digits[] = "0123456789ABCDEF";
	static const char bad[] = "/:@Gag`\xff ";
	char text[300], decoded[150], was[300];

	for (size_t bytes = 1; bytes < 140; bytes++) {
		const size_t len = 2 * bytes;

		for (size_t i = 0; i < bytes; i++) {
			decoded[i] = (char)(i * 37 + bytes);
			was[2 * i] = digits[(unsigned char)decoded[i] >> 4];
			was[2 * i + 1] = digits[decoded[i] & 15];
		}
		memcpy(text, was, len);
		cr_assert(llguard__hex_decode(text, text, len), "%zu", bytes);
		cr_assert_arr_eq(text, decoded, bytes);
		for (size_t at = 0; at < len; at++) {
			const char digit = was[at];

			was[at] = bad[(at + bytes) % (sizeof(bad) - 1)];
			memcpy(text, was, len);
			cr_assert_not(llguard__hex_decode(text, text, len));
			cr_assert_arr_eq(text, was, len, "%zu of %zu", at, len);
			was[at] = digit;
		}
		memcpy(text, was, len);
		cr_assert_not(llguard__hex_decode(text, text, len - 1));
		cr_assert_arr_eq(text, was, len);
	}
	cr_expect_not(llguard__hex_decode(text, text, 0));
}

Test(value, string)
{
	static const struct {
		char text[16];
		uint32_t field_flags;
		const char *string; /* NULL: absent */
		uint32_t flags;
	} rows[] = {
		{ "41", 0, "A", 0 },
		{ "41", LLGUARD_FIELD_QUOTED, "41", 0 },
		{ "41", LLGUARD_FIELD_QUOTED | LLGUARD_FIELD_CUT, "41",
			LLGUARD_FLAG_TRUNCATED },
		{ "(null)", 0, NULL, 0 },
		{ "(none)", 0, NULL, 0 },
		{ "", 0, NULL, 0 },
		{ "(null)", LLGUARD_FIELD_QUOTED, "(null)", 0 },
		{ "", LLGUARD_FIELD_QUOTED, "", 0 },
		{ "xyz", 0, "xyz", LLGUARD_FLAG_BAD_HEX },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		char text[16];
		uint32_t flags = 0;
		struct llguard_field field = LLGUARD_FIELD_INIT;
		struct llguard_str string;

		memcpy(text, rows[i].text, sizeof(text));
		field.flags = rows[i].field_flags;
		field.value = (struct llguard_str){ text, strlen(text) };
		string = llguard__field_string(&field, &flags);
		if (rows[i].string)
			EXPECT_STR(string, rows[i].string);
		else
			cr_expect_null(string.ptr, "row %zu", i);
		cr_expect_eq(flags, rows[i].flags, "row %zu", i);
	}
}

Test(value, number)
{
	struct llguard_field field = LLGUARD_FIELD_INIT;
	uint64_t number = 5;

	field.value = LLGUARD__STR("12x");
	cr_expect_not(llguard__field_u64(&field, &number));
	field.value = LLGUARD__STR("");
	cr_expect_not(llguard__field_u64(&field, &number));
	cr_expect_eq(number, 5);
	field.value = LLGUARD__STR("12");
	cr_expect(llguard__field_u64(&field, &number));
	cr_expect_eq(number, 12);
}

Test(value, arguments)
{
	struct llguard_str rest = { NULL, 1 };
	struct llguard_field field = LLGUARD_FIELD_INIT;

	cr_expect_eq(llguard_field_next(NULL, &field), -EINVAL);
	cr_expect_eq(llguard_field_next(&rest, &field), -EINVAL);
	rest.len = 0;
	cr_expect_eq(llguard_field_next(&rest, &field), 0);
	cr_expect_eq(llguard_field_next(&rest, NULL), -EINVAL);
	cr_expect_eq(llguard_field_decode(NULL, NULL, 0), -EINVAL);
	cr_expect_eq(llguard_field_decode(&field, NULL, 1), -EINVAL);
	field.size = 4;
	cr_expect_eq(llguard_field_next(&rest, &field), -EINVAL);
	cr_expect_eq(llguard_field_decode(&field, NULL, 0), -EINVAL);
}
