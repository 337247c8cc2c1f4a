/* SPDX-License-Identifier: MIT */
#include "paths.h"

#include <errno.h>
#include <stdbool.h>
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

/* What of a preset is there, as exec would find it. */
static void preset_look(const struct llguard_rule *preset, uint64_t handled,
	struct llguard_rule_result *result)
{
	const bool is_possible = result->count > 0;
	struct llguard_rule rule;

	result->access = 0;
	result->count = 0;
	for (uint32_t i = 0; llguard_preset_rule(preset->preset, i, &rule,
				     sizeof(rule)) == 1;
		i++) {
		struct llguard_rule_result object = {
			.access = rule.access & handled,
		};

		if (object.access && rule.path)
			path_look(&rule, &object);
		result->access |= object.access;
		result->count += !!object.access;
	}
	if (is_possible && !result->count)
		result->state = LLGUARD_STATE_MISSING;
}

void paths_look(
	const struct llguard_policy *policy, struct llguard_report *report)
{
	for (uint32_t i = 0; i < report->result_count; i++)
		if (policy->rules[i].path)
			path_look(&policy->rules[i], &report->results[i]);
		else if (policy->rules[i].preset)
			preset_look(&policy->rules[i], report->handled,
				&report->results[i]);
}
