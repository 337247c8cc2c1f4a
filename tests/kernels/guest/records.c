/* SPDX-License-Identifier: MIT */
/*
 * records PROGRAM [ARGUMENT...]: runs a program in a virtual machine, then prints
 * the audit records that the kernel multicast meanwhile, as auditd writes them.
 * Nothing of the library is in it: what it prints are the kernel's own bytes.
 */
#include <errno.h>
#include <linux/audit.h>
#include <linux/netlink.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* A domain's last record comes some 30 ms after its last process. */
#define QUIET_MS 500

static const struct {
	int type;
	const char *name;
} names[] = {
	// clang-format off
	{ AUDIT_SYSCALL,   "SYSCALL" },
	{ AUDIT_PATH,      "PATH" },
	{ AUDIT_CWD,       "CWD" },
	{ AUDIT_EOE,       "EOE" },
	{ AUDIT_PROCTITLE, "PROCTITLE" },
	{ 1423,            "LANDLOCK_ACCESS" },
	{ 1424,            "LANDLOCK_DOMAIN" },
	// clang-format on
};

static void record_print(int type, const char *text, size_t size)
{
	const char *name = NULL;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (names[i].type == type)
			name = names[i].name;
	if (name)
		printf("type=%s msg=", name);
	else
		printf("type=UNKNOWN[%d] msg=", type);
	fwrite(text, 1, size, stdout);
	putchar('\n');
}

/* Takes what comes until nothing does; returns -1 when records were lost. */
static int records_take(int audit, int print)
{
	static union {
		struct nlmsghdr header;
		char bytes[16384];
	} packet;
	struct pollfd source = { .fd = audit, .events = POLLIN };

	while (poll(&source, 1, QUIET_MS) > 0) {
		const ssize_t size = recv(audit, &packet, sizeof(packet), 0);

		if (size < (ssize_t)NLMSG_HDRLEN)
			return -1;
		if (print)
			record_print(packet.header.nlmsg_type,
				packet.bytes + NLMSG_HDRLEN,
				(size_t)size - NLMSG_HDRLEN);
	}
	return 0;
}

int main(int argc, char **argv)
{
	const struct sockaddr_nl group = {
		.nl_family = AF_NETLINK,
		.nl_groups = 1U << (AUDIT_NLGRP_READLOG - 1),
	};
	const int audit =
		socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_AUDIT);
	int status = 1;
	pid_t child;

	if (argc < 2) {
		fputs("usage: records PROGRAM [ARGUMENT...]\n", stderr);
		return 2;
	}
	/* Our own listening is recorded too: that is not what was asked. */
	if (audit < 0 ||
		bind(audit, (const struct sockaddr *)&group, sizeof(group)) ||
		records_take(audit, 0)) {
		perror("records: audit");
		return 1;
	}
	child = fork();
	if (child == 0) {
		execvp(argv[1], argv + 1);
		perror(argv[1]);
		_exit(127);
	}
	if (child < 0 || waitpid(child, &status, 0) != child)
		return 1;
	if (records_take(audit, 1)) {
		perror("records: records were lost");
		return 1;
	}
	return status ? 1 : 0;
}
