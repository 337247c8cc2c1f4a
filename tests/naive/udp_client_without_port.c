/* SPDX-License-Identifier: MIT */
/*
 * A resolver that may send to its server's port.  Its own port, which the kernel
 * chooses, counts as a bind to port 0: the first sendto(2) is EACCES.
 */
#include "naive.h"

#include <arpa/inet.h>
#include <sys/socket.h>

#define SERVER 5353

static int query_send(void)
{
	const struct sockaddr_in server = {
		.sin_family = AF_INET,
		.sin_port = htons(SERVER),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int err = 0;

	if (sendto(fd, "?", 1, 0, (const struct sockaddr *)&server,
		    sizeof(server)) < 0)
		err = errno;
	close(fd);
	return err;
}

static int handwritten(const void *unused)
{
	const struct landlock_net_port_attr attr = {
		LANDLOCK_ACCESS_NET_CONNECT_SEND_UDP,
		SERVER,
	};
	const int ruleset =
		ruleset_create(0, LANDLOCK_ACCESS_NET_BIND_UDP |
					  LANDLOCK_ACCESS_NET_CONNECT_SEND_UDP);

	(void)unused;
	if (landlock_add_rule(ruleset, LANDLOCK_RULE_NET_PORT, &attr) ||
		ruleset_enforce(ruleset))
		return BROKEN;
	return query_send();
}

static int guarded(const void *unused)
{
	static const struct llguard_rule rules[] = {
		LLGUARD_PORT(SERVER, LLGUARD_NET_CONNECT_SEND_UDP),
	};
	const struct llguard_policy policy = LLGUARD_POLICY(
		LLGUARD_NET_BIND_UDP | LLGUARD_NET_CONNECT_SEND_UDP, rules);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	(void)unused;
	if (llguard_policy_apply(&policy, &report) || !report.applied)
		return BROKEN;
	return query_send();
}

int naive_udp_client_without_port(uint32_t kernel_abi)
{
	(void)kernel_abi;
	CHECK(check_in_child(handwritten, NULL) == EACCES, "it can send");
	CHECK(check_in_child(guarded, NULL) == 0, "it cannot send");
	return check_finish();
}
