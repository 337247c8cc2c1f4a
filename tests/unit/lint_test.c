/* SPDX-License-Identifier: MIT */
/*
 * What each policy is warned of: code and rule, in order.
 */
#include <criterion/criterion.h>
#include <stdio.h>

#include "policy/preset.h"
#include "sys_fake.h"

#define UDP (LLGUARD_NET_BIND_UDP | LLGUARD_NET_CONNECT_SEND_UDP)
#define TTY (LLGUARD_FS_READ_FILE | LLGUARD_FS_WRITE_FILE)

/* "code code:rule ..."; checks the finding's form on the way. */
static const char *found(const struct llguard_policy *policy)
{
	static char codes[512];
	struct llguard_finding finding = LLGUARD_FINDING_INIT;
	uint64_t at = 0;
	size_t len = 0;
	int got;

	codes[0] = '\0';
	while ((got = llguard_policy_check_next(policy, &at, &finding)) == 1) {
		char text[512];

		len += (size_t)snprintf(codes + len, sizeof(codes) - len, "%s",
			finding.code.ptr);
		if (finding.rule != LLGUARD_NO_RULE)
			len += (size_t)snprintf(codes + len,
				sizeof(codes) - len, ":%u", finding.rule);
		len += (size_t)snprintf(codes + len, sizeof(codes) - len, " ");
		cr_expect(finding.severity == LLGUARD_SEVERITY_WARNING ||
			  finding.severity == LLGUARD_SEVERITY_NOTE);
		cr_expect_not_null(finding.hint.ptr);
		cr_expect_gt(
			llguard_finding_describe(&finding, text, sizeof(text)),
			40);
	}
	cr_expect_eq(got, 0);
	cr_expect_eq(llguard_policy_check_next(policy, &at, &finding), 0);
	return codes;
}

static const struct {
	uint64_t handled, require;
	const char *codes;
} policies[] = {
	{ LLGUARD_ABI_10, 0, "pathname_sockets mptcp " },
	{ LLGUARD_ABI_10, LLGUARD_FS_RESOLVE_UNIX, "mptcp " },
	{ LLGUARD_ABI_2, 0, "truncate_open pathname_sockets ioctl_free " },
	{ LLGUARD_ABI_1, 0,
		"refer truncate_open pathname_sockets ioctl_free " },
	{ LLGUARD_ABI_7, 0, "pathname_sockets mptcp " },
	{ LLGUARD_FS_IOCTL_DEV, 0, "refer pathname_sockets " },
	{ LLGUARD_NET_BIND_TCP, 0, "mptcp " },
	{ LLGUARD_NET_BIND_UDP, 0, "udp_autobind " },
	{ UDP, 0, "" },
	{ LLGUARD_SCOPE_SIGNAL, 0, "" },
};

Test(lint, policies)
{
	for (size_t i = 0; i < LLGUARD__COUNT(policies); i++) {
		const struct llguard_policy policy =
			LLGUARD_POLICY_NO_RULES_WITH(policies[i].handled, 0,
				policies[i].require, 0, NULL);

		cr_expect_str_eq(
			found(&policy), policies[i].codes, "row %zu", i);
	}
}

