/* SPDX-License-Identifier: MIT */
/*
 * What came of a policy, for people and programs that read stderr.
 */
#ifndef CONFINE_TELL_H
#define CONFINE_TELL_H

#include <llguard.h>
#include <stdbool.h>

/* Say what went wrong, or that nothing is enforced, or the whole report. */
void confine_tell(const struct llguard_policy *policy,
	const struct llguard_report *report, bool wants_report);

#endif /* CONFINE_TELL_H */
