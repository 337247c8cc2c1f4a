/* SPDX-License-Identifier: MIT */
#include "paths.h"

#include <errno.h>
#include <sys/stat.h>

static void path_look(
	const struct llguard_rule *rule, struct llguard_rule_result *result)
{
	struct stat st;

	if (stat(rule->path, &st)) {
		if (errno != ENOENT && errno != ENOTDIR)
			return;
		result->access = 0;
		result->state = LLGUARD_STATE_MISSING;
		return;
	}
	if (S_ISDIR(st.st_mode) || !(result->access & ~LLGUARD_FS_ON_FILE))
		return;
	result->access &= LLGUARD_FS_ON_FILE;
	result->state =
		result->access ? LLGUARD_STATE_REDUCED : LLGUARD_STATE_EMPTY;
}

void paths_look(
	const struct llguard_policy *policy, struct llguard_report *report)
{
	for (uint32_t i = 0; i < report->result_count; i++)
		if (policy->rules[i].path)
			path_look(&policy->rules[i], &report->results[i]);
}
