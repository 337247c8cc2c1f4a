/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdio.h>

#include "base.h"

Test(version, numbers_and_text_agree)
{
	char text[32];

	snprintf(text, sizeof(text), "%d.%d.%d", LLGUARD_VERSION_MAJOR,
		LLGUARD_VERSION_MINOR, LLGUARD_VERSION_PATCH);
	cr_expect_str_eq(llguard_version(), text);
	cr_expect_str_eq(LLGUARD_VERSION, text);
}
