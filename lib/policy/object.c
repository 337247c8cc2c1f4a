/* SPDX-License-Identifier: MIT */
#include "object.h"

#include "preset.h"

bool llguard__object_next(const struct llguard_policy *policy,
	struct llguard__objects *at, struct llguard_rule *ret)
{
	for (; at->next < policy->rule_count; at->next++, at->preset = 0) {
		*ret = *llguard__policy_rule(policy, at->next);
		at->from = at->next;
		if (ret->kind != LLGUARD_KIND_PRESET) {
			at->next++;
			return true;
		}
		if (llguard__preset_rule(ret->preset, at->preset, ret)) {
			at->preset++;
			return true;
		}
	}
	at->from = LLGUARD_NO_RULE;
	return at->next++ == policy->rule_count &&
	       llguard__implied_rule(policy, ret);
}
