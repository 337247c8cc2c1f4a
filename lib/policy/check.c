/* SPDX-License-Identifier: MIT */
/*
 * Mistakes in a policy, found without the kernel: the same mistake gives the
 * same error everywhere.
 */
#include "preset.h"

#include "../extensible.h"
#include "../rights.h"

/* Landlock's own limit; ports are 16 bits everywhere. */
#define PORT_MAX 65535

#define POLICY_FLAGS                                                           \
	(LLGUARD_POLICY_STRICT | LLGUARD_POLICY_KEEP_REFER |                   \
		LLGUARD_APPLY_ALL_THREADS | LLGUARD_APPLY_THIS_THREAD |        \
		LLGUARD_APPLY_KEEP_PRIVS | LLGUARD_APPLY_SEAL |                \
		LLGUARD_LOG_SAME_EXEC_OFF | LLGUARD_LOG_NEW_EXEC_ON |          \
		LLGUARD_LOG_SUBDOMAINS_OFF)

/* Flags that speak of the domain that the policy makes. */
#define DOMAIN_FLAGS                                                           \
	(LLGUARD_LOG_SAME_EXEC_OFF | LLGUARD_LOG_NEW_EXEC_ON |                 \
		LLGUARD_POLICY_KEEP_REFER | LLGUARD_APPLY_SEAL)

#define PATH_FLAGS                                                             \
	(LLGUARD_RULE_OPTIONAL | LLGUARD_RULE_FILE | LLGUARD_RULE_DIRECTORY |  \
		LLGUARD_RULE_NO_SYMLINKS | LLGUARD_RULE_QUIET)

uint64_t llguard__kind_set(uint32_t kind)
{
	switch (kind) {
	case LLGUARD_KIND_PATH:
	case LLGUARD_KIND_PATH_AT:
	case LLGUARD_KIND_FD:
		return LLGUARD_SET_FS;
	case LLGUARD_KIND_PORT:
		return LLGUARD_SET_NET;
	case LLGUARD_KIND_PRESET:
		return LLGUARD_SET_FS | LLGUARD_SET_NET;
	case LLGUARD_KIND_NAMESPACE:
	case LLGUARD_KIND_CAPABILITY:
		return LLGUARD_SET_PERMISSION;
	default:
		return 0;
	}
}

static bool has_path(const struct llguard_rule *rule)
{
	return rule->kind == LLGUARD_KIND_PATH ||
	       rule->kind == LLGUARD_KIND_PATH_AT;
}

static bool has_members(const struct llguard_rule *rule)
{
	return rule->kind == LLGUARD_KIND_NAMESPACE ||
	       rule->kind == LLGUARD_KIND_CAPABILITY;
}

static enum llguard__fault unused_fault(const struct llguard_rule *rule)
{
	if (rule->path && !has_path(rule))
		return LLGUARD__FAULT_UNUSED_PATH;
	if (rule->fd && rule->kind != LLGUARD_KIND_FD &&
		rule->kind != LLGUARD_KIND_PATH_AT)
		return LLGUARD__FAULT_UNUSED_FD;
	if ((rule->port || rule->port_last) && rule->kind != LLGUARD_KIND_PORT)
		return LLGUARD__FAULT_UNUSED_PORT;
	if (rule->preset && rule->kind != LLGUARD_KIND_PRESET)
		return LLGUARD__FAULT_UNUSED_PRESET;
	if (rule->access && rule->kind == LLGUARD_KIND_PRESET)
		return LLGUARD__FAULT_UNUSED_ACCESS;
	if ((rule->members || rule->quiet_members) && !has_members(rule))
		return LLGUARD__FAULT_UNUSED_MEMBERS;
	return LLGUARD__FAULT_NONE;
}

static enum llguard__fault flags_fault(
	const struct llguard_policy *policy, const struct llguard_rule *rule)
{
	const uint32_t both = LLGUARD_RULE_FILE | LLGUARD_RULE_DIRECTORY;
	uint32_t known = LLGUARD_RULE_QUIET;

	if (has_path(rule))
		known = PATH_FLAGS;
	else if (rule->kind == LLGUARD_KIND_PRESET || has_members(rule))
		known = 0;
	if (rule->flags & ~known)
		return LLGUARD__FAULT_RULE_FLAG;
	if ((rule->flags & both) == both)
		return LLGUARD__FAULT_RULE_FLAG_CONFLICT;
	if ((rule->flags & LLGUARD_RULE_QUIET) &&
		!(policy->quiet & llguard__kind_set(rule->kind)))
		return LLGUARD__FAULT_QUIET_WITHOUT_SET;
	return LLGUARD__FAULT_NONE;
}

