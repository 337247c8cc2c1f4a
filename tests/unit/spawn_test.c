/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "policy/prepare.h"
#include "sys_fake.h"

#define PREPARED "version errata create(c,0,0,0) "
#define BEFORE   PREPARED "pipe block vfork "
#define AFTER    "close(5) read(4) read(4) mask(55) close(4) close(3) "

static char name[] = "program";
static char *const argv[] = { name, NULL };
static char *const envp[] = { NULL };
static const struct llguard_program program =
	LLGUARD_PROGRAM("/program", argv, envp);
static const struct llguard_policy best =
	LLGUARD_POLICY_NO_RULES(LLGUARD_FS_READ);
static const struct llguard_policy strict = LLGUARD_POLICY_NO_RULES_WITH(
	LLGUARD_FS_READ, LLGUARD_POLICY_STRICT, 0, 0, NULL);

Test(spawn, calls)
{
	static const struct llguard_program_fd fds[] = { { 7, 1 }, { 1, 7 } };
	static const struct llguard_program by_path = LLGUARD_PROGRAM_WITH(
		"/program", argv, envp, LLGUARD_PROGRAM_CLOSE_FDS, fds);
	static const struct llguard_program by_fd =
		LLGUARD_PROGRAM_FD(9, argv, envp);
	static const struct {
		const struct llguard_program *program;
		int abi;
		const char *log;
	} rows[] = {
		{ &program, 7,
			BEFORE "nnp restrict(3,0) write(5) default mask(55) "
			       "exec(/program) " AFTER },
		{ &program, 11,
			BEFORE "restrict(3,10) write(5) default mask(55) "
			       "exec(/program) " AFTER },
		{ &by_fd, 11,
			BEFORE "restrict(3,10) write(5) default mask(55) "
			       "exec_fd(9) " AFTER },
		/* a swap: copies first, above the highest number */
		{ &by_path, 11,
			BEFORE "restrict(3,10) cloexec(3) dup(5,8) dup(7,8) "
			       "dup(1,8) dup_to(9,1) dup_to(10,7) write(8) "
			       "default mask(55) exec(/program) " AFTER },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		struct llguard_report report = LLGUARD_REPORT_INIT;

		fake_reset(rows[i].abi);
		cr_expect_eq(llguard_spawn(&best, rows[i].program, &report),
			100, "row %zu: %d", i, report.error);
		cr_expect_str_eq(
			fake.log, rows[i].log, "row %zu: %s", i, fake.log);
		cr_expect_eq(fake.open_fds, 0, "row %zu", i);
		cr_expect_eq(report.applied, 1);
		cr_expect_eq(report.no_new_privs, 1);
		cr_expect_eq(report.layers, 1);
		cr_expect_eq(report.threads, LLGUARD_THREADS_ONE);
		cr_expect_not(fake.restricted || fake.no_new_privs,
			"the parent is confined");
	}
}

/* However many threads the caller has, the child has one. */
Test(spawn, threads)
{
	static const uint32_t flags[] = { 0, LLGUARD_APPLY_ALL_THREADS,
		LLGUARD_APPLY_THIS_THREAD };

	for (size_t i = 0; i < LLGUARD__COUNT(flags); i++)
		for (int abi = 7; abi < 12; abi++) {
			struct llguard_policy policy = strict;
			struct llguard_report report = LLGUARD_REPORT_INIT;

			policy.flags |= flags[i];
			fake_reset(abi);
			fake.threads = 8;
			cr_expect_eq(
				llguard_spawn(&policy, &program, &report), 100);
			cr_expect_eq(report.status, LLGUARD_STATUS_FULL);
			cr_expect_eq(report.threads, LLGUARD_THREADS_ONE);
			cr_expect_null(strstr(fake.log, "unshare"));
		}
}

Test(spawn, nothing_to_enforce)
{
	struct llguard_report report = LLGUARD_REPORT_INIT;

	fake_reset(0);
	fake.probe_errno = ENOSYS;
	cr_expect_eq(llguard_spawn(&best, &program, &report), 100);
	cr_expect_str_eq(fake.log,
		"version pipe block vfork write(4) default mask(55) "
		"exec(/program) close(4) read(3) read(3) mask(55) close(3) ");
	cr_expect_eq(report.applied, 0);
	cr_expect_eq(report.status, LLGUARD_STATUS_NONE);
	cr_expect_eq(llguard_spawn(&strict, &program, &report), -ENOSYS);
}

/* A pipe in the place of a standard stream would be written to by others. */
Test(spawn, channel_is_never_a_standard_stream)
{
	static const struct llguard_policy mute = LLGUARD_POLICY_NO_RULES_WITH(
		0, LLGUARD_LOG_SUBDOMAINS_OFF, 0, 0, NULL);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	fake_reset(7);
	fake.next_fd = 1;
	cr_expect_eq(llguard_spawn(&mute, &program, &report), 100);
	cr_expect_not_null(
		strstr(fake.log, "pipe dup(1,3) close(1) dup(2,3) close(2) "),
		"%s", fake.log);
	cr_expect_eq(fake.open_fds, 0);
}

