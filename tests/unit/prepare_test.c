/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "policy/prepare.h"
#include "sys_fake.h"

static const struct llguard_rule rules[] = {
	LLGUARD_PATH("/d", LLGUARD_FS_READ),
	LLGUARD_PORT(80, LLGUARD_NET_BIND_TCP),
};
static const struct llguard_policy policy =
	LLGUARD_POLICY(LLGUARD_ABI_9, rules);

Test(prepare, calls)
{
	struct llguard_prepared prepared = LLGUARD_PREPARED_INIT;
	struct llguard_report report = LLGUARD_REPORT_INIT;

	fake_reset(7);
	cr_expect_eq(llguard_policy_prepare(&policy, &prepared, &report), 0);
	cr_expect_str_eq(fake.log,
		"version errata create(300030000ffff,0,0,0) "
		"open(-100,/d,1) path(3,c,4,0) close(4) port(3,1,80,0) ");
	cr_expect_eq(prepared.ruleset, 3);
	cr_expect_eq(prepared.restrict_flags, 0);
	cr_expect_eq(prepared.abi, 7);
	cr_expect_eq(report.status, LLGUARD_STATUS_PARTIAL);
	cr_expect_eq(report.applied, 0);
	llguard_prepared_close(&prepared);
	cr_expect_eq(fake.open_fds, 0);
	cr_expect_eq(prepared.ruleset, -1);
	llguard_prepared_close(&prepared);
	llguard_prepared_close(NULL);
}

/* Standard descriptors that were closed are not taken. */
Test(prepare, descriptor_is_never_a_standard_one)
{
	for (int next = 0; next < 3; next++) {
		struct llguard_prepared prepared = LLGUARD_PREPARED_INIT;
		struct llguard_report report = LLGUARD_REPORT_INIT;

		fake_reset(7);
		fake.next_fd = next;
		cr_expect_eq(
			llguard_policy_prepare(&policy, &prepared, &report), 0);
		cr_expect_eq(prepared.ruleset, 3);
		cr_expect_eq(fake.open_fds, 1);
	}
}

Test(prepare, nothing_to_enforce)
{
	static const struct {
		int abi, probe_errno;
		uint32_t reason;
		const char *log;
	} rows[] = {
		{ 0, ENOSYS, LLGUARD_REASON_NOT_BUILT, "version " },
		{ 0, EOPNOTSUPP, LLGUARD_REASON_OFF_AT_BOOT, "version " },
		{ 0, EPERM, LLGUARD_REASON_FILTERED, "version " },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		struct llguard_prepared prepared = LLGUARD_PREPARED_INIT;
		struct llguard_rule_result results[2];
		struct llguard_report report = LLGUARD_REPORT_RESULTS(results);

		fake_reset(rows[i].abi);
		fake.probe_errno = rows[i].probe_errno;
		cr_expect_eq(
			llguard_policy_prepare(&policy, &prepared, &report), 0);
		cr_expect_str_eq(fake.log, rows[i].log);
		cr_expect_eq(prepared.ruleset, -1);
		cr_expect_eq(report.status, LLGUARD_STATUS_NONE);
		cr_expect_eq(report.reason, rows[i].reason);
		cr_expect_eq(report.rules_empty, 2);
		cr_expect_eq(report.result_count, 2);
	}
}

/* RHEL 9: EINVAL from create, then right by right, then what is left. */
Test(prepare, kernel_that_lies)
{
	struct llguard_prepared prepared = LLGUARD_PREPARED_INIT;
	struct llguard_report report = LLGUARD_REPORT_INIT;

	fake_reset(6);
	fake.refused = LLGUARD_SCOPE_SIGNAL;
	cr_expect_eq(llguard_policy_prepare(&policy, &prepared, &report), 0);
	cr_expect_eq(report.handled, LLGUARD_ABI_6 & ~LLGUARD_SCOPE_SIGNAL);
	cr_expect_eq(
		report.dropped, LLGUARD_FS_RESOLVE_UNIX | LLGUARD_SCOPE_SIGNAL);
	cr_expect_eq(fake.open_fds, 1, "the ruleset alone");
}

Test(prepare, kernel_that_lies_to_a_strict_policy)
{
	static const struct llguard_policy strict =
		LLGUARD_POLICY_NO_RULES_WITH(
			LLGUARD_ABI_6, LLGUARD_POLICY_STRICT, 0, 0, NULL);
	struct llguard_prepared prepared = LLGUARD_PREPARED_INIT;
	struct llguard_report report = LLGUARD_REPORT_INIT;

	fake_reset(6);
	fake.refused = LLGUARD_SCOPE_SIGNAL;
	cr_expect_eq(llguard_policy_prepare(&strict, &prepared, &report),
		-EOPNOTSUPP);
	cr_expect_eq(fake.open_fds, 0);
	cr_expect_eq(prepared.ruleset, -1);
}

Test(prepare, kernel_that_refuses_everything)
{
	struct llguard_prepared prepared = LLGUARD_PREPARED_INIT;
	struct llguard_report report = LLGUARD_REPORT_INIT;

	fake_reset(6);
	fake.refused = UINT64_MAX;
	cr_expect_eq(llguard_policy_prepare(&policy, &prepared, &report), 0);
	cr_expect_eq(report.status, LLGUARD_STATUS_NONE);
	cr_expect_eq(report.reason, LLGUARD_REASON_NOT_BUILT);
	cr_expect_eq(fake.open_fds, 0);
}

