/* SPDX-License-Identifier: MIT */
/*
 * Every decision, without the kernel.  No number of an ABI stands here: the
 * tables of the floor know what came when.
 */
#include "note.h"
#include "preset.h"

#include "../kernel.h"
#include "../rights.h"

uint64_t llguard__rule_access(const struct llguard_rule *rule)
{
	return rule->kind == LLGUARD_KIND_PRESET
		       ? llguard__preset_access(rule->preset)
		       : rule->access;
}

uint64_t llguard__plan_rule(
	const struct llguard_report *plan, const struct llguard_rule *rule)
{
	return llguard__rule_access(rule) & plan->handled;
}

static struct llguard_rule_result result_make(
	uint64_t access, uint64_t lost, uint32_t count)
{
	struct llguard_rule_result result = { access, LLGUARD_STATE_OK, count };

	if (lost)
		result.state =
			access ? LLGUARD_STATE_REDUCED : LLGUARD_STATE_EMPTY;
	if (result.state == LLGUARD_STATE_EMPTY)
		result.count = 0;
	return result;
}

/* What a preset lacks because a path of it is not there, it may lack. */
LLGUARD__COLD static struct llguard_rule_result preset_result(
	const struct llguard_policy *policy, const struct llguard_report *plan,
	const struct llguard_rule *rule, uint64_t access, uint32_t count)
{
	uint64_t lost = llguard__rule_access(rule) & policy->handled;

	if (access)
		lost &= ~plan->handled;
	return result_make(access, lost, count);
}

struct llguard_rule_result llguard__plan_result(
	const struct llguard_policy *policy, const struct llguard_report *plan,
	const struct llguard_rule *rule, uint64_t access, uint32_t count)
{
	if (rule->kind == LLGUARD_KIND_PRESET)
		return preset_result(policy, plan, rule, access, count);
	/* It may have more: refer, where the stage carries it. */
	return result_make(
		access, rule->access & policy->handled & ~access, count);
}

/* How many objects a preset is for if all of its paths are there. */
LLGUARD__COLD static uint32_t preset_count(
	const struct llguard_report *plan, const struct llguard_rule *rule)
{
	struct llguard_rule object;
	uint32_t count = 0;

	for (uint32_t i = 0; llguard__preset_rule(rule->preset, i, &object);
		i++)
		count += !!(object.access & plan->handled);
	return count;
}

/* The policy's flags that reach the kernel, on one that knows all of them. */
static uint32_t flags_asked(const struct llguard_policy *policy)
{
	uint32_t flags = policy->flags & llguard__abi_flags(UINT32_MAX);

	/* The kernel sets no_new_privs with a domain alone. */
	if (policy->handled && !(policy->flags & LLGUARD_APPLY_KEEP_PRIVS))
		flags |= LLGUARD_FLAG_NO_NEW_PRIVS;
	return flags;
}

/* The reasons have the numbers of the kernel's answers. */
_Static_assert(
	LLGUARD_REASON_NOT_BUILT == LLGUARD_KERNEL_NOT_BUILT &&
		LLGUARD_REASON_OFF_AT_BOOT == LLGUARD_KERNEL_OFF_AT_BOOT &&
		LLGUARD_REASON_FILTERED == LLGUARD_KERNEL_FILTERED,
	"reasons");
_Static_assert(LLGUARD__FAULT_OFF_AT_BOOT == LLGUARD__FAULT_NOT_BUILT + 1 &&
		       LLGUARD__FAULT_FILTERED == LLGUARD__FAULT_NOT_BUILT + 2,
	"and the faults their order");

static uint32_t reason_of(const struct llguard_kernel *kernel)
{
	return kernel->abi || kernel->status - 1 >= LLGUARD_REASON_FILTERED
		       ? LLGUARD_REASON_NOT_BUILT
		       : kernel->status;
}

/* Without refer, no rule can allow a rename or link between directories. */
static uint32_t warnings_of(
	const struct llguard_report *plan, const struct llguard__chain *chain)
{
	const bool denies =
		chain->denies_refer || !(plan->handled & LLGUARD_FS_REFER);

	return (plan->handled & LLGUARD_SET_FS) && denies
		       ? LLGUARD_WARNING_REFER
		       : 0;
}

/* The rights that the layer must handle besides those asked for. */
static uint64_t carried_rights(const struct llguard_policy *policy,
	uint64_t known, const struct llguard__chain *chain)
{
	if (!(policy->handled & known))
		return 0; /* there is no layer */
	if (!(policy->flags & LLGUARD_POLICY_KEEP_REFER) && !chain->has_fs)
		return 0;
	return LLGUARD_FS_REFER & known;
}

LLGUARD__COLD bool llguard__plan_carries(const struct llguard_policy *policy,
	const struct llguard_report *report)
{
	return (report->handled & LLGUARD_FS_REFER) &&
	       (!(policy->handled & LLGUARD_FS_REFER) ||
		       (policy->flags & LLGUARD_POLICY_KEEP_REFER));
}

