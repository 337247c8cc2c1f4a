/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "policy/policy.h"
#include "sys_fake.h"

static struct llguard_report plan_of(
	const struct llguard_policy *policy, uint32_t abi, int *ret_error)
{
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;
	struct llguard_report report = LLGUARD_REPORT_INIT;

	kernel.abi = abi;
	*ret_error = llguard_policy_plan(policy, &kernel, &report);
	return report;
}

/* The masks are written from the kernel's documentation. */
Test(plan, each_abi)
{
	static const uint64_t masks[] = { 0, 0x1fff, 0x3fff, 0x7fff,
		0x300007fff, 0x30000ffff, 0x300030000ffff, 0x300030000ffff,
		0x300030000ffff, 0x300030001ffff, 0x3000f0001ffff,
		0x3000f0001ffff, 0x303000f0001ffff, 0x303000f0001ffff };
	static const struct llguard_policy policy =
		LLGUARD_POLICY_NO_RULES(LLGUARD_ABI_12);

	for (uint32_t abi = 0; abi < LLGUARD__COUNT(masks); abi++) {
		int err;
		const struct llguard_report report =
			plan_of(&policy, abi, &err);

		cr_expect_eq(err, 0);
		cr_expect_eq(report.abi, abi);
		cr_expect_eq(report.handled, masks[abi], "ABI %u", abi);
		cr_expect_eq(report.dropped, LLGUARD_ABI_12 & ~masks[abi]);
		cr_expect_eq(report.status,
			abi >= 12 ? LLGUARD_STATUS_FULL
			: abi     ? LLGUARD_STATUS_PARTIAL
				  : LLGUARD_STATUS_NONE,
			"ABI %u", abi);
		cr_expect_eq(report.reason,
			abi ? LLGUARD_REASON_NONE : LLGUARD_REASON_NOT_BUILT);
		cr_expect_eq(report.phase, LLGUARD_PHASE_PLAN);
		cr_expect_eq(report.applied, 0);
	}
}

Test(plan, flags)
{
	static const uint32_t logs = LLGUARD_LOG_SAME_EXEC_OFF |
				     LLGUARD_LOG_NEW_EXEC_ON |
				     LLGUARD_LOG_SUBDOMAINS_OFF;
	static const struct llguard_policy policy =
		LLGUARD_POLICY_NO_RULES_WITH(LLGUARD_ABI_1,
			LLGUARD_LOG_SAME_EXEC_OFF | LLGUARD_LOG_NEW_EXEC_ON |
				LLGUARD_LOG_SUBDOMAINS_OFF |
				LLGUARD_APPLY_ALL_THREADS,
			0, 0, NULL);
	static const struct {
		uint32_t abi, flags, dropped, kernel_flags;
	} rows[] = {
		{ 0, 0, logs | LLGUARD_APPLY_ALL_THREADS, 0 },
		{ 6, 0, logs | LLGUARD_APPLY_ALL_THREADS, 0 },
		{ 7, logs, LLGUARD_APPLY_ALL_THREADS, 0x7 },
		{ 8, logs | LLGUARD_APPLY_ALL_THREADS, 0, 0xf },
		{ 10, logs | LLGUARD_APPLY_ALL_THREADS, 0, 0xf },
		{ 11,
			logs | LLGUARD_APPLY_ALL_THREADS |
				LLGUARD_FLAG_NO_NEW_PRIVS,
			0, 0x1f },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		int err;
		const struct llguard_report report =
			plan_of(&policy, rows[i].abi, &err);

		cr_expect_eq(report.flags, rows[i].flags, "row %zu", i);
		cr_expect_eq(
			report.flags_dropped, rows[i].dropped, "row %zu", i);
		cr_expect_eq(llguard__plan_restrict_flags(report.flags),
			rows[i].kernel_flags, "row %zu", i);
		cr_expect_eq(report.status,
			!rows[i].abi      ? LLGUARD_STATUS_NONE
			: rows[i].dropped ? LLGUARD_STATUS_PARTIAL
					  : LLGUARD_STATUS_FULL,
			"row %zu", i);
	}
}

Test(plan, keep_privs_asks_for_no_flag)
{
	static const struct llguard_policy policy =
		LLGUARD_POLICY_NO_RULES_WITH(
			LLGUARD_ABI_1, LLGUARD_APPLY_KEEP_PRIVS, 0, 0, NULL);
	int err;

	cr_expect_eq(plan_of(&policy, 11, &err).flags, 0);
}

Test(plan, quiet)
{
	static const struct llguard_policy policy =
		LLGUARD_POLICY_NO_RULES_WITH(LLGUARD_ABI_10, 0, 0,
			LLGUARD_FS_READ | LLGUARD_NET_BIND_UDP |
				LLGUARD_SCOPE_SIGNAL,
			NULL);
	int err;
	struct llguard_report report = plan_of(&policy, 9, &err);

	cr_expect_eq(report.quiet, 0);
	cr_expect_eq(report.quiet_dropped, policy.quiet);
	report = plan_of(&policy, 10, &err);
	cr_expect_eq(report.quiet, policy.quiet);
	cr_expect_eq(report.quiet_dropped, 0);
	cr_expect_eq(report.status, LLGUARD_STATUS_FULL);
}

