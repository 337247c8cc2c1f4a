/* SPDX-License-Identifier: MIT */
#include "confine.h"

#include "errors.h"

int confine_self(void)
{
	return confine_self_but(NULL, 0);
}

int confine_self_but(const struct llguard_rule *rules, size_t count)
{
	const struct llguard_policy policy = {
		.size = sizeof(policy),
		.handled = LLGUARD_ABI_9,
		.rules = rules,
		.rule_count = (uint32_t)count,
		.rule_size = sizeof(*rules),
	};
	struct llguard_report report = LLGUARD_REPORT_INIT;
	struct llguard_finding finding = LLGUARD_FINDING_INIT;
	const int err = llguard_policy_apply(&policy, &report);

	/* Half of a policy is the kernel's best; none at all is worth a word. */
	if (llguard_report_explain(&policy, &report, &finding) > 0) {
		finding.key = str("--no-sandbox");
		error_print(&finding);
	}
	return err ? -1 : 0;
}
