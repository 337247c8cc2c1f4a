/* SPDX-License-Identifier: MIT */
/*
 * Each mistake by itself: the code and the key of its finding, and the rule.
 */
#include <criterion/criterion.h>

#include "policy/preset.h"
#include "sys_fake.h"

#define FS   LLGUARD_ABI_9
#define NONE LLGUARD_NO_RULE

/* One mistake in rule 1 of two. */
static const struct {
	struct llguard_rule rule;
	const char *code;
	const char *key;
} bad_rules[] = {
	{ { .kind = 0, .path = "/a", .access = LLGUARD_FS_READ },
		"unknown_kind", "kind" },
	{ { .kind = 8, .path = "/a", .access = LLGUARD_FS_READ },
		"unknown_kind", "kind" },
	{ LLGUARD_PRESET(0), "unknown_preset", "preset" },
	{ LLGUARD_PRESET(99), "unknown_preset", "preset" },
	{ { .kind = LLGUARD_KIND_PRESET, .preset = 1, .access = 1 },
		"unused_member", "access" },
	{ { .kind = LLGUARD_KIND_PRESET, .preset = 1, .path = "/a" },
		"unused_member", "path" },
	{ { .kind = LLGUARD_KIND_PRESET,
		  .preset = 1,
		  .flags = LLGUARD_RULE_OPTIONAL },
		"unknown_flag", "flags" },
	{ LLGUARD_NAMESPACE(0x40000000), "not_handled", "access" },
	{ LLGUARD_CAPABILITY(1 << 13), "not_handled", "access" },
	{ LLGUARD_PATH_FLAGS("/a", LLGUARD_FS_READ, 1u << 5), "unknown_flag",
		"flags" },
	{ LLGUARD_PATH_FLAGS("/a", LLGUARD_FS_READ,
		  LLGUARD_RULE_FILE | LLGUARD_RULE_DIRECTORY),
		"conflicting_flags", "flags" },
	{ LLGUARD_PATH_FLAGS("/a", LLGUARD_FS_READ, LLGUARD_RULE_QUIET),
		"quiet_without_set", "flags" },
	{ { .kind = LLGUARD_KIND_PORT,
		  .flags = LLGUARD_RULE_OPTIONAL,
		  .access = LLGUARD_NET_BIND_TCP },
		"unknown_flag", "flags" },
	{ { .kind = LLGUARD_KIND_PORT,
		  .path = "/a",
		  .access = LLGUARD_NET_BIND_TCP },
		"unused_member", "path" },
	{ { .kind = LLGUARD_KIND_PATH,
		  .path = "/a",
		  .fd = 3,
		  .access = LLGUARD_FS_READ },
		"unused_member", "fd" },
	{ { .kind = LLGUARD_KIND_PATH,
		  .path = "/a",
		  .port = 80,
		  .access = LLGUARD_FS_READ },
		"unused_member", "port" },
	{ { .kind = LLGUARD_KIND_PATH,
		  .path = "/a",
		  .preset = 1,
		  .access = LLGUARD_FS_READ },
		"unused_member", "preset" },
	{ { .kind = LLGUARD_KIND_PATH,
		  .path = "/a",
		  .quiet_members = 1,
		  .access = LLGUARD_FS_READ },
		"unused_member", "members" },
	{ LLGUARD_PATH("/a", 0), "no_access", "access" },
	{ LLGUARD_PATH("/a", UINT64_C(1) << 17), "unknown_right", "access" },
	{ LLGUARD_PATH("/a", LLGUARD_NET_BIND_TCP), "wrong_set", "access" },
	{ LLGUARD_PATH("/a", LLGUARD_FS_READ | LLGUARD_SCOPE_SIGNAL),
		"wrong_set", "access" },
	{ LLGUARD_PORT(80, LLGUARD_FS_EXECUTE), "wrong_set", "access" },
	{ LLGUARD_PORT(80, LLGUARD_NET_BIND_UDP), "not_handled", "access" },
	{ LLGUARD_FILE("/a", LLGUARD_FS_READ_DIR), "directory_rights",
		"access" },
	{ LLGUARD_PATH(NULL, LLGUARD_FS_READ), "no_path", "path" },
	{ LLGUARD_PATH("", LLGUARD_FS_READ), "no_path", "path" },
	{ LLGUARD_PATH_AT(3, NULL, LLGUARD_FS_READ), "no_path", "path" },
	{ LLGUARD_PATH_AT(-1, "a", LLGUARD_FS_READ), "bad_descriptor", "fd" },
	{ LLGUARD_FD(-1, LLGUARD_FS_READ), "bad_descriptor", "fd" },
	{ LLGUARD_PORT(65536, LLGUARD_NET_BIND_TCP), "bad_port", "port" },
	{ LLGUARD_PORT_RANGE(80, 79, LLGUARD_NET_BIND_TCP), "bad_port",
		"port_last" },
	{ LLGUARD_PORT_RANGE(80, 65536, LLGUARD_NET_BIND_TCP), "bad_port",
		"port_last" },
	{ LLGUARD_PORT_RANGE(
		  1, LLGUARD_RANGE_PORTS_MAX + 1, LLGUARD_NET_BIND_TCP),
		"range_too_long", "port_last" },
	{ LLGUARD_PORT_RANGE(0, 65535, LLGUARD_NET_BIND_TCP), "range_too_long",
		"port_last" },
};

