/* SPDX-License-Identifier: MIT */
#ifndef PATHS_H
#define PATHS_H

#include <llguard.h>

/*
 * Look at a planned policy's paths as they are now, and note in the results what
 * is missing, and which rights a file cannot have.
 */
void paths_look(
	const struct llguard_policy *policy, struct llguard_report *report);

#endif /* PATHS_H */
