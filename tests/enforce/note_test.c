/* SPDX-License-Identifier: MIT */
/*
 * Whether a report's notes are true of this kernel: what a note calls a hole is
 * tried, and what no note speaks of is refused.
 */
#include "check.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/un.h>

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif
#ifndef MSG_FASTOPEN
#define MSG_FASTOPEN 0x20000000
#endif

/* What was there before: listeners that the confined process may not reach. */
static struct outside {
	struct sockaddr_in tcp;
	struct sockaddr_un unix_path;
} outside;

static int errno_of(int result)
{
	return result < 0 ? errno : 0;
}

static bool listeners_make(void)
{
	const int tcp = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	const int local = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	socklen_t size = sizeof(outside.tcp);

	outside.tcp.sin_family = AF_INET;
	outside.tcp.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	outside.unix_path.sun_family = AF_UNIX;
	snprintf(outside.unix_path.sun_path, sizeof(outside.unix_path.sun_path),
		"/tmp/note-test-%d", (int)getpid());
	return !bind(tcp, (struct sockaddr *)&outside.tcp, size) &&
	       !listen(tcp, 8) &&
	       !getsockname(tcp, (struct sockaddr *)&outside.tcp, &size) &&
	       !bind(local, (struct sockaddr *)&outside.unix_path,
		       sizeof(outside.unix_path)) &&
	       !listen(local, 8);
}

static int connect_errno(
	int domain, int protocol, const void *address, socklen_t size)
{
	const int fd = socket(domain, SOCK_STREAM | SOCK_CLOEXEC, protocol);
	int got;

	if (fd < 0)
		return -1; /* there are no such sockets here */
	got = errno_of(connect(fd, address, size));
	close(fd);
	return got;
}

static int fast_open_errno(void)
{
	const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	const int got = errno_of((int)sendto(fd, "x", 1, MSG_FASTOPEN,
		(struct sockaddr *)&outside.tcp, sizeof(outside.tcp)));

	close(fd);
	return got;
}

static int udp_bind_errno(void)
{
	struct sockaddr_in address = outside.tcp;
	const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int got;

	address.sin_port = 0;
	got = errno_of(bind(fd, (struct sockaddr *)&address, sizeof(address)));
	close(fd);
	return got;
}

/* Refused where there is no note of a hole, and not refused where there is. */
#define HOLE(note, got)                                                        \
	CHECK(((got) != EACCES) == !!(report.notes & (note)), "%s: %s", #note, \
		strerror(got))

static int confined(const void *argument)
{
	static const struct llguard_policy policy =
		LLGUARD_POLICY_NO_RULES(LLGUARD_ABI_11);
	struct llguard_report report = LLGUARD_REPORT_INIT;
	const uint32_t abi = *(const uint32_t *)argument;
	const int unbound = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int mptcp;

	CHECK(llguard_policy_apply(&policy, &report) == 0, "%d", report.error);
	CHECK(report.notes & LLGUARD_NOTE_PTRACE, "no note at all");
	HOLE(LLGUARD_NOTE_PATHNAME_SOCKETS,
		connect_errno(AF_UNIX, 0, &outside.unix_path,
			sizeof(outside.unix_path)));
	if (abi < 4)
		return check_finish();
	CHECK(connect_errno(AF_INET, 0, &outside.tcp, sizeof(outside.tcp)) ==
			EACCES,
		"connect_tcp");
	HOLE(LLGUARD_NOTE_UDP, udp_bind_errno());
	HOLE(LLGUARD_NOTE_LISTEN, errno_of(listen(unbound, 1)));
	/* Fixed in some kernels that the note is for: it says "may". */
	if (!(report.notes & LLGUARD_NOTE_TCP_FAST_OPEN))
		HOLE(LLGUARD_NOTE_TCP_FAST_OPEN, fast_open_errno());
	mptcp = connect_errno(
		AF_INET, IPPROTO_MPTCP, &outside.tcp, sizeof(outside.tcp));
	if (mptcp >= 0) {
		HOLE(LLGUARD_NOTE_MPTCP, mptcp);
		CHECK((mptcp == EACCES) ==
				!!(report.notes & LLGUARD_NOTE_ERRATUM_TCP),
			"erratum 1: %s", strerror(mptcp));
	}
	return check_finish();
}

int main(void)
{
	const uint32_t abi = check_kernel_abi();

	CHECK(listeners_make(), "listeners: %s", strerror(errno));
	CHECK(check_in_child(confined, &abi) == 0, "the notes");
	unlink(outside.unix_path.sun_path);
	return check_finish();
}