static const struct {
	struct llguard_policy policy;
	const char *code;
	const char *key;
} bad_policies[] = {
	{ LLGUARD_POLICY_NO_RULES(0), "nothing_handled", "handled" },
	{ LLGUARD_POLICY_NO_RULES(FS | UINT64_C(1) << 36), "unknown_right",
		"handled" },
	{ LLGUARD_POLICY_NO_RULES_WITH(FS, 1u << 30, 0, 0, NULL),
		"unknown_flag", "flags" },
	{ LLGUARD_POLICY_NO_RULES_WITH(
		  FS, LLGUARD_FLAG_NO_NEW_PRIVS, 0, 0, NULL),
		"unknown_flag", "flags" },
	{ LLGUARD_POLICY_NO_RULES_WITH(FS,
		  LLGUARD_APPLY_ALL_THREADS | LLGUARD_APPLY_THIS_THREAD, 0, 0,
		  NULL),
		"conflicting_flags", "flags" },
	{ LLGUARD_POLICY_NO_RULES_WITH(FS,
		  LLGUARD_APPLY_SEAL | LLGUARD_LOG_SUBDOMAINS_OFF, 0, 0, NULL),
		"conflicting_flags", "flags" },
	/* log settings without a domain */
	{ LLGUARD_POLICY_NO_RULES_WITH(
		  0, LLGUARD_LOG_SAME_EXEC_OFF, 0, 0, NULL),
		"nothing_handled", "handled" },
	{ LLGUARD_POLICY_NO_RULES_WITH(0,
		  LLGUARD_LOG_SUBDOMAINS_OFF | LLGUARD_LOG_NEW_EXEC_ON, 0, 0,
		  NULL),
		"no_domain", "flags" },
	{ LLGUARD_POLICY_NO_RULES_WITH(0,
		  LLGUARD_LOG_SUBDOMAINS_OFF | LLGUARD_POLICY_KEEP_REFER, 0, 0,
		  NULL),
		"no_domain", "flags" },
	{ LLGUARD_POLICY_NO_RULES_WITH(
		  0, LLGUARD_LOG_SUBDOMAINS_OFF, LLGUARD_FS_READ, 0, NULL),
		"not_handled", "require" },
	{ LLGUARD_POLICY_NO_RULES_WITH(FS, 0, LLGUARD_NET_BIND_UDP, 0, NULL),
		"not_handled", "require" },
	{ LLGUARD_POLICY_NO_RULES_WITH(
		  LLGUARD_FS_READ, 0, 0, LLGUARD_FS_EXECUTE, NULL),
		"not_handled", "quiet" },
	{ LLGUARD_POLICY_NO_RULES_WITH(
		  LLGUARD_ABI_12, 0, 0, LLGUARD_PERMISSION_NAMESPACE_USE, NULL),
		"wrong_set", "quiet" },
};

