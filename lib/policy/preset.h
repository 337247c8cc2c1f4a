/* SPDX-License-Identifier: MIT */
/*
 * What the policy room asks of presets.
 */
#ifndef LLGUARD__PRESET_H
#define LLGUARD__PRESET_H

#include "policy.h"

#include <llguard/preset.h>

/* Rule i of a preset; false when there is no such one. */
bool llguard__preset_rule(
	uint32_t preset, uint32_t i, struct llguard_rule *ret);

/* The rights of all its rules; 0 when there is no such preset. */
uint64_t llguard__preset_access(uint32_t preset);

/* Its line of help; NULL when there is no such preset. */
const char *llguard__preset_help(uint32_t preset);

#endif /* LLGUARD__PRESET_H */
