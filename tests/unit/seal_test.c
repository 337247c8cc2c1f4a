/* SPDX-License-Identifier: MIT */
/*
 * LLGUARD_APPLY_SEAL: every layer is used up, or the report says otherwise.
 */
#include <criterion/criterion.h>

#include "policy/policy.h"
#include "sys_fake.h"

#define SEALED(flags)                                                          \
	LLGUARD_POLICY_NO_RULES_WITH(LLGUARD_SCOPE_SIGNAL,                     \
		LLGUARD_APPLY_SEAL | (flags), 0, 0, NULL)

static const struct llguard_policy best = SEALED(0);
static const struct llguard_policy strict = SEALED(LLGUARD_POLICY_STRICT);

Test(seal, takes_what_is_left)
{
	for (int inherited = 0; inherited < 16; inherited++) {
		struct llguard_report report = LLGUARD_REPORT_INIT;

		fake_reset(7);
		fake.layers = inherited;
		cr_expect_eq(llguard_policy_apply(&strict, &report), 0);
		cr_expect_eq(fake.layers, 16);
		cr_expect_eq(report.layers, (uint32_t)(16 - inherited));
		cr_expect_eq(report.flags, LLGUARD_APPLY_SEAL);
		cr_expect_eq(report.status, LLGUARD_STATUS_FULL);
	}
}

Test(seal, no_layer_for_the_policy_itself)
{
	struct llguard_report report = LLGUARD_REPORT_INIT;

	fake_reset(7);
	fake.layers = 16;
	cr_expect_eq(llguard_policy_apply(&best, &report), -ENOSPC);
	cr_expect_eq(report.step, LLGUARD_STEP_RESTRICT);
	cr_expect_eq(report.applied, 0);
}

/* ABI 1 has 64 layers. */
Test(seal, every_layer_of_abi_1)
{
	static const struct llguard_policy policy =
		LLGUARD_POLICY_NO_RULES_WITH(
			LLGUARD_ABI_1, LLGUARD_APPLY_SEAL, 0, 0, NULL);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	fake_reset(1);
	cr_expect_eq(llguard_policy_apply(&policy, &report), 0);
	cr_expect_eq(report.layers, 64);
	cr_expect_eq(report.flags_dropped, 0);
}

Test(seal, each_layer_has_the_flags_of_the_first)
{
	static const struct llguard_policy policy =
		SEALED(LLGUARD_APPLY_ALL_THREADS | LLGUARD_LOG_NEW_EXEC_ON);
	struct llguard_report report = LLGUARD_REPORT_INIT;
	const char *at;
	int count = 0;

	fake_reset(11);
	cr_expect_eq(llguard_policy_apply(&policy, &report), 0);
	for (at = fake.log; (at = strstr(at, "restrict(3,1a)")) != NULL; at++)
		count++;
	cr_expect_eq(count, 17, "the last one is refused");
}

/* The policy is in force, which cannot be undone: what is missing is the seal. */
Test(seal, fails_half_way)
{
	static const int errors[] = { EPERM, ENOMEM, EINVAL };

	for (size_t i = 0; i < LLGUARD__COUNT(errors); i++) {
		struct llguard_report report = LLGUARD_REPORT_INIT;
		struct llguard_finding finding = LLGUARD_FINDING_INIT;

		fake_reset(7);
		fake.fail_at = 8;
		fake.fail_errno = errors[i];
		cr_expect_eq(llguard_policy_apply(&best, &report), 0);
		cr_expect_eq(report.applied, 1);
		cr_expect_eq(report.layers, 3);
		cr_expect_eq(report.flags_dropped, LLGUARD_APPLY_SEAL);
		cr_expect_eq(report.status, LLGUARD_STATUS_PARTIAL);

		fake_reset(7);
		fake.fail_at = 8;
		fake.fail_errno = errors[i];
		cr_expect_lt(llguard_policy_apply(&strict, &report), 0);
		cr_expect_eq(report.step, LLGUARD_STEP_SEAL);
		cr_expect_eq(report.cause, errors[i]);
		cr_expect_eq(report.applied, 1, "and the report says so");
		cr_expect_eq(fake.open_fds, 0);
		cr_expect_eq(
			llguard_report_explain(&strict, &report, &finding), 1);
		cr_expect_str_eq(finding.code.ptr, "seal");
	}
}

Test(seal, without_landlock)
{
	struct llguard_report report = LLGUARD_REPORT_INIT;

	fake_reset(0);
	fake.probe_errno = ENOSYS;
	cr_expect_eq(llguard_policy_apply(&best, &report), 0);
	cr_expect_eq(report.flags_dropped, LLGUARD_APPLY_SEAL);
	cr_expect_eq(report.layers, 0);
}
