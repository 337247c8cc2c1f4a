/* SPDX-License-Identifier: MIT */
/*
 * The real system calls, as far as they change nothing.
 */
#include <criterion/criterion.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys.h"
#include "uapi.h"

Test(sys, errno_stays)
{
	errno = 1234;
	cr_expect_eq(llguard__sys_close(-1), -EBADF);
	cr_expect_eq(llguard__sys_add_rule(-1, 99, NULL, 0) < 0, true);
	cr_expect_eq(
		llguard__sys_open(LLGUARD__AT_CWD, "/nonexistent", 0), -ENOENT);
	cr_expect_eq(errno, 1234);
}

Test(sys, open)
{
	static const struct {
		const char *path;
		unsigned int how;
		int error;
	} rows[] = {
		{ "/", LLGUARD__OPEN_DIRECTORY, 0 },
		{ "/", 0, 0 },
		{ "/proc/self/exe", LLGUARD__OPEN_DIRECTORY, -ENOTDIR },
		{ "/proc/self/exe", 0, 0 },
		{ "/proc/self/exe", LLGUARD__OPEN_NO_SYMLINKS, -ELOOP },
		{ "/proc/self/status", LLGUARD__OPEN_NO_SYMLINKS, -ELOOP },
		{ "/proc/1/status", LLGUARD__OPEN_NO_SYMLINKS, 0 },
		{ "/nonexistent", 0, -ENOENT },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		const int fd = llguard__sys_open(
			LLGUARD__AT_CWD, rows[i].path, rows[i].how);
		struct stat st;

		cr_expect_eq(fd < 0 ? fd : 0, rows[i].error, "%s: %d",
			rows[i].path, fd);
		if (fd < 0)
			continue;
		cr_expect(fcntl(fd, F_GETFL) & O_PATH, "%s", rows[i].path);
		cr_expect(fcntl(fd, F_GETFD) & FD_CLOEXEC, "%s", rows[i].path);
		/* A rule about a link itself would allow nothing. */
		cr_expect_eq(fstat(fd, &st), 0);
		cr_expect_not(S_ISLNK(st.st_mode), "%s", rows[i].path);
		cr_expect_eq(llguard__sys_close(fd), 0);
	}
}

Test(sys, open_below_a_directory)
{
	const int proc = llguard__sys_open(LLGUARD__AT_CWD, "/proc", 0);
	const int fd = llguard__sys_open(proc, "self", 0);

	cr_expect_geq(fd, 0);
	llguard__sys_close(fd);
	llguard__sys_close(proc);
	cr_expect_eq(llguard__sys_open(proc, "self", 0), -EBADF);
}

Test(sys, dup_above)
{
	const int fd = llguard__sys_open_directory("/");
	const int above = llguard__sys_dup_above(fd, 50);

	cr_expect_geq(above, 50);
	cr_expect(fcntl(above, F_GETFD) & FD_CLOEXEC);
	llguard__sys_close(fd);
	llguard__sys_close(above);
}

Test(sys, silent_child)
{
	for (int code = 0; code < 256; code += 85) {
		const int child = llguard__sys_fork_silent();

		if (!child)
			llguard__sys_exit(code);
		cr_assert_gt(child, 0);
		cr_expect_eq(llguard__sys_wait_silent(child), code);
		cr_expect_eq(llguard__sys_wait_silent(child), -ECHILD);
	}
}

Test(sys, silent_child_that_is_killed)
{
	const int child = llguard__sys_fork_silent();

	if (!child) {
		kill(getpid(), SIGKILL);
		llguard__sys_exit(0);
	}
	cr_expect_eq(llguard__sys_wait_silent(child), 256 + SIGKILL);
}

/* Criterion's workers have a thread of their own: count in a child. */
static int threads_seen(bool second_thread)
{
	const int child = fork();
	pthread_t thread;
	int status;

	if (!child) {
		if (second_thread)
			pthread_create(&thread, NULL,
				(void *(*)(void *))(void *)pause, NULL);
		_exit(llguard__sys_count_tasks() * 10 +
			(llguard__sys_unshare_thread() == 0));
	}
	waitpid(child, &status, 0);
	return WEXITSTATUS(status);
}

Test(sys, threads)
{
	cr_expect_eq(threads_seen(false), 11);
	cr_expect_eq(threads_seen(true), 20);
}

Test(sys, no_new_privs)
{
	cr_expect_eq(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0), 0);
	cr_expect_eq(llguard__sys_no_new_privs(), 0);
	cr_expect_eq(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0), 1);
}
