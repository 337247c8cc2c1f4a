/* SPDX-License-Identifier: MIT */
/*
 * System calls, and nothing else: no decision, no retry that the caller would
 * want to know of.  All of them go through syscall(), which is neither a
 * cancellation point nor a wrapper that a sanitizer or an LD_PRELOAD replaces.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
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

static int call_result(long ret, int saved_errno)
{
	if (ret >= 0)
		return (int)ret; /* syscall() has left errno alone */
	ret = -errno;
	errno = saved_errno;
	return (int)ret;
}

/* The number is the last, so that most arguments are where they were. */
LLGUARD__NOINLINE static int call_6(
	long a, long b, long c, long d, long e, long f, long number)
{
	const int saved = errno;

	return call_result(syscall(number, a, b, c, d, e, f), saved);
}

/* What is called for each rule: nothing goes over the stack. */
LLGUARD__NOINLINE static int call_4(long a, long b, long c, long d, long number)
{
	const int saved = errno;

	return call_result(syscall(number, a, b, c, d), saved);
}

LLGUARD__NOINLINE static int call_5(
	long a, long b, long c, long d, long e, long number)
{
	return call_6(a, b, c, d, e, 0, number);
}

LLGUARD__NOINLINE static int call(long a, long b, long c, long number)
{
	return call_6(a, b, c, 0, 0, 0, number);
}

LLGUARD__COLD int llguard__sys_create_ruleset(
	const struct llguard__ruleset_attr *attr, uint32_t flags)
{
	return call((long)attr, attr ? (long)sizeof(*attr) : 0, (long)flags,
		LLGUARD__NR_CREATE_RULESET);
}

int llguard__sys_add_rule(
	int ruleset, int type, const void *attr, uint32_t flags)
{
	return call_4(
		ruleset, type, (long)attr, (long)flags, LLGUARD__NR_ADD_RULE);
}

LLGUARD__COLD int llguard__sys_restrict_self(int ruleset, uint32_t flags)
{
	return call(ruleset, (long)flags, 0, LLGUARD__NR_RESTRICT_SELF);
}

LLGUARD__COLD int llguard__sys_no_new_privs(void)
{
	return call(PR_SET_NO_NEW_PRIVS, 1, 0, SYS_prctl);
}

LLGUARD__COLD int llguard__sys_unshare_thread(void)
{
	return call(CLONE_THREAD, 0, 0, SYS_unshare);
}

LLGUARD__COLD int llguard__sys_count_tasks(void)
{
	struct statx_arg st;
	const int err = call_5(AT_FDCWD, (long)"/proc/self/task", 0,
		STATX_NLINK_ONLY, (long)&st, SYS_statx);

	if (err < 0)
		return err;
	/* A directory has a link from its parent, itself and each child. */
	return st.nlink > 2 ? (int)st.nlink - 2 : -ENOENT;
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

		return call_5(dirfd, (long)path, (long)&arg, sizeof(arg), 0,
			NR_OPENAT2);
	}
	return call_4(dirfd, (long)path, flags, 0, SYS_openat);
}

LLGUARD__COLD int llguard__sys_open_directory(const char *path)
{
	return call(AT_FDCWD, (long)path, O_RDONLY | O_DIRECTORY | O_CLOEXEC,
		SYS_openat);
}

LLGUARD__COLD int llguard__sys_dup_above(int fd, int lowest)
{
#ifdef SYS_fcntl
	return call(fd, F_DUPFD_CLOEXEC, lowest, SYS_fcntl);
#else
	return call(fd, F_DUPFD_CLOEXEC, lowest, SYS_fcntl64);
#endif
}

int llguard__sys_close(int fd)
{
	return call_4(fd, 0, 0, 0, SYS_close);
}

LLGUARD__COLD int llguard__sys_fork_silent(void)
{
	/* Exit signal 0.  The order of the arguments differs between ports;
	 * with all of them 0 it does not matter. */
	return call(0, 0, 0, SYS_clone);
}

LLGUARD__COLD int llguard__sys_wait_silent(int pid)
{
	siginfo_t info;
	int err;

	do {
		err = call_5(P_PID, pid, (long)&info, WEXITED | __WALL, 0,
			SYS_waitid);
	} while (err == -EINTR);
	if (err < 0)
		return err;
	return info.si_code == CLD_EXITED ? info.si_status
					  : 256 + info.si_status;
}

