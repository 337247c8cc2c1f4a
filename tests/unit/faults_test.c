/* SPDX-License-Identifier: MIT */
/*
 * Every call of an application failing in turn, with every errno there is: all
 * or nothing, no descriptor left, and the report names the step.
 */
#include <criterion/criterion.h>

#include "error.h"
#include "policy/prepare.h"
#include "sys_fake.h"

#define CALLS_MAX 64
#define ERRNO_MAX 133

/* Each way that a rule can go, and refer that is carried. */
static const struct llguard_rule rules[] = {
	LLGUARD_PATH("/directory", LLGUARD_FS_READ),
	LLGUARD_PATH("/file", LLGUARD_FS_READ),
	LLGUARD_FILE("/file", LLGUARD_FS_READ_FILE),
	LLGUARD_PATH_OPTIONAL("/missing", LLGUARD_FS_READ),
	LLGUARD_PATH_FLAGS("/quiet", 0, LLGUARD_RULE_QUIET),
	LLGUARD_FD(200, LLGUARD_FS_READ),
	LLGUARD_PORT(80, LLGUARD_NET_BIND_TCP),
};
#define HANDLED                                                                \
	(LLGUARD_FS_READ | LLGUARD_FS_EXECUTE | LLGUARD_NET_BIND_TCP |         \
		LLGUARD_SCOPE_SIGNAL)

static const struct llguard_policy first =
	LLGUARD_POLICY_NO_RULES(LLGUARD_FS_EXECUTE | LLGUARD_FS_REFER);

static struct llguard_policy policy_of(uint32_t flags)
{
	const struct llguard_policy policy = LLGUARD_POLICY_WITH(
		HANDLED, rules, flags, 0, LLGUARD_FS_READ_FILE, &first);

	return policy;
}

/* The steps that the calls of a log are part of; close() has none. */
static const struct {
	char call[12];
	uint32_t step;
} steps[] = {
	{ "version", LLGUARD_STEP_PROBE },
	{ "errata", LLGUARD_STEP_NONE },
	{ "create(", LLGUARD_STEP_CREATE },
	{ "dup(", LLGUARD_STEP_CREATE },
	{ "open(", LLGUARD_STEP_OPEN },
	{ "path(", LLGUARD_STEP_ADD_RULE },
	{ "port(", LLGUARD_STEP_ADD_RULE },
	{ "close(", LLGUARD_STEP_NONE },
	{ "unshare", LLGUARD_STEP_THREADS },
	{ "nnp", LLGUARD_STEP_NO_NEW_PRIVS },
	{ "restrict(", LLGUARD_STEP_RESTRICT },
};

/* The step of each call of a run without a failure; returns how many there are. */
static int calls_of(const char *log, uint32_t ret[CALLS_MAX])
{
	int count = 0;

	for (const char *at = log; *at; at = strchr(at, ' ') + 1) {
		size_t i = 0;

		while (strncmp(at, steps[i].call, strlen(steps[i].call)) != 0)
			cr_assert_lt(++i, LLGUARD__COUNT(steps), "%s", at);
		cr_assert_lt(count, CALLS_MAX);
		ret[count++] = steps[i].step;
	}
	return count;
}

static void reset(int at, int number)
{
	fake_reset(10);
	fake.next_fd = 200;
	cr_assert_eq(fake_fd(), 200);
	fake.next_fd = 0; /* a standard stream is closed: dup() is called */
	fake.fail_at = at;
	fake.fail_errno = number;
}

/* 200 is the caller's, and is still there. */
#define OURS_LEFT (fake.open_fds - 1)

static void expect_nothing_done(
	const struct llguard_report *report, int err, uint32_t step)
{
	cr_expect_neq(llguard__error_class(-err) == -EIO && err != -EIO &&
			      err != -EBUSY && err != -ENOSPC,
		true, "%d is not of the closed set", err);
	cr_expect_eq(report->error, err);
	cr_expect_eq(report->step, step, "step %u instead of %u, errno %d",
		report->step, step, fake.fail_errno);
	/* Several threads are an answer, not a failure. */
	if (step != LLGUARD_STEP_THREADS)
		cr_expect_eq(report->cause, fake.fail_errno, "%d instead of %d",
			report->cause, fake.fail_errno);
	cr_expect_eq(report->applied, 0);
	cr_expect_not(fake.restricted);
	cr_expect_eq(fake.no_new_privs, step == LLGUARD_STEP_RESTRICT);
	cr_expect_eq(report->no_new_privs, fake.no_new_privs);
}

