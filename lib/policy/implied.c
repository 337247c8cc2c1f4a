/* SPDX-License-Identifier: MIT */
/*
 * The rule that the library adds: a UDP client's own port.
 *
 * Source: security/landlock/net.c of Linux 7.2: a UDP socket that connects or
 * sends without a port is bound to one, and that is bind_udp of port 0.
 */
#include "policy.h"

bool llguard__implied_rule(
	const struct llguard_policy *policy, struct llguard_rule *ret)
{
	const struct llguard_rule port_0 =
		LLGUARD_PORT(0, LLGUARD_NET_BIND_UDP);
	bool is_client = false;

	if (!(policy->handled & LLGUARD_NET_BIND_UDP))
		return false;
	for (uint32_t i = 0; i < policy->rule_count; i++) {
		const struct llguard_rule *rule =
			llguard__policy_rule(policy, i);
		const uint64_t access = llguard__rule_access(rule);

		if (access & LLGUARD_NET_CONNECT_SEND_UDP)
			is_client = true;
		/* A preset binds no port. */
		if (rule->kind == LLGUARD_KIND_PORT && !rule->port &&
			(access & LLGUARD_NET_BIND_UDP))
			return false;
	}
	*ret = port_0;
	return is_client;
}
