/* SPDX-License-Identifier: MIT */
/*
 * Every call of an application failing in turn, with every errno there is: all
 * or nothing, no descriptor left, and the report names the step.
 */
#include <criterion/criterion.h>

#include "error.h"
#include "policy/prepare.h"
#include "sys_fake.h"

#define CALLS_MAX 128
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
	{ "tasks", LLGUARD_STEP_THREADS },
	{ "nnp", LLGUARD_STEP_NO_NEW_PRIVS },
	{ "restrict(", LLGUARD_STEP_RESTRICT },
	{ "pipe", LLGUARD_STEP_SPAWN },
	{ "block", LLGUARD_STEP_SPAWN },
	{ "vfork", LLGUARD_STEP_SPAWN },
	{ "cloexec(", LLGUARD_STEP_DESCRIPTORS },
	{ "dup_to(", LLGUARD_STEP_DESCRIPTORS },
	{ "write(", LLGUARD_STEP_SPAWN },
	{ "default", LLGUARD_STEP_NONE },
	{ "mask(", LLGUARD_STEP_NONE },
	{ "exec", LLGUARD_STEP_EXEC },
	{ "read(", LLGUARD_STEP_SPAWN },
};

static uint32_t step_of(const char *call)
{
	size_t i = 0;

	while (strncmp(call, steps[i].call, strlen(steps[i].call)) != 0)
		cr_assert_lt(++i, LLGUARD__COUNT(steps), "%s", call);
	return steps[i].step;
}

