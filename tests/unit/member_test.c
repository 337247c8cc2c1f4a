/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "telemetry/member.h"

LLGUARD__KEY(key_string, ",\"k\":\"");
LLGUARD__KEY(key_number, ",\"n\":");

static char buf[256];

static struct llguard__text begin(size_t size)
{
	struct llguard__text text;

	memset(buf, '#', sizeof(buf));
	cr_assert(llguard__text_begin(&text, buf, size));
	return text;
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
			struct llguard__text text = begin(sizeof(buf));

			snprintf(expected, sizeof(expected), ",\"n\":%llu%llu",
				(unsigned long long)values[i],
				(unsigned long long)values[i]);
			llguard__member_u64(&text, &key_number, values[i]);
			llguard__member_digits(&text, values[i]);
			llguard__text_end(&text);
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
				struct llguard__text text = begin(sizeof(buf));
				const bool plain = byte >= 0x20 &&
						   byte < 0x7f && byte != '"' &&
						   byte != '\\';
				char string[40];

				memset(string, 'x', sizeof(string));
				string[at] = (char)byte;
				llguard__member_string(&text, &key_string,
					&(struct llguard_str){ string, len });
				cr_assert_eq(text.len,
					strlen(",\"k\":\"\"") + len +
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
	struct llguard__text text = begin(sizeof(buf));

	llguard__member_string(&text, &key_string,
		&(struct llguard_str){ "0123456789abcde\xff", 16 });
	llguard__text_end(&text);
	cr_expect_str_eq(buf, ",\"k\":\"0123456789abcde\xef\xbf\xbd\","
			      "\"k_hex\":\"303132333435363738396162636465FF\"");
}

Test(member, absent)
{
	struct llguard__text text = begin(sizeof(buf));

	llguard__member_string(
		&text, &key_string, &(struct llguard_str){ NULL, 0 });
	cr_expect_eq(text.len, 0);
}

/* However little room there is, what is there is the beginning of the whole. */
Test(member, room)
{
	static const struct llguard__word word = { 6, "denied" };
	const struct llguard_str value = { "somewhat longer than sixteen", 28 };
	char whole[256];
	size_t len = 0;

	for (size_t size = sizeof(whole); size--;) {
		struct llguard__text text = begin(size);
		const size_t from = text.len;

		llguard__member_string(&text, &key_string, &value);
		llguard__member_u64(&text, &key_number, 1234567);
		llguard__member_key(&text, &key_string);
		llguard__member_word_end(&text, &word);
		(void)llguard__member_chars(&text, "abc", 3);
		llguard__member_close(&text, from, '{', '}');
		llguard__text_end(&text);
		if (size == sizeof(whole) - 1) {
			memcpy(whole, buf, sizeof(whole));
			len = text.len;
			cr_assert_eq(whole[0], '{');
		}
		cr_assert_eq(text.len, len);
		if (size)
			cr_assert_eq(memcmp(buf, whole,
					     size - 1 < len ? size - 1 : len),
				0);
		for (size_t i = size; i < sizeof(buf); i++)
			cr_assert_eq(
				buf[i], '#', "%zu written of %zu", i, size);
	}
}

Test(member, close)
{
	struct llguard__text text = begin(sizeof(buf));

	llguard__member_close(&text, 0, '[', ']');
	llguard__text_end(&text);
	cr_expect_str_eq(buf, "[]");
}
