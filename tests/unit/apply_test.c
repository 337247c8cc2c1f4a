/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "policy/prepare.h"
#include "sys_fake.h"

#define POLICY(flags)                                                          \
	LLGUARD_POLICY_NO_RULES_WITH(LLGUARD_FS_READ, flags, 0, 0, NULL)

/* The order of the last steps, and what each flag changes. */
static const struct {
	uint32_t flags;
	int abi;
	int threads;
	const char *log;
	int error;
	uint32_t reported_threads;
} rows[] = {
	{ 0, 7, 1,
		"version errata create(c,0,0,0) unshare nnp restrict(3,0) close(3) ",
		0, LLGUARD_THREADS_ONE },
	{ LLGUARD_LOG_SAME_EXEC_OFF | LLGUARD_LOG_NEW_EXEC_ON, 7, 1,
		"version errata create(c,0,0,0) unshare nnp restrict(3,3) close(3) ",
		0, LLGUARD_THREADS_ONE },
	{ LLGUARD_LOG_SUBDOMAINS_OFF, 6, 1,
		"version errata create(c,0,0,0) unshare nnp restrict(3,0) close(3) ",
		0, LLGUARD_THREADS_ONE },
	/* from ABI 11 no_new_privs comes with the restriction, or not at all */
	{ 0, 11, 1,
		"version errata create(c,0,0,0) unshare restrict(3,10) close(3) ",
		0, LLGUARD_THREADS_ONE },
	{ LLGUARD_APPLY_THIS_THREAD, 7, 2,
		"version errata create(c,0,0,0) nnp restrict(3,0) close(3) ", 0,
		LLGUARD_THREADS_THIS },
	{ LLGUARD_APPLY_ALL_THREADS, 8, 2,
		"version errata create(c,0,0,0) nnp restrict(3,8) close(3) ", 0,
		LLGUARD_THREADS_ALL },
	{ LLGUARD_APPLY_ALL_THREADS, 11, 2,
		"version errata create(c,0,0,0) restrict(3,18) close(3) ", 0,
		LLGUARD_THREADS_ALL },
	{ LLGUARD_APPLY_ALL_THREADS, 7, 1,
		"version errata unshare create(c,0,0,0) unshare nnp restrict(3,0) "
		"close(3) ",
		0, LLGUARD_THREADS_ONE },
	{ LLGUARD_APPLY_ALL_THREADS, 7, 2, "version errata unshare ", -EBUSY,
		LLGUARD_THREADS_UNKNOWN },
	{ 0, 7, 2, "version errata create(c,0,0,0) unshare close(3) ", -EBUSY,
		LLGUARD_THREADS_UNKNOWN },
	/* nothing can count them */
	{ 0, 7, 0, "version errata create(c,0,0,0) unshare tasks close(3) ",
		-EBUSY, LLGUARD_THREADS_UNKNOWN },
};

Test(apply, steps)
{
	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		const struct llguard_policy policy = POLICY(rows[i].flags);
		struct llguard_report report = LLGUARD_REPORT_INIT;

		fake_reset(rows[i].abi);
		fake.threads = rows[i].threads;
		cr_expect_eq(llguard_policy_apply(&policy, &report),
			rows[i].error, "row %zu", i);
		cr_expect_str_eq(fake.log, rows[i].log, "row %zu", i);
		cr_expect_eq(
			report.threads, rows[i].reported_threads, "row %zu", i);
		cr_expect_eq(report.applied, !rows[i].error, "row %zu", i);
		cr_expect_eq(report.no_new_privs, !rows[i].error, "row %zu", i);
		cr_expect_eq(report.layers, !rows[i].error, "row %zu", i);
		cr_expect_eq(fake.open_fds, 0, "row %zu", i);
	}
}

/* A filter on unshare(): /proc tells, or nothing does. */
Test(apply, threads_counted_by_proc)
{
	static const struct llguard_policy policy = POLICY(0);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	fake_reset(7);
	fake.unshare_fails = true;
	cr_expect_eq(llguard_policy_apply(&policy, &report), 0);
	cr_expect_eq(report.threads, LLGUARD_THREADS_ONE);
	cr_expect_str_eq(fake.log,
		"version errata create(c,0,0,0) unshare tasks nnp restrict(3,0) "
		"close(3) ");
	fake_reset(7);
	fake.unshare_fails = true;
	fake.threads = 3;
	cr_expect_eq(llguard_policy_apply(&policy, &report), -EBUSY);
}