/* Each call in turn, with each errno that it can give. */
static const struct {
	int at;
	int errors[8];
	uint32_t step;
} failures[] = {
	{ 3, { EMFILE, ENFILE, ENOMEM, EFAULT }, LLGUARD_STEP_SPAWN },
	{ 4, { EINVAL, EPERM }, LLGUARD_STEP_SPAWN },
	{ 5, { EAGAIN, ENOMEM, EPERM, ENOSYS }, LLGUARD_STEP_SPAWN },
	{ 6, { EPERM, EINVAL, ENOSYS }, LLGUARD_STEP_NO_NEW_PRIVS },
	{ 7, { EPERM, E2BIG, ENOMEM, EINVAL, EBADF, EBADFD, EOPNOTSUPP },
		LLGUARD_STEP_RESTRICT },
	{ 8, { ENOSYS, EINVAL, EPERM }, LLGUARD_STEP_DESCRIPTORS },
	{ 9, { EBADF, EMFILE, EINVAL }, LLGUARD_STEP_DESCRIPTORS },
	{ 10, { EBADF, EMFILE }, LLGUARD_STEP_DESCRIPTORS },
	{ 11, { EBADF, EBUSY, EINTR }, LLGUARD_STEP_DESCRIPTORS },
	/* the report does not come: the program is not started */
	{ 12, { EBADF, EPIPE, EPERM }, LLGUARD_STEP_SPAWN },
	{ 15, { ENOENT, EACCES, ENOEXEC, E2BIG, ETXTBSY, ELOOP, EIO, EISDIR },
		LLGUARD_STEP_EXEC },
};

Test(spawn, every_call_failing)
{
	static const struct llguard_program_fd fds[] = { { 7, 1 } };
	static const struct llguard_program with_fds = LLGUARD_PROGRAM_WITH(
		"/program", argv, envp, LLGUARD_PROGRAM_CLOSE_FDS, fds);

	for (size_t i = 0; i < LLGUARD__COUNT(failures); i++)
		for (size_t e = 0; e < 8 && failures[i].errors[e]; e++) {
			struct llguard_report report = LLGUARD_REPORT_INIT;
			struct llguard_finding finding = LLGUARD_FINDING_INIT;
			const int error = failures[i].errors[e];
			const bool is_child = failures[i].at > 5;
			int err;

			fake_reset(7);
			fake.fail_at = failures[i].at;
			fake.fail_errno = error;
			err = llguard_spawn(&best, &with_fds, &report);
			cr_expect_lt(err, 0, "row %zu, errno %d", i, error);
			cr_expect_eq(report.error, err);
			cr_expect_eq(report.step, failures[i].step,
				"row %zu: step %u", i, report.step);
			if (failures[i].at != 12)
				cr_expect_eq(report.cause, error, "row %zu", i);
			cr_expect_eq(report.applied, 0);
			cr_expect_eq(report.no_new_privs, 0);
			cr_expect_eq(report.layers, 0);
			cr_expect_eq(fake.open_fds, 0, "row %zu", i);
			cr_expect_eq(fake.child_exit, is_child ? 127 : -1);
			cr_expect_eq(strstr(fake.log, "wait(100) ") != NULL,
				is_child, "row %zu: a child is left", i);
			cr_expect_eq(strstr(fake.log, " exec(") != NULL,
				failures[i].step == LLGUARD_STEP_EXEC);
			cr_expect_eq(llguard_report_explain(
					     &best, &report, &finding),
				1);
			cr_expect_eq(finding.severity, LLGUARD_SEVERITY_ERROR);
		}
}

Test(spawn, policy_that_does_not_open)
{
	static const struct llguard_rule rules[] = {
		LLGUARD_PATH("/missing", LLGUARD_FS_READ),
	};
	static const struct llguard_policy policy =
		LLGUARD_POLICY(LLGUARD_FS_READ, rules);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	fake_reset(7);
	cr_expect_eq(llguard_spawn(&policy, &program, &report), -ENOENT);
	cr_expect_eq(report.step, LLGUARD_STEP_OPEN);
	cr_expect_eq(report.rule, 0);
	cr_expect_null(strstr(fake.log, "vfork"));
	cr_expect_eq(fake.open_fds, 0);
}

static void expect_refused(const struct llguard_program *bad, const char *key)
{
	struct llguard_report report = LLGUARD_REPORT_INIT;
	struct llguard_finding finding = LLGUARD_FINDING_INIT;

	fake_reset(7);
	cr_expect_eq(llguard_spawn(&best, bad, &report), -EINVAL, "%s", key);
	cr_expect_eq(report.step, LLGUARD_STEP_CHECK, "%s", key);
	cr_expect_str_eq(fake.log, "", "%s", key);
	cr_assert_eq(llguard_report_explain(&best, &report, &finding), 1);
	cr_expect_str_eq(finding.key.ptr, key);
}

