/* SPDX-License-Identifier: MIT */
/*
 * The words of reports, for both of their forms.
 */
#include "report_names.h"

const char *llguard__status_name(uint32_t status)
{
	switch (status) {
	case LLGUARD_STATUS_FULL:
		return "full";
	case LLGUARD_STATUS_PARTIAL:
		return "partial";
	default:
		return "none";
	}
}

const char *llguard__reason_name(uint32_t reason)
{
	switch (reason) {
	case LLGUARD_REASON_NOT_BUILT:
		return "not_built";
	case LLGUARD_REASON_OFF_AT_BOOT:
		return "off_at_boot";
	case LLGUARD_REASON_FILTERED:
		return "filtered";
	case LLGUARD_REASON_NOT_PERMITTED:
		return "not_permitted";
	default:
		return "";
	}
}

const char *llguard__threads_name(uint32_t threads)
{
	switch (threads) {
	case LLGUARD_THREADS_ONE:
		return "one";
	case LLGUARD_THREADS_ALL:
		return "all";
	case LLGUARD_THREADS_THIS:
		return "this";
	default:
		return "unknown";
	}
}

const char *llguard__state_name(uint32_t state)
{
	switch (state) {
	case LLGUARD_STATE_OK:
		return "ok";
	case LLGUARD_STATE_REDUCED:
		return "reduced";
	case LLGUARD_STATE_MISSING:
		return "missing";
	default:
		return "empty";
	}
}

const char *llguard__step_name(uint32_t step)
{
	switch (step) {
	case LLGUARD_STEP_CHECK:
		return "check";
	case LLGUARD_STEP_PROBE:
		return "probe";
	case LLGUARD_STEP_PLAN:
		return "plan";
	case LLGUARD_STEP_THREADS:
		return "threads";
	case LLGUARD_STEP_CREATE:
		return "create";
	case LLGUARD_STEP_OPEN:
		return "open";
	case LLGUARD_STEP_ADD_RULE:
		return "add_rule";
	case LLGUARD_STEP_NO_NEW_PRIVS:
		return "no_new_privs";
	case LLGUARD_STEP_RESTRICT:
		return "restrict";
	case LLGUARD_STEP_SEAL:
		return "seal";
	case LLGUARD_STEP_SPAWN:
		return "spawn";
	case LLGUARD_STEP_DESCRIPTORS:
		return "descriptors";
	case LLGUARD_STEP_EXEC:
		return "exec";
	default:
		return "";
	}
}

const char *llguard__kind_name(uint32_t kind)
{
	switch (kind) {
	case LLGUARD_KIND_PATH:
		return "path";
	case LLGUARD_KIND_PORT:
		return "port";
	case LLGUARD_KIND_FD:
		return "fd";
	case LLGUARD_KIND_PRESET:
		return "preset";
	case LLGUARD_KIND_NAMESPACE:
		return "namespace";
	case LLGUARD_KIND_CAPABILITY:
		return "capability";
	default:
		return "path_at";
	}
}

const char *llguard__lost_reason(const struct llguard_policy *policy,
	const struct llguard_report *report, const struct llguard_rule *rule,
	const struct llguard_rule_result *result, uint64_t right)
{
	if (!(llguard__rule_access(rule) & right))
		return NULL;
	if (result->state == LLGUARD_STATE_MISSING || (result->access & right))
		return NULL;
	if (!(policy->handled & right))
		return "not_handled";
	if (!(report->handled & right))
		return "abi";
	return rule->kind == LLGUARD_KIND_PRESET ? "missing" : "not_directory";
}

struct llguard_rule_result llguard__implied_result(
	const struct llguard_policy *policy,
	const struct llguard_report *report, const struct llguard_rule *rule)
{
	return llguard__plan_result(
		policy, report, rule, llguard__plan_rule(report, rule), 1);
}
