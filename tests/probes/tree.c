/* SPDX-License-Identifier: MIT */
/*
 * Two directories alike, sockets, and a process that waits.
 */
#include "probes.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static char root[64];
static char abstract[80];
static uint32_t ports[PORTS];
static pid_t victim;

/* A place for each name that is asked for. */
const char *tree_path(const char *name)
{
	static char paths[32][96];
	char path[96];

	if (name[0] == '/')
		return name;
	snprintf(path, sizeof(path), "%s%s%s", root, name[0] ? "/" : "", name);
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		if (!paths[i][0])
			memcpy(paths[i], path, sizeof(path));
		if (strcmp(paths[i], path) == 0)
			return paths[i];
	}
	fprintf(stderr, "%s: no place for one more path\n", path);
	exit(1);
}

uint32_t tree_port(enum port port)
{
	return ports[port];
}

int tree_victim(void)
{
	return victim;
}

const char *tree_abstract(void)
{
	return abstract;
}

/* A copy of this program, which is static: it runs without a loader. */
bool program_make(const char *path)
{
	char block[65536];
	const int from = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	const int to = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0755);
	bool ok = from >= 0 && to >= 0;
	ssize_t n;

	while (ok && (n = read(from, block, sizeof(block))) > 0)
		ok = write(to, block, (size_t)n) == n;
	close(from);
	return close(to) == 0 && ok;
}

/* A port that the kernel chose; a socket keeps it unless it is to be free. */
static uint32_t port_make(int type, bool keep)
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
	if (type == SOCK_STREAM && keep && listen(fd, 64))
		return 0;
	if (!keep)
		close(fd);
	return ntohs(address.sin_port);
}

/* Datagrams: nobody takes what waits in a queue. */
static bool unix_make(const char *name, size_t len)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	const int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	memcpy(address.sun_path, name, len);
	return bind(fd, (struct sockaddr *)&address,
		       (socklen_t)(offsetof(struct sockaddr_un, sun_path) +
				   len)) == 0;
}

static void directory_mend(const char *name)
{
	char path[96];

#define IN(file) (snprintf(path, sizeof(path), "%s/%s/" file, root, name), path)
	if (unlink(IN("new")))
		rmdir(path);
	close(open(IN("file"), O_CREAT | O_WRONLY | O_CLOEXEC, 0644));
	close(open(IN("other"), O_CREAT | O_WRONLY | O_CLOEXEC, 0644));
	mkdir(IN("dir"), 0755);
	if (symlink("file", IN("link")))
		return;
#undef IN
}

void tree_mend(void)
{
	directory_mend("a");
	directory_mend("b");
}

static void victim_make(void)
{
	victim = fork();
	if (victim)
		return;
	/* Where the system lets only ancestors trace. */
	prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0);
	for (;;)
		pause();
}

bool tree_make(void)
{
	size_t len;

	snprintf(root, sizeof(root), "/tmp/llguard-XXXXXX");
	if (!mkdtemp(root) || mkdir(tree_path("a"), 0755) ||
		mkdir(tree_path("b"), 0755))
		return false;
	tree_mend();
	len = (size_t)snprintf(abstract + 1, sizeof(abstract) - 1, "%s", root);
	ports[TCP_LISTEN_1] = port_make(SOCK_STREAM, true);
	ports[TCP_LISTEN_2] = port_make(SOCK_STREAM, true);
	ports[TCP_FREE_1] = port_make(SOCK_STREAM, false);
	ports[TCP_FREE_2] = port_make(SOCK_STREAM, false);
	ports[UDP_LISTEN_1] = port_make(SOCK_DGRAM, true);
	ports[UDP_LISTEN_2] = port_make(SOCK_DGRAM, true);
	ports[UDP_FREE_1] = port_make(SOCK_DGRAM, false);
	ports[UDP_FREE_2] = port_make(SOCK_DGRAM, false);
	ports[PORT_53] = 53;
	ports[PORT_54] = 54;
	for (size_t i = 1; i < PORTS; i++)
		if (!ports[i])
			return false;
	victim_make();
	return victim > 0 && program_make(tree_path("a/program")) &&
	       program_make(tree_path("b/program")) &&
	       unix_make(
		       tree_path("a/socket"), strlen(tree_path("a/socket"))) &&
	       unix_make(
		       tree_path("b/socket"), strlen(tree_path("b/socket"))) &&
	       unix_make(abstract, len + 1);
}

void tree_remove(void)
{
	char command[96];

	kill(victim, SIGKILL);
	waitpid(victim, NULL, 0);
	tree_mend();
	for (const char *d = "a"; d; d = *d == 'a' ? "b" : NULL) {
		static const char *const names[] = { "file", "other", "link",
			"program", "socket" };

		for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
			snprintf(command, sizeof(command), "%s/%s/%s", root, d,
				names[i]);
			unlink(command);
		}
		snprintf(command, sizeof(command), "%s/%s/dir", root, d);
		rmdir(command);
		rmdir(tree_path(d));
	}
	if (rmdir(root))
		fprintf(stderr, "%s is left\n", root);
}
