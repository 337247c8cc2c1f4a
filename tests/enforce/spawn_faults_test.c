/* SPDX-License-Identifier: MIT */
/*
 * Every system call of llguard_spawn() refused by a filter, one at a time, with
 * each errno that its page lists and that filters say: no program runs, and
 * nothing of the try is left.
 */
#include "check.h"
#include "filter.h"

#include <fcntl.h>

#define SELF     "/proc/self/exe"
#define RESTRICT 446

/* What the program is like. */
enum {
	BY_PATH,
	BY_FD,
	WITH_FDS,
};

static const struct fault {
	long call;
	int number, error;
	uint32_t step;
	int how;
} faults[] = {
	// clang-format off
	{ SYS_pipe2, EPERM, -EPERM, LLGUARD_STEP_SPAWN, BY_PATH },
	{ SYS_pipe2, EMFILE, -EMFILE, LLGUARD_STEP_SPAWN, BY_PATH },
	{ SYS_pipe2, ENFILE, -ENFILE, LLGUARD_STEP_SPAWN, BY_PATH },
	{ SYS_pipe2, ENOMEM, -ENOMEM, LLGUARD_STEP_SPAWN, BY_PATH },
	{ SYS_rt_sigprocmask, EPERM, -EPERM, LLGUARD_STEP_SPAWN, BY_PATH },
	{ SYS_rt_sigprocmask, EINVAL, -EIO, LLGUARD_STEP_SPAWN, BY_PATH },
	{ SYS_vfork, EAGAIN, -EAGAIN, LLGUARD_STEP_SPAWN, BY_PATH },
	{ SYS_vfork, ENOMEM, -ENOMEM, LLGUARD_STEP_SPAWN, BY_PATH },
	{ SYS_vfork, ENOSYS, -ENOSYS, LLGUARD_STEP_SPAWN, BY_PATH },
	{ SYS_vfork, EPERM, -EPERM, LLGUARD_STEP_SPAWN, BY_PATH },
	{ SYS_vfork, ENOSPC, -EIO, LLGUARD_STEP_SPAWN, BY_PATH },
	{ RESTRICT, EPERM, -EPERM, LLGUARD_STEP_RESTRICT, BY_PATH },
	{ RESTRICT, ENOMEM, -ENOMEM, LLGUARD_STEP_RESTRICT, BY_PATH },
	{ RESTRICT, E2BIG, -ENOSPC, LLGUARD_STEP_RESTRICT, BY_PATH },
	{ RESTRICT, EINVAL, -EIO, LLGUARD_STEP_RESTRICT, BY_PATH },
	{ RESTRICT, EBADF, -EBADF, LLGUARD_STEP_RESTRICT, BY_PATH },
	{ RESTRICT, EBADFD, -EIO, LLGUARD_STEP_RESTRICT, BY_PATH },
	{ RESTRICT, ENOSYS, -ENOSYS, LLGUARD_STEP_RESTRICT, BY_PATH },
	{ RESTRICT, EOPNOTSUPP, -EOPNOTSUPP, LLGUARD_STEP_RESTRICT, BY_PATH },
	{ SYS_close_range, ENOSYS, -ENOSYS, LLGUARD_STEP_DESCRIPTORS, WITH_FDS },
	{ SYS_close_range, EINVAL, -EIO, LLGUARD_STEP_DESCRIPTORS, WITH_FDS },
	{ SYS_close_range, EMFILE, -EMFILE, LLGUARD_STEP_DESCRIPTORS, WITH_FDS },
	{ SYS_close_range, ENOMEM, -ENOMEM, LLGUARD_STEP_DESCRIPTORS, WITH_FDS },
	{ SYS_close_range, EPERM, -EPERM, LLGUARD_STEP_DESCRIPTORS, WITH_FDS },
	{ SYS_fcntl, EBADF, -EBADF, LLGUARD_STEP_DESCRIPTORS, WITH_FDS },
	{ SYS_fcntl, EMFILE, -EMFILE, LLGUARD_STEP_DESCRIPTORS, WITH_FDS },
	{ SYS_fcntl, EINVAL, -EIO, LLGUARD_STEP_DESCRIPTORS, WITH_FDS },
	{ SYS_fcntl, ENOMEM, -ENOMEM, LLGUARD_STEP_DESCRIPTORS, WITH_FDS },
	{ SYS_dup3, EBADF, -EBADF, LLGUARD_STEP_DESCRIPTORS, WITH_FDS },
	{ SYS_dup3, EBUSY, -EIO, LLGUARD_STEP_DESCRIPTORS, WITH_FDS },
	{ SYS_dup3, EINTR, -EIO, LLGUARD_STEP_DESCRIPTORS, WITH_FDS },
	{ SYS_dup3, EMFILE, -EMFILE, LLGUARD_STEP_DESCRIPTORS, WITH_FDS },
	{ SYS_dup3, ENOSYS, -ENOSYS, LLGUARD_STEP_DESCRIPTORS, WITH_FDS },
	{ SYS_write, EPERM, -EIO, LLGUARD_STEP_SPAWN, BY_PATH },
	{ SYS_write, EPIPE, -EIO, LLGUARD_STEP_SPAWN, BY_PATH },
	{ SYS_execve, EPERM, -EPERM, LLGUARD_STEP_EXEC, BY_PATH },
	{ SYS_execve, ENOENT, -ENOENT, LLGUARD_STEP_EXEC, BY_PATH },
	{ SYS_execve, EIO, -EIO, LLGUARD_STEP_EXEC, BY_PATH },
	{ SYS_execve, E2BIG, -EIO, LLGUARD_STEP_EXEC, BY_PATH },
	{ SYS_execve, ENOEXEC, -ENOEXEC, LLGUARD_STEP_EXEC, BY_PATH },
	{ SYS_execve, EAGAIN, -EAGAIN, LLGUARD_STEP_EXEC, BY_PATH },
	{ SYS_execve, ENOMEM, -ENOMEM, LLGUARD_STEP_EXEC, BY_PATH },
	{ SYS_execve, EACCES, -EACCES, LLGUARD_STEP_EXEC, BY_PATH },
	{ SYS_execve, EFAULT, -EIO, LLGUARD_STEP_EXEC, BY_PATH },
	{ SYS_execve, ENOTDIR, -ENOTDIR, LLGUARD_STEP_EXEC, BY_PATH },
	{ SYS_execve, EISDIR, -EIO, LLGUARD_STEP_EXEC, BY_PATH },
	{ SYS_execve, EINVAL, -EIO, LLGUARD_STEP_EXEC, BY_PATH },
	{ SYS_execve, ENFILE, -ENFILE, LLGUARD_STEP_EXEC, BY_PATH },
	{ SYS_execve, EMFILE, -EMFILE, LLGUARD_STEP_EXEC, BY_PATH },
	{ SYS_execve, ETXTBSY, -EIO, LLGUARD_STEP_EXEC, BY_PATH },
	{ SYS_execve, ENAMETOOLONG, -ENAMETOOLONG, LLGUARD_STEP_EXEC, BY_PATH },
	{ SYS_execve, ELOOP, -ELOOP, LLGUARD_STEP_EXEC, BY_PATH },
	{ SYS_execve, ELIBBAD, -EIO, LLGUARD_STEP_EXEC, BY_PATH },
	{ SYS_execve, ENOSYS, -ENOSYS, LLGUARD_STEP_EXEC, BY_PATH },
	{ SYS_execveat, EBADF, -EBADF, LLGUARD_STEP_EXEC, BY_FD },
	{ SYS_execveat, ENOENT, -ENOENT, LLGUARD_STEP_EXEC, BY_FD },
	{ SYS_execveat, EINVAL, -EIO, LLGUARD_STEP_EXEC, BY_FD },
	{ SYS_execveat, EPERM, -EPERM, LLGUARD_STEP_EXEC, BY_FD },
	{ SYS_execveat, ENOSYS, -ENOSYS, LLGUARD_STEP_EXEC, BY_FD },
	// clang-format on
};