static void expect_fault(const struct llguard_policy *policy, const char *code,
	const char *key, uint32_t rule, int error)
{
	struct llguard_report report = LLGUARD_REPORT_INIT;
	struct llguard_finding finding = LLGUARD_FINDING_INIT;
	char text[512];

	cr_expect_eq(llguard_policy_check(policy, &report), error, "%s", code);
	cr_expect_eq(llguard_policy_check(policy, NULL), error, "%s", code);
	cr_expect_eq(report.error, error);
	cr_expect_eq(report.step, LLGUARD_STEP_CHECK);
	cr_expect_eq(report.rule, rule, "%s: rule %u", code, report.rule);
	cr_assert_eq(llguard_report_explain(policy, &report, &finding), 1);
	cr_expect_eq(strcmp(finding.code.ptr, code), 0, "%s instead of %s",
		finding.code.ptr, code);
	cr_expect_eq(strcmp(finding.key.ptr, key), 0, "%s: %s instead of %s",
		code, finding.key.ptr, key);
	cr_expect_gt(
		llguard_finding_describe(&finding, text, sizeof(text)), 20);
}

Test(check, rules)
{
	for (size_t i = 0; i < LLGUARD__COUNT(bad_rules); i++) {
		const struct llguard_rule rules[] = {
			LLGUARD_PATH("/ok", LLGUARD_FS_READ),
			bad_rules[i].rule,
		};
		const struct llguard_policy policy = LLGUARD_POLICY(FS, rules);

		expect_fault(&policy, bad_rules[i].code, bad_rules[i].key, 1,
			-EINVAL);
	}
}

/* Members of the two kinds that have some, one mistake each. */
Test(check, members)
{
	static const struct {
		struct llguard_rule rule;
		const char *code, *key; /* NULL: none */
	} rows[] = {
		{ LLGUARD_NAMESPACE(0x7e020080), NULL, NULL },
		{ LLGUARD_CAPABILITY(UINT64_C(0x1ffffffffff)), NULL, NULL },
		{ LLGUARD_NAMESPACE_QUIET(0, 0x40000000), NULL, NULL },
		{ LLGUARD_CAPABILITY_QUIET(1, 2), NULL, NULL },
		{ LLGUARD_NAMESPACE(0), "no_members", "members" },
		{ LLGUARD_CAPABILITY(0), "no_members", "members" },
		{ LLGUARD_NAMESPACE(1), "unknown_member", "members" },
		{ LLGUARD_NAMESPACE_QUIET(0x80, 0x100), "unknown_member",
			"members" },
		{ LLGUARD_CAPABILITY(UINT64_C(1) << 41), "unknown_member",
			"members" },
		{ { .kind = LLGUARD_KIND_NAMESPACE, .members = 0x80 },
			"wrong_set", "access" },
		{ { .kind = LLGUARD_KIND_NAMESPACE,
			  .access = LLGUARD_PERMISSION_CAPABILITY_USE,
			  .members = 0x80 },
			"wrong_set", "access" },
		{ { .kind = LLGUARD_KIND_CAPABILITY,
			  .access = LLGUARD_PERMISSION_CAPABILITY_USE |
				    LLGUARD_FS_READ,
			  .members = 1 },
			"wrong_set", "access" },
		{ { .kind = LLGUARD_KIND_CAPABILITY,
			  .access = LLGUARD_PERMISSION_CAPABILITY_USE,
			  .flags = LLGUARD_RULE_QUIET,
			  .members = 1 },
			"unknown_flag", "flags" },
		{ { .kind = LLGUARD_KIND_CAPABILITY,
			  .access = LLGUARD_PERMISSION_CAPABILITY_USE,
			  .port = 1,
			  .members = 1 },
			"unused_member", "port" },
		{ LLGUARD_PATH("/a", LLGUARD_PERMISSION_NAMESPACE_USE),
			"wrong_set", "access" },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		struct llguard_policy policy =
			LLGUARD_POLICY_NO_RULES(LLGUARD_ABI_12);

		policy.rules = &rows[i].rule;
		policy.rule_count = 1;
		if (rows[i].code)
			expect_fault(
				&policy, rows[i].code, rows[i].key, 0, -EINVAL);
		else
			cr_expect_eq(llguard_policy_check(&policy, NULL), 0,
				"row %zu", i);
	}
}

