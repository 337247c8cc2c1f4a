/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "policy/report_names.h"

Test(report_names, closed_lists)
{
	static const char statuses[][8] = { "none", "partial", "full", "none" };
	static const char reasons[][16] = { "", "not_built", "off_at_boot",
		"filtered", "not_permitted", "" };
	static const char threads[][8] = { "unknown", "one", "all", "this",
		"unknown" };
	static const char states[][8] = { "ok", "reduced", "missing", "empty",
		"empty" };
	static const char steps[][16] = { "", "check", "probe", "plan",
		"threads", "create", "open", "add_rule", "no_new_privs",
		"restrict", "seal", "spawn", "descriptors", "exec", "" };
	static const char kinds[][8] = { "path_at", "path", "port", "fd",
		"path_at" };

	for (uint32_t i = 0; i < LLGUARD__COUNT(statuses); i++)
		cr_expect_str_eq(llguard__status_name(i), statuses[i]);
	for (uint32_t i = 0; i < LLGUARD__COUNT(reasons); i++)
		cr_expect_str_eq(llguard__reason_name(i), reasons[i]);
	for (uint32_t i = 0; i < LLGUARD__COUNT(threads); i++)
		cr_expect_str_eq(llguard__threads_name(i), threads[i]);
	for (uint32_t i = 0; i < LLGUARD__COUNT(states); i++)
		cr_expect_str_eq(llguard__state_name(i), states[i]);
	for (uint32_t i = 0; i < LLGUARD__COUNT(steps); i++)
		cr_expect_str_eq(llguard__step_name(i), steps[i]);
	for (uint32_t i = 0; i < LLGUARD__COUNT(kinds); i++)
		cr_expect_str_eq(llguard__kind_name(i), kinds[i]);
}

Test(report_names, kinds_without_a_path)
{
	cr_expect_str_eq(llguard__kind_name(LLGUARD_KIND_PRESET), "preset");
	cr_expect_str_eq(
		llguard__kind_name(LLGUARD_KIND_NAMESPACE), "namespace");
	cr_expect_str_eq(
		llguard__kind_name(LLGUARD_KIND_CAPABILITY), "capability");
}

Test(report_names, why_a_right_is_lost)
{
	static const struct llguard_policy policy =
		LLGUARD_POLICY_NO_RULES(LLGUARD_ABI_5);
	const struct llguard_rule rule =
		LLGUARD_PATH("/a", LLGUARD_ABI_9 & LLGUARD_SET_FS);
	struct llguard_report report = LLGUARD_REPORT_INIT;
	struct llguard_rule_result result = { LLGUARD_FS_READ_FILE,
		LLGUARD_STATE_REDUCED, 0 };

	report.handled = LLGUARD_ABI_3;
	cr_expect_null(llguard__lost_reason(
		&policy, &report, &rule, &result, LLGUARD_FS_READ_FILE));
	cr_expect_str_eq(llguard__lost_reason(&policy, &report, &rule, &result,
				 LLGUARD_FS_READ_DIR),
		"not_directory");
	cr_expect_str_eq(llguard__lost_reason(&policy, &report, &rule, &result,
				 LLGUARD_FS_IOCTL_DEV),
		"abi");
	cr_expect_str_eq(llguard__lost_reason(&policy, &report, &rule, &result,
				 LLGUARD_FS_RESOLVE_UNIX),
		"not_handled");
	result.state = LLGUARD_STATE_MISSING;
	cr_expect_null(llguard__lost_reason(
		&policy, &report, &rule, &result, LLGUARD_FS_READ_DIR));
	result.state = LLGUARD_STATE_OK;
	cr_expect_null(llguard__lost_reason(&policy, &report, &rule, &result,
			       LLGUARD_NET_BIND_TCP),
		"the rule never had it");
}

Test(report_names, why_a_preset_lost_a_right)
{
	static const struct llguard_policy policy =
		LLGUARD_POLICY_NO_RULES(LLGUARD_ABI_5);
	const struct llguard_rule rule = LLGUARD_PRESET(1);
	struct llguard_report report = LLGUARD_REPORT_INIT;
	const struct llguard_rule_result result = { LLGUARD_FS_READ_FILE,
		LLGUARD_STATE_OK, 3 };

	report.handled = LLGUARD_ABI_5;
	cr_expect_str_eq(llguard__lost_reason(&policy, &report, &rule, &result,
				 LLGUARD_FS_EXECUTE),
		"missing");
}
