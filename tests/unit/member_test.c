/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "telemetry/member.h"

LLGUARD__KEY(key_string, ",\"k\":\"");
LLGUARD__KEY(key_number, ",\"n\":");
LLGUARD__KEY(key_array, ",\"a\":");

static char buf[512];
static struct llguard__members members;

static char *begin(size_t size)
{
	char *to;

	memset(buf, '#', sizeof(buf));
	to = llguard__members_begin(&members, buf, size);
	cr_assert(to);
	return to;
}

/* The longest and the shortest of each number of digits. */
Test(member, numbers)
{
	uint64_t value = 1;
	char expected[64];

	for (int digits = 1; digits <= 20; digits++, value *= 10) {
		const uint64_t values[] = { value, value - 1, value + 1,
			value * 9 / 2 };

		for (size_t i = 0; i < 4; i++) {
			char *to = begin(sizeof(buf));

			snprintf(expected, sizeof(expected),
				",\"n\":%llu%llu,%llx",
				(unsigned long long)values[i],
				(unsigned long long)values[i],
				(unsigned long long)values[i]);
			to = llguard__member_u64(
				&members, to, &key_number, values[i]);
			to = llguard__put_u64(to, values[i]);
			to = LLGUARD__PUT(to, ",");
			to = llguard__put_hex(to, values[i]);
			llguard__members_end(&members, to);
			cr_expect_str_eq(buf, expected);
		}
	}
}

/* Each byte at each place of strings of all the lengths that are copied apart. */
Test(member, strings)
{
	for (size_t len = 0; len <= 40; len++)
		for (size_t at = 0; at < len; at++)
			for (int byte = 1; byte < 0x80; byte++) {
				char *to = begin(sizeof(buf));
				const bool plain = byte >= 0x20 &&
						   byte < 0x7f && byte != '"' &&
						   byte != '\\';
				char string[40];

				memset(string, 'x', sizeof(string));
				string[at] = (char)byte;
				to = llguard__member_string(&members, to,
					&key_string,
					&(struct llguard_str){ string, len });
				cr_assert_eq(llguard__members_end(&members, to),
					(int)strlen(",\"k\":\"\"") + (int)len +
						(plain ? 0
							: byte == '"' ||
									byte == '\\'
								? 1
								: 5));
				if (plain)
					cr_assert_eq(
						memcmp(buf + 6, string, len),
						0);
			}
}

Test(member, lossy)
{
	char *to = begin(sizeof(buf));

	to = llguard__member_string(&members, to, &key_string,
		&(struct llguard_str){ "0123456789abcde\xff", 16 });
	llguard__members_end(&members, to);
	cr_expect_str_eq(buf, ",\"k\":\"0123456789abcde\xef\xbf\xbd\","
			      "\"k_hex\":\"303132333435363738396162636465FF\"");
}

/* Each length, with separators and odd bytes at each place. */
Test(member, arrays)
{
	for (size_t len = 1; len <= 40; len++)
		for (size_t at = 0; at < len; at++)
			for (int odd = 0; odd < 2; odd++) {
				char *to = begin(sizeof(buf));
				char string[40], expected[128];
				const int front = (int)at, back = (int)len - 1;

				memset(string, 'x', sizeof(string));
				string[at] = odd ? '\\' : ',';
				snprintf(expected, sizeof(expected),
					",\"k\":\"%.*s%s%.*s\",\"a\":"
					"[\"%.*s%s%.*s\"]",
					front, string, odd ? "\\\\" : ",",
					back - front, string + at + 1, front,
					string, odd ? "\\\\" : "\",\"",
					back - front, string + at + 1);
				to = llguard__member_words(&members, to,
					&key_string, &key_array,
					&(struct llguard_str){ string, len });
				llguard__members_end(&members, to);
				cr_assert_str_eq(buf, expected);
				to = begin(sizeof(buf));
				to = llguard__member_array(&members, to,
					&(struct llguard_str){ string, len },
					',');
				llguard__members_end(&members, to);
				cr_assert_str_eq(
					buf, strstr(expected, ",\"a\":") + 5);
			}
}

Test(member, array_lossy)
{
	char *to = begin(sizeof(buf));

	to = llguard__member_array(
		&members, to, &(struct llguard_str){ "a\0\xff", 3 }, '\0');
	llguard__members_end(&members, to);
	cr_expect_str_eq(buf, "[\"a\",\"\xef\xbf\xbd\"]");
	cr_expect(members.lossy);
}

