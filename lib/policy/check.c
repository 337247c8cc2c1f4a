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

/* Members of a rule that not every kind uses. */
enum {
	USES_PATH = 1 << 0,
	USES_FD = 1 << 1,
	USES_PORT = 1 << 2,
	USES_PRESET = 1 << 3,
	USES_ACCESS = 1 << 4,
	USES_MEMBERS = 1 << 5,
};

/* By kind: whose rights a rule can have, its flags, the members that it uses. */
static const struct kind_row {
	uint64_t set;
	uint8_t flags;
	uint8_t uses;
} kinds[] = {
	/* clang-format off */
	[LLGUARD_KIND_PATH] = { LLGUARD_SET_FS, PATH_FLAGS, USES_PATH | USES_ACCESS },
	[LLGUARD_KIND_PORT] = { LLGUARD_SET_NET, LLGUARD_RULE_QUIET, USES_PORT | USES_ACCESS },
	[LLGUARD_KIND_FD] = { LLGUARD_SET_FS, LLGUARD_RULE_QUIET, USES_FD | USES_ACCESS },
	[LLGUARD_KIND_PATH_AT] = { LLGUARD_SET_FS, PATH_FLAGS, USES_FD | USES_PATH | USES_ACCESS },
	[LLGUARD_KIND_PRESET] = { LLGUARD_SET_FS | LLGUARD_SET_NET, 0, USES_PRESET },
	[LLGUARD_KIND_NAMESPACE] = { LLGUARD_SET_PERMISSION, 0, USES_MEMBERS | USES_ACCESS },
	[LLGUARD_KIND_CAPABILITY] = { LLGUARD_SET_PERMISSION, 0, USES_MEMBERS | USES_ACCESS },
	/* clang-format on */
};

/* Kind 0, which no rule can have, for all numbers without a row. */
static const struct kind_row *kind_find(uint32_t kind)
{
	return &kinds[kind < LLGUARD__COUNT(kinds) ? kind : 0];
}

uint64_t llguard__kind_set(uint32_t kind)
{
	return kind_find(kind)->set;
}

static enum llguard__fault unused_fault(
	const struct llguard_rule *rule, const struct kind_row *kind)
{
	const unsigned int unused = ~(unsigned int)kind->uses;

	if (rule->path && (unused & USES_PATH))
		return LLGUARD__FAULT_UNUSED_PATH;
	if (rule->fd && (unused & USES_FD))
		return LLGUARD__FAULT_UNUSED_FD;
	if ((rule->port || rule->port_last) && (unused & USES_PORT))
		return LLGUARD__FAULT_UNUSED_PORT;
	if (rule->preset && (unused & USES_PRESET))
		return LLGUARD__FAULT_UNUSED_PRESET;
	if (rule->access && (unused & USES_ACCESS))
		return LLGUARD__FAULT_UNUSED_ACCESS;
	if ((rule->members || rule->quiet_members) && (unused & USES_MEMBERS))
		return LLGUARD__FAULT_UNUSED_MEMBERS;
	return LLGUARD__FAULT_NONE;
}

static enum llguard__fault flags_fault(const struct llguard_policy *policy,
	const struct llguard_rule *rule, const struct kind_row *kind)
{
	const uint32_t both = LLGUARD_RULE_FILE | LLGUARD_RULE_DIRECTORY;

	if (rule->flags & ~(uint32_t)kind->flags)
		return LLGUARD__FAULT_RULE_FLAG;
	if ((rule->flags & both) == both)
		return LLGUARD__FAULT_RULE_FLAG_CONFLICT;
	if ((rule->flags & LLGUARD_RULE_QUIET) && !(policy->quiet & kind->set))
		return LLGUARD__FAULT_QUIET_WITHOUT_SET;
	return LLGUARD__FAULT_NONE;
}

LLGUARD__COLD static enum llguard__fault preset_fault(
	const struct llguard_policy *policy, const struct llguard_rule *rule)
{
	const uint64_t access = llguard__preset_access(rule->preset);

	if (!access)
		return LLGUARD__FAULT_PRESET_UNKNOWN;
	return access & policy->handled ? LLGUARD__FAULT_NONE
					: LLGUARD__FAULT_PRESET_NOT_HANDLED;
}