/* The lowest free descriptor tells whether one was left open below it. */
static int lowest_free(void)
{
	const int fd = dup(0);

	close(fd);
	return fd;
}

static int filtered(const void *argument)
{
	static char itself[] = SELF, word[] = "started";
	static const struct llguard_program_fd fds[] = { { 0, 20 } };
	static const struct llguard_policy policy =
		LLGUARD_POLICY_NO_RULES(LLGUARD_FS_WRITE_FILE);
	const struct fault *fault = argument;
	char *const argv[] = { itself, word, NULL };
	char *const envp[] = { NULL };
	const int fd = open(SELF, O_RDONLY | O_CLOEXEC);
	const struct llguard_program programs[] = {
		[BY_PATH] = LLGUARD_PROGRAM(SELF, argv, envp),
		[BY_FD] = LLGUARD_PROGRAM_FD(fd, argv, envp),
		[WITH_FDS] = LLGUARD_PROGRAM_WITH(
			SELF, argv, envp, LLGUARD_PROGRAM_CLOSE_FDS, fds),
	};
	struct llguard_report report = LLGUARD_REPORT_INIT;
	const int before = lowest_free();
	int err;

	if (filter_calls(fault->call, fault->call, fault->number))
		return 1;
	err = llguard_spawn(&policy, &programs[fault->how], &report);
	CHECK(err == fault->error, "%d", err);
	CHECK(report.step == fault->step, "step %u", report.step);
	CHECK(!report.applied, "applied");
	CHECK(lowest_free() == before, "a descriptor is left");
	CHECK(waitpid(-1, NULL, WNOHANG) == -1, "a child is left");
	/* Standard output takes no more where write() is refused. */
	return fault->call == SYS_write ? check_failed : check_finish();
}

int main(int argc, char **argv)
{
	if (argc > 1 && strcmp(argv[1], "started") == 0)
		return 0;
	check_kernel_abi();
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++)
		CHECK(check_in_child(filtered, &faults[i]) == 0,
			"call %ld, errno %d", faults[i].call, faults[i].number);
	return check_finish();
}
