/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "policy/policy.h"
#include "sys_fake.h"

/* Every row of faults.def makes a whole finding. */
Test(report_explain, every_fault)
{
	static const struct llguard_rule rule =
		LLGUARD_PATH("/a", LLGUARD_FS_READ);
	static const char *const names[] = {
#define FAULT(name, code, key, text, expected, hint) #name,
#include "policy/faults.def"
#undef FAULT
	};
	struct llguard_policy policy = LLGUARD_POLICY_NO_RULES(LLGUARD_ABI_9);

	policy.rules = &rule;
	policy.rule_count = 1;
	for (uint32_t fault = 1; fault < LLGUARD__COUNT(names); fault++)
		for (int with_rule = 0; with_rule < 2; with_rule++) {
			struct llguard_report report = LLGUARD_REPORT_INIT;
			struct llguard_finding finding = LLGUARD_FINDING_INIT;
			char text[512];

			report.fault = fault;
			report.rule = with_rule ? 0 : LLGUARD_NO_RULE;
			cr_assert_eq(llguard_report_explain(
					     &policy, &report, &finding),
				1);
			cr_expect_gt(finding.code.len, 3, "%s", names[fault]);
			cr_expect_gt(finding.text.len, 9, "%s", names[fault]);
			cr_expect_eq(finding.severity, LLGUARD_SEVERITY_ERROR);
			cr_expect_gt(llguard_finding_describe(
					     &finding, text, sizeof(text)),
				15);
		}
}

static void expect_text(const struct llguard_policy *policy,
	const struct llguard_report *report, const char *expected)
{
	struct llguard_finding finding = LLGUARD_FINDING_INIT;
	char text[512];

	cr_assert_eq(llguard_report_explain(policy, report, &finding), 1);
	llguard_finding_describe(&finding, text, sizeof(text));
	cr_expect_str_eq(text, expected);
}

Test(report_explain, names_what_was_found)
{
	static const struct llguard_rule rules[] = {
		LLGUARD_PATH("/a", LLGUARD_FS_READ),
		LLGUARD_PORT(70000, LLGUARD_NET_BIND_TCP),
	};
	static const struct llguard_policy port =
		LLGUARD_POLICY(LLGUARD_ABI_7, rules);
	static const struct llguard_policy unknown =
		LLGUARD_POLICY_NO_RULES(LLGUARD_FS_READ | UINT64_C(1) << 40);
	static const struct llguard_policy require =
		LLGUARD_POLICY_NO_RULES_WITH(
			LLGUARD_ABI_6, 0, LLGUARD_SCOPE_SIGNAL, 0, NULL);
	static const struct llguard_policy strict =
		LLGUARD_POLICY_NO_RULES_WITH(LLGUARD_ABI_1,
			LLGUARD_POLICY_STRICT | LLGUARD_LOG_NEW_EXEC_ON, 0, 0,
			NULL);
	static const struct llguard_policy quiet = LLGUARD_POLICY_NO_RULES_WITH(
		LLGUARD_ABI_1, LLGUARD_POLICY_STRICT, 0, LLGUARD_FS_READ, NULL);
	struct llguard_report report = LLGUARD_REPORT_INIT;
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;

	cr_assert_eq(llguard_policy_check(&port, &report), -EINVAL);
	expect_text(&port, &report,
		"rules[1].port: 70000: no port has this number; expected 0 to "
		"65535, in host order");
	cr_assert_eq(llguard_policy_check(&unknown, &report), -EINVAL);
	expect_text(&unknown, &report,
		"handled: 0x10000000000: a right is not known to this library; "
		"expected rights of LLGUARD_ABI_12 at most; install a newer "
		"liblandlock-guard, or leave the right out");
	kernel.abi = 5;
	cr_assert_eq(
		llguard_policy_plan(&require, &kernel, &report), -EOPNOTSUPP);
	expect_text(&require, &report,
		"require: signal: this kernel lacks a right that the policy "
		"requires; boot a newer kernel, or drop the right from "
		".require");
	cr_assert_eq(
		llguard_policy_plan(&strict, &kernel, &report), -EOPNOTSUPP);
	expect_text(&strict, &report,
		"handled: log_new_exec_on: this kernel lacks something that "
		"the strict policy asks for; boot a newer kernel, or drop it, "
		"or LLGUARD_POLICY_STRICT");
	cr_assert_eq(
		llguard_policy_plan(&quiet, &kernel, &report), -EOPNOTSUPP);
	expect_text(&quiet, &report,
		"handled: quiet: this kernel lacks something that the strict "
		"policy asks for; boot a newer kernel, or drop it, or "
		"LLGUARD_POLICY_STRICT");
}

Test(report_explain, names_the_path_and_the_errno)
{
	static const struct llguard_rule rules[] = {
		LLGUARD_PATH("/missing/\x1b[1m", LLGUARD_FS_READ),
	};
	static const struct llguard_policy policy =
		LLGUARD_POLICY(LLGUARD_ABI_7, rules);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	fake_reset(7);
	cr_assert_eq(llguard_policy_apply(&policy, &report), -ENOENT);
	expect_text(&policy, &report,
		"rules[0].path: /missing/\\x1B[1m: does not exist; create it, or "
		"use LLGUARD_PATH_OPTIONAL()");
	fake_reset(7);
	fake.fail_at = 2;
	fake.fail_errno = ENOMEM;
	cr_assert_eq(llguard_policy_apply(&policy, &report), -ENOMEM);
	expect_text(&policy, &report, "ENOMEM: the kernel makes no ruleset");
}

Test(report_explain, nothing_enforced_is_a_warning)
{
	static const struct llguard_policy policy =
		LLGUARD_POLICY_NO_RULES(LLGUARD_ABI_7);
	struct llguard_report report = LLGUARD_REPORT_INIT;
	struct llguard_finding finding = LLGUARD_FINDING_INIT;

	fake_reset(0);
	fake.probe_errno = EOPNOTSUPP;
	cr_assert_eq(llguard_policy_apply(&policy, &report), 0);
	cr_expect_eq(llguard_report_explain(&policy, &report, &finding), 1);
	cr_expect_eq(finding.severity, LLGUARD_SEVERITY_WARNING);
	expect_text(&policy, &report,
		"nothing is enforced: Landlock is off at boot; add it to lsm=, "
		"or use LLGUARD_POLICY_STRICT to refuse to run");
}

Test(report_explain, arguments)
{
	static const struct llguard_policy policy =
		LLGUARD_POLICY_NO_RULES(LLGUARD_ABI_7);
	struct llguard_report report = LLGUARD_REPORT_INIT;
	struct llguard_finding finding = LLGUARD_FINDING_INIT;

	cr_expect_eq(llguard_report_explain(&policy, &report, &finding), 0,
		"no error, nothing to explain");
	cr_expect_eq(llguard_report_explain(NULL, &report, &finding), -EINVAL);
	cr_expect_eq(llguard_report_explain(&policy, NULL, &finding), -EINVAL);
	cr_expect_eq(llguard_report_explain(&policy, &report, NULL), -EINVAL);
	report.fault = 1u << 20;
	cr_expect_eq(llguard_report_explain(&policy, &report, &finding), 0);
	finding.size = 4;
	report.fault = 1;
	cr_expect_eq(
		llguard_report_explain(&policy, &report, &finding), -EINVAL);
}