/* Two rules of a policy that handles everything. */
static const struct {
	struct llguard_rule rules[2];
	const char *codes;
} pairs[] = {
	/* a narrower rule takes nothing away */
	{ { LLGUARD_PATH("/home", LLGUARD_FS_READ_WRITE),
		  LLGUARD_PATH("/home/u/.ssh", LLGUARD_FS_READ) },
		"redundant_rule:1 " },
	{ { LLGUARD_PATH("/home/u/.ssh", LLGUARD_FS_READ),
		  LLGUARD_PATH("/home", LLGUARD_FS_READ_WRITE) },
		"redundant_rule:0 " },
	{ { LLGUARD_PATH("/home", LLGUARD_FS_READ),
		  LLGUARD_PATH("/home/u", LLGUARD_FS_READ_WRITE) },
		"" },
	{ { LLGUARD_PATH("/home", LLGUARD_FS_READ),
		  LLGUARD_PATH("/homes", LLGUARD_FS_READ) },
		"" },
	/* the same twice: the later one */
	{ { LLGUARD_PATH("/a", LLGUARD_FS_READ),
		  LLGUARD_PATH("/a/", LLGUARD_FS_READ) },
		"redundant_rule:1 " },
	/* the same object: the one that allows less */
	{ { LLGUARD_PATH("/a", LLGUARD_FS_READ),
		  LLGUARD_PATH("/a", LLGUARD_FS_READ_EXECUTE) },
		"redundant_rule:0 " },
	{ { LLGUARD_PATH("/a", LLGUARD_FS_READ),
		  LLGUARD_PATH("/a", LLGUARD_FS_EXECUTE) },
		"" },
	{ { LLGUARD_PATH("/etc", LLGUARD_FS_READ_FILE),
		  LLGUARD_FILE("/etc/passwd", LLGUARD_FS_READ) },
		"redundant_rule:1 " },
	/* a file is above nothing but itself, with what a file can have */
	{ { LLGUARD_FILE("/a", LLGUARD_FS_READ),
		  LLGUARD_PATH("/a", LLGUARD_FS_READ_DIR) },
		"" },
	/* nobody knows where these lead */
	{ { LLGUARD_PATH("/a", LLGUARD_FS_READ),
		  LLGUARD_PATH("/a/../b", LLGUARD_FS_READ) },
		"" },
	{ { LLGUARD_PATH_AT(3, "a", LLGUARD_FS_READ),
		  LLGUARD_PATH_AT(3, "a", LLGUARD_FS_READ) },
		"" },
	{ { LLGUARD_FD(3, LLGUARD_FS_READ), LLGUARD_FD(3, LLGUARD_FS_READ) },
		"" },
	/* presets */
	{ { LLGUARD_PRESET(LLGUARD_PRESET_DEV_1),
		  LLGUARD_PRESET(LLGUARD_PRESET_DEV_1) },
		"redundant_rule:1 " },
	{ { LLGUARD_PRESET(LLGUARD_PRESET_DEV_1),
		  LLGUARD_PRESET(LLGUARD_PRESET_TTY_1) },
		"" },
	{ { LLGUARD_PATH("/usr/lib/x", LLGUARD_FS_READ),
		  LLGUARD_PRESET(LLGUARD_PRESET_LIBC_1) },
		"redundant_rule:0 " },
	{ { LLGUARD_PATH("/usr/lib/x", LLGUARD_FS_READ_EXECUTE),
		  LLGUARD_PRESET(LLGUARD_PRESET_LIBC_1) },
		"" },
	/* ports */
	{ { LLGUARD_PORT_RANGE(10, 20, LLGUARD_NET_BIND_TCP),
		  LLGUARD_PORT(20, LLGUARD_NET_BIND_TCP) },
		"redundant_rule:1 " },
	{ { LLGUARD_PORT_RANGE(10, 20, LLGUARD_NET_BIND_TCP),
		  LLGUARD_PORT(21, LLGUARD_NET_BIND_TCP) },
		"" },
	{ { LLGUARD_PORT_RANGE(10, 20, LLGUARD_NET_BIND_TCP),
		  LLGUARD_PORT_RANGE(15, 21, LLGUARD_NET_BIND_TCP) },
		"" },
	{ { LLGUARD_PORT(10, LLGUARD_NET_BIND_TCP),
		  LLGUARD_PORT(10, LLGUARD_NET_CONNECT_TCP) },
		"" },
	/* terminals */
	{ { LLGUARD_PATH("/dev/tty", TTY), LLGUARD_PATH("/dev/pts/3", TTY) },
		"tty_ioctl:0 tty_ioctl:1 " },
	{ { LLGUARD_PATH("/dev/ttyS0", TTY), LLGUARD_PATH("/dev/null", TTY) },
		"tty_ioctl:0 " },
	{ { LLGUARD_PATH("/dev/tty", TTY | LLGUARD_FS_IOCTL_DEV),
		  LLGUARD_PATH("/dev/console", LLGUARD_FS_IOCTL_DEV) },
		"" },
	{ { LLGUARD_PATH("/dev/pts/3", TTY),
		  LLGUARD_PATH("/dev", LLGUARD_FS_IOCTL_DEV) },
		"" },
	{ { LLGUARD_PATH("/dev/tty", TTY | LLGUARD_FS_TRUNCATE),
		  LLGUARD_PRESET(LLGUARD_PRESET_TTY_1) },
		"" },
};

