/* SPDX-License-Identifier: MIT */
/*
 * What a report says besides what is enforced: warnings of the policy, notes of
 * the kernel.
 */
#ifndef LLGUARD__NOTE_H
#define LLGUARD__NOTE_H

#include "policy.h"

/* LLGUARD_NOTE_* of a plan whose other members are set. */
uint32_t llguard__notes_of(
	const struct llguard_policy *policy, const struct llguard_report *plan);

struct llguard__note {
	bool is_warning;
	const char *code;
	const char *text;
};

/* Number i of a report's warnings and then its notes; false behind the last. */
bool llguard__note_at(const struct llguard_report *report, uint32_t i,
	struct llguard__note *ret);

#endif /* LLGUARD__NOTE_H */
