/* SPDX-License-Identifier: MIT */
/*
 * Building a ruleset, and the ways to put it on.
 */
#ifndef LLGUARD__PREPARE_H
#define LLGUARD__PREPARE_H

#include "policy.h"

#include <llguard/spawn.h>

/*
 * Add rule i of a checked policy to a ruleset, as the report has it planned, and
 * note the rule's result.  Returns 0, or the error noted.
 */
int llguard__rule_add(const struct llguard_policy *policy, uint32_t i,
	int ruleset, struct llguard_report *report);

/* The same for the rule that the library adds, if any; it has no result. */
int llguard__implied_add(const struct llguard_policy *policy, int ruleset,
	struct llguard_report *report);

/* llguard_policy_prepare() without the checks of its arguments. */
int llguard__prepare(const struct llguard_policy *policy,
	struct llguard_prepared *prepared, struct llguard_report *report);

/* Count the threads into the report: 0 when there is one, else the error noted. */
int llguard__threads_check(struct llguard_report *report, uint32_t flags);

/* llguard_prepared_apply() without the checks of its arguments. */
int llguard__restrict(
	const struct llguard_prepared *prepared, struct llguard_report *report);

/* The same in a child that is known to have one thread. */
int llguard__restrict_child(
	const struct llguard_prepared *prepared, struct llguard_report *report);

/*
 * Begin what goes on with a prepared policy, and with the report of before if
 * there is one.  Returns 0, -EINVAL or -E2BIG; the report is then left alone.
 */
int llguard__prepared_begin(struct llguard_report *ours,
	const struct llguard_prepared *prepared,
	const struct llguard_report *theirs);

/* Check what is to be started; returns 0, or the error noted. */
int llguard__program_check(
	const struct llguard_program *program, struct llguard_report *report);

/* Descriptor i of a program that has passed the check. */
static inline const struct llguard_program_fd *llguard__program_fd(
	const struct llguard_program *program, uint32_t i)
{
	return (const struct llguard_program_fd *)(const void
			*)((const char *)program->fds +
			   (size_t)i * program->fd_size);
}

/* Start a program under a prepared policy: its pid, or the error noted. */
int llguard__spawn(const struct llguard_prepared *prepared,
	const struct llguard_program *program, struct llguard_report *report);

#endif /* LLGUARD__PREPARE_H */
