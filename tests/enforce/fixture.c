/* SPDX-License-Identifier: MIT */
#include "rights.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static int file_make(const char *name, mode_t mode)
{
	const int fd = open(name, O_CREAT | O_WRONLY, mode);

	return fd < 0 ? -1 : close(fd);
}

/* A copy of this program, which is static: it runs without a loader. */
static int program_make(const char *name)
{
	char block[65536];
	const int from = open("/proc/self/exe", O_RDONLY);
	const int to = open(name, O_CREAT | O_WRONLY, 0755);
	ssize_t n;

	while ((n = read(from, block, sizeof(block))) > 0)
		if (write(to, block, (size_t)n) != n)
			return -1;
	close(from);
	return close(to);
}

/* A socket bound to a port that the kernel chose; listening if TCP. */
static uint16_t port_make(int type, bool keep)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t length = sizeof(address);
	const int fd = socket(AF_INET, type | SOCK_CLOEXEC, 0);

	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) ||
		getsockname(fd, (struct sockaddr *)&address, &length))
		return 0;
	if (!keep)
		close(fd);
	else if (type == SOCK_STREAM && listen(fd, 64))
		return 0;
	return ntohs(address.sin_port);
}

static int unix_listen(const char *name)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	/* An '@' stands for the NUL that makes an address abstract. */
	snprintf(address.sun_path, sizeof(address.sun_path), "%s", name);
	if (name[0] == '@')
		address.sun_path[0] = '\0';
	return bind(fd, (struct sockaddr *)&address,
		       (socklen_t)(offsetof(struct sockaddr_un, sun_path) +
				   strlen(name))) ||
	       listen(fd, 64);
}

int fixture_make(struct fixture *fixture)
{
	char abstract[80];

	snprintf(fixture->root, sizeof(fixture->root), "/tmp/llguard-XXXXXX");
	if (!mkdtemp(fixture->root) || chdir(fixture->root))
		return -1;
	snprintf(abstract, sizeof(abstract), "@%s", fixture->root);
	fixture->tcp_listening = port_make(SOCK_STREAM, true);
	fixture->tcp_free = port_make(SOCK_STREAM, false);
	fixture->udp_listening = port_make(SOCK_DGRAM, true);
	fixture->udp_free = port_make(SOCK_DGRAM, false);
	fixture->child = fork();
	if (fixture->child == 0) {
		pause();
		_exit(0);
	}
	return mkdir("a", 0755) || mkdir("b", 0755) || mkdir("mnt", 0755) ||
	       file_make("a/file", 0644) || program_make("a/program") ||
	       unix_listen("a/socket") || unix_listen(abstract);
}

void fixture_remove(struct fixture *fixture)
{
	char command[96];

	kill(fixture->child, SIGKILL);
	waitpid(fixture->child, NULL, 0);
	if (chdir("/"))
		return;
	snprintf(command, sizeof(command), "rm -rf %s", fixture->root);
	if (system(command))
		fprintf(stderr, "%s is left\n", fixture->root);
}
