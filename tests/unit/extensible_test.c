/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "extensible.h"

/* Known 8 of at most 12 bytes, the first 4 since the first release. */
Test(extensible, input_check)
{
	static const struct {
		unsigned char bytes[12];
		size_t size;
		int expected;
	} rows[] = {
		{ { 8 }, 8, 0 },
		{ { 4, 0, 0, 0, 9, 9, 9, 9 }, 4, 0 },
		{ { 3 }, 3, -EINVAL },
		{ { 0 }, 0, -EINVAL },
		{ { 12 }, 12, 0 },
		{ { 12, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 1 }, 12, -E2BIG },
		{ { 12, 0, 0, 0, 1, 1, 1, 1, 1, 0, 0, 0 }, 12, -E2BIG },
		{ { 12, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 1 }, 11, 0 },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++)
		cr_expect_eq(
			llguard__input_check(rows[i].bytes, rows[i].size, 4, 8),
			rows[i].expected, "row %zu", i);
	cr_expect_eq(llguard__input_check(NULL, 8, 4, 8), -EINVAL);
}

Test(extensible, size_of)
{
	const uint32_t structure[2] = { 1234, 5678 };

	cr_expect_eq(llguard__size_of(structure), 1234);
	cr_expect_eq(llguard__size_of(NULL), 0);
}
