/* SPDX-License-Identifier: MIT */
/*
 * The rule that the library adds: when, as which calls, and in both forms of the
 * report.
 */
#include <criterion/criterion.h>

#include "policy/preset.h"
#include "sys_fake.h"

#define UDP (LLGUARD_NET_BIND_UDP | LLGUARD_NET_CONNECT_SEND_UDP)

static const struct {
	struct llguard_rule rule;
	uint64_t handled;
	bool implied;
} rows[] = {
	{ LLGUARD_PORT(53, LLGUARD_NET_CONNECT_SEND_UDP), UDP, true },
	{ LLGUARD_PORT_RANGE(50, 60, LLGUARD_NET_CONNECT_SEND_UDP), UDP, true },
	{ LLGUARD_PRESET(LLGUARD_PRESET_RESOLVER_1), UDP, true },
	{ LLGUARD_PORT(53, LLGUARD_NET_CONNECT_SEND_UDP | LLGUARD_NET_BIND_UDP),
		UDP, true },
	/* port 0 is the author's own */
	{ LLGUARD_PORT(0, UDP), UDP, false },
	{ LLGUARD_PORT_RANGE(0, 60, UDP), UDP, false },
	/* no client */
	{ LLGUARD_PORT(53, LLGUARD_NET_BIND_UDP), UDP, false },
	{ LLGUARD_PRESET(LLGUARD_PRESET_TLS_1), UDP, false },
	/* binding is free */
	{ LLGUARD_PORT(53, LLGUARD_NET_CONNECT_SEND_UDP),
		LLGUARD_NET_CONNECT_SEND_UDP, false },
};

Test(implied, when)
{
	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		struct llguard_policy policy =
			LLGUARD_POLICY_NO_RULES(rows[i].handled);
		struct llguard_rule rule;

		policy.rules = &rows[i].rule;
		policy.rule_count = 1;
		cr_expect_eq(llguard__implied_rule(&policy, &rule),
			rows[i].implied, "row %zu", i);
		if (!rows[i].implied)
			continue;
		cr_expect_eq(rule.kind, LLGUARD_KIND_PORT);
		cr_expect_eq(rule.port, 0);
		cr_expect_eq(rule.access, LLGUARD_NET_BIND_UDP);
	}
}

static const struct llguard_rule client[] = {
	LLGUARD_PORT(53, LLGUARD_NET_CONNECT_SEND_UDP),
};
static const struct llguard_policy policy = LLGUARD_POLICY(UDP, client);

Test(implied, calls)
{
	struct llguard_report report = LLGUARD_REPORT_INIT;

	fake_reset(10);
	cr_assert_eq(llguard_policy_apply(&policy, &report), 0);
	cr_expect_str_eq(fake.log,
		"version errata create(c00000000,0,0,0) port(3,8,53,0) "
		"port(3,4,0,0) unshare nnp restrict(3,0) close(3) ");
	cr_expect_eq(report.rules_ok, 1, "it is not counted");
	/* nothing to add where nothing is handled */
	fake_reset(9);
	cr_assert_eq(llguard_policy_apply(&policy, &report), 0);
	cr_expect_str_eq(fake.log, "version errata ");
}

Test(implied, failure)
{
	struct llguard_report report = LLGUARD_REPORT_INIT;
	struct llguard_finding finding = LLGUARD_FINDING_INIT;

	fake_reset(10);
	fake.fail_at = 4;
	fake.fail_errno = ENOMEM;
	cr_assert_eq(llguard_policy_apply(&policy, &report), -ENOMEM);
	cr_expect_eq(report.step, LLGUARD_STEP_ADD_RULE);
	cr_expect_eq(report.rule, LLGUARD_NO_RULE);
	cr_expect_eq(fake.open_fds, 0);
	cr_expect_eq(llguard_report_explain(&policy, &report, &finding), 1);
}

static const char *described(
	uint32_t abi, uint32_t capacity, char *json, char *text, size_t size)
{
	struct llguard_rule_result results[1];
	struct llguard_report report = LLGUARD_REPORT_RESULTS(results);
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;

	kernel.abi = abi;
	report.result_capacity = capacity;
	cr_assert_eq(llguard_policy_plan(&policy, &kernel, &report), 0);
	llguard_report_describe_json(&policy, &report, json, size);
	llguard_report_describe(&policy, &report, text, size);
	return json;
}

Test(implied, described)
{
	char json[4096], text[4096];

	described(10, 1, json, text, sizeof(json));
	cr_expect_not_null(strstr(json,
		",{\"kind\":\"port\",\"port\":0,\"access\":[\"bind_udp\"],"
		"\"dropped\":[],\"state\":\"ok\",\"implied\":true}]"));
	cr_expect_not_null(strstr(text, "rule that these imply: port 0: allows "
					"net.bind_udp\n"));
	described(9, 1, json, text, sizeof(json));
	cr_expect_not_null(strstr(json,
		",{\"kind\":\"port\",\"port\":0,\"access\":[],\"dropped\":["
		"{\"right\":\"bind_udp\",\"reason\":\"abi\"}],"
		"\"state\":\"empty\",\"implied\":true}]"));
	/* without room for the rules' results, none is described */
	described(10, 0, json, text, sizeof(json));
	cr_expect_null(strstr(json, "implied"));
	cr_expect_null(strstr(text, "imply"));
}
