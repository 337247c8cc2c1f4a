/* SPDX-License-Identifier: MIT */
/*
 * System calls, and nothing else: no decision, no retry that the caller would
 * want to know of.  All of them go through syscall(), which is neither a
 * cancellation point nor a wrapper that a sanitizer or an LD_PRELOAD replaces.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sys.h"
#include "uapi.h"

#ifdef __NR_landlock_create_ruleset
_Static_assert(LLGUARD__NR_CREATE_RULESET == __NR_landlock_create_ruleset &&
		       LLGUARD__NR_ADD_RULE == __NR_landlock_add_rule &&
		       LLGUARD__NR_RESTRICT_SELF == __NR_landlock_restrict_self,
	"the system's headers know other numbers");
#endif

/* openat2(2), Linux 5.6: in every table seven before Landlock. */
#define NR_OPENAT2 (LLGUARD__NR_BASE - 7)
#ifdef __NR_openat2
_Static_assert(NR_OPENAT2 == __NR_openat2, "not seven before");
#endif

struct open_how_arg {
	uint64_t flags;
	uint64_t mode;
	uint64_t resolve;
};
#define NO_SYMLINKS UINT64_C(0x04) /* RESOLVE_NO_SYMLINKS */

/* The head of struct statx, Linux 4.11; the kernel writes 256 bytes. */
struct statx_arg {
	uint32_t mask;
	uint32_t blksize;
	uint64_t attributes;
	uint32_t nlink;
	uint32_t rest[59];
};
#define STATX_NLINK_ONLY 0x4
_Static_assert(sizeof(struct statx_arg) == 256, "struct statx");
_Static_assert(LLGUARD__AT_CWD == AT_FDCWD, "AT_FDCWD");

static int call(long number, long a, long b, long c, long d, long e)
{
	const int saved = errno;
	long ret = syscall(number, a, b, c, d, e);

	if (ret < 0)
		ret = -errno;
	errno = saved;
	return (int)ret;
}

int llguard__sys_create_ruleset(
	const struct llguard__ruleset_attr *attr, uint32_t flags)
{
	return call(LLGUARD__NR_CREATE_RULESET, (long)attr,
		attr ? (long)sizeof(*attr) : 0, (long)flags, 0, 0);
}

int llguard__sys_add_rule(
	int ruleset, int type, const void *attr, uint32_t flags)
{
	return call(LLGUARD__NR_ADD_RULE, ruleset, type, (long)attr,
		(long)flags, 0);
}

int llguard__sys_restrict_self(int ruleset, uint32_t flags)
{
	return call(LLGUARD__NR_RESTRICT_SELF, ruleset, (long)flags, 0, 0, 0);
}

int llguard__sys_no_new_privs(void)
{
	return call(SYS_prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

int llguard__sys_unshare_thread(void)
{
	return call(SYS_unshare, CLONE_THREAD, 0, 0, 0, 0);
}

int llguard__sys_count_tasks(void)
{
	struct statx_arg st;
	const int err = call(SYS_statx, AT_FDCWD, (long)"/proc/self/task", 0,
		STATX_NLINK_ONLY, (long)&st);

	/* A directory has a link from its parent, itself and each child. */
	return err < 0 ? err : (int)st.nlink - 2;
}

int llguard__sys_open(int dirfd, const char *path, unsigned int how)
{
	const int flags = O_PATH | O_CLOEXEC |
			  (how & LLGUARD__OPEN_DIRECTORY ? O_DIRECTORY : 0);

	if (how & LLGUARD__OPEN_NO_SYMLINKS) {
		const struct open_how_arg arg = {
			.flags = (uint64_t)flags,
			.resolve = NO_SYMLINKS,
		};

		return call(NR_OPENAT2, dirfd, (long)path, (long)&arg,
			sizeof(arg), 0);
	}
	return call(SYS_openat, dirfd, (long)path, flags, 0, 0);
}

int llguard__sys_open_directory(const char *path)
{
	return call(SYS_openat, AT_FDCWD, (long)path,
		O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0, 0);
}

int llguard__sys_dup_above(int fd, int lowest)
{
#ifdef SYS_fcntl
	return call(SYS_fcntl, fd, F_DUPFD_CLOEXEC, lowest, 0, 0);
#else
	return call(SYS_fcntl64, fd, F_DUPFD_CLOEXEC, lowest, 0, 0);
#endif
}

int llguard__sys_close(int fd)
{
	return call(SYS_close, fd, 0, 0, 0, 0);
}

int llguard__sys_fork_silent(void)
{
	/* Exit signal 0.  The order of the arguments differs between ports;
	 * with all of them 0 it does not matter. */
	return call(SYS_clone, 0, 0, 0, 0, 0);
}

int llguard__sys_wait_silent(int pid)
{
	siginfo_t info;
	int err;

	do {
		err = call(SYS_waitid, P_PID, pid, (long)&info,
			WEXITED | __WALL, 0);
	} while (err == -EINTR);
	if (err < 0)
		return err;
	return info.si_code == CLD_EXITED ? info.si_status
					  : 256 + info.si_status;
}

void llguard__sys_exit(int code)
{
	for (;;)
		call(SYS_exit_group, code, 0, 0, 0, 0);
}
