/* SPDX-License-Identifier: MIT */
/*
 * One operation for each right, in the fixture's directory.
 *
 * What is expected: security/landlock/ and the manual landlock(7); refer answers
 * EXDEV, scopes, tracing and mounting EPERM, all else EACCES.
 */
#include "rights.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <llguard.h>

static int result(int failed)
{
	return failed ? errno : 0;
}

static int open_try(const char *name, int flags)
{
	const int fd = open(name, flags | O_CLOEXEC);

	if (fd < 0)
		return errno;
	close(fd);
	return 0;
}

static int execute(const struct fixture *fixture)
{
	char *const arguments[] = { (char[]){ "program" }, (char[]){ "--exit" },
		NULL };
	const pid_t child = fork();
	int status;

	(void)fixture;
	if (child == 0) {
		execv("a/program", arguments);
		_exit(errno);
	}
	waitpid(child, &status, 0);
	return WEXITSTATUS(status);
}

static int write_file(const struct fixture *fixture)
{
	(void)fixture;
	return open_try("a/file", O_WRONLY);
}

static int read_file(const struct fixture *fixture)
{
	(void)fixture;
	return open_try("a/file", O_RDONLY);
}

static int read_dir(const struct fixture *fixture)
{
	(void)fixture;
	return open_try("a", O_RDONLY | O_DIRECTORY);
}

static int remove_dir(const struct fixture *fixture)
{
	(void)fixture;
	return result(rmdir("b"));
}

static int remove_file(const struct fixture *fixture)
{
	(void)fixture;
	return result(unlink("a/file"));
}

static int make_char(const struct fixture *fixture)
{
	(void)fixture;
	return result(mknod("a/new", S_IFCHR | 0600, makedev(1, 3)));
}

static int make_block(const struct fixture *fixture)
{
	(void)fixture;
	return result(mknod("a/new", S_IFBLK | 0600, makedev(7, 0)));
}

static int make_dir(const struct fixture *fixture)
{
	(void)fixture;
	return result(mkdir("a/new", 0700));
}

static int make_reg(const struct fixture *fixture)
{
	(void)fixture;
	return result(mknod("a/new", S_IFREG | 0600, 0));
}

static int make_sock(const struct fixture *fixture)
{
	(void)fixture;
	return result(mknod("a/new", S_IFSOCK | 0600, 0));
}

static int make_fifo(const struct fixture *fixture)
{
	(void)fixture;
	return result(mkfifo("a/new", 0600));
}

static int make_sym(const struct fixture *fixture)
{
	(void)fixture;
	return result(symlink("file", "a/new"));
}

static int refer(const struct fixture *fixture)
{
	(void)fixture;
	return result(rename("a/file", "b/file"));
}

static int truncate_it(const struct fixture *fixture)
{
	(void)fixture;
	return result(truncate("a/file", 0));
}

/* ENOTTY says that the request reached the driver. */
static int ioctl_dev(const struct fixture *fixture)
{
	const int fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	struct winsize size;
	int err;

	(void)fixture;
	err = result(fd < 0 || ioctl(fd, TIOCGWINSZ, &size));
	close(fd);
	return err;
}

static int unix_connect(const char *name)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int err;

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", name);
	if (name[0] == '@')
		address.sun_path[0] = '\0';
	err = result(connect(fd, (struct sockaddr *)&address,
		(socklen_t)(offsetof(struct sockaddr_un, sun_path) +
			    strlen(name))));
	close(fd);
	return err;
}

static int resolve_unix(const struct fixture *fixture)
{
	(void)fixture;
	return unix_connect("a/socket");
}

static int abstract_unix_socket(const struct fixture *fixture)
{
	char name[80];

	snprintf(name, sizeof(name), "@%s", fixture->root);
	return unix_connect(name);
}

static int inet(int type, uint16_t port,
	int (*call)(int, const struct sockaddr *, socklen_t))
{
	const struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
		.sin_port = htons(port),
	};
	const int fd = socket(AF_INET, type | SOCK_CLOEXEC, 0);
	const int one = 1;
	int err;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	err = result(
		call(fd, (const struct sockaddr *)&address, sizeof(address)));
	close(fd);
	return err;
}

static int bind_tcp(const struct fixture *fixture)
{
	return inet(SOCK_STREAM, fixture->tcp_free, bind);
}

static int connect_tcp(const struct fixture *fixture)
{
	return inet(SOCK_STREAM, fixture->tcp_listening, connect);
}

static int bind_udp(const struct fixture *fixture)
{
	return inet(SOCK_DGRAM, fixture->udp_free, bind);
}

static int connect_send_udp(const struct fixture *fixture)
{
	return inet(SOCK_DGRAM, fixture->udp_listening, connect);
}

static int signal_it(const struct fixture *fixture)
{
	return result(kill(fixture->child, 0));
}

const struct probe probes[] = {
	{ LLGUARD_FS_EXECUTE, execute, 0, 0, EACCES },
	{ LLGUARD_FS_WRITE_FILE, write_file, 0, 0, EACCES },
	{ LLGUARD_FS_READ_FILE, read_file, 0, 0, EACCES },
	{ LLGUARD_FS_READ_DIR, read_dir, 0, 0, EACCES },
	{ LLGUARD_FS_REMOVE_DIR, remove_dir, 0, 0, EACCES },
	{ LLGUARD_FS_REMOVE_FILE, remove_file, 0, 0, EACCES },
	/* Without CAP_MKNOD the kernel refuses after Landlock has agreed. */
	{ LLGUARD_FS_MAKE_CHAR, make_char, 0, EPERM, EACCES },
	{ LLGUARD_FS_MAKE_DIR, make_dir, 0, 0, EACCES },
	{ LLGUARD_FS_MAKE_REG, make_reg, 0, 0, EACCES },
	{ LLGUARD_FS_MAKE_SOCK, make_sock, 0, 0, EACCES },
	{ LLGUARD_FS_MAKE_FIFO, make_fifo, 0, 0, EACCES },
	{ LLGUARD_FS_MAKE_BLOCK, make_block, 0, EPERM, EACCES },
	{ LLGUARD_FS_MAKE_SYM, make_sym, 0, 0, EACCES },
	{ LLGUARD_FS_REFER, refer, 0, 0, EXDEV },
	{ LLGUARD_FS_TRUNCATE, truncate_it, 0, 0, EACCES },
	{ LLGUARD_FS_IOCTL_DEV, ioctl_dev, ENOTTY, ENOTTY, EACCES },
	{ LLGUARD_FS_RESOLVE_UNIX, resolve_unix, 0, 0, EACCES },
	{ LLGUARD_NET_BIND_TCP, bind_tcp, 0, 0, EACCES },
	{ LLGUARD_NET_CONNECT_TCP, connect_tcp, 0, 0, EACCES },
	{ LLGUARD_NET_BIND_UDP, bind_udp, 0, 0, EACCES },
	{ LLGUARD_NET_CONNECT_SEND_UDP, connect_send_udp, 0, 0, EACCES },
	{ LLGUARD_SCOPE_ABSTRACT_UNIX_SOCKET, abstract_unix_socket, 0, 0,
		EPERM },
	{ LLGUARD_SCOPE_SIGNAL, signal_it, 0, 0, EPERM },
};
const unsigned int probe_count = sizeof(probes) / sizeof(probes[0]);