void llguard__sys_exit(int code)
{
	for (;;)
		call(code, 0, 0, SYS_exit_group);
}

/* --- starting a program ----------------------------------------------------- */

/* close_range(2), Linux 5.9: in every table eight before Landlock. */
#define NR_CLOSE_RANGE (LLGUARD__NR_BASE - 8)
#ifdef __NR_close_range
_Static_assert(NR_CLOSE_RANGE == __NR_close_range, "not eight before");
#endif
#define CLOEXEC_ALONE 4 /* CLOSE_RANGE_CLOEXEC, Linux 5.11 */

/* The kernel's sigset_t; libc's has room for more. */
#define SIGNALS_SIZE ((_NSIG + 6) / 8)
_Static_assert(SIGNALS_SIZE <= sizeof(struct llguard__signals), "128 signals");

LLGUARD__COLD int llguard__sys_dup_to(int fd, int to)
{
	return call(fd, to, 0, SYS_dup3);
}

LLGUARD__COLD int llguard__sys_close_on_exec(int lowest)
{
	return call(lowest, -1, CLOEXEC_ALONE, NR_CLOSE_RANGE);
}

LLGUARD__COLD int llguard__sys_pipe(int ret_ends[2])
{
	return call((long)ret_ends, O_CLOEXEC, 0, SYS_pipe2);
}

LLGUARD__COLD int llguard__sys_write(int fd, const void *buf, size_t size)
{
	return call(fd, (long)buf, (long)size, SYS_write);
}

LLGUARD__COLD int llguard__sys_pipe_read(
	int fd, void *buf, size_t size, bool wait)
{
	const int ready = wait ? 1 : llguard__sys_wait_readable(fd, 0);

	return ready > 0 ? call(fd, (long)buf, (long)size, SYS_read) : ready;
}

/*
 * libc's vfork() and not the system call: the child would return through the
 * frames of the one function, syscall(), that its parent is still in.
 */
LLGUARD__COLD int llguard__sys_vfork(
	void (*body)(void *), void *argument, int code)
{
	const int saved = errno;
	/* NOLINTNEXTLINE(clang-analyzer-security.insecureAPI.vfork) */
	int pid = vfork();

	if (pid == 0) {
		/* It keeps to the rules. NOLINTNEXTLINE(clang-analyzer-unix.Vfork) */
		body(argument);
		llguard__sys_exit(code);
	}
	if (pid < 0)
		pid = -errno;
	errno = saved;
	return pid;
}

static int signals_change(const struct llguard__signals *mask,
	struct llguard__signals *ret_before)
{
	return call_5(SIG_SETMASK, (long)mask, (long)ret_before, SIGNALS_SIZE,
		0, SYS_rt_sigprocmask);
}

LLGUARD__COLD int llguard__sys_signals_block(
	struct llguard__signals *ret_before)
{
	const struct llguard__signals all = { { UINT64_MAX, UINT64_MAX } };

	return signals_change(&all, ret_before);
}

LLGUARD__COLD void llguard__sys_signals_set(const struct llguard__signals *mask)
{
	(void)signals_change(mask, NULL);
}

LLGUARD__COLD void llguard__sys_signals_default(void)
{
	/* The kernel's struct sigaction; zeros are SIG_DFL on every port. */
	struct {
		uintptr_t words[16];
	} now, none = { { 0 } };
#ifdef __mips__
	const int handler = 1; /* the flags are the first word */
#else
	const int handler = 0;
#endif

	for (int signal = 1; signal < _NSIG; signal++) {
		if (call_5(signal, 0, (long)&now, SIGNALS_SIZE, SIGNALS_SIZE,
			    SYS_rt_sigaction))
			continue;
		if (now.words[handler] > (uintptr_t)SIG_IGN)
			call_5(signal, (long)&none, 0, SIGNALS_SIZE,
				SIGNALS_SIZE, SYS_rt_sigaction);
	}
}

LLGUARD__COLD int llguard__sys_exec(
	const char *path, char *const argv[], char *const envp[])
{
	return call((long)path, (long)argv, (long)envp, SYS_execve);
}

LLGUARD__COLD int llguard__sys_exec_fd(
	int fd, char *const argv[], char *const envp[])
{
	return call_5(fd, (long)"", (long)argv, (long)envp, AT_EMPTY_PATH,
		SYS_execveat);
}

/* --- the audit socket ------------------------------------------------------- */