static enum llguard__fault preset_fault(
	const struct llguard_policy *policy, const struct llguard_rule *rule)
{
	const uint64_t access = llguard__preset_access(rule->preset);

	if (!access)
		return LLGUARD__FAULT_PRESET_UNKNOWN;
	return access & policy->handled ? LLGUARD__FAULT_NONE
					: LLGUARD__FAULT_PRESET_NOT_HANDLED;
}

static enum llguard__fault members_fault(
	const struct llguard_policy *policy, const struct llguard_rule *rule)
{
	const uint64_t named = rule->members | rule->quiet_members;
	const uint64_t own = rule->kind == LLGUARD_KIND_NAMESPACE
				     ? LLGUARD_PERMISSION_NAMESPACE_USE
				     : LLGUARD_PERMISSION_CAPABILITY_USE;

	if (rule->access != own)
		return LLGUARD__FAULT_ACCESS_NOT_OWN;
	if (!(own & policy->handled))
		return LLGUARD__FAULT_ACCESS_NOT_HANDLED;
	if (!named)
		return LLGUARD__FAULT_NO_MEMBERS;
	return named & ~llguard__members_known(rule->kind)
		       ? LLGUARD__FAULT_MEMBER_UNKNOWN
		       : LLGUARD__FAULT_NONE;
}

static enum llguard__fault access_fault(
	const struct llguard_policy *policy, const struct llguard_rule *rule)
{
	const uint64_t set = llguard__kind_set(rule->kind);

	/* A quiet rule may allow nothing: it only mutes. */
	if (!rule->access && (rule->flags & LLGUARD_RULE_QUIET))
		return LLGUARD__FAULT_NONE;
	if (!rule->access)
		return LLGUARD__FAULT_ACCESS_NOTHING;
	if (rule->access & ~LLGUARD__RIGHTS_KNOWN)
		return LLGUARD__FAULT_ACCESS_UNKNOWN;
	if (rule->access & ~set)
		return set == LLGUARD_SET_FS ? LLGUARD__FAULT_ACCESS_NOT_FS
					     : LLGUARD__FAULT_ACCESS_NOT_NET;
	if (!(rule->access & policy->handled))
		return LLGUARD__FAULT_ACCESS_NOT_HANDLED;
	if ((rule->flags & LLGUARD_RULE_FILE) &&
		!(rule->access & policy->handled & LLGUARD_FS_ON_FILE))
		return LLGUARD__FAULT_ACCESS_NOT_ON_FILE;
	return LLGUARD__FAULT_NONE;
}

static enum llguard__fault object_fault(const struct llguard_rule *rule)
{
	if (has_path(rule) && !rule->path)
		return LLGUARD__FAULT_NO_PATH;
	if (has_path(rule) && !*rule->path)
		return LLGUARD__FAULT_EMPTY_PATH;
	if (rule->fd < 0)
		return LLGUARD__FAULT_BAD_FD;
	if (rule->port > PORT_MAX)
		return LLGUARD__FAULT_PORT;
	if (rule->port_last > PORT_MAX ||
		(rule->port_last && rule->port_last < rule->port))
		return LLGUARD__FAULT_PORT_LAST;
	if (llguard__rule_ports(rule) > LLGUARD_RANGE_PORTS_MAX)
		return LLGUARD__FAULT_RANGE_LONG;
	return LLGUARD__FAULT_NONE;
}

static enum llguard__fault rule_fault(
	const struct llguard_policy *policy, const struct llguard_rule *rule)
{
	enum llguard__fault fault = LLGUARD__FAULT_KIND;

	if (llguard__kind_set(rule->kind))
		fault = unused_fault(rule);
	if (!fault)
		fault = flags_fault(policy, rule);
	if (!fault && rule->kind == LLGUARD_KIND_PRESET)
		fault = preset_fault(policy, rule);
	else if (!fault && has_members(rule))
		fault = members_fault(policy, rule);
	else if (!fault)
		fault = access_fault(policy, rule);
	if (!fault)
		fault = object_fault(rule);
	return fault;
}