Test(check, preset_that_protects_nothing)
{
	static const struct llguard_rule rules[] = {
		LLGUARD_PRESET(LLGUARD_PRESET_DEV_1),
	};
	static const struct llguard_policy policy =
		LLGUARD_POLICY(LLGUARD_NET_BIND_TCP, rules);

	expect_fault(&policy, "not_handled", "preset", 0, -EINVAL);
}

Test(check, policies)
{
	for (size_t i = 0; i < LLGUARD__COUNT(bad_policies); i++)
		expect_fault(&bad_policies[i].policy, bad_policies[i].code,
			bad_policies[i].key, NONE, -EINVAL);
}

Test(check, array)
{
	struct llguard_policy policy = LLGUARD_POLICY_NO_RULES(FS);

	policy.rule_count = 1;
	expect_fault(&policy, "no_rules", "rules", NONE, -EINVAL);
}

/* A program that was built with newer headers. */
Test(check, newer_structures)
{
	struct {
		struct llguard_policy policy;
		uint64_t more;
	} newer = { LLGUARD_POLICY_NO_RULES(FS), 0 };
	struct {
		struct llguard_rule rule;
		uint64_t more;
	} rules[2] = { { LLGUARD_PATH("/a", LLGUARD_FS_READ), 0 },
		{ LLGUARD_PATH("/b", LLGUARD_FS_READ), 0 } };
	struct llguard_report report = LLGUARD_REPORT_INIT;

	newer.policy.size = sizeof(newer);
	newer.policy.rules = &rules[0].rule;
	newer.policy.rule_size = sizeof(rules[0]);
	newer.policy.rule_count = 2;
	cr_expect_eq(llguard_policy_check(&newer.policy, &report), 0);
	rules[1].more = 1;
	cr_expect_eq(llguard_policy_check(&newer.policy, &report), -E2BIG);
	cr_expect_eq(report.rule, 1);
	rules[1].more = 0;
	newer.more = 1;
	expect_fault(&newer.policy, "newer_struct", "size", NONE, -E2BIG);
}

Test(check, older_structures)
{
	struct llguard_policy policy = LLGUARD_POLICY_NO_RULES(FS);
	const struct llguard_rule rule = LLGUARD_PATH("/a", LLGUARD_FS_READ);

	policy.size--;
	expect_fault(&policy, "struct_size", "size", NONE, -EINVAL);
	policy.size = sizeof(policy);
	policy.rules = &rule;
	policy.rule_count = 1;
	policy.rule_size = 0;
	expect_fault(&policy, "struct_size", "rule_size", NONE, -EINVAL);
}

