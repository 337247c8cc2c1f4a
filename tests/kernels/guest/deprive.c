/* SPDX-License-Identifier: MIT */
/*
 * deprive OF PROGRAM [ARGUMENT...]: runs a program that lacks what it takes to
 * hear of denials, or of many.
 *
 *	capability	root, and CAP_AUDIT_READ is gone for good
 *	control		the same with CAP_AUDIT_CONTROL, which only asking takes
 *	room		CAP_NET_ADMIN, with which a listener has more room
 *	user		nobody
 *	netlink		socket(AF_NETLINK) is refused, as by a container's filter
 *	family		the same with the errno of RestrictAddressFamilies=
 */
#include <errno.h>
#include <grp.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NOBODY 65534

static int netlink_refuse(unsigned int error)
{
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_socket, 0, 3),
		/* The lower half, as this machine is little-endian. */
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
			offsetof(struct seccomp_data, args)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AF_NETLINK, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | error),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	const struct sock_fprog program = {
		.len = sizeof(code) / sizeof(code[0]),
		.filter = code,
	};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return -1;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

static int deprive(const char *of)
{
	if (strcmp(of, "capability") == 0)
		return prctl(PR_CAPBSET_DROP, CAP_AUDIT_READ, 0, 0, 0);
	if (strcmp(of, "control") == 0)
		return prctl(PR_CAPBSET_DROP, CAP_AUDIT_CONTROL, 0, 0, 0);
	if (strcmp(of, "room") == 0)
		return prctl(PR_CAPBSET_DROP, CAP_NET_ADMIN, 0, 0, 0);
	if (strcmp(of, "user") == 0)
		return setgroups(0, NULL) || setgid(NOBODY) || setuid(NOBODY)
			       ? -1
			       : 0;
	if (strcmp(of, "netlink") == 0)
		return netlink_refuse(EPERM);
	if (strcmp(of, "family") == 0)
		return netlink_refuse(EAFNOSUPPORT);
	errno = EINVAL;
	return -1;
}

int main(int argc, char **argv)
{
	if (argc < 3) {
		fputs("usage: deprive capability|control|room|user|netlink|family PROGRAM [ARGUMENT...]\n",
			stderr);
		return 2;
	}
	if (deprive(argv[1])) {
		perror(argv[1]);
		return 1;
	}
	execvp(argv[2], argv + 2);
	perror(argv[2]);
	return 127;
}
