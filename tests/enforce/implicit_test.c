/* SPDX-License-Identifier: MIT */
/*
 * What being confined refuses by itself: mounting, as soon as one filesystem
 * right is handled, and tracing a process outside of the domain, always.  In
 * namespaces of their own.
 */
#include "check.h"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/ptrace.h>

enum operation {
	MOUNT,
	UNMOUNT,
	TRACE
};

struct row {
	enum operation operation;
	uint64_t handled; /* 0: no policy */
	uint32_t since_abi;
	int expected;
};

static const struct row rows[] = {
	{ MOUNT, 0, 1, 0 },
	{ MOUNT, LLGUARD_FS_EXECUTE, 1, EPERM },
	{ MOUNT, LLGUARD_FS_IOCTL_DEV, 5, EPERM },
	{ MOUNT, LLGUARD_NET_BIND_TCP, 4, 0 },
	{ MOUNT, LLGUARD_SCOPE_SIGNAL, 6, 0 },
	{ UNMOUNT, 0, 1, 0 },
	{ UNMOUNT, LLGUARD_FS_EXECUTE, 1, EPERM },
	{ TRACE, 0, 1, 0 },
	{ TRACE, LLGUARD_FS_EXECUTE, 1, EPERM },
	{ TRACE, LLGUARD_NET_BIND_TCP, 4, EPERM },
	{ TRACE, LLGUARD_SCOPE_SIGNAL, 6, EPERM },
};

static bool file_write(const char *name, const char *text)
{
	const int fd = open(name, O_WRONLY | O_CLOEXEC);
	const bool ok = fd >= 0 &&
			write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	close(fd);
	return ok;
}

/* Become root of namespaces that end with this process. */
static bool namespaces_make(void)
{
	char map[32];
	const uid_t uid = geteuid();

	/* In a chroot "/" is no mount point: see leftover_unmount(). */
	if (uid == 0)
		return unshare(CLONE_NEWNS | CLONE_NEWPID) == 0 &&
		       (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) ==
				       0 ||
			       errno == EINVAL);
	if (unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID))
		return false;
	snprintf(map, sizeof(map), "0 %u 1", uid);
	return file_write("/proc/self/uid_map", map);
}

static int operate(enum operation operation, pid_t victim)
{
	switch (operation) {
	case MOUNT:
		return mount("none", "/tmp", "tmpfs", 0, NULL) ? errno : 0;
	case UNMOUNT:
		return umount2("/tmp", MNT_DETACH) ? errno : 0;
	default:
		return ptrace(PTRACE_ATTACH, victim, NULL, NULL) ? errno : 0;
	}
}

/* In the new namespaces: a victim outside the domain, then the policy. */
static int confined(const void *argument)
{
	const struct row *row = argument;
	const pid_t victim = fork();
	struct llguard_policy policy = LLGUARD_POLICY_NO_RULES_WITH(
		row->handled, LLGUARD_POLICY_STRICT, 0, 0, NULL);
	int outcome;

	if (victim == 0) {
		pause();
		_exit(0);
	}
	if (row->operation == UNMOUNT &&
		mount("none", "/tmp", "tmpfs", 0, NULL))
		return 253;
	if (row->handled && llguard_policy_apply(&policy, NULL))
		return 254;
	outcome = operate(row->operation, victim);
	kill(victim, SIGKILL);
	return outcome;
}

/* Where mounts could not be made private, ours has shown up outside as well. */
static void leftover_unmount(const struct row *row, int outcome)
{
	if ((row->operation == MOUNT && outcome == 0) ||
		(row->operation == UNMOUNT && outcome == EPERM))
		umount2("/tmp", MNT_DETACH);
}

static int isolated(const void *argument)
{
	int outcome;

	if (!namespaces_make())
		return 252;
	outcome = check_in_child(confined, argument);
	leftover_unmount(argument, outcome);
	return outcome;
}

int main(void)
{
	const uint32_t abi = check_kernel_abi();

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		int got;

		if (abi < rows[i].since_abi)
			continue;
		got = check_in_child(isolated, &rows[i]);
		CHECK(got == rows[i].expected, "row %zu: %s (%d), not %s", i,
			strerror(got), got, strerror(rows[i].expected));
	}
	return check_finish();
}