/* Two calls, create, two for each right but one, and create again. */
#define CREATE_AGAIN (2 + 1 + 19 * 2 + 1)

Test(prepare, kernel_that_lies_twice)
{
	static const int numbers[] = { EINVAL, E2BIG };

	for (size_t i = 0; i < 2; i++) {
		struct llguard_prepared prepared = LLGUARD_PREPARED_INIT;
		struct llguard_report report = LLGUARD_REPORT_INIT;
		struct llguard_finding finding = LLGUARD_FINDING_INIT;

		fake_reset(6);
		fake.refused = LLGUARD_SCOPE_SIGNAL;
		fake.fail_at = CREATE_AGAIN;
		fake.fail_errno = numbers[i];
		cr_expect_eq(
			llguard_policy_prepare(&policy, &prepared, &report),
			-EIO);
		cr_expect_eq(report.step, LLGUARD_STEP_CREATE);
		cr_expect_eq(report.cause, numbers[i]);
		cr_expect_eq(fake.open_fds, 0);
		cr_assert_eq(
			llguard_report_explain(&policy, &report, &finding), 1);
		cr_expect(strstr(finding.text.ptr, "one by one"), "%s",
			finding.text.ptr);
	}
}

/* Permissions are planned, not enforced: no kernel has shown them to us. */
Test(prepare, newer_kernel)
{
	static const struct llguard_policy newest =
		LLGUARD_POLICY_NO_RULES(LLGUARD_ABI_12);
	struct llguard_prepared prepared = LLGUARD_PREPARED_INIT;
	struct llguard_report report = LLGUARD_REPORT_INIT;

	fake_reset(12);
	cr_expect_eq(llguard_policy_prepare(&newest, &prepared, &report), 0);
	cr_expect_eq(report.handled, LLGUARD_ABI_11);
	cr_expect_eq(report.dropped, LLGUARD_SET_PERMISSION & LLGUARD_ABI_12);
	cr_expect_eq(prepared.restrict_flags, 0x10);
}

/* Each call failing in turn: an error, nothing half-done, no descriptor left. */
Test(prepare, every_call_failing)
{
	static const int errors[] = { EPERM, ENOMEM, EMFILE, EINVAL, EFAULT };

	for (size_t e = 0; e < LLGUARD__COUNT(errors); e++)
		for (int at = 2; at < 7; at++) {
			struct llguard_prepared prepared =
				LLGUARD_PREPARED_INIT;
			struct llguard_report report = LLGUARD_REPORT_INIT;
			int err;

			fake_reset(7);
			fake.fail_at = at;
			fake.fail_errno = errors[e];
			err = llguard_policy_prepare(
				&policy, &prepared, &report);
			cr_expect_not(fake.no_new_privs || fake.restricted);
			if (!err) { /* create's EINVAL was got over, or close's */
				llguard_prepared_close(&prepared);
				cr_expect_eq(fake.open_fds, 0);
				continue;
			}
			cr_expect_neq(report.step, LLGUARD_STEP_NONE);
			cr_expect_eq(report.error, err);
			cr_expect_eq(prepared.ruleset, -1);
			cr_expect_eq(fake.open_fds, 0, "call %d, errno %d: %s",
				at, errors[e], fake.log);
		}
}

Test(prepare, all_threads_below_thread_sync)
{
	static const struct llguard_policy all = LLGUARD_POLICY_NO_RULES_WITH(
		LLGUARD_ABI_1, LLGUARD_APPLY_ALL_THREADS, 0, 0, NULL);
	struct llguard_prepared prepared = LLGUARD_PREPARED_INIT;
	struct llguard_report report = LLGUARD_REPORT_INIT;

	fake_reset(7);
	cr_expect_eq(llguard_policy_prepare(&all, &prepared, &report), 0);
	cr_expect_eq(report.flags_dropped, 0, "one thread is all threads");
	cr_expect_eq(report.status, LLGUARD_STATUS_FULL);
	llguard_prepared_close(&prepared);

	fake_reset(7);
	fake.threads = 2;
	cr_expect_eq(llguard_policy_prepare(&all, &prepared, &report), -EBUSY);
	cr_expect_eq(report.step, LLGUARD_STEP_THREADS);
	cr_expect_eq(fake.open_fds, 0);
}

Test(prepare, arguments)
{
	struct llguard_prepared prepared = LLGUARD_PREPARED_INIT;
	struct llguard_report report = LLGUARD_REPORT_INIT;

	fake_reset(7);
	cr_expect_eq(llguard_policy_prepare(NULL, &prepared, &report), -EINVAL);
	cr_expect_eq(llguard_policy_prepare(&policy, NULL, &report), -EINVAL);
	cr_expect_eq(report.step, LLGUARD_STEP_CHECK);
	prepared.size = 4;
	cr_expect_eq(
		llguard_policy_prepare(&policy, &prepared, &report), -EINVAL);
	prepared.size = sizeof(prepared);
	cr_expect_eq(llguard_policy_prepare(&policy, &prepared, NULL), -EINVAL,
		"best effort without a report");
	cr_expect_str_eq(fake.log, "");
}
