/* SPDX-License-Identifier: MIT */
#include "policy.h"

static const struct llguard_rule usual[] = {
	LLGUARD_PRESET(LLGUARD_PRESET_LIBC_1),
	LLGUARD_PRESET(LLGUARD_PRESET_LOCALE_1),
	LLGUARD_PRESET(LLGUARD_PRESET_DEV_1),
	LLGUARD_PATH_OPTIONAL("/usr", LLGUARD_FS_READ_EXECUTE),
	LLGUARD_PATH_OPTIONAL("/bin", LLGUARD_FS_READ_EXECUTE),
};

#define USUAL_COUNT (sizeof(usual) / sizeof(usual[0]))

void policy_begin(struct policy *policy)
{
	*policy = (struct policy){
		.policy = {
			.size = sizeof(policy->policy),
			/* The kernel records nothing of what is executed, if
			 * it is not told to. */
			.flags = LLGUARD_LOG_NEW_EXEC_ON,
			.handled = LLGUARD_ABI_9,
			.rules = policy->rules,
			.rule_size = sizeof(policy->rules[0]),
			.rule_count = USUAL_COUNT,
		},
	};
	for (uint32_t i = 0; i < USUAL_COUNT; i++)
		policy->rules[i] = usual[i];
}

int policy_allow(struct policy *policy, const char *path, uint64_t access)
{
	const struct llguard_rule rule = LLGUARD_PATH(path, access);

	if (policy->policy.rule_count == USUAL_COUNT + POLICY_ALLOWED)
		return -1;
	policy->rules[policy->policy.rule_count++] = rule;
	return 0;
}
