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

/* What state a rule is in when access is left. */
static uint32_t rule_state(const struct llguard_policy *policy,
	const struct llguard_rule *rule, uint64_t access)
{
	const uint64_t asked = rule->access & policy->handled;

	/* It may have more: refer, where the stage carries it. */
	if (!(asked & ~access))
		return LLGUARD_STATE_OK;
	return access ? LLGUARD_STATE_REDUCED : LLGUARD_STATE_EMPTY;
}

/* What a preset lacks because a path of it is not there, it may lack. */
static uint32_t preset_state(const struct llguard_policy *policy,
	const struct llguard_report *plan, const struct llguard_rule *rule,
	uint64_t access)
{
	const uint64_t asked = llguard__rule_access(rule) & policy->handled;

	if (!access)
		return LLGUARD_STATE_EMPTY;
	return asked & ~plan->handled ? LLGUARD_STATE_REDUCED
				      : LLGUARD_STATE_OK;
}

struct llguard_rule_result llguard__plan_result(
	const struct llguard_policy *policy, const struct llguard_report *plan,
	const struct llguard_rule *rule, uint64_t access, uint32_t count)
{
	struct llguard_rule_result result = { .access = access };

	result.state = rule->kind == LLGUARD_KIND_PRESET
			       ? preset_state(policy, plan, rule, access)
			       : rule_state(policy, rule, access);
	result.count = result.state == LLGUARD_STATE_EMPTY ? 0 : count;
	return result;
}

/* How many objects a rule is for if all of its paths are there. */
static uint32_t count_of(
	const struct llguard_report *plan, const struct llguard_rule *rule)
{
	struct llguard_rule object;
	uint32_t count = 0;

	if (rule->kind != LLGUARD_KIND_PRESET)
		return llguard__rule_ports(rule);
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

static uint32_t reason_of(const struct llguard_kernel *kernel)
{
	if (kernel->abi)
		return LLGUARD_REASON_NOT_BUILT;
	switch (kernel->status) {
	case LLGUARD_KERNEL_OFF_AT_BOOT:
		return LLGUARD_REASON_OFF_AT_BOOT;
	case LLGUARD_KERNEL_FILTERED:
		return LLGUARD_REASON_FILTERED;
	default:
		return LLGUARD_REASON_NOT_BUILT;
	}
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

bool llguard__plan_carries(const struct llguard_policy *policy,
	const struct llguard_report *report)
{
	return (report->handled & LLGUARD_FS_REFER) &&
	       (!(policy->handled & LLGUARD_FS_REFER) ||
		       (policy->flags & LLGUARD_POLICY_KEEP_REFER));
}

void llguard__plan(const struct llguard_policy *policy,
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

void llguard__plan_status(struct llguard_report *report)
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

static int absence_fail(
	const struct llguard_kernel *kernel, struct llguard_report *report)
{
	enum llguard__fault fault = LLGUARD__FAULT_NOT_BUILT;
	int error = -ENOSYS;

	if (report->reason == LLGUARD_REASON_OFF_AT_BOOT) {
		fault = LLGUARD__FAULT_OFF_AT_BOOT;
		error = -EOPNOTSUPP;
	} else if (report->reason == LLGUARD_REASON_FILTERED) {
		fault = LLGUARD__FAULT_FILTERED;
		error = -EPERM;
	}
	return llguard__report_fail(report, LLGUARD_STEP_PROBE, fault,
		LLGUARD_NO_RULE, error, kernel->error);
}

int llguard__plan_verdict(const struct llguard_policy *policy,
	const struct llguard_kernel *kernel, struct llguard_report *report)
{
	const bool strict = policy->flags & LLGUARD_POLICY_STRICT;

	if (!strict && !(policy->require & report->dropped))
		return 0;
	if (report->status == LLGUARD_STATUS_FULL)
		return 0;
	if (!kernel->abi)
		return absence_fail(kernel, report);
	return llguard__report_fail(report, LLGUARD_STEP_PLAN,
		policy->require & report->dropped ? LLGUARD__FAULT_REQUIRED
						  : LLGUARD__FAULT_STRICT,
		LLGUARD_NO_RULE, -EOPNOTSUPP, 0);
}

uint32_t llguard__plan_restrict_flags(uint32_t flags)
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

int llguard_policy_plan(const struct llguard_policy *policy,
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
	if (err)
		return llguard__report_end(&ours, report, err);
	llguard__plan(policy, kernel, &ours);
	for (uint32_t i = 0; i < policy->rule_count; i++) {
		const struct llguard_rule *rule =
			llguard__policy_rule(policy, i);
		const uint64_t access = llguard__plan_rule(&ours, rule);
		const struct llguard_rule_result result =
			llguard__plan_result(policy, &ours, rule,
				rule->flags & LLGUARD_RULE_FILE
					? llguard__plan_on_file(access)
					: access,
				count_of(&ours, rule));

		llguard__report_rule(&ours, i, &result);
	}
	return llguard__report_end(
		&ours, report, llguard__plan_verdict(policy, kernel, &ours));
}
