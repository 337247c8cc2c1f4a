/* SPDX-License-Identifier: MIT */
/*
 * A root of its own, with the objects of presets.def: the system's differ from
 * one machine to the next, and may not be touched.
 */
#include "probes.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <unistd.h>

static char root[40];
static int outside = -1; /* the real root */

/* Directories are made on the way to a file; '/' at the end: that alone. */
static const char *const files[] = {
	"/lib/libc.so.6",
	"/usr/lib/x86_64-linux-gnu/gconv/UTF-16.so",
	"/usr/libexec/file",
	"/etc/ld.so.cache",
	"/etc/ld.so.conf",
	"/proc/sys/vm/overcommit_memory",
	"/proc/version",
	"/etc/hosts",
	"/run/systemd/resolve/resolv.conf",
	"/run/systemd/units/file",
	"/run/systemd/userdb/",
	"/run/nscd/",
	"/run/dbus/",
	"/etc/ssl/certs/ca.pem",
	"/etc/ssl/private/key.pem",
	"/etc/ssl/openssl.cnf",
	"/usr/lib/ssl/file",
	"/usr/share/ca-certificates/mozilla/root.crt",
	"/usr/share/ca-certificates-java/file",
	"/usr/share/zoneinfo/Europe/Berlin",
	"/etc/localtime",
	"/usr/lib/locale/locale-archive",
	"/usr/share/doc/file",
	"/usr/share/terminfo/x/xterm",
	"/lib/terminfo/l/linux",
	"/etc/inputrc",
	"/lib64/",
	"/usr/bin/",
	"/dev/pts/",
};

static const char *const programs[] = {
	"/lib64/ld-linux-x86-64.so.2",
	"/lib/program",
	"/usr/bin/program",
};

static const struct {
	const char *path;
	unsigned int major, minor;
} devices[] = {
	{ "/dev/null", 1, 3 },
	{ "/dev/zero", 1, 5 },
	{ "/dev/full", 1, 7 },
	{ "/dev/random", 1, 8 },
	{ "/dev/urandom", 1, 9 },
	{ "/dev/other", 1, 3 },
	{ "/dev/tty", 5, 0 },
	{ "/dev/ptmx", 5, 2 },
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char *path_of(const char *name)
{
	static char path[96];

	snprintf(path, sizeof(path), "%s%s", root, name);
	return path;
}

static bool file_make(const char *name)
{
	char path[96];
	int fd;

	snprintf(path, sizeof(path), "%s", path_of(name));
	for (char *at = path + strlen(root) + 1; *at; at++) {
		if (*at != '/')
			continue;
		*at = '\0';
		if (mkdir(path, 0755) && errno != EEXIST)
			return false;
		*at = '/';
	}
	if (path[strlen(path) - 1] == '/')
		return true;
	fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0644);
	return fd >= 0 && close(fd) == 0;
}

static bool socket_make(const char *name)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	const int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	snprintf(address.sun_path, sizeof(address.sun_path), "%s",
		path_of(name));
	return bind(fd, (struct sockaddr *)&address, sizeof(address)) == 0;
}

/* A terminal: /dev/pts/0, as long as its master is open. */
static bool terminal_make(void)
{
	const int unlocked = 0;
	int master;

	if (mount("devpts", path_of("/dev/pts"), "devpts", 0,
		    "newinstance,ptmxmode=0666"))
		return false;
	master = open(path_of("/dev/ptmx"), O_RDWR | O_NOCTTY | O_CLOEXEC);
	return master >= 0 && ioctl(master, TIOCSPTLCK, &unlocked) == 0;
}

static bool objects_make(void)
{
	for (size_t i = 0; i < COUNT(files); i++)
		if (!file_make(files[i]))
			return false;
	for (size_t i = 0; i < COUNT(programs); i++)
		if (!program_make(path_of(programs[i])))
			return false;
	for (size_t i = 0; i < COUNT(devices); i++)
		if (mknod(path_of(devices[i].path), S_IFCHR | 0666,
			    makedev(devices[i].major, devices[i].minor)))
			return false;
	return socket_make("/run/nscd/socket") &&
	       socket_make("/run/dbus/socket") && terminal_make();
}

bool root_make(const char *at)
{
	snprintf(root, sizeof(root), "%s", at);
	/* What is mounted goes with this process, and nobody else sees it. */
	if (mkdir(root, 0755) || unshare(CLONE_NEWNS))
		return false;
	outside = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	/* In a chroot "/" is no mount point: EINVAL. */
	if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) &&
		errno != EINVAL)
		return false;
	return mount("probes", root, "tmpfs", 0, "mode=755") == 0 &&
	       objects_make();
}

void root_mend(void)
{
	unlink(path_of("/lib/new"));
	unlink(path_of("/usr/lib/new"));
	unlink(path_of("/dev/new"));
	unlink(path_of("/etc/new"));
	file_make("/etc/hosts");
}

void root_remove(void)
{
	umount2(path_of("/dev/pts"), MNT_DETACH);
	umount2(root, MNT_DETACH);
	rmdir(root);
}

bool root_enter(void)
{
	return outside >= 0 && chroot(root) == 0 && chdir("/") == 0;
}

bool root_leave(void)
{
	return fchdir(outside) == 0 && chroot(".") == 0;
}
