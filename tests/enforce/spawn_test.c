/* SPDX-License-Identifier: MIT */
/*
 * llguard_spawn() on the running kernel.  The program that is started is this
 * one, which is static: told by an argument, it looks at what it has become.
 */
#include "check.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#define SELF   "/proc/self/exe"
#define MARKED 20 /* a descriptor that the program must have, or not */

static uint32_t abi;
static char itself[] = SELF;
static char *const empty[] = { NULL };

/* The program may be anywhere: nothing is denied but writing. */
static const struct llguard_policy read_only =
	LLGUARD_POLICY_NO_RULES(LLGUARD_FS_WRITE_FILE);

/* --- in the program ---------------------------------------------------------- */

static bool is_confined(void)
{
	const int fd = open("/dev/null", O_WRONLY | O_CLOEXEC);

	close(fd);
	return fd < 0;
}

static bool is_open(int fd)
{
	return fcntl(fd, F_GETFD) >= 0;
}

/* 0 when all is as the word says. */
static int program_main(const char *word)
{
	struct sigaction action;
	sigset_t mask;

	if (strcmp(word, "confined") == 0)
		return !is_confined() ||
		       prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1;
	if (strcmp(word, "free") == 0)
		return is_confined();
	if (strcmp(word, "marked") == 0)
		return !is_open(MARKED) || is_open(MARKED + 1);
	if (strcmp(word, "unmarked") == 0)
		return is_open(MARKED);
	if (strcmp(word, "closed") == 0)
		return is_open(0) || is_open(1) || is_open(2);
	if (strcmp(word, "signals") == 0) {
		sigprocmask(SIG_SETMASK, NULL, &mask);
		if (!sigismember(&mask, SIGUSR1) ||
			sigismember(&mask, SIGUSR2) ||
			sigismember(&mask, SIGTERM))
			return 1;
		sigaction(SIGHUP, NULL, &action);
		if (action.sa_handler != SIG_IGN)
			return 2;
		sigaction(SIGUSR2, NULL, &action);
		return action.sa_handler == SIG_DFL ? 0 : 3;
	}
	if (strcmp(word, "environment") == 0)
		return !getenv("LLGUARD_WORD") || getenv("PATH");
	return 99;
}

/* --- outside ----------------------------------------------------------------- */

/* The program's exit status, or 256 and more for none. */
static int status_of(int pid)
{
	int status = 0;

	if (pid <= 0 || waitpid(pid, &status, 0) != pid)
		return 999;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 256 + WTERMSIG(status);
}

/* The lowest free descriptor tells whether one was left open below it. */
static int lowest_free(void)
{
	const int fd = dup(0);

	close(fd);
	return fd;
}

static void expect(const struct llguard_policy *policy, char *word)
{
	char *const argv[] = { itself, word, NULL };
	const struct llguard_program program =
		LLGUARD_PROGRAM(SELF, argv, empty);
	struct llguard_report report = LLGUARD_REPORT_INIT;
	const int before = lowest_free();
	const int pid = llguard_spawn(policy, &program, &report);

	CHECK(pid > 0, "%s: %d, step %u, errno %d", word, pid, report.step,
		report.cause);
	CHECK(status_of(pid) == 0, "%s", word);
	CHECK(lowest_free() == before, "%s: a descriptor is left", word);
	CHECK(!is_confined(), "the caller is confined");
	CHECK(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 0, "%s", word);
}

static int confined(const void *unused)
{
	static char word[] = "confined";

	(void)unused;
	expect(&read_only, word);
	return check_finish();
}

static int prepared(const void *unused)
{
	static char word[] = "confined";
	char *const argv[] = { itself, word, NULL };
	const struct llguard_program program =
		LLGUARD_PROGRAM(SELF, argv, empty);
	struct llguard_prepared ready = LLGUARD_PREPARED_INIT;
	struct llguard_report report = LLGUARD_REPORT_INIT;

	(void)unused;
	CHECK(llguard_policy_prepare(&read_only, &ready, &report) == 0, "%d",
		report.error);
	for (int i = 0; i < 3; i++)
		CHECK(status_of(llguard_prepared_spawn(
			      &ready, &program, &report)) == 0,
			"%d, step %u", report.error, report.step);
	llguard_prepared_close(&ready);
	CHECK(!is_confined(), "the caller is confined");
	return check_finish();
}

static int nothing_to_enforce(const void *unused)
{
	static char word[] = "free";

	(void)unused;
	expect(&read_only, word);
	return check_finish();
}