LLGUARD__COLD static enum llguard__fault members_fault(
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

static enum llguard__fault access_fault(const struct llguard_policy *policy,
	const struct llguard_rule *rule, const struct kind_row *kind)
{
	uint64_t access = rule->access;

	/* A quiet rule may allow nothing: it only mutes. */
	if (!access)
		return rule->flags & LLGUARD_RULE_QUIET
			       ? LLGUARD__FAULT_NONE
			       : LLGUARD__FAULT_ACCESS_NOTHING;
	if (access & ~LLGUARD__RIGHTS_KNOWN)
		return LLGUARD__FAULT_ACCESS_UNKNOWN;
	if (access & ~kind->set)
		return kind->set == LLGUARD_SET_FS
			       ? LLGUARD__FAULT_ACCESS_NOT_FS
			       : LLGUARD__FAULT_ACCESS_NOT_NET;
	access &= policy->handled;
	if (!access)
		return LLGUARD__FAULT_ACCESS_NOT_HANDLED;
	if ((rule->flags & LLGUARD_RULE_FILE) && !(access & LLGUARD_FS_ON_FILE))
		return LLGUARD__FAULT_ACCESS_NOT_ON_FILE;
	return LLGUARD__FAULT_NONE;
}

static enum llguard__fault object_fault(
	const struct llguard_rule *rule, const struct kind_row *kind)
{
	if (kind->uses & USES_PATH) {
		if (!rule->path)
			return LLGUARD__FAULT_NO_PATH;
		if (!*rule->path)
			return LLGUARD__FAULT_EMPTY_PATH;
	}
	if (rule->fd < 0)
		return LLGUARD__FAULT_BAD_FD;
	if (rule->port > PORT_MAX)
		return LLGUARD__FAULT_PORT;
	if (!rule->port_last)
		return LLGUARD__FAULT_NONE;
	if (rule->port_last > PORT_MAX || rule->port_last < rule->port)
		return LLGUARD__FAULT_PORT_LAST;
	if (llguard__rule_ports(rule) > LLGUARD_RANGE_PORTS_MAX)
		return LLGUARD__FAULT_RANGE_LONG;
	return LLGUARD__FAULT_NONE;
}

LLGUARD__NOINLINE static enum llguard__fault rule_fault(
	const struct llguard_policy *policy, const struct llguard_rule *rule)
{
	const struct kind_row *kind = kind_find(rule->kind);
	enum llguard__fault fault = unused_fault(rule, kind);

	if (!kind->set)
		return LLGUARD__FAULT_KIND;
	if (!fault)
		fault = flags_fault(policy, rule, kind);
	if (fault)
		return fault;
	if (kind->uses & USES_PRESET)
		return preset_fault(policy, rule);
	if (kind->uses & USES_MEMBERS)
		return members_fault(policy, rule);
	fault = access_fault(policy, rule, kind);
	return fault ? fault : object_fault(rule, kind);
}

LLGUARD__COLD enum llguard__fault llguard__policy_fault(
	const struct llguard_policy *policy)
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

/* Returns 0, or the error and in *ret what is wrong but for the rules. */
LLGUARD__COLD static int whole_check(
	const struct llguard_policy *policy, enum llguard__fault *ret)
{
	int err;

	*ret = LLGUARD__FAULT_NO_POLICY;
	if (!policy)
		return -EINVAL;
	err = llguard__input_check(
		policy, policy->size, sizeof(*policy), sizeof(*policy));
	*ret = err == -E2BIG ? LLGUARD__FAULT_POLICY_NEWER
			     : LLGUARD__FAULT_POLICY_SIZE;
	if (err)
		return err;
	*ret = llguard__policy_fault(policy);
	if (!*ret)
		*ret = llguard__chain_fault(policy);
	if (!*ret && policy->rule_count &&
		policy->rule_size < sizeof(*policy->rules))
		*ret = LLGUARD__FAULT_RULE_SIZE;
	return *ret ? -EINVAL : 0;
}

int llguard__check(
	const struct llguard_policy *policy, struct llguard_report *report)
{
	enum llguard__fault fault;
	uint32_t i = LLGUARD_NO_RULE;
	int err = whole_check(policy, &fault);

	for (uint32_t n = 0; !err && n < policy->rule_count; n++) {
		const struct llguard_rule *rule =
			llguard__policy_rule(policy, n);

		i = n;
		fault = LLGUARD__FAULT_RULE_NEWER;
		if (policy->rule_size != sizeof(*rule))
			err = llguard__input_check(rule, policy->rule_size,
				sizeof(*rule), sizeof(*rule));
		if (!err)
			fault = rule_fault(policy, rule);
		if (!err && fault)
			err = -EINVAL;
	}
	return err ? llguard__report_fail(
			     report, LLGUARD_STEP_CHECK, fault, i, err, 0)
		   : 0;
}

LLGUARD__COLD int llguard_policy_check(
	const struct llguard_policy *policy, struct llguard_report *report)
{
	struct llguard_report ours;
	int err = llguard__report_begin(&ours, report, LLGUARD_PHASE_NONE);

	if (!err)
		err = llguard__check(policy, &ours);
	return llguard__report_end(&ours, report, err);
}
