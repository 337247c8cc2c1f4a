/* SPDX-License-Identifier: MIT */
/*
 * The rules of the second stage: the files that were named, and the directories
 * that they are in when files are to be made there.
 */
#ifndef CONFINE_RULES_H
#define CONFINE_RULES_H

#include <llguard.h>

#include "options.h"

/*
 * Returns 0 with the rules, whose paths are part of them: free() gives both back;
 * or -1 after a message that there is no memory.
 */
int confine_rules_make(const struct options *options,
	struct llguard_rule **ret_rules, uint32_t *ret_count);

/* Take one rule out. */
void confine_rules_remove(
	struct llguard_rule *rules, uint32_t *count, uint32_t which);

#endif /* CONFINE_RULES_H */