Test(lint, rules)
{
	for (size_t i = 0; i < LLGUARD__COUNT(pairs); i++) {
		const struct llguard_policy policy =
			LLGUARD_POLICY_WITH(LLGUARD_ABI_10, pairs[i].rules, 0,
				LLGUARD_FS_RESOLVE_UNIX, 0, NULL);
		char expected[128];

		snprintf(
			expected, sizeof(expected), "mptcp %s", pairs[i].codes);
		cr_expect_str_eq(found(&policy), expected, "row %zu", i);
	}
}

/* A rule that two others make needless, and one that mutes. */
Test(lint, several_rules)
{
	static const struct llguard_rule rules[] = {
		LLGUARD_PATH("/", LLGUARD_FS_READ_DIR),
		LLGUARD_PATH("/a/b", LLGUARD_FS_READ),
		LLGUARD_PATH("/a", LLGUARD_FS_READ_FILE),
		LLGUARD_PATH_FLAGS("/a/b", LLGUARD_FS_READ, LLGUARD_RULE_QUIET),
	};
	static const struct llguard_policy policy = LLGUARD_POLICY_WITH(
		LLGUARD_FS_READ | LLGUARD_FS_REFER | LLGUARD_FS_RESOLVE_UNIX |
			LLGUARD_FS_IOCTL_DEV,
		rules, 0, LLGUARD_FS_RESOLVE_UNIX, LLGUARD_FS_READ, NULL);

	fake_reset(0);
	cr_expect_str_eq(found(&policy), "redundant_rule:1 ");
	cr_expect_str_eq(fake.log, "", "no kernel is asked");
}

Test(lint, udp_rules)
{
	static const struct llguard_rule port_0[] = {
		LLGUARD_PORT(0, LLGUARD_NET_BIND_UDP),
	};
	static const struct llguard_policy policy =
		LLGUARD_POLICY(LLGUARD_NET_BIND_UDP, port_0);

	cr_expect_str_eq(found(&policy), "");
}

Test(lint, words)
{
	const struct llguard_rule rules[] = {
		LLGUARD_PATH("/a", LLGUARD_FS_READ_FILE),
		LLGUARD_PATH("/a/b", LLGUARD_FS_READ_FILE),
		LLGUARD_PRESET(LLGUARD_PRESET_DEV_1),
		LLGUARD_PRESET(LLGUARD_PRESET_DEV_1),
		LLGUARD_PORT(8, LLGUARD_NET_BIND_UDP),
		LLGUARD_PORT(8, LLGUARD_NET_BIND_UDP),
	};
	const struct llguard_policy policy =
		LLGUARD_POLICY(LLGUARD_FS_READ_FILE | UDP, rules);
	static const char first[][40] = {
		"handled: ",
		"handled: ",
		"handled: ",
		"rules[1]: /a/b: other rules",
		"rules[3]: dev_1: other rules",
		"rules[5]: 8: other rules",
	};
	struct llguard_finding finding = LLGUARD_FINDING_INIT;
	uint64_t at = 0;

	for (size_t i = 0; i < LLGUARD__COUNT(first); i++) {
		char text[512];

		cr_assert_eq(
			llguard_policy_check_next(&policy, &at, &finding), 1);
		llguard_finding_describe(&finding, text, sizeof(text));
		cr_expect_eq(strncmp(text, first[i], strlen(first[i])), 0, "%s",
			text);
	}
	cr_expect_eq(llguard_policy_check_next(&policy, &at, &finding), 0);
}

Test(lint, arguments)
{
	const struct llguard_policy policy =
		LLGUARD_POLICY_NO_RULES(LLGUARD_ABI_1);
	const struct llguard_policy bad = LLGUARD_POLICY_NO_RULES(0);
	struct llguard_finding finding = LLGUARD_FINDING_INIT;
	uint64_t at = 0;

	cr_expect_eq(llguard_policy_check_next(NULL, &at, &finding), -EINVAL);
	cr_expect_eq(llguard_policy_check_next(&bad, &at, &finding), -EINVAL);
	cr_expect_eq(
		llguard_policy_check_next(&policy, NULL, &finding), -EINVAL);
	cr_expect_eq(llguard_policy_check_next(&policy, &at, NULL), -EINVAL);
	finding.size = 4;
	cr_expect_eq(
		llguard_policy_check_next(&policy, &at, &finding), -EINVAL);
	finding.size = sizeof(finding);
	at = UINT64_MAX;
	cr_expect_eq(llguard_policy_check_next(&policy, &at, &finding), 0);
}