Test(apply, keep_privs)
{
	static const struct llguard_policy policy =
		POLICY(LLGUARD_APPLY_KEEP_PRIVS);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	fake_reset(11);
	fake.no_new_privs = true; /* or CAP_SYS_ADMIN, for the fake kernel */
	cr_expect_eq(llguard_policy_apply(&policy, &report), 0);
	cr_expect_str_eq(fake.log,
		"version errata create(c,0,0,0) unshare restrict(3,0) close(3) ");
	cr_expect_eq(report.no_new_privs, 0, "not set by this call");

	fake_reset(11);
	cr_expect_eq(llguard_policy_apply(&policy, &report), -EPERM);
	cr_expect_eq(report.status, LLGUARD_STATUS_NONE);
	cr_expect_eq(report.reason, LLGUARD_REASON_NOT_PERMITTED);
	cr_expect_eq(report.applied, 0);
}

Test(apply, nothing_to_enforce)
{
	static const struct llguard_policy policy = POLICY(0);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	fake_reset(0);
	fake.probe_errno = ENOSYS;
	cr_expect_eq(llguard_policy_apply(&policy, &report), 0);
	cr_expect_str_eq(fake.log, "version ");
	cr_expect_eq(report.applied, 0);
	cr_expect_eq(report.no_new_privs, 0);
	cr_expect_eq(report.layers, 0);
}

static const struct {
	int at;
	int number;
	int error;
	uint32_t step;
	uint32_t reason;
	bool no_new_privs; /* is left set */
} failures[] = {
	{ 4, EPERM, -EPERM, LLGUARD_STEP_NO_NEW_PRIVS, LLGUARD_REASON_FILTERED,
		false },
	{ 4, EINVAL, -EPERM, LLGUARD_STEP_NO_NEW_PRIVS, LLGUARD_REASON_FILTERED,
		false },
	{ 5, EPERM, -EPERM, LLGUARD_STEP_RESTRICT, LLGUARD_REASON_FILTERED,
		true },
	{ 5, E2BIG, -ENOSPC, LLGUARD_STEP_RESTRICT, LLGUARD_REASON_NONE, true },
	{ 5, ENOMEM, -ENOMEM, LLGUARD_STEP_RESTRICT, LLGUARD_REASON_NONE,
		true },
	{ 5, EBADF, -EBADF, LLGUARD_STEP_RESTRICT, LLGUARD_REASON_NONE, true },
	{ 5, EINVAL, -EIO, LLGUARD_STEP_RESTRICT, LLGUARD_REASON_NONE, true },
	{ 5, EBADFD, -EIO, LLGUARD_STEP_RESTRICT, LLGUARD_REASON_NONE, true },
};

Test(apply, last_steps_failing)
{
	static const struct llguard_policy policy = POLICY(0);

	for (size_t i = 0; i < LLGUARD__COUNT(failures); i++) {
		struct llguard_report report = LLGUARD_REPORT_INIT;

		fake_reset(7);
		fake.fail_at = failures[i].at;
		fake.fail_errno = failures[i].number;
		cr_expect_eq(llguard_policy_apply(&policy, &report),
			failures[i].error, "row %zu", i);
		cr_expect_eq(report.step, failures[i].step, "row %zu", i);
		cr_expect_eq(report.cause, failures[i].number, "row %zu", i);
		cr_expect_eq(report.reason, failures[i].reason, "row %zu", i);
		cr_expect_eq(report.applied, 0);
		cr_expect_eq(report.no_new_privs, failures[i].no_new_privs);
		cr_expect_eq(fake.open_fds, 0);
		cr_expect_not(fake.restricted);
	}
}