LLGUARD__COLD void llguard__plan(const struct llguard_policy *policy,
	const struct llguard_kernel *kernel, struct llguard_report *report)
{
	const uint64_t known = llguard__kernel_rights(kernel);
	const uint32_t flags = flags_asked(policy);
	const uint32_t flags_known = llguard__abi_flags(kernel->abi);
	struct llguard__chain chain;
	bool does_something;

	llguard__chain_look(policy, kernel, &chain);
	report->abi = kernel->abi;
	report->errata = kernel->errata;
	report->stage = chain.stage;
	report->layers = chain.layers;
	report->handled = (policy->handled & known) |
			  carried_rights(policy, known, &chain);
	report->dropped = policy->handled & ~known;
	if (kernel->abi >= LLGUARD__ABI_QUIET)
		report->quiet = policy->quiet & known;
	report->quiet_dropped = policy->quiet & ~report->quiet;
	report->warnings = warnings_of(report, &chain);
	/* A domain that comes to nothing is none, and has nothing to set. */
	does_something = report->handled || !policy->handled;
	report->flags = does_something ? flags & flags_known : 0;
	/* no_new_privs is set another way where the kernel lacks the flag. */
	report->flags_dropped =
		flags & ~report->flags & ~LLGUARD_FLAG_NO_NEW_PRIVS;
	if (!report->handled)
		report->reason = reason_of(kernel);
	llguard__plan_status(report);
	report->notes = llguard__notes_of(policy, report);
}

LLGUARD__COLD void llguard__plan_status(struct llguard_report *report)
{
	/* Log settings without a domain are all that such a policy asks for. */
	const bool in_force =
		report->handled || (report->flags & LLGUARD_LOG_SUBDOMAINS_OFF);

	if (in_force)
		report->reason = LLGUARD_REASON_NONE;
	if (!in_force)
		report->status = LLGUARD_STATUS_NONE;
	else if (report->dropped || report->quiet_dropped ||
		 report->flags_dropped)
		report->status = LLGUARD_STATUS_PARTIAL;
	else
		report->status = LLGUARD_STATUS_FULL;
}

LLGUARD__COLD int llguard__plan_verdict(const struct llguard_policy *policy,
	const struct llguard_kernel *kernel, struct llguard_report *report)
{
	const bool strict = policy->flags & LLGUARD_POLICY_STRICT;

	if (!strict && !(policy->require & report->dropped))
		return 0;
	if (report->status == LLGUARD_STATUS_FULL)
		return 0;
	if (!kernel->abi)
		return llguard__report_fail(report, LLGUARD_STEP_PROBE,
			LLGUARD__FAULT_NOT_BUILT + report->reason -
				LLGUARD_REASON_NOT_BUILT,
			LLGUARD_NO_RULE, llguard__kernel_absence(kernel),
			kernel->error);
	return llguard__report_fail(report, LLGUARD_STEP_PLAN,
		policy->require & report->dropped ? LLGUARD__FAULT_REQUIRED
						  : LLGUARD__FAULT_STRICT,
		LLGUARD_NO_RULE, -EOPNOTSUPP, 0);
}

LLGUARD__COLD uint32_t llguard__plan_restrict_flags(uint32_t flags)
{
	uint32_t kernel_flags = 0;

	for (size_t i = 0; i < LLGUARD__FLAGS; i++)
		if (flags & llguard__flag_at(i)->flag)
			kernel_flags |= llguard__flag_at(i)->kernel_flag;
	return kernel_flags;
}

static int kernel_check(
	const struct llguard_kernel *kernel, struct llguard_report *report)
{
	const int err = llguard__kernel_check(kernel);

	return err ? llguard__report_fail(report, LLGUARD_STEP_CHECK,
			     LLGUARD__FAULT_KERNEL_SIZE, LLGUARD_NO_RULE, err,
			     0)
		   : 0;
}

static void rule_plan(const struct llguard_policy *policy, uint32_t i,
	struct llguard_report *report)
{
	const struct llguard_rule *rule = llguard__policy_rule(policy, i);
	const uint64_t access = llguard__plan_rule(report, rule);
	const struct llguard_rule_result result = llguard__plan_result(policy,
		report, rule,
		rule->flags & LLGUARD_RULE_FILE ? llguard__plan_on_file(access)
						: access,
		rule->kind == LLGUARD_KIND_PRESET ? preset_count(report, rule)
						  : llguard__rule_ports(rule));

	llguard__report_rule(report, i, &result);
}

LLGUARD__COLD int llguard_policy_plan(const struct llguard_policy *policy,
	const struct llguard_kernel *kernel, struct llguard_report *report)
{
	struct llguard_report ours;
	int err;

	if (!report)
		return -EINVAL;
	err = llguard__report_begin(&ours, report, LLGUARD_PHASE_PLAN);
	if (!err)
		err = kernel_check(kernel, &ours);
	if (!err)
		err = llguard__check(policy, &ours);
	if (!err) {
		llguard__plan(policy, kernel, &ours);
		for (uint32_t i = 0; i < policy->rule_count; i++)
			rule_plan(policy, i, &ours);
		err = llguard__plan_verdict(policy, kernel, &ours);
	}
	return llguard__report_end(&ours, report, err);
}
