/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include <llguard/kernel.h>

#include "base.h"
#include "sys_fake.h"

Test(self_test, no_landlock)
{
	static const int errors[][2] = { { ENOSYS, -ENOSYS },
		{ EOPNOTSUPP, -EOPNOTSUPP }, { EPERM, -EPERM },
		{ EACCES, -EPERM } };

	for (size_t i = 0; i < LLGUARD__COUNT(errors); i++) {
		fake_reset(0);
		fake.probe_errno = errors[i][0];
		cr_expect_eq(llguard_self_test(), errors[i][1]);
		cr_expect_str_eq(fake.log, "version ", "nothing else is asked");
	}
}

/* The fake parent waits for a child whose verdict is fail_errno negated. */
Test(self_test, verdicts)
{
	static const struct {
		int child;
		int expected;
	} rows[] = {
		{ 0, 0 },          /* denied */
		{ -ECHILD, -EIO }, /* no verdict */
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		fake_reset(7);
		if (rows[i].child) {
			fake.fail_at = 3;
			fake.fail_errno = -rows[i].child;
		}
		cr_expect_eq(
			llguard_self_test(), rows[i].expected, "row %zu", i);
		cr_expect_str_eq(fake.log, "version errata fork wait(100) ");
	}
}

Test(self_test, no_child)
{
	static const int errors[][2] = { { EAGAIN, -EAGAIN },
		{ ENOMEM, -ENOMEM }, { ENOSYS, -EIO } };

	for (size_t i = 0; i < LLGUARD__COUNT(errors); i++) {
		fake_reset(7);
		fake.fail_at = 2;
		fake.fail_errno = errors[i][0];
		cr_expect_eq(llguard_self_test(), errors[i][1]);
	}
}