/* linux/netlink.h, linux/audit.h */
#define AUDIT_PROTOCOL 9 /* NETLINK_AUDIT */
#define AUDIT_GET      1000
#define READLOG_GROUP  UINT32_C(1)
#define REQUEST        UINT16_C(1)

struct netlink_address {
	uint16_t family;
	uint16_t pad;
	uint32_t port; /* 0: the kernel */
	uint32_t groups;
};

struct netlink_header {
	uint32_t length;
	uint16_t type;
	uint16_t flags;
	uint32_t sequence;
	uint32_t port;
};

LLGUARD__COLD int llguard__sys_audit_socket(void)
{
	return call(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK,
		AUDIT_PROTOCOL, SYS_socket);
}

LLGUARD__COLD int llguard__sys_audit_join(int fd)
{
	const struct netlink_address address = {
		.family = AF_NETLINK,
		.groups = READLOG_GROUP,
	};

	return call(fd, (long)&address, sizeof(address), SYS_bind);
}

LLGUARD__COLD int llguard__sys_audit_room(int fd, int bytes)
{
	const int err = call_5(fd, SOL_SOCKET, SO_RCVBUFFORCE, (long)&bytes,
		sizeof(bytes), SYS_setsockopt);

	return err ? call_5(fd, SOL_SOCKET, SO_RCVBUF, (long)&bytes,
			     sizeof(bytes), SYS_setsockopt)
		   : 0;
}

LLGUARD__COLD int llguard__sys_audit_ask(int fd)
{
	const struct netlink_address kernel = { .family = AF_NETLINK };
	const struct netlink_header header = {
		.length = sizeof(header),
		.type = AUDIT_GET,
		.flags = REQUEST,
		.sequence = 1,
	};
	const int sent = call_6(fd, (long)&header, sizeof(header), 0,
		(long)&kernel, sizeof(kernel), SYS_sendto);

	return sent < 0 ? sent : 0;
}

int llguard__sys_audit_receive(
	int fd, void *buf, size_t size, uint32_t *ret_sender)
{
	struct netlink_address from = { .port = UINT32_MAX };
	uint32_t from_size = sizeof(from);
	const int length = call_6(fd, (long)buf, (long)size, MSG_TRUNC,
		(long)&from, (long)&from_size, SYS_recvfrom);

	*ret_sender = from.port;
	return length;
}

int llguard__sys_wait_readable(int fd, int milliseconds)
{
	struct pollfd poll = { .fd = fd, .events = POLLIN };
#ifdef SYS_poll
	return call((long)&poll, 1, milliseconds, SYS_poll);
#else
	/* Ports without it have 64 bits, or a long where others have 64. */
	const long time[2] = { milliseconds / 1000,
		milliseconds % 1000 * 1000000L };

	return call((long)&poll, 1, (long)time, SYS_ppoll);
#endif
}

LLGUARD__COLD int llguard__sys_audit_drops(int fd, uint32_t *ret)
{
	uint32_t info[9]; /* SK_MEMINFO_DROPS is the last */
	uint32_t size = sizeof(info);
	const int err = call_5(fd, SOL_SOCKET, SO_MEMINFO, (long)info,
		(long)&size, SYS_getsockopt);

	if (err)
		return err;
	if (size < sizeof(info))
		return -EINVAL;
	*ret = info[8];
	return 0;
}

LLGUARD__COLD int llguard__sys_has_capability(unsigned int number)
{
	/* _LINUX_CAPABILITY_VERSION_3 */
	const struct {
		uint32_t version;
		int32_t pid;
	} header = { 0x20080522, 0 };
	struct {
		uint32_t effective;
		uint32_t permitted;
		uint32_t inheritable;
	} data[2] = { { 0 } };
	const int err = call((long)&header, (long)data, 0, SYS_capget);

	return err ? err
		   : (int)(data[number / 32].effective >> number % 32 & 1);
}

LLGUARD__COLD int llguard__sys_look(const char *path)
{
	return call(AT_FDCWD, (long)path, F_OK, SYS_faccessat);
}

LLGUARD__COLD int llguard__sys_read_file(
	const char *path, void *buf, size_t size)
{
	const int fd =
		call(AT_FDCWD, (long)path, O_RDONLY | O_CLOEXEC, SYS_openat);
	int n;

	if (fd < 0)
		return fd;
	n = call(fd, (long)buf, (long)size, SYS_read);
	llguard__sys_close(fd);
	return n;
}
