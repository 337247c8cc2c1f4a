/* SPDX-License-Identifier: MIT */
/*
 * O_PATH on a directory that is mounted when it is first used, as /net or a
 * systemd .automount: it does not mount.  The rule is for the empty directory
 * that the file system will hide.
 */
#include "naive.h"

#include <linux/auto_fs.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mount.h>

static const char point[] = "dir";

/* The automounter: it mounts once, and waits to be killed. */
static void automounter(int ready)
{
	union autofs_v5_packet_union packet;
	char options[96];
	int requests[2], root;

	if (setpgid(0, 0) || pipe2(requests, O_CLOEXEC))
		_exit(1);
	snprintf(options, sizeof(options),
		"fd=%d,pgrp=%d,minproto=5,maxproto=5,direct", requests[1],
		getpgrp());
	if (mount("naive", point, "autofs", 0, options))
		_exit(1);
	root = open(point, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (root < 0 || write(ready, "", 1) != 1)
		_exit(1);
	close(ready);
	if (read(requests[0], &packet, sizeof(packet)) < 0 ||
		mount("naive", point, "tmpfs", 0, NULL) ||
		open_try("dir/inside", O_CREAT | O_WRONLY) ||
		ioctl(root, AUTOFS_IOC_READY,
			packet.v5_packet.wait_queue_token))
		_exit(1);
	for (;;)
		pause();
}

/* Returns the automounter, when it is ready, or -1. */
static pid_t automount(void)
{
	int ready[2];
	char byte;
	pid_t pid;

	if (unshare(CLONE_NEWNS) ||
		(mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) &&
			errno != EINVAL) || /* a chroot */
		pipe2(ready, O_CLOEXEC))
		return -1;
	pid = fork();
	if (pid == 0)
		automounter(ready[1]);
	close(ready[1]);
	if (read(ready[0], &byte, 1) == 1)
		return pid;
	waitpid(pid, NULL, 0);
	return -1;
}

static int handwritten(void)
{
	const int ruleset = ruleset_create(ACCESS_FS_ABI_1, 0);

	if (ruleset_allow(ruleset, point, O_PATH,
		    LANDLOCK_ACCESS_FS_READ_FILE |
			    LANDLOCK_ACCESS_FS_READ_DIR) ||
		ruleset_enforce(ruleset))
		return BROKEN;
	return open_try("dir/inside", O_RDONLY);
}

static int guarded(void)
{
	const struct llguard_rule rules[] = {
		LLGUARD_PATH(point, LLGUARD_FS_READ),
	};
	const struct llguard_policy policy =
		LLGUARD_POLICY(LLGUARD_ABI_1, rules);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	if (llguard_policy_apply(&policy, &report) || !report.applied)
		return BROKEN;
	return open_try("dir/inside", O_RDONLY);
}

static int with_automount(const void *argument)
{
	const bool by_library = argument != NULL;
	const pid_t pid = automount();
	int result;

	if (pid < 0)
		return SKIPPED;
	result = by_library ? guarded() : handwritten();
	kill(pid, SIGKILL);
	return result;
}

int naive_untriggered_automount(uint32_t kernel_abi)
{
	const int result = check_in_child(with_automount, NULL);

	(void)kernel_abi;
	if (result == SKIPPED)
		return SKIPPED; /* no autofs, or no privilege to mount */
	CHECK(result == EACCES, "%s", strerror(result));
	CHECK(check_in_child(with_automount, point) == 0,
		"it was not mounted in time");
	return check_finish();
}