enum llguard__fault llguard__policy_fault(const struct llguard_policy *policy)
{
	const uint32_t threads =
		LLGUARD_APPLY_ALL_THREADS | LLGUARD_APPLY_THIS_THREAD;

	if (policy->flags & ~POLICY_FLAGS)
		return LLGUARD__FAULT_POLICY_FLAG;
	if ((policy->flags & threads) == threads)
		return LLGUARD__FAULT_FLAG_CONFLICT;
	if ((policy->flags & LLGUARD_APPLY_SEAL) &&
		(policy->flags & LLGUARD_LOG_SUBDOMAINS_OFF))
		return LLGUARD__FAULT_SEAL_MUTES;
	if (!policy->rules && policy->rule_count)
		return LLGUARD__FAULT_NO_RULES;
	if (policy->handled & ~LLGUARD__RIGHTS_KNOWN)
		return LLGUARD__FAULT_HANDLED_UNKNOWN;
	if (!policy->handled && !(policy->flags & LLGUARD_LOG_SUBDOMAINS_OFF))
		return LLGUARD__FAULT_HANDLED_NOTHING;
	if (!policy->handled && (policy->flags & DOMAIN_FLAGS))
		return LLGUARD__FAULT_FLAG_NO_DOMAIN;
	if (policy->require & ~policy->handled)
		return LLGUARD__FAULT_REQUIRE_NOT_HANDLED;
	if (policy->quiet & ~policy->handled)
		return LLGUARD__FAULT_QUIET_NOT_HANDLED;
	if (policy->quiet & LLGUARD_SET_PERMISSION)
		return LLGUARD__FAULT_QUIET_PERMISSION;
	return LLGUARD__FAULT_NONE;
}

/* A structure's size and tail, as a fault. */
static int size_fault(int err, struct llguard_report *report, uint32_t rule,
	enum llguard__fault small, enum llguard__fault newer)
{
	return llguard__report_fail(report, LLGUARD_STEP_CHECK,
		err == -E2BIG ? newer : small, rule, err, 0);
}

int llguard__check(
	const struct llguard_policy *policy, struct llguard_report *report)
{
	enum llguard__fault fault;
	int err;

	if (!policy)
		return llguard__report_fail(report, LLGUARD_STEP_CHECK,
			LLGUARD__FAULT_NO_POLICY, LLGUARD_NO_RULE, -EINVAL, 0);
	err = llguard__input_check(policy, llguard__size_of(policy),
		sizeof(*policy), sizeof(*policy));
	if (err)
		return size_fault(err, report, LLGUARD_NO_RULE,
			LLGUARD__FAULT_POLICY_SIZE,
			LLGUARD__FAULT_POLICY_NEWER);
	fault = llguard__policy_fault(policy);
	if (!fault)
		fault = llguard__chain_fault(policy);
	if (fault)
		return llguard__report_fail(report, LLGUARD_STEP_CHECK, fault,
			LLGUARD_NO_RULE, -EINVAL, 0);
	for (uint32_t i = 0; i < policy->rule_count; i++) {
		const struct llguard_rule *rule =
			llguard__policy_rule(policy, i);

		err = policy->rule_size == sizeof(*rule)
			      ? 0
			      : llguard__input_check(rule, policy->rule_size,
					sizeof(*rule), sizeof(*rule));
		if (err)
			return size_fault(err, report,
				err == -E2BIG ? i : LLGUARD_NO_RULE,
				LLGUARD__FAULT_RULE_SIZE,
				LLGUARD__FAULT_RULE_NEWER);
		fault = rule_fault(policy, rule);
		if (fault)
			return llguard__report_fail(report, LLGUARD_STEP_CHECK,
				fault, i, -EINVAL, 0);
	}
	return 0;
}

int llguard_policy_check(
	const struct llguard_policy *policy, struct llguard_report *report)
{
	struct llguard_report ours;
	int err = llguard__report_begin(&ours, report, LLGUARD_PHASE_NONE);

	if (!err)
		err = llguard__check(policy, &ours);
	return llguard__report_end(&ours, report, err);
}
