/* SPDX-License-Identifier: MIT */
/*
 * The words of reports.  All are constants; an unknown number gives the last
 * word of its list, or "".
 */
#ifndef LLGUARD__REPORT_NAMES_H
#define LLGUARD__REPORT_NAMES_H

#include "policy.h"

const char *llguard__status_name(uint32_t status);
const char *llguard__reason_name(uint32_t reason);
const char *llguard__threads_name(uint32_t threads);
const char *llguard__state_name(uint32_t state);
const char *llguard__step_name(uint32_t step);
const char *llguard__kind_name(uint32_t kind);

/* What became of the rule that the library has added. */
struct llguard_rule_result llguard__implied_result(
	const struct llguard_policy *policy,
	const struct llguard_report *report, const struct llguard_rule *rule);

/* Why a rule does not allow a right that it names; NULL when it does. */
const char *llguard__lost_reason(const struct llguard_policy *policy,
	const struct llguard_report *report, const struct llguard_rule *rule,
	const struct llguard_rule_result *result, uint64_t right);

#endif /* LLGUARD__REPORT_NAMES_H */
