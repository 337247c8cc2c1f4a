/* SPDX-License-Identifier: MIT */
/*
 * Files: they are there before the process confines itself, but what it makes.
 */
#include <errno.h>
#include <fcntl.h>
#include <llguard.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "stimulus.h"

void stimulus_die(const char *what, int err)
{
	printf("stimulus: %s: %s\n", what, strerror(err));
	fflush(stdout);
	_exit(1);
}

void stimulus_nothing(const char *argument)
{
	(void)argument;
}

void stimulus_parents(const char *path)
{
	char dir[256];

	for (const char *at = strchr(path + 1, '/'); at;
		at = strchr(at + 1, '/')) {
		snprintf(dir, sizeof(dir), "%.*s", (int)(at - path), path);
		mkdir(dir, 0755);
	}
}

void stimulus_file_make(const char *path)
{
	int fd;

	if (access(path, F_OK) == 0)
		return;
	stimulus_parents(path);
	fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0755);
	if (fd < 0 || close(fd))
		stimulus_die(path, errno);
}

static void dir_prepare(const char *path)
{
	stimulus_parents(path);
	mkdir(path, 0755);
}

/* Whatever it is, it is not there yet. */
static void absent_prepare(const char *path)
{
	stimulus_parents(path);
	remove(path);
}

static long read_call(const char *path)
{
	return open(path, O_RDONLY | O_CLOEXEC);
}

static long write_call(const char *path)
{
	return open(path, O_WRONLY | O_CLOEXEC);
}

static long create_call(const char *path)
{
	return open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
}

static long truncate_call(const char *path)
{
	return truncate(path, 0);
}

static long unlink_call(const char *path)
{
	return unlink(path);
}

static long execute_call(const char *path)
{
	char *argv[] = { (char *)(uintptr_t)path, NULL };

	return execve(path, argv, argv + 1);
}

static long refer_call(const char *path)
{
	return rename(path, "/tmp/page");
}

static long list_call(const char *path)
{
	return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static long mkdir_call(const char *path)
{
	return mkdir(path, 0755);
}

static long mount_call(const char *path)
{
	return mount("none", path, "tmpfs", 0, NULL);
}

static long char_call(const char *path)
{
	return mknod(path, S_IFCHR | 0600, (1 << 8) | 1);
}

static long fifo_call(const char *path)
{
	return mkfifo(path, 0600);
}

/* The right to it is that of when the device was opened. */
static long ioctl_call(const char *request)
{
	const int fd = open("/dev/null", O_RDWR | O_CLOEXEC);

	return ioctl(fd, strtoul(request, NULL, 16), "x");
}

/* As any user can: a root of one's own, by a user namespace. */
static void decoy_prepare(const char *path)
{
	char file[256];

	snprintf(file, sizeof(file), "/tmp/decoy%s", path);
	stimulus_file_make(file);
	if (setresgid(1000, 1000, 1000) || setresuid(1000, 1000, 1000) ||
		unshare(CLONE_NEWUSER) || chroot("/tmp/decoy") || chdir("/"))
		stimulus_die(file, errno);
}

#define PATH_OPERATION(name, prepare, call)                                    \
	{                                                                      \
		name, prepare, call, 0                                         \
	}
// clang-format off
const struct operation file_read = PATH_OPERATION("open O_RDONLY", stimulus_file_make, read_call);
const struct operation file_write = PATH_OPERATION("open O_WRONLY", stimulus_file_make, write_call);
const struct operation file_create = PATH_OPERATION("open O_WRONLY|O_CREAT", absent_prepare, create_call);
const struct operation file_truncate = PATH_OPERATION("truncate", stimulus_file_make, truncate_call);
const struct operation file_unlink = PATH_OPERATION("unlink", stimulus_file_make, unlink_call);
const struct operation file_execute = PATH_OPERATION("execve", stimulus_file_make, execute_call);
const struct operation dir_list = PATH_OPERATION("open O_RDONLY|O_DIRECTORY", dir_prepare, list_call);
const struct operation dir_make = PATH_OPERATION("mkdir", absent_prepare, mkdir_call);
const struct operation dir_mount = PATH_OPERATION("mount tmpfs on", dir_prepare, mount_call);
const struct operation char_make = PATH_OPERATION("mknod S_IFCHR 1:1", absent_prepare, char_call);
const struct operation fifo_make = PATH_OPERATION("mkfifo", absent_prepare, fifo_call);
// clang-format on
const struct operation decoy_read = PATH_OPERATION(
	"chroot /tmp/decoy, open O_RDONLY", decoy_prepare, read_call);
const struct operation file_refer = {
	.name = "rename to /tmp/page",
	.prepare = stimulus_file_make,
	.call = refer_call,
	.allowed = LLGUARD_FS_REMOVE_FILE | LLGUARD_FS_MAKE_REG,
};
const struct operation device_ioctl = {
	.name = "ioctl on /dev/null",
	.prepare = stimulus_nothing,
	.call = ioctl_call,
	.allowed = LLGUARD_FS_READ_FILE | LLGUARD_FS_WRITE_FILE,
};