Test(member, hex)
{
	for (int len = 0; len <= 70; len++) {
		char bytes[70], expected[141] = "";
		char *to = begin(sizeof(buf));

		for (int i = 0; i < len; i++) {
			bytes[i] = (char)(i * 37 + len);
			snprintf(expected + 2 * i, 3, "%02X",
				(unsigned int)(i * 37 + len) & 0xff);
		}
		to = llguard__member_hex(&members, to, bytes, (size_t)len);
		llguard__members_end(&members, to);
		cr_assert_str_eq(buf, expected);
	}
}

/* All kinds of members; more than the window holds. */
static char *all_write(char *to)
{
	static const struct llguard__word word = LLGUARD__WORD("denied");
	const struct llguard_str value = { "somewhat longer than sixteen", 28 };
	const struct llguard_str odd = { "somewhat\001odd", 12 };
	size_t from = llguard__member_offset(&members, to);
	size_t empty;

	to = llguard__member_string(&members, to, &key_string, &value);
	to = llguard__member_u64(&members, to, &key_number, 1234567);
	to = llguard__member_string(&members, to, &key_string, &odd);
	to = llguard__member_room(&members, to);
	to = llguard__member_word_end(to, &word);
	to = llguard__member_chars(&members, to, "abc", 3);
	to = llguard__member_array(&members, to, &value, ' ');
	to = llguard__member_array(&members, to, &odd, ' ');
	to = llguard__member_hex(&members, to, value.ptr, value.len);
	to = llguard__member_words(
		&members, to, &key_string, &key_array, &value);
	empty = llguard__member_offset(&members, to);
	to = llguard__member_close(&members, to, empty, '[', ']');
	return llguard__member_close(&members, to, from, '{', '}');
}

/* However little room there is, what is there is the beginning of the whole. */
Test(member, room)
{
	char whole[sizeof(buf)];
	int len = 0;

	for (size_t size = sizeof(whole); size--;) {
		const int n =
			llguard__members_end(&members, all_write(begin(size)));

		if (size == sizeof(whole) - 1) {
			memcpy(whole, buf, sizeof(whole));
			len = n;
			cr_assert_eq(len, (int)strlen(whole));
			cr_assert_eq(whole[0], '{');
			cr_assert_eq(whole[len - 1], '}');
			cr_assert_eq(whole[len - 3], '[');
		}
		cr_assert_eq(n, len);
		if (size)
			cr_assert_eq(
				memcmp(buf, whole,
					size - 1 < (size_t)len ? size - 1
							       : (size_t)len),
				0);
		for (size_t i = size; i < sizeof(buf); i++)
			cr_assert_eq(
				buf[i], '#', "%zu written of %zu", i, size);
	}
}

Test(member, close)
{
	char *to = begin(sizeof(buf));

	to = llguard__member_close(&members, to, 0, '[', ']');
	llguard__members_end(&members, to);
	cr_expect_str_eq(buf, "[]");
}

/* Days on which centuries, years and months end, by date(1). */
Test(member, times)
{
	static const struct {
		uint64_t seconds;
		const char *text;
	} times[] = {
		{ 0, "1970-01-01T00:00:00.007Z" },
		{ 951782399, "2000-02-28T23:59:59.007Z" },
		{ 951782400, "2000-02-29T00:00:00.007Z" },
		{ 951868800, "2000-03-01T00:00:00.007Z" },
		{ 1764080735, "2025-11-25T14:25:35.007Z" },
		{ 1798761599, "2026-12-31T23:59:59.007Z" },
		{ 1798761600, "2027-01-01T00:00:00.007Z" },
		{ 4107542399, "2100-02-28T23:59:59.007Z" },
		{ 4107542400, "2100-03-01T00:00:00.007Z" },
		{ UINT64_C(253402300799), "9999-12-31T23:59:59.007Z" },
		{ UINT64_C(253402300800), "" },
		{ UINT64_MAX, "" },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(times); i++) {
		char text[LLGUARD__DIGITS_MOST];

		*llguard__put_time(text, times[i].seconds, 7) = '\0';
		cr_expect_str_eq(text, times[i].text);
	}
}