Test(spawn, arguments)
{
	static char *const nothing[] = { NULL };
	static const struct llguard_program_fd negative[] = { { -1, 1 } };
	static const struct llguard_program_fd itself[] = { { 0, 9 } };
	struct llguard_report report = LLGUARD_REPORT_INIT;
	struct llguard_program bad = program;

	expect_refused(NULL, "program.size");
	bad.size = 8;
	expect_refused(&bad, "program.size");
	bad = program;
	bad.flags = 1u << 30;
	expect_refused(&bad, "program.flags");
	bad = program;
	bad.reserved = 1;
	expect_refused(&bad, "program.flags");
	bad = program;
	bad.fd = 9;
	expect_refused(&bad, "program.path");
	bad.fd = -1;
	bad.path = NULL;
	expect_refused(&bad, "program.path");
	bad = program;
	bad.argv = NULL;
	expect_refused(&bad, "program.argv");
	bad.argv = nothing;
	expect_refused(&bad, "program.argv");
	bad = program;
	bad.envp = NULL;
	expect_refused(&bad, "program.envp");
	bad = program;
	bad.fd_count = 1;
	expect_refused(&bad, "program.fd_size");
	bad.fd_size = sizeof(negative[0]);
	expect_refused(&bad, "program.fds");
	bad.fds = negative;
	expect_refused(&bad, "program.fds");
	bad.path = NULL;
	bad.fd = 9;
	bad.fds = itself;
	expect_refused(&bad, "program.fds");
	bad.fd_count = LLGUARD_PROGRAM_FDS_MAX + 1;
	expect_refused(&bad, "program.fds");
	fake_reset(7);
	cr_expect_eq(llguard_spawn(NULL, &program, &report), -EINVAL);
	cr_expect_eq(llguard_spawn(&best, &program, NULL), -EINVAL);
	cr_expect_str_eq(fake.log, "");
	cr_expect_eq(llguard_spawn(&strict, &program, NULL), 100);
}

/* As many descriptors as there can be, and a newer program. */
Test(spawn, limits)
{
	struct llguard_program_fd fds[LLGUARD_PROGRAM_FDS_MAX];
	struct {
		struct llguard_program program;
		uint64_t newer;
	} wide = { LLGUARD_PROGRAM_WITH("/program", argv, envp, 0, fds), 0 };
	struct llguard_report report = LLGUARD_REPORT_INIT;

	for (int i = 0; i < LLGUARD_PROGRAM_FDS_MAX; i++)
		fds[i] = (struct llguard_program_fd){ i, 60 - i };
	wide.program.size = sizeof(wide);
	fake_reset(7);
	cr_expect_eq(llguard_spawn(&best, &wide.program, &report), 100);
	wide.newer = 1;
	cr_expect_eq(llguard_spawn(&best, &wide.program, &report), -E2BIG);
}

/* Once prepared, as often as wanted: nothing is opened or asked again. */
Test(spawn, prepared)
{
	struct llguard_prepared prepared = LLGUARD_PREPARED_INIT;
	struct llguard_report report = LLGUARD_REPORT_INIT;

	fake_reset(7);
	cr_expect_eq(llguard_prepared_spawn(&prepared, &program, &report),
		-EINVAL, "it holds nothing");
	cr_assert_eq(llguard_policy_prepare(&best, &prepared, &report), 0);
	for (int i = 0; i < 2; i++) {
		fake.log[0] = '\0';
		fake.next_fd = 4;
		cr_expect_eq(
			llguard_prepared_spawn(&prepared, &program, &report),
			100);
		cr_expect_str_eq(fake.log,
			"pipe block vfork nnp restrict(3,0) write(5) default "
			"mask(55) exec(/program) close(5) read(4) read(4) "
			"mask(55) close(4) ");
		cr_expect_eq(report.applied, 1);
		cr_expect_eq(report.layers, 1);
	}
	fake.fail_at = fake.calls + 2;
	fake.fail_errno = EAGAIN;
	cr_expect_eq(
		llguard_prepared_spawn(&prepared, &program, &report), -EAGAIN);
	cr_expect_eq(report.step, LLGUARD_STEP_SPAWN);
	cr_expect_eq(report.applied, 0);
	cr_expect_eq(report.layers, 0);
	cr_expect_eq(llguard_prepared_spawn(&prepared, NULL, &report), -EINVAL);
	cr_expect_eq(report.step, LLGUARD_STEP_CHECK);
	cr_expect_eq(llguard_prepared_spawn(&prepared, &program, NULL), 100);
	cr_expect_eq(fake.open_fds, 1, "the ruleset alone");
	llguard_prepared_close(&prepared);
	cr_expect_eq(
		llguard_prepared_spawn(&prepared, &program, &report), -EINVAL);
	cr_expect_eq(llguard_prepared_spawn(NULL, &program, &report), -EINVAL);
}