static int failures(const void *unused)
{
	static const struct llguard_policy no_exec =
		LLGUARD_POLICY_NO_RULES(LLGUARD_FS_EXECUTE);
	char *const argv[] = { itself, NULL };
	const struct {
		const struct llguard_policy *policy;
		struct llguard_program program;
		int error, cause;
	} rows[] = {
		{ &read_only, LLGUARD_PROGRAM("/nonexistent", argv, empty),
			-ENOENT, ENOENT },
		{ &read_only, LLGUARD_PROGRAM("/dev/null", argv, empty),
			-EACCES, EACCES },
		{ &read_only, LLGUARD_PROGRAM("/dev/null/x", argv, empty),
			-ENOTDIR, ENOTDIR },
		{ &no_exec, LLGUARD_PROGRAM(SELF, argv, empty), -EACCES,
			EACCES },
		{ &read_only, LLGUARD_PROGRAM_FD(1000, argv, empty), -EBADF,
			EBADF },
	};
	const int before = lowest_free();

	(void)unused;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct llguard_report report = LLGUARD_REPORT_INIT;
		const int err = llguard_spawn(
			rows[i].policy, &rows[i].program, &report);

		CHECK(err == rows[i].error, "row %zu: %d", i, err);
		CHECK(report.cause == rows[i].cause, "row %zu: %d", i,
			report.cause);
		CHECK(report.step == LLGUARD_STEP_EXEC, "row %zu: step %u", i,
			report.step);
		CHECK(!report.applied, "row %zu", i);
		CHECK(lowest_free() == before, "row %zu: a descriptor", i);
		CHECK(waitpid(-1, NULL, 0) == -1 && errno == ECHILD,
			"row %zu: a child is left", i);
		CHECK(!is_confined(), "row %zu: the caller is confined", i);
	}
	return check_finish();
}

static int descriptors(const void *unused)
{
	static char marked[] = "marked", unmarked[] = "unmarked";
	char *const with[] = { itself, marked, NULL };
	char *const without[] = { itself, unmarked, NULL };
	const struct llguard_program_fd fds[] = { { 0, MARKED } };
	/* Two that change places, and nothing is lost on the way. */
	const struct llguard_program_fd swap[] = { { 1, 2 }, { 2, 1 },
		{ 0, MARKED } };
	const struct llguard_program_fd closed[] = { { 1000, MARKED } };
	struct llguard_program program = LLGUARD_PROGRAM_WITH(
		SELF, with, empty, LLGUARD_PROGRAM_CLOSE_FDS, fds);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	(void)unused;
	CHECK(dup2(0, MARKED + 1) == MARKED + 1, "dup2");
	CHECK(status_of(llguard_spawn(&read_only, &program, &report)) == 0,
		"%d", report.cause);
	program.fds = swap;
	program.fd_count = 3;
	CHECK(status_of(llguard_spawn(&read_only, &program, &report)) == 0,
		"%d", report.cause);
	program.fds = closed;
	program.fd_count = 1;
	CHECK(llguard_spawn(&read_only, &program, &report) == -EBADF, "%d",
		report.error);
	CHECK(report.step == LLGUARD_STEP_DESCRIPTORS, "%u", report.step);
	CHECK(dup2(0, MARKED) == MARKED, "dup2");
	program.argv = without;
	program.fd_count = 0;
	CHECK(status_of(llguard_spawn(&read_only, &program, &report)) == 0,
		"%d", report.cause);
	CHECK(is_open(MARKED), "it was closed here");
	return check_finish();
}

/* Whoever has closed the standard streams has them closed in the program, too. */
static int without_standard_streams(const void *unused)
{
	static char word[] = "closed";
	const int out = fcntl(1, F_DUPFD_CLOEXEC, 100);

	(void)unused;
	close(0);
	close(1);
	close(2);
	expect(&read_only, word);
	CHECK(!is_open(0) && !is_open(1) && !is_open(2), "one is taken here");
	dup2(out, 1);
	return check_finish();
}

static int by_descriptor(const void *unused)
{
	static char word[] = "confined";
	char *const argv[] = { itself, word, NULL };
	const int fd = open(SELF, O_RDONLY | O_CLOEXEC);
	const struct llguard_program program =
		LLGUARD_PROGRAM_FD(fd, argv, empty);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	(void)unused;
	CHECK(status_of(llguard_spawn(&read_only, &program, &report)) == 0,
		"%d", report.cause);
	return check_finish();
}

static int environment(const void *unused)
{
	static char word[] = "environment", variable[] = "LLGUARD_WORD=1";
	char *const argv[] = { itself, word, NULL };
	char *const envp[] = { variable, NULL };
	const struct llguard_program program =
		LLGUARD_PROGRAM(SELF, argv, envp);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	(void)unused;
	CHECK(status_of(llguard_spawn(&read_only, &program, &report)) == 0,
		"%d", report.cause);
	return check_finish();
}