/* A right that a rule alone needs is dropped there, with the state that says so. */
Test(plan, rules)
{
	static const struct llguard_rule rules[] = {
		LLGUARD_PATH("/a", LLGUARD_FS_READ),
		LLGUARD_PATH("/b", LLGUARD_FS_READ_WRITE),
		LLGUARD_PATH("/c", LLGUARD_FS_REFER),
		LLGUARD_PORT(80, LLGUARD_NET_BIND_TCP),
		LLGUARD_FILE("/d", LLGUARD_FS_READ),
		LLGUARD_PATH(
			"/e", LLGUARD_FS_EXECUTE | LLGUARD_FS_RESOLVE_UNIX),
	};
	static const struct llguard_policy policy =
		LLGUARD_POLICY(LLGUARD_ABI_7, rules);
	static const struct {
		uint32_t abi;
		struct {
			uint64_t access;
			uint32_t state;
		} rules[LLGUARD__COUNT(rules)];
	} rows[] = {
		{ 0, { { 0, LLGUARD_STATE_EMPTY }, { 0, LLGUARD_STATE_EMPTY },
			     { 0, LLGUARD_STATE_EMPTY },
			     { 0, LLGUARD_STATE_EMPTY },
			     { 0, LLGUARD_STATE_EMPTY },
			     { 0, LLGUARD_STATE_EMPTY } } },
		{ 1, { { 0xc, LLGUARD_STATE_OK },
			     { 0x1ffe, LLGUARD_STATE_REDUCED },
			     { 0, LLGUARD_STATE_EMPTY },
			     { 0, LLGUARD_STATE_EMPTY },
			     { 0x4, LLGUARD_STATE_REDUCED },
			     { 0x1, LLGUARD_STATE_OK } } },
		{ 7, { { 0xc, LLGUARD_STATE_OK }, { 0xfffe, LLGUARD_STATE_OK },
			     { 0x2000, LLGUARD_STATE_OK },
			     { LLGUARD_NET_BIND_TCP, LLGUARD_STATE_OK },
			     { 0x4, LLGUARD_STATE_REDUCED },
			     { 0x1, LLGUARD_STATE_OK } } },
		/* a newer kernel allows no more than what was asked for */
		{ 12, { { 0xc, LLGUARD_STATE_OK }, { 0xfffe, LLGUARD_STATE_OK },
			      { 0x2000, LLGUARD_STATE_OK },
			      { LLGUARD_NET_BIND_TCP, LLGUARD_STATE_OK },
			      { 0x4, LLGUARD_STATE_REDUCED },
			      { 0x1, LLGUARD_STATE_OK } } },
	};

	for (size_t row = 0; row < LLGUARD__COUNT(rows); row++) {
		struct llguard_rule_result results[LLGUARD__COUNT(rules)];
		struct llguard_report report = LLGUARD_REPORT_RESULTS(results);
		struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;

		kernel.abi = rows[row].abi;
		cr_expect_eq(llguard_policy_plan(&policy, &kernel, &report), 0);
		cr_expect_eq(report.result_count, LLGUARD__COUNT(rules));
		for (size_t i = 0; i < LLGUARD__COUNT(rules); i++) {
			cr_expect_eq(results[i].access,
				rows[row].rules[i].access, "ABI %u rule %zu",
				kernel.abi, i);
			cr_expect_eq(results[i].state, rows[row].rules[i].state,
				"ABI %u rule %zu", kernel.abi, i);
		}
		cr_expect_eq(report.rules_ok + report.rules_reduced +
				     report.rules_missing + report.rules_empty,
			LLGUARD__COUNT(rules));
	}
}

