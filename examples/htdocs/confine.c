/* SPDX-License-Identifier: MIT */
#include "confine.h"

#include <llguard.h>

#include "confine_tell.h"

int confine(const char *root, bool wants_report)
{
	const struct llguard_rule rules[] = {
		LLGUARD_PATH(root, LLGUARD_FS_READ),
	};
	const struct llguard_policy policy =
		LLGUARD_POLICY(LLGUARD_ABI_9, rules);
	struct llguard_rule_result results[1];
	struct llguard_report report = LLGUARD_REPORT_RESULTS(results);
	const int err = llguard_policy_apply(&policy, &report);

	confine_tell(&policy, &report, wants_report);
	return err;
}