static volatile sig_atomic_t owner, handled, strayed;

/* In a child that shares our memory, it would be seen here. */
static void handler(int signal)
{
	(void)signal;
	handled++;
	strayed += getpid() != owner;
}

static int signals(const void *unused)
{
	static char word[] = "signals";
	struct sigaction action = { .sa_handler = handler };
	sigset_t mask, after;

	(void)unused;
	sigaction(SIGUSR2, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	action.sa_handler = SIG_IGN;
	sigaction(SIGHUP, &action, NULL);
	sigemptyset(&mask);
	sigaddset(&mask, SIGUSR1);
	sigprocmask(SIG_SETMASK, &mask, NULL);
	expect(&read_only, word);
	sigprocmask(SIG_SETMASK, NULL, &after);
	CHECK(sigismember(&after, SIGUSR1) && !sigismember(&after, SIGUSR2),
		"the caller's mask has changed");
	sigaction(SIGUSR2, NULL, &action);
	CHECK(action.sa_handler == handler, "the caller's handler is gone");
	return check_finish();
}

/* Under fire, the caller handles what is sent to its group, and no child does. */
static int no_handler_runs_in_the_child(const void *unused)
{
	static char word[] = "confined";
	char *const argv[] = { itself, word, NULL };
	const struct llguard_program program =
		LLGUARD_PROGRAM(SELF, argv, empty);
	const struct sigaction action = { .sa_handler = handler };
	pid_t gunner;

	(void)unused;
	owner = getpid();
	setpgid(0, 0);
	sigaction(SIGUSR2, &action, NULL);
	gunner = fork();
	if (gunner == 0) {
		signal(SIGUSR2, SIG_IGN);
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;)
			kill(0, SIGUSR2);
	}
	for (int round = 0; round < 30 || !handled; round++) {
		struct llguard_report report = LLGUARD_REPORT_INIT;
		const int pid = llguard_spawn(&read_only, &program, &report);

		CHECK(pid > 0, "%d, step %u", pid, report.step);
		/* The program itself has no handler, and may be killed. */
		while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	kill(gunner, SIGKILL);
	while (waitpid(gunner, NULL, 0) < 0 && errno == EINTR)
		;
	CHECK(strayed == 0, "%d of %d in a child", (int)strayed, (int)handled);
	return check_finish();
}

static int children_are_reaped_by_the_kernel(const void *unused)
{
	char *const argv[] = { itself, NULL };
	const struct llguard_program missing =
		LLGUARD_PROGRAM("/nonexistent", argv, empty);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	(void)unused;
	signal(SIGCHLD, SIG_IGN);
	CHECK(llguard_spawn(&read_only, &missing, &report) == -ENOENT, "%d",
		report.error);
	return check_finish();
}

static int no_descriptor_free(const void *unused)
{
	const struct rlimit none = { (rlim_t)lowest_free(), 4096 };
	const struct rlimit one = { (rlim_t)lowest_free() + 1, 4096 };
	char *const argv[] = { itself, NULL };
	const struct llguard_program program =
		LLGUARD_PROGRAM(SELF, argv, empty);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	(void)unused;
	setrlimit(RLIMIT_NOFILE, &none);
	CHECK(llguard_spawn(&read_only, &program, &report) == -EMFILE, "%d",
		report.error);
	CHECK(report.step == LLGUARD_STEP_CREATE, "%u", report.step);
	setrlimit(RLIMIT_NOFILE, &one);
	CHECK(llguard_spawn(&read_only, &program, &report) == -EMFILE, "%d",
		report.error);
	CHECK(report.step == LLGUARD_STEP_SPAWN, "%u", report.step);
	return check_finish();
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*body)(const void *);
	} rows[] = {
		{ "confined", confined },
		{ "prepared", prepared },
		{ "failures", failures },
		{ "descriptors", descriptors },
		{ "without_standard_streams", without_standard_streams },
		{ "by_descriptor", by_descriptor },
		{ "environment", environment },
		{ "signals", signals },
		{ "no_handler_runs_in_the_child",
			no_handler_runs_in_the_child },
		{ "children_are_reaped_by_the_kernel",
			children_are_reaped_by_the_kernel },
		{ "no_descriptor_free", no_descriptor_free },
	};

	if (argc == 2)
		return program_main(argv[1]);
	if (getenv("LLGUARD_TEST_ABI") && atoi(getenv("LLGUARD_TEST_ABI")) == 0)
		CHECK(check_in_child(nothing_to_enforce, NULL) == 0,
			"nothing_to_enforce");
	abi = check_kernel_abi();
	for (size_t i = 0; abi && i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK(check_in_child(rows[i].body, NULL) == 0, "%s",
			rows[i].name);
	return check_finish();
}
