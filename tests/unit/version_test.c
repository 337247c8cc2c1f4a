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

Test(version, build)
{
	struct llguard_build build = LLGUARD_BUILD_INIT;

	cr_assert_eq(llguard_build_info(&build), 0);
	cr_expect_eq(build.size, sizeof(build));
	cr_expect_eq(build.abi_planned, 12);
	cr_expect_eq(build.abi_enforced, 11);
	cr_expect_eq(build.pointer_bits, sizeof(size_t) * 8);
	cr_expect_str_eq(build.version.ptr, llguard_version());
	cr_expect_eq(build.version.len, strlen(llguard_version()));
	cr_expect_eq(build.compiler.len, strlen(build.compiler.ptr));
#ifdef __GNUC__
	cr_expect_not_null(strstr(build.compiler.ptr, "."));
#endif
#ifdef __x86_64__
	cr_expect_eq(build.machine.ptr[0], 'x');
#endif
}

Test(version, build_of_a_newer_program)
{
	struct {
		struct llguard_build build;
		uint64_t more;
	} newer = { LLGUARD_BUILD_INIT, 7 };

	newer.build.size = sizeof(newer);
	cr_expect_eq(llguard_build_info(&newer.build), 0);
	cr_expect_eq(newer.build.size, sizeof(newer));
	cr_expect_eq(newer.more, 7);
	newer.build.size = sizeof(newer.build) - 1;
	newer.build.abi_planned = 77;
	cr_expect_eq(llguard_build_info(&newer.build), -EINVAL);
	cr_expect_eq(newer.build.abi_planned, 77);
	cr_expect_eq(llguard_build_info(NULL), -EINVAL);
}