/* What is got over: the errno that means something else than a failure. */
static bool is_got_over(uint32_t step, int number)
{
	switch (step) {
	case LLGUARD_STEP_NONE:  /* errata, close */
	case LLGUARD_STEP_PROBE: /* there is no Landlock */
		return true;
	case LLGUARD_STEP_CREATE: /* asked right by right */
		return number == EINVAL || number == E2BIG;
	case LLGUARD_STEP_OPEN:     /* a file; a path that may be missing */
	case LLGUARD_STEP_ADD_RULE: /* a descriptor of a file */
		return number == ENOTDIR || number == ENOENT ||
		       number == EINVAL;
	case LLGUARD_STEP_THREADS: /* /proc is asked */
		return number != EINVAL;
	default:
		return false;
	}
}

Test(faults, apply)
{
	const struct llguard_policy policy = policy_of(0);
	uint32_t calls[CALLS_MAX];
	int count;

	{
		struct llguard_report report = LLGUARD_REPORT_INIT;

		reset(-1, 0);
		cr_assert_eq(llguard_policy_apply(&policy, &report), 0, "%d",
			report.step);
		cr_assert_eq(OURS_LEFT, 0);
		count = calls_of(fake.log, calls);
		cr_assert_gt(count, 25, "%s", fake.log);
	}
	for (int at = 0; at < count; at++)
		for (int number = 1; number <= ERRNO_MAX; number++) {
			struct llguard_report report = LLGUARD_REPORT_INIT;
			int err;

			reset(at, number);
			err = llguard_policy_apply(&policy, &report);
			cr_expect_eq(
				OURS_LEFT, 0, "call %d, errno %d", at, number);
			if (err)
				expect_nothing_done(&report, err, calls[at]);
			else
				cr_expect(is_got_over(calls[at], number),
					"call %d, errno %d: is no error", at,
					number);
			cr_expect_eq(report.applied, fake.restricted);
		}
}

/* A strict policy, and a seal: what fails after the restriction is not undone. */
Test(faults, seal)
{
	const struct llguard_policy policy =
		policy_of(LLGUARD_POLICY_STRICT | LLGUARD_APPLY_SEAL);
	struct llguard_report report = LLGUARD_REPORT_INIT;
	uint32_t calls[CALLS_MAX];
	int count, restrictions = 0;

	reset(-1, 0);
	fake.layers = 12;
	cr_assert_eq(llguard_policy_apply(&policy, &report), 0);
	count = calls_of(fake.log, calls);
	for (int at = 0; at < count; at++) {
		const bool is_seal = calls[at] == LLGUARD_STEP_RESTRICT &&
				     restrictions++ > 0;

		reset(at, ENOMEM);
		fake.layers = 12;
		if (!llguard_policy_apply(&policy, &report))
			continue;
		cr_expect_eq(OURS_LEFT, 0, "call %d", at);
		cr_expect_eq(fake.restricted, is_seal, "call %d", at);
		cr_expect_eq(report.applied, is_seal, "call %d", at);
		if (is_seal)
			cr_expect_eq(report.step, LLGUARD_STEP_SEAL);
	}
	cr_expect_eq(restrictions, 5, "4 layers, and the one too many");
}

/* On failure a prepared policy holds nothing, and cannot be applied. */
Test(faults, prepare)
{
	const struct llguard_policy policy = policy_of(0);
	uint32_t calls[CALLS_MAX];
	int count;

	{
		struct llguard_prepared prepared = LLGUARD_PREPARED_INIT;
		struct llguard_report report = LLGUARD_REPORT_INIT;

		reset(-1, 0);
		cr_assert_eq(
			llguard_policy_prepare(&policy, &prepared, &report), 0);
		cr_expect_geq(prepared.ruleset, 3);
		count = calls_of(fake.log, calls);
	}
	for (int at = 0; at < count; at++)
		for (int number = 1; number <= ERRNO_MAX; number++) {
			struct llguard_prepared prepared =
				LLGUARD_PREPARED_INIT;
			struct llguard_report report = LLGUARD_REPORT_INIT;
			int err;

			reset(at, number);
			err = llguard_policy_prepare(
				&policy, &prepared, &report);
			if (err) {
				expect_nothing_done(&report, err, calls[at]);
				cr_expect_eq(prepared.ruleset, -1);
				cr_expect_eq(
					llguard_prepared_apply(&prepared, NULL),
					-EINVAL);
			}
			llguard_prepared_close(&prepared);
			cr_expect_eq(
				OURS_LEFT, 0, "call %d, errno %d", at, number);
		}
}