Test(check, arguments)
{
	const struct llguard_policy policy = LLGUARD_POLICY_NO_RULES(FS);
	struct llguard_report report = LLGUARD_REPORT_INIT;
	struct llguard_rule_result result;

	cr_expect_eq(llguard_policy_check(NULL, &report), -EINVAL);
	cr_expect_eq(report.step, LLGUARD_STEP_CHECK);
	report.size = 8;
	report.step = 77;
	cr_expect_eq(llguard_policy_check(&policy, &report), -EINVAL);
	cr_expect_eq(report.step, 77, "too small to be written to");
	report.size = sizeof(report);
	report.result_capacity = 1;
	cr_expect_eq(llguard_policy_check(&policy, &report), -EINVAL);
	report.results = &result;
	report.result_capacity = 1;
	report.result_size = sizeof(result) - 1;
	cr_expect_eq(llguard_policy_check(&policy, &report), -EINVAL);
	report.result_size = sizeof(result);
	cr_expect_eq(llguard_policy_check(&policy, &report), 0);
}

Test(check, valid)
{
	static const struct llguard_rule rules[] = {
		LLGUARD_PATH("/a", LLGUARD_FS_READ_WRITE_EXECUTE),
		LLGUARD_PATH(".", LLGUARD_FS_READ),
		LLGUARD_PATH_OPTIONAL("/b", LLGUARD_FS_READ),
		LLGUARD_FILE("/c", LLGUARD_FS_READ),
		LLGUARD_DIRECTORY("/d", LLGUARD_FS_READ),
		LLGUARD_PATH_FLAGS("/e", 0, LLGUARD_RULE_QUIET),
		LLGUARD_PATH_FLAGS(
			"/f", LLGUARD_FS_READ, LLGUARD_RULE_NO_SYMLINKS),
		LLGUARD_PATH_AT(0, "g", LLGUARD_FS_READ),
		LLGUARD_FD(0, LLGUARD_FS_READ),
		LLGUARD_PORT(0, LLGUARD_NET_BIND_TCP),
		LLGUARD_PRESET(LLGUARD_PRESET_RESOLVER_1),
		LLGUARD_PORT_RANGE(
			1, LLGUARD_RANGE_PORTS_MAX, LLGUARD_NET_BIND_TCP),
		LLGUARD_PORT_RANGE(65535, 65535, LLGUARD_NET_BIND_TCP),
		LLGUARD_PORT(65535,
			LLGUARD_NET_CONNECT_TCP | LLGUARD_NET_CONNECT_SEND_UDP),
	};
	static const struct llguard_policy policy =
		LLGUARD_POLICY_WITH(FS, rules,
			LLGUARD_POLICY_STRICT | LLGUARD_APPLY_KEEP_PRIVS |
				LLGUARD_LOG_NEW_EXEC_ON,
			LLGUARD_FS_READ, LLGUARD_FS_READ, NULL);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	fake_reset(0);
	cr_expect_eq(llguard_policy_check(&policy, &report), 0, "rule %u",
		report.rule);
	cr_expect_eq(report.error, 0);
	cr_expect_eq(report.fault, 0);
	cr_expect_str_eq(fake.log, "", "check asks no kernel");
}

Test(check, kind_sets)
{
	cr_expect_eq(llguard__kind_set(LLGUARD_KIND_PATH), LLGUARD_SET_FS);
	cr_expect_eq(llguard__kind_set(LLGUARD_KIND_PATH_AT), LLGUARD_SET_FS);
	cr_expect_eq(llguard__kind_set(LLGUARD_KIND_FD), LLGUARD_SET_FS);
	cr_expect_eq(llguard__kind_set(LLGUARD_KIND_PORT), LLGUARD_SET_NET);
	cr_expect_eq(llguard__kind_set(LLGUARD_KIND_PRESET),
		LLGUARD_SET_FS | LLGUARD_SET_NET);
	cr_expect_eq(llguard__kind_set(LLGUARD_KIND_NAMESPACE),
		LLGUARD_SET_PERMISSION);
	cr_expect_eq(llguard__kind_set(LLGUARD_KIND_CAPABILITY),
		LLGUARD_SET_PERMISSION);
	cr_expect_eq(llguard__kind_set(0), 0);
}