Test(plan, strict_and_require)
{
	static const struct {
		struct llguard_policy policy;
		uint32_t abi, status;
		int error;
		uint32_t step;
	} rows[] = {
#define POLICY(flags, require)                                                 \
	LLGUARD_POLICY_NO_RULES_WITH(LLGUARD_ABI_6, flags, require, 0, NULL)
		{ POLICY(0, 0), 0, LLGUARD_KERNEL_NOT_BUILT, 0, 0 },
		{ POLICY(0, 0), 5, 0, 0, 0 },
		{ POLICY(0, LLGUARD_FS_READ), 5, 0, 0, 0 },
		{ POLICY(0, LLGUARD_SCOPE_SIGNAL), 5, 0, -EOPNOTSUPP,
			LLGUARD_STEP_PLAN },
		{ POLICY(0, LLGUARD_SCOPE_SIGNAL), 6, 0, 0, 0 },
		{ POLICY(LLGUARD_POLICY_STRICT, 0), 5, 0, -EOPNOTSUPP,
			LLGUARD_STEP_PLAN },
		{ POLICY(LLGUARD_POLICY_STRICT, 0), 6, 0, 0, 0 },
		{ POLICY(LLGUARD_POLICY_STRICT | LLGUARD_LOG_NEW_EXEC_ON, 0), 6,
			0, -EOPNOTSUPP, LLGUARD_STEP_PLAN },
		{ POLICY(LLGUARD_POLICY_STRICT, 0), 0, 0, -ENOSYS,
			LLGUARD_STEP_PROBE },
		{ POLICY(LLGUARD_POLICY_STRICT, 0), 0, LLGUARD_KERNEL_NOT_BUILT,
			-ENOSYS, LLGUARD_STEP_PROBE },
		{ POLICY(LLGUARD_POLICY_STRICT, 0), 0,
			LLGUARD_KERNEL_OFF_AT_BOOT, -EOPNOTSUPP,
			LLGUARD_STEP_PROBE },
		{ POLICY(LLGUARD_POLICY_STRICT, 0), 0, LLGUARD_KERNEL_FILTERED,
			-EPERM, LLGUARD_STEP_PROBE },
		{ POLICY(0, LLGUARD_FS_READ), 0, LLGUARD_KERNEL_FILTERED,
			-EPERM, LLGUARD_STEP_PROBE },
#undef POLICY
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;
		struct llguard_report report = LLGUARD_REPORT_INIT;

		kernel.abi = rows[i].abi;
		kernel.status = rows[i].status;
		cr_expect_eq(
			llguard_policy_plan(&rows[i].policy, &kernel, &report),
			rows[i].error, "row %zu", i);
		cr_expect_eq(report.error, rows[i].error, "row %zu", i);
		cr_expect_eq(report.step, rows[i].step, "row %zu", i);
	}
}

/* RHEL 9: the ABI says 6, the signal scope is refused. */
Test(plan, kernel_that_lacks_a_right_of_its_abi)
{
	static const struct llguard_policy policy =
		LLGUARD_POLICY_NO_RULES(LLGUARD_ABI_6);
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;
	struct llguard_report report = LLGUARD_REPORT_INIT;

	kernel.abi = 6;
	kernel.missing = LLGUARD_SCOPE_SIGNAL;
	cr_expect_eq(llguard_policy_plan(&policy, &kernel, &report), 0);
	cr_expect_eq(report.dropped, LLGUARD_SCOPE_SIGNAL);
	cr_expect_eq(report.status, LLGUARD_STATUS_PARTIAL);
}

Test(plan, nothing_left_on_a_working_kernel)
{
	static const struct llguard_policy policy =
		LLGUARD_POLICY_NO_RULES(LLGUARD_SCOPE_SIGNAL);
	int err;
	const struct llguard_report report = plan_of(&policy, 5, &err);

	cr_expect_eq(err, 0);
	cr_expect_eq(report.status, LLGUARD_STATUS_NONE);
	cr_expect_eq(report.flags, 0, "no domain, nothing to set");
}

Test(plan, warns_of_refer)
{
	static const struct {
		uint64_t handled;
		uint32_t abi, warnings;
	} rows[] = {
		{ LLGUARD_FS_READ, 7, LLGUARD_WARNING_REFER },
		{ LLGUARD_ABI_9, 7, 0 },
		{ LLGUARD_ABI_9, 1, LLGUARD_WARNING_REFER },
		{ LLGUARD_NET_BIND_TCP, 7, 0 },
		/* handled alone, unknown one ABI lower: nothing is denied */
		{ LLGUARD_FS_IOCTL_DEV, 5, LLGUARD_WARNING_REFER },
		{ LLGUARD_FS_IOCTL_DEV, 4, 0 },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		const struct llguard_policy policy =
			LLGUARD_POLICY_NO_RULES(rows[i].handled);
		int err;

		cr_expect_eq(plan_of(&policy, rows[i].abi, &err).warnings,
			rows[i].warnings, "row %zu", i);
	}
}

Test(plan, arguments)
{
	static const struct llguard_policy policy =
		LLGUARD_POLICY_NO_RULES(LLGUARD_ABI_6);
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;
	struct llguard_report report = LLGUARD_REPORT_INIT;

	fake_reset(0);
	cr_expect_eq(llguard_policy_plan(&policy, &kernel, NULL), -EINVAL);
	cr_expect_eq(llguard_policy_plan(&policy, NULL, &report), -EINVAL);
	cr_expect_eq(report.error, -EINVAL);
	kernel.size = 4;
	cr_expect_eq(llguard_policy_plan(&policy, &kernel, &report), -EINVAL);
	cr_expect_eq(llguard_policy_plan(NULL, &kernel, &report), -EINVAL);
	cr_expect_str_eq(fake.log, "", "plan asks no kernel");
}