/* The step of each call of a run without a failure; returns how many there are. */
static int calls_of(const char *log, uint32_t ret[CALLS_MAX])
{
	int count = 0;

	for (const char *at = log; *at; at = strchr(at, ' ') + 1) {
		cr_assert_lt(count, CALLS_MAX);
		ret[count++] = step_of(at);
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

static void expect_class(const struct llguard_report *report, int err)
{
	cr_expect_neq(llguard__error_class(-err) == -EIO && err != -EIO &&
			      err != -EBUSY && err != -ENOSPC,
		true, "%d is not of the closed set", err);
	cr_expect_eq(report->error, err);
}

/* had: no_new_privs was set; sets: a call of its own comes before the last. */
static void expect_nothing_done(const struct llguard_report *report, int err,
	uint32_t step, bool had, bool sets)
{
	const bool left = sets && step == LLGUARD_STEP_RESTRICT;

	expect_class(report, err);
	cr_expect_eq(report->step, step, "step %u instead of %u, errno %d",
		report->step, step, fake.fail_errno);
	/* Several threads are an answer, not a failure. */
	if (step != LLGUARD_STEP_THREADS)
		cr_expect_eq(report->cause, fake.fail_errno, "%d instead of %d",
			report->cause, fake.fail_errno);
	cr_expect_eq(report->applied, 0);
	cr_expect_not(fake.restricted);
	cr_expect_eq(fake.no_new_privs, had || left);
	cr_expect_eq(report->no_new_privs, left);
}

/* What is got over: the errno that means something else than a failure. */
static bool is_got_over(uint32_t step, int number, bool by_right)
{
	switch (step) {
	case LLGUARD_STEP_NONE:  /* errata, close */
	case LLGUARD_STEP_PROBE: /* there is no Landlock */
		return true;
	case LLGUARD_STEP_CREATE: /* asked right by right */
		if (by_right)
			return number != EMFILE && number != ENFILE &&
			       number != ENOMEM;
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

/* What the kernel is like, so that each call of an application is made once. */
static const struct scenario {
	const char *name;
	uint32_t flags;
	int abi;
	uint64_t refused;
	bool unshare_fails;
	const char *call; /* which it is there for */
} scenarios[] = {
	{ "quiet", 0, 10, 0, false, "nnp " },
	{ "no_new_privs by flag", 0, 11, 0, false, "unshare restrict(3,10) " },
	{ "a filter on unshare()", 0, 10, 0, true, "tasks " },
	{ "an ABI that lies", 0, 10, LLGUARD_SCOPE_SIGNAL, false,
		"create(1,0,0,0) " },
	{ "all threads", LLGUARD_APPLY_ALL_THREADS, 10, 0, false,
		"restrict(3,8) " },
	{ "all threads, of which there is one", LLGUARD_APPLY_ALL_THREADS, 7, 0,
		false, "unshare create(" },
	{ "this thread", LLGUARD_APPLY_THIS_THREAD, 10, 0, false,
		"nnp restrict" },
	{ "privileges kept", LLGUARD_APPLY_KEEP_PRIVS, 11, 0, false,
		"restrict(3,0) " },
};

static void scenario_reset(const struct scenario *scenario, int at, int number)
{
	reset(at, number);
	fake.abi = scenario->abi;
	fake.refused = scenario->refused;
	fake.unshare_fails = scenario->unshare_fails;
	/* Who may, needs it not. */
	fake.no_new_privs = scenario->flags & LLGUARD_APPLY_KEEP_PRIVS;
}

static void scenario_run(const struct scenario *scenario)
{
	const struct llguard_policy policy = policy_of(scenario->flags);
	const bool has = scenario->flags & LLGUARD_APPLY_KEEP_PRIVS;
	uint32_t calls[CALLS_MAX];
	int count;

	{
		struct llguard_report report = LLGUARD_REPORT_INIT;

		scenario_reset(scenario, -1, 0);
		cr_assert_eq(llguard_policy_apply(&policy, &report), 0, "%d",
			report.step);
		cr_assert_eq(OURS_LEFT, 0);
		cr_expect_not_null(strstr(fake.log, scenario->call), "%s: %s",
			scenario->name, fake.log);
		count = calls_of(fake.log, calls);
		cr_assert_gt(count, 20, "%s", fake.log);
	}
	for (int at = 0; at < count; at++)
		for (int number = 1; number <= ERRNO_MAX; number++) {
			struct llguard_report report = LLGUARD_REPORT_INIT;
			int err;

			scenario_reset(scenario, at, number);
			err = llguard_policy_apply(&policy, &report);
			cr_expect_eq(OURS_LEFT, 0, "%s: call %d, errno %d",
				scenario->name, at, number);
			if (err)
				expect_nothing_done(&report, err, calls[at],
					has, !has && scenario->abi < 11);
			else
				cr_expect(is_got_over(calls[at], number,
						  scenario->refused != 0),
					"%s: call %d, errno %d: is no error",
					scenario->name, at, number);
			cr_expect_eq(report.applied, fake.restricted);
		}
}

Test(faults, apply)
{
	for (size_t i = 0; i < LLGUARD__COUNT(scenarios); i++)
		scenario_run(&scenarios[i]);
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
				expect_nothing_done(
					&report, err, calls[at], false, true);
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

/* dup() is of the ruleset, of the pipe's ends, then of the child's list. */
static int spawn_calls_of(
	const char *log, uint32_t ret[CALLS_MAX], int *ret_fork)
{
	const int count = calls_of(log, ret);
	uint32_t dup = LLGUARD_STEP_CREATE;
	int i = 0;

	for (const char *at = log; *at; at = strchr(at, ' ') + 1, i++) {
		if (strncmp(at, "pipe", 4) == 0)
			dup = LLGUARD_STEP_SPAWN;
		if (strncmp(at, "vfork", 5) == 0) {
			dup = LLGUARD_STEP_DESCRIPTORS;
			*ret_fork = i;
		}
		if (strncmp(at, "dup(", 4) == 0)
			ret[i] = dup;
	}
	return count;
}

/* A second report that does not come is the program's that has started. */
static bool spawn_gets_over(const char *log, int at)
{
	const char *call = log;

	for (; at > 0; at--)
		call = strchr(call, ' ') + 1;
	return strncmp(call, "read(", 5) == 0 && !strstr(call + 5, " read(");
}

static void expect_no_program(const struct llguard_report *report, int err,
	uint32_t step, bool has_child)
{
	expect_class(report, err);
	cr_expect_eq(report->step, step, "step %u instead of %u, errno %d",
		report->step, step, fake.fail_errno);
	/* Of a report that is lost the errno is, too. */
	if (step != LLGUARD_STEP_SPAWN || !has_child)
		cr_expect_eq(report->cause, fake.fail_errno, "%d instead of %d",
			report->cause, fake.fail_errno);
	cr_expect_eq(report->applied, 0);
	cr_expect_eq(report->no_new_privs, 0);
	cr_expect_eq(strstr(fake.log, "wait(100) ") != NULL, has_child,
		"a child is left, or there is none: %s", fake.log);
}

/* No program runs, or it runs confined; the caller is as it was. */
static void spawn_run(const struct llguard_policy *policy,
	const struct llguard_program *program, int abi, int lowest)
{
	uint32_t calls[CALLS_MAX];
	int count, forked = 0;
	char log[1024];

	{
		struct llguard_report report = LLGUARD_REPORT_INIT;

		fake_reset(abi);
		fake.next_fd = lowest;
		cr_assert_eq(llguard_spawn(policy, program, &report), 100);
		count = spawn_calls_of(fake.log, calls, &forked);
		cr_assert_lt(strlen(fake.log), sizeof(log));
		strcpy(log, fake.log);
	}
	for (int at = 0; at < count; at++)
		for (int number = 1; number <= ERRNO_MAX; number++) {
			struct llguard_report report = LLGUARD_REPORT_INIT;
			int err;

			fake_reset(abi);
			fake.next_fd = lowest;
			fake.fail_at = at;
			fake.fail_errno = number;
			err = llguard_spawn(policy, program, &report);
			if (err < 0)
				expect_no_program(
					&report, err, calls[at], at > forked);
			else
				cr_expect(
					is_got_over(calls[at], number, false) ||
						spawn_gets_over(log, at),
					"call %d, errno %d: is no error: %s",
					at, number, log);
			cr_expect_eq(fake.open_fds, 0, "call %d, errno %d", at,
				number);
			cr_expect_not(fake.restricted || fake.no_new_privs);
		}
}

Test(faults, spawn)
{
	static char name[] = "program";
	static char *const argv[] = { name, NULL };
	static char *const envp[] = { NULL };
	static const struct llguard_program_fd fds[] = { { 7, 1 }, { 1, 7 } };
	static const struct llguard_program by_path = LLGUARD_PROGRAM_WITH(
		"/program", argv, envp, LLGUARD_PROGRAM_CLOSE_FDS, fds);
	static const struct llguard_program by_fd =
		LLGUARD_PROGRAM_FD(9, argv, envp);
	static const struct llguard_policy policy =
		LLGUARD_POLICY_NO_RULES(LLGUARD_FS_READ | LLGUARD_SCOPE_SIGNAL);

	spawn_run(&policy, &by_path, 7, 3);
	spawn_run(&policy, &by_path, 11, 3);
	spawn_run(&policy, &by_fd, 11, 3);
	/* A standard stream is closed: the pipe is moved. */
	spawn_run(&policy, &by_path, 10, 1);
}