Test(apply, prepared_more_than_once)
{
	static const struct llguard_policy policy = POLICY(0);
	struct llguard_prepared prepared = LLGUARD_PREPARED_INIT;
	struct llguard_report report = LLGUARD_REPORT_INIT;

	fake_reset(7);
	cr_assert_eq(llguard_policy_prepare(&policy, &prepared, &report), 0);
	fake.log[0] = '\0';
	cr_expect_eq(llguard_prepared_apply(&prepared, &report), 0);
	cr_expect_str_eq(fake.log, "unshare nnp restrict(3,0) ");
	cr_expect_eq(report.applied, 1);
	cr_expect_eq(report.handled, LLGUARD_FS_READ, "the plan is kept");
	cr_expect_eq(llguard_prepared_apply(&prepared, NULL), 0);
	llguard_prepared_close(&prepared);
	fake.log[0] = '\0';
	cr_expect_eq(llguard_prepared_apply(&prepared, NULL), -EINVAL);
	cr_expect_str_eq(fake.log, "", "closed: nothing to apply");
}

/* A try that failed leaves nothing behind in the report of the next one. */
Test(apply, prepared_again_after_a_failure)
{
	static const struct llguard_policy policy = POLICY(0);
	struct llguard_prepared prepared = LLGUARD_PREPARED_INIT;
	struct llguard_report report = LLGUARD_REPORT_INIT;

	fake_reset(7);
	cr_assert_eq(llguard_policy_prepare(&policy, &prepared, &report), 0);
	fake.fail_at = fake.calls + 2;
	fake.fail_errno = EPERM;
	cr_expect_eq(llguard_prepared_apply(&prepared, &report), -EPERM);
	cr_expect_eq(report.status, LLGUARD_STATUS_NONE);
	cr_expect_eq(llguard_prepared_apply(&prepared, &report), 0);
	cr_expect_eq(report.status, LLGUARD_STATUS_FULL);
	cr_expect_eq(report.reason, LLGUARD_REASON_NONE);
	cr_expect_eq(report.error, 0);
	cr_expect_eq(report.step, LLGUARD_STEP_NONE);
	cr_expect_eq(report.fault, 0);
	cr_expect_eq(report.applied, 1);
	llguard_prepared_close(&prepared);
}

/* Nothing that could enforce it is not the same as nothing prepared. */
Test(apply, prepared_without_landlock)
{
	static const struct llguard_policy policy = POLICY(0);
	struct llguard_prepared prepared = LLGUARD_PREPARED_INIT;
	struct llguard_report report = LLGUARD_REPORT_INIT;

	cr_expect_eq(llguard_prepared_apply(&prepared, &report), -EINVAL);
	fake_reset(0);
	fake.probe_errno = ENOSYS;
	cr_assert_eq(llguard_policy_prepare(&policy, &prepared, &report), 0);
	cr_expect_eq(llguard_prepared_apply(&prepared, &report), 0);
	cr_expect_eq(report.applied, 0);
	cr_expect_eq(report.reason, LLGUARD_REASON_NOT_BUILT);
}

Test(apply, arguments)
{
	static const struct llguard_policy best = POLICY(0);
	static const struct llguard_policy strict =
		POLICY(LLGUARD_POLICY_STRICT);
	struct llguard_prepared prepared = LLGUARD_PREPARED_INIT;
	struct llguard_report report = LLGUARD_REPORT_INIT;

	fake_reset(7);
	cr_expect_eq(llguard_policy_apply(NULL, &report), -EINVAL);
	cr_expect_eq(llguard_policy_apply(&best, NULL), -EINVAL);
	report.size = 12;
	cr_expect_eq(llguard_policy_apply(&best, &report), -EINVAL);
	cr_expect_eq(llguard_prepared_apply(NULL, NULL), -EINVAL);
	prepared.size = 4;
	cr_expect_eq(llguard_prepared_apply(&prepared, NULL), -EINVAL);
	prepared.size = sizeof(prepared);
	prepared.state = 1;
	cr_expect_eq(llguard_prepared_apply(&prepared, &report), -EINVAL);
	cr_expect_str_eq(fake.log, "");
	cr_expect_eq(llguard_policy_apply(&strict, NULL), 0);
	cr_expect(fake.restricted);
}
