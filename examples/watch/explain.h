/* SPDX-License-Identifier: MIT */
/*
 * From a denial to the reason for it in our own policy.
 */
#ifndef EXPLAIN_H
#define EXPLAIN_H

#include <llguard.h>

/* Print a denial, and what the policy has to say of it. */
void explain_print(const struct llguard_policy *policy,
	const struct llguard_kernel *kernel, const struct llguard_event *event);

#endif /* EXPLAIN_H */
