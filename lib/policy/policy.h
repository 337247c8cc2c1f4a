/* SPDX-License-Identifier: MIT */
/*
 * What the files of this room say to each other.
 *
 * check.c and stage.c find mistakes, plan.c decides, prepare.c, rule.c and
 * apply.c obey;
 * report.c carries what came of it back to the caller, the other report_*.c turn
 * it into words.
 */
#ifndef LLGUARD__POLICY_H
#define LLGUARD__POLICY_H

#include "../base.h"

#include <llguard/policy.h>

enum llguard__fault {
#define FAULT(name, code, key, text, expected, hint) LLGUARD__FAULT_##name,
#include "faults.def"
#undef FAULT
};

/* Rule i of a policy that has passed the check of its sizes. */
static inline const struct llguard_rule *llguard__policy_rule(
	const struct llguard_policy *policy, uint32_t i)
{
	return (const struct llguard_rule *)(const void
			*)((const char *)policy->rules +
			   (size_t)i * policy->rule_size);
}

/*
 * Reports.  Every function that fills one in works on a whole report of its own
 * and hands it over at the end, as much of it as the caller's structure holds.
 */

/* theirs may be NULL.  Returns 0, or -EINVAL for one that cannot be filled in. */
int llguard__report_begin(struct llguard_report *ours,
	const struct llguard_report *theirs, uint32_t phase);

/* Note an error; returns error. */
int llguard__report_fail(struct llguard_report *report, uint32_t step,
	enum llguard__fault fault, uint32_t rule, int error, int cause);

/* The same of an argument that is wrong. */
int llguard__report_refuse(
	struct llguard_report *report, enum llguard__fault fault);

/* The same of a system call that has returned err. */
int llguard__report_errno(struct llguard_report *report, uint32_t step,
	enum llguard__fault fault, uint32_t rule, int err);

/* And of one whose errno tells the fault: creating, opening, adding, restricting. */
int llguard__report_call(
	struct llguard_report *report, uint32_t step, uint32_t rule, int err);

/*
 * Begin what applies a policy: the report, which only a strict policy can do
 * without, and the check.  Returns 0 or the error noted.
 */
int llguard__apply_begin(struct llguard_report *ours,
	const struct llguard_policy *policy,
	const struct llguard_report *theirs);

/* Note rule i's result. */
void llguard__report_rule(struct llguard_report *report, uint32_t i,
	const struct llguard_rule_result *result);

/* Result i of a report, as far as the caller keeps it; false if it does not. */
bool llguard__report_result(const struct llguard_report *report, uint32_t i,
	struct llguard_rule_result *ret);

/* Hand over; returns error. */
int llguard__report_end(const struct llguard_report *ours,
	struct llguard_report *theirs, int error);

/* Check, and note the first mistake.  Returns 0, -EINVAL or -E2BIG. */
int llguard__check(
	const struct llguard_policy *policy, struct llguard_report *report);

/* The set whose rights a rule of this kind can have; 0 for no such kind. */
uint64_t llguard__kind_set(uint32_t kind);

/* The first mistake of a policy but for its rules and its chain. */
enum llguard__fault llguard__policy_fault(const struct llguard_policy *policy);

/* The same of its chain, whatever it may look like. */
enum llguard__fault llguard__chain_fault(const struct llguard_policy *policy);

/* What a checked policy stands on, on one kernel. */
struct llguard__chain {
	uint32_t stage;    /* policies before this one */
	uint32_t layers;   /* the layers that they have made */
	bool has_fs;       /* one of them has filesystem rights */
	bool denies_refer; /* one of them denies it everywhere, for good */
};

void llguard__chain_look(const struct llguard_policy *policy,
	const struct llguard_kernel *kernel, struct llguard__chain *ret);

/*
 * Whether refer is handled without the policy's asking, and allowed on "/": so
 * that the layer leaves renames and links as the ones before it have them.
 */
bool llguard__plan_carries(const struct llguard_policy *policy,
	const struct llguard_report *report);

/*
 * Decide what a checked policy comes to on a kernel: fills in the report's
 * handled, dropped, quiet, flags, status, reason, warnings, abi and errata.
 */
void llguard__plan(const struct llguard_policy *policy,
	const struct llguard_kernel *kernel, struct llguard_report *report);

/* The status that follows from what a plan drops. */
void llguard__plan_status(struct llguard_report *report);

/* The same for one rule: the rights that it can allow on the planned kernel. */
uint64_t llguard__plan_rule(
	const struct llguard_report *plan, const struct llguard_rule *rule);

/* Those of them that it can allow on a file. */
static inline uint64_t llguard__plan_on_file(uint64_t access)
{
	return access & LLGUARD_FS_ON_FILE;
}

/* The rights that a rule names; of a preset, those of all its rules. */
uint64_t llguard__rule_access(const struct llguard_rule *rule);

/* Every member that rules of a kind can have; 0 for kinds without. */
uint64_t llguard__members_known(uint32_t kind);

/* How many ports a rule is for, all of its range. */
static inline uint32_t llguard__rule_ports(const struct llguard_rule *rule)
{
	return rule->port_last ? rule->port_last - rule->port + 1 : 1;
}

/*
 * The rule that the library adds to a policy's, from the policy alone; false when
 * it adds none.
 */
bool llguard__implied_rule(
	const struct llguard_policy *policy, struct llguard_rule *ret);

/*
 * What became of a rule of which access is left, on count objects; a rule with
 * nothing left is for none.
 */
struct llguard_rule_result llguard__plan_result(
	const struct llguard_policy *policy, const struct llguard_report *plan,
	const struct llguard_rule *rule, uint64_t access, uint32_t count);

/*
 * Whether a plan may be carried out: 0, or the error that .require and
 * LLGUARD_POLICY_STRICT make of what it drops, noted in the report.
 */
int llguard__plan_verdict(const struct llguard_policy *policy,
	const struct llguard_kernel *kernel, struct llguard_report *report);

/* The kernel's flags for a plan's flags. */
uint32_t llguard__plan_restrict_flags(uint32_t flags);

#endif /* LLGUARD__POLICY_H */
