/* SPDX-License-Identifier: MIT */
/*
 * Each operation as a system call.
 */
#include "probes.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <unistd.h>

#define RENAME_EXCHANGE_FLAG 2 /* RENAME_EXCHANGE of linux/fs.h */

static int outcome(int failed)
{
	return failed ? errno : 0;
}

static int open_try(const struct probe *probe)
{
	const bool reads = probe->flags & LLGUARD_QUERY_READ;
	const bool writes = probe->flags & LLGUARD_QUERY_WRITE;
	int flags = O_NOCTTY | O_CLOEXEC;
	int fd;

	flags |= reads && writes ? O_RDWR : writes ? O_WRONLY : O_RDONLY;
	if (probe->flags & LLGUARD_QUERY_CREATE)
		flags |= O_CREAT;
	if (probe->flags & LLGUARD_QUERY_TRUNCATE)
		flags |= O_TRUNC;
	fd = open(tree_path(probe->path), flags, 0644);
	if (fd < 0)
		return errno;
	close(fd);
	return 0;
}

static int create(const struct probe *probe)
{
	const char *path = tree_path(probe->path);

	switch (probe->object) {
	case LLGUARD_TARGET_DIRECTORY:
		return outcome(mkdir(path, 0755));
	case LLGUARD_TARGET_SYMLINK:
		return outcome(symlink("file", path));
	case LLGUARD_TARGET_FIFO:
		return outcome(mkfifo(path, 0644));
	case LLGUARD_TARGET_SOCKET:
		return outcome(mknod(path, S_IFSOCK | 0644, 0));
	case LLGUARD_TARGET_CHARACTER:
		return outcome(mknod(path, S_IFCHR | 0644, makedev(1, 3)));
	case LLGUARD_TARGET_BLOCK:
		return outcome(mknod(path, S_IFBLK | 0644, makedev(7, 0)));
	default:
		return outcome(mknod(path, S_IFREG | 0644, 0));
	}
}

static int rename_try(const struct probe *probe)
{
	const unsigned int flags = probe->flags & LLGUARD_QUERY_EXCHANGE
					   ? RENAME_EXCHANGE_FLAG
					   : 0;

	return outcome(syscall(SYS_renameat2, AT_FDCWD, tree_path(probe->path),
			       AT_FDCWD, tree_path(probe->path_2), flags) != 0);
}

/* -1: it could not even be opened.  ENOTTY says that the driver was asked. */
static int ioctl_try(const struct probe *probe)
{
	const int fd =
		open(tree_path(probe->path), O_RDONLY | O_NOCTTY | O_CLOEXEC);
	struct winsize size;
	int err;

	if (fd < 0)
		return -1;
	err = outcome(ioctl(fd, TIOCGWINSZ, &size));
	close(fd);
	return err == ENOTTY ? 0 : err;
}

static int execute(const struct probe *probe)
{
	char *const arguments[] = { (char[]){ "program" }, (char[]){ "--exit" },
		NULL };

	execv(tree_path(probe->path), arguments);
	return errno;
}

static int inet(const struct probe *probe, int prepared)
{
	const bool udp = probe->flags & LLGUARD_QUERY_UDP;
	const struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		.sin_port = htons((uint16_t)tree_port(probe->port)),
	};
	const struct sockaddr *to = (const struct sockaddr *)&address;
	const int type = udp ? SOCK_DGRAM : SOCK_STREAM;
	const int one = 1;
	int fd = prepared;

	if (!fd)
		fd = socket(AF_INET, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	switch (probe->operation) {
	case LLGUARD_OPERATION_BIND:
		/* Landlock was asked before the port was found to be taken. */
		if (bind(fd, to, sizeof(address)) && errno != EADDRINUSE)
			return errno;
		return 0;
	case LLGUARD_OPERATION_SEND:
		return outcome(sendto(fd, "", 1, 0, to, sizeof(address)) < 0);
	default:
		if (connect(fd, to, sizeof(address)) && errno != EINPROGRESS &&
			errno != ECONNREFUSED)
			return errno;
		return 0;
	}
}

static int unix_connect(const char *name, size_t len)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	const int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	memcpy(address.sun_path, name, len);
	return outcome(connect(fd, (struct sockaddr *)&address,
		(socklen_t)(offsetof(struct sockaddr_un, sun_path) + len)));
}

/* /dev/tty is the terminal of a session: one of our own. */
static int terminal_take(void)
{
	const int unlocked = 0;
	const int master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC);
	int terminal;

	if (setsid() < 0 || ioctl(master, TIOCSPTLCK, &unlocked))
		return -1;
	terminal = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY);
	return ioctl(terminal, TIOCSCTTY, 0) ? -1 : 0;
}

int operation_prepare(const struct probe *probe)
{
	const struct sockaddr_in any = { .sin_family = AF_INET };
	int fd;

	if (probe->path && strcmp(probe->path, "/dev/tty") == 0)
		return terminal_take();
	if (geteuid() && (probe->object == LLGUARD_TARGET_BLOCK ||
				 (probe->object == LLGUARD_TARGET_CHARACTER &&
					 probe->changes)))
		return -1;
	if (probe->operation == LLGUARD_OPERATION_MOUNT) {
		if (geteuid() || unshare(CLONE_NEWNS))
			return -1;
		/* In a chroot "/" is no mount point: EINVAL. */
		if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) &&
			errno != EINVAL)
			return -1;
	}
	if (!(probe->flags & LLGUARD_QUERY_BOUND))
		return 0;
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	return bind(fd, (const struct sockaddr *)&any, sizeof(any)) ? -1 : fd;
}

int operate(const struct probe *probe, int prepared)
{
	switch (probe->operation) {
	case LLGUARD_OPERATION_OPEN:
		return open_try(probe);
	case LLGUARD_OPERATION_CREATE:
		return create(probe);
	case LLGUARD_OPERATION_UNLINK:
		return outcome(probe->object == LLGUARD_TARGET_DIRECTORY
				       ? rmdir(tree_path(probe->path))
				       : unlink(tree_path(probe->path)));
	case LLGUARD_OPERATION_RENAME:
		return rename_try(probe);
	case LLGUARD_OPERATION_LINK:
		return outcome(
			link(tree_path(probe->path), tree_path(probe->path_2)));
	case LLGUARD_OPERATION_TRUNCATE:
		return outcome(truncate(tree_path(probe->path), 0));
	case LLGUARD_OPERATION_IOCTL:
		return ioctl_try(probe);
	case LLGUARD_OPERATION_EXECUTE:
		return execute(probe);
	case LLGUARD_OPERATION_UNIX:
		return unix_connect(
			tree_path(probe->path), strlen(tree_path(probe->path)));
	case LLGUARD_OPERATION_ABSTRACT:
		return unix_connect(
			tree_abstract(), 1 + strlen(tree_abstract() + 1));
	case LLGUARD_OPERATION_SIGNAL:
		return outcome(kill(tree_victim(), 0));
	case LLGUARD_OPERATION_PTRACE:
		return outcome(
			ptrace(PTRACE_SEIZE, tree_victim(), NULL, NULL) != 0);
	case LLGUARD_OPERATION_MOUNT:
		return outcome(mount("none", "/tmp", "tmpfs", 0, NULL));
	default:
		return inet(probe, prepared);
	}
}
