/* SPDX-License-Identifier: MIT */
#include "confine.h"

#include "errors.h"

int confine_self(void)
{
	static const struct llguard_policy policy = {
		.size = sizeof(policy),
		.handled = LLGUARD_ABI_9,
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
