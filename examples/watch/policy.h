/* SPDX-License-Identifier: MIT */
/*
 * What the program may do: start, and what the command line allows.
 */
#ifndef POLICY_H
#define POLICY_H

#include <llguard.h>

#define POLICY_ALLOWED 16 /* by the command line, at the most */

struct policy {
	struct llguard_rule rules[POLICY_ALLOWED + 8];
	struct llguard_policy policy;
};

/* Begin with what every program needs. */
void policy_begin(struct policy *policy);

/* Allow to read below a path, or to write too.  Returns -1 when it is too many. */
int policy_allow(struct policy *policy, const char *path, uint64_t access);

#endif /* POLICY_H */
