/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <limits.h>

#include "text.h"

Test(text, numbers)
{
	char buf[128];
	struct llguard__text text;

	llguard__text_begin(&text, buf, sizeof(buf));
	llguard__text_u64(&text, 0);
	llguard__text_add(&text, " ");
	llguard__text_u64(&text, UINT64_MAX);
	llguard__text_add(&text, " ");
	llguard__text_i64(&text, INT64_MIN);
	llguard__text_add(&text, " ");
	llguard__text_i64(&text, 7);
	llguard__text_add(&text, " ");
	llguard__text_hex(&text, 0);
	llguard__text_add(&text, " ");
	llguard__text_hex(&text, UINT64_C(0x1266faef9));
	llguard__text_add(&text, " ");
	llguard__text_hex_bytes(&text, "\x00\xff\x2a", 3);
	cr_expect_eq(llguard__text_end(&text), (int)strlen(buf));
	cr_expect_str_eq(buf,
		"0 18446744073709551615 -9223372036854775808 7 0 1266faef9 "
		"00FF2A");
}

/* Every size of buffer: the same length, the same beginning, one NUL. */
Test(text, cut_at_every_size)
{
	static const char whole[] = "one, 22, 0x333";

	for (size_t size = 0; size <= sizeof(whole) + 1; size++) {
		char buf[32];
		struct llguard__text text;

		memset(buf, '#', sizeof(buf));
		llguard__text_begin(&text, size ? buf : NULL, size);
		llguard__text_add(&text, "one, ");
		llguard__text_u64(&text, 22);
		llguard__text_add(&text, ", 0x");
		llguard__text_hex(&text, 0x333);
		cr_expect_eq(llguard__text_end(&text), 14, "size %zu", size);
		if (size) {
			const size_t kept = size > 14 ? 14 : size - 1;

			cr_expect_eq(memcmp(buf, whole, kept), 0);
			cr_expect_eq(buf[kept], '\0');
		}
		cr_expect_eq(buf[size], '#', "size %zu", size);
	}
}

Test(text, begin)
{
	struct llguard__text text;

	cr_expect(llguard__text_begin(&text, NULL, 0));
	cr_expect_not(llguard__text_begin(&text, NULL, 1));
}

Test(text, length_never_wraps)
{
	struct llguard__text text = { .len = (size_t)INT_MAX + 5 };

	cr_expect_eq(llguard__text_end(&text), INT_MAX);
}

Test(text, utf8)
{
	static const struct {
		const char *bytes;
		size_t n;
		size_t length;
		uint32_t character;
	} rows[] = {
		{ "a", 1, 1, 'a' },
		{ "\0", 1, 1, 0 },
		{ "\xc3\xa9", 2, 2, 0xe9 },
		{ "\xe2\x82\xac", 3, 3, 0x20ac },
		{ "\xf0\x9f\x94\x92", 4, 4, 0x1f512 },
		{ "\xf4\x8f\xbf\xbf", 4, 4, 0x10ffff },
		{ "", 0, 0, 0 },
		{ "\x80", 1, 0, 0 },             /* a second byte first */
		{ "\xc0\x80", 2, 0, 0 },         /* overlong NUL */
		{ "\xc1\xbf", 2, 0, 0 },         /* overlong */
		{ "\xe0\x9f\xbf", 3, 0, 0 },     /* overlong */
		{ "\xed\xa0\x80", 3, 0, 0 },     /* a surrogate */
		{ "\xf0\x8f\xbf\xbf", 4, 0, 0 }, /* overlong */
		{ "\xf4\x90\x80\x80", 4, 0, 0 }, /* above U+10FFFF */
		{ "\xf5\x80\x80\x80", 4, 0, 0 },
		{ "\xc3", 1, 0, 0 }, /* cut */
		{ "\xe2\x82", 2, 0, 0 },
		{ "\xe2\x82\x41", 3, 0, 0 },
		{ "\xc3\x41", 2, 0, 0 },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		uint32_t character = 0;

		cr_expect_eq(
			llguard__utf8_char((const unsigned char *)rows[i].bytes,
				rows[i].n, &character),
			rows[i].length, "row %zu", i);
		cr_expect_eq(character, rows[i].character, "row %zu", i);
	}
}

Test(text, controls)
{
	static const uint32_t yes[] = { 0, 0x1b, 0x1f, 0x7f, 0x80, 0x9b, 0x9f,
		0x61c, 0x200e, 0x200f, 0x2028, 0x2029, 0x202a, 0x202e, 0x2066,
		0x2069 };
	static const uint32_t no[] = { ' ', '~', 0xa0, 0x200d, 0x2010, 0x202f,
		0x2065, 0x206a, 0xfeff, 0x1f512 };

	for (size_t i = 0; i < LLGUARD__COUNT(yes); i++)
		cr_expect(llguard__utf8_is_control(yes[i]), "U+%04X", yes[i]);
	for (size_t i = 0; i < LLGUARD__COUNT(no); i++)
		cr_expect_not(llguard__utf8_is_control(no[i]), "U+%04X", no[i]);
}

Test(text, safe_on_a_terminal)
{
	static const char hostile[] =
		"a\x1b[2J\xc2\x9b\xff\\\xe2\x80\xae\xc3\xa9";
	char buf[128];
	struct llguard__text text;

	llguard__text_begin(&text, buf, sizeof(buf));
	llguard__text_safe(&text, hostile, sizeof(hostile) - 1);
	llguard__text_end(&text);
	cr_expect_str_eq(
		buf, "a\\x1B[2J\\xC2\\x9B\\xFF\\x5C\\xE2\\x80\\xAE\xc3\xa9");
}
