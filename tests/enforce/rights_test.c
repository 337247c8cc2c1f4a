/* SPDX-License-Identifier: MIT */
/*
 * Each right of this kernel's ABI, as root and as an ordinary user: without a
 * policy the operation works, where the right is handled it is refused with the
 * errno that it must be, where a rule allows it it works again.
 */
#include "check.h"

#include <grp.h>
#include <string.h>

#include "rights.h"

#define NOBODY 65534

enum shape {
	NO_POLICY,
	DENIED,
	GRANTED
};

struct attempt {
	const struct probe *probe;
	enum shape shape;
	uint32_t abi;
};

static struct llguard_rule rule_for(
	const struct attempt *attempt, const struct fixture *fixture)
{
	const uint64_t right = attempt->probe->right;
	const struct llguard_rule tree = LLGUARD_PATH(fixture->root, right);
	const struct llguard_rule device = LLGUARD_PATH("/dev/null", right);
	/* A sanitized build is dynamic: its loader is executed too. */
	const struct llguard_rule everywhere = LLGUARD_PATH("/", right);
	const struct llguard_rule bind_tcp =
		LLGUARD_PORT(fixture->tcp_free, right);
	const struct llguard_rule connect_tcp =
		LLGUARD_PORT(fixture->tcp_listening, right);
	const struct llguard_rule bind_udp =
		LLGUARD_PORT(fixture->udp_free, right);
	const struct llguard_rule connect_udp =
		LLGUARD_PORT(fixture->udp_listening, right);

	switch (right) {
	case LLGUARD_FS_EXECUTE:
		return everywhere;
	case LLGUARD_FS_IOCTL_DEV:
		return device;
	case LLGUARD_NET_BIND_TCP:
		return bind_tcp;
	case LLGUARD_NET_CONNECT_TCP:
		return connect_tcp;
	case LLGUARD_NET_BIND_UDP:
		return bind_udp;
	case LLGUARD_NET_CONNECT_SEND_UDP:
		return connect_udp;
	default:
		return tree;
	}
}

/* No rule allows a scope: "granted" is a policy that handles the other one. */
static int confine(const struct attempt *attempt, const struct fixture *fixture)
{
	const uint64_t right = attempt->probe->right;
	const bool scope = right & LLGUARD_SET_SCOPE;
	const struct llguard_rule rule = rule_for(attempt, fixture);
	struct llguard_policy policy = LLGUARD_POLICY_NO_RULES_WITH(
		right, LLGUARD_POLICY_STRICT, right, 0, NULL);
	struct llguard_report report = LLGUARD_REPORT_INIT;
	int err;

	if (attempt->shape == GRANTED && scope) {
		policy.handled =
			llguard_abi_mask(6) & LLGUARD_SET_SCOPE & ~right;
		policy.require = policy.handled;
	} else if (attempt->shape == GRANTED) {
		policy.rules = &rule;
		policy.rule_count = 1;
	}
	err = llguard_policy_apply(&policy, &report);
	CHECK(!err && report.applied && report.status == LLGUARD_STATUS_FULL,
		"apply: %d, step %u", err, report.step);
	return err;
}

static int try_attempt(const void *argument)
{
	const struct attempt *attempt = argument;
	struct fixture fixture;
	int outcome = 255;

	if (fixture_make(&fixture) == 0) {
		const pid_t child = fork();
		int status;

		/* The fixture's owner stays outside of the domain. */
		if (child == 0)
			_exit(attempt->shape != NO_POLICY &&
						confine(attempt, &fixture)
					? 254
					: attempt->probe->try(&fixture));
		waitpid(child, &status, 0);
		outcome = WIFEXITED(status) ? WEXITSTATUS(status) : 253;
	}
	fixture_remove(&fixture);
	return outcome;
}

static void rows_try(uint32_t abi, bool nobody)
{
	static const char *const shapes[] = { "no policy", "denied",
		"granted" };

	for (unsigned int i = 0; i < probe_count; i++) {
		const struct probe *probe = &probes[i];
		const int allowed =
			nobody ? probe->allowed_nobody : probe->allowed;

		if (!(probe->right & llguard_abi_mask(abi)))
			continue;
		for (enum shape shape = NO_POLICY; shape <= GRANTED; shape++) {
			const struct attempt attempt = { probe, shape, abi };
			const int expected =
				shape == DENIED ? probe->denied : allowed;
			const int got = check_in_child(try_attempt, &attempt);

			CHECK(got == expected, "%s as %s, %s: %s (%d), not %s",
				llguard_right_name(probe->right),
				nobody ? "nobody" : "root", shapes[shape],
				strerror(got), got, strerror(expected));
		}
	}
}

static int as_nobody(const void *abi)
{
	if (setgroups(0, NULL) || setgid(NOBODY) || setuid(NOBODY))
		return 1;
	rows_try(*(const uint32_t *)abi, true);
	return check_finish();
}

int main(int argc, char **argv)
{
	const bool is_root = geteuid() == 0;
	uint64_t covered = 0;
	uint32_t abi;

	/* The execute probe runs a copy of this program. */
	if (argc == 2 && strcmp(argv[1], "--exit") == 0)
		return 0;
	abi = check_kernel_abi();
	for (unsigned int i = 0; i < probe_count; i++)
		covered |= probes[i].right;
	CHECK((llguard_abi_mask(abi) & ~LLGUARD_SET_PERMISSION & ~covered) == 0,
		"no row for right %llx",
		(unsigned long long)(llguard_abi_mask(abi) & ~covered));
	rows_try(abi, !is_root);
	if (is_root)
		CHECK(check_in_child(as_nobody, &abi) == 0, "as nobody");
	return check_finish();
}
