/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include <stdio.h>

#include "telemetry/scan.h"

/* Every function has a wide and a narrow way: so much stands behind a text. */
static const size_t behind[] = { 0, 1, 7, 8, 15, 16, 40 };

static char page[256];

static struct llguard__scan scan_of(const char *text, size_t more)
{
	memset(page, ' ', sizeof(page));
	memcpy(page, text, strlen(text));
	return (struct llguard__scan){ page, page + strlen(text) + more };
}

Test(scan, decimal)
{
	static const struct {
		char text[24];
		uint64_t value;
		size_t passed; /* 0: not a number */
	} rows[] = {
		{ "0", 0, 1 },
		{ "7:", 7, 1 },
		{ "0080", 80, 4 },
		{ "12345678", 12345678, 8 },
		{ "12345678x", 12345678, 8 },
		{ "123456789", 123456789, 9 },
		{ "4294967295", UINT32_MAX, 10 },
		{ "9999999999999999999", 9999999999999999999u, 19 },
		{ "184467440737095516150", 0, 0 },
		{ "", 0, 0 },
		{ "-1", 0, 0 },
		{ "x12345678", 0, 0 },
		{ "/0", 0, 0 },
		{ ":0", 0, 0 },
		{ "\xb0", 0, 0 },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++)
		for (size_t k = 0; k < LLGUARD__COUNT(behind); k++) {
			struct llguard__scan scan =
				scan_of(rows[i].text, behind[k]);
			uint64_t value = 99;
			const bool found = llguard__scan_u64(&scan, &value);

			cr_expect_eq(found, rows[i].passed != 0, "%s + %zu",
				rows[i].text, behind[k]);
			cr_expect_eq(value, found ? rows[i].value : 99, "%s",
				rows[i].text);
			cr_expect_eq(scan.at - page, (int)rows[i].passed, "%s",
				rows[i].text);
		}
}

Test(scan, decimal_32_bits)
{
	struct llguard__scan scan = scan_of("4294967295", 0);
	uint32_t value = 0;

	cr_expect(llguard__scan_u32(&scan, &value));
	cr_expect_eq(value, UINT32_MAX);
	scan = scan_of("4294967296", 0);
	cr_expect_not(llguard__scan_u32(&scan, &value));
	cr_expect_eq(scan.at, page);
	cr_expect_eq(value, UINT32_MAX);
}

Test(scan, hexadecimal)
{
	static const struct {
		char text[24];
		uint64_t value;
		size_t passed;
	} rows[] = {
		{ "0", 0, 1 },
		{ "1266faef9", 0x1266faef9, 9 },
		{ "C000003E", 0xc000003e, 8 },
		{ "aBcDeF", 0xabcdef, 6 },
		{ "ffffffffffffffff", UINT64_MAX, 16 },
		{ "10000000000000000", 0, 0 },
		{ "0x10", 0, 1 },
		{ "fg", 15, 1 },
		{ "", 0, 0 },
		{ "g", 0, 0 },
		{ "@", 0, 0 },
		{ "`", 0, 0 },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++)
		for (size_t k = 0; k < LLGUARD__COUNT(behind); k++) {
			struct llguard__scan scan =
				scan_of(rows[i].text, behind[k]);
			uint64_t value = 99;
			const bool found = llguard__scan_hex(&scan, &value);

			cr_expect_eq(found, rows[i].passed != 0, "%s + %zu",
				rows[i].text, behind[k]);
			cr_expect_eq(value, found ? rows[i].value : 99, "%s",
				rows[i].text);
			cr_expect_eq(scan.at - page, (int)rows[i].passed, "%s",
				rows[i].text);
		}
}

/* Of two bytes the first, whatever follows the end. */
Test(scan, find)
{
	for (size_t len = 0; len < 100; len++)
		for (size_t at = 0; at < len + 2; at++) {
			memset(page, 'a', sizeof(page));
			page[at] = page[at + 5] = '"';
			cr_assert_eq(llguard__find(page, page + len, '"'),
				page + (at < len ? at : len), "%zu of %zu", at,
				len);
		}
}

Test(scan, has)
{
	for (size_t len = 0; len < 100; len++)
		for (size_t at = 0; at < len + 2; at++) {
			memset(page, 'a', sizeof(page));
			page[at] = '\x1d';
			cr_assert_eq(llguard__has(page, len, '\x1d'), at < len,
				"%zu of %zu", at, len);
		}
}

Test(scan, find_16)
{
	for (unsigned int at = 0; at < 20; at++) {
		memset(page, '!', sizeof(page));
		page[at] = ' ';
		cr_expect_eq(llguard__find_16(page, ' '), at < 16 ? at : 16);
	}
}

Test(scan, name_16)
{
	for (int byte = 0; byte < 256; byte++) {
		const bool is_name = (byte >= 'A' && byte <= 'Z') ||
				     (byte >= '0' && byte <= '9') ||
				     byte == '_';

		memcpy(page, "AZ09_BCDEFGHIJKLM", 17);
		page[5] = (char)byte;
		cr_expect_eq(
			llguard__name_16(page), is_name ? 16 : 5, "%d", byte);
	}
}

/* One byte that differs is seen wherever it is, and none behind the end. */
Test(scan, same)
{
	char other[sizeof(page)];

	for (size_t len = 0; len < 100; len++) {
		memset(page, 'x', sizeof(page));
		memset(other, 'x', sizeof(other));
		other[len] = 'y';
		cr_assert(llguard__same(page, other, len), "%zu", len);
		if (len >= 32)
			cr_assert(llguard__same_long(page, other, len));
		for (size_t at = 0; at < len; at++) {
			other[at] ^= (char)0x80;
			cr_assert_not(llguard__same(page, other, len),
				"%zu of %zu", at, len);
			if (len >= 32)
				cr_assert_not(
					llguard__same_long(page, other, len),
					"%zu of %zu", at, len);
			other[at] ^= (char)0x80;
		}
	}
}

Test(scan, literal)
{
	struct llguard__scan scan = scan_of("type=", 0);

	cr_expect_not(LLGUARD__SCAN(&scan, "type=1"));
	cr_expect_eq(scan.at, page);
	cr_expect(LLGUARD__SCAN(&scan, "type="));
	cr_expect_eq(scan.at, scan.end);
	cr_expect_not(LLGUARD__SCAN(&scan, " "));
}
