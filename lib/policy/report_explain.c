/* SPDX-License-Identifier: MIT */
/*
 * A report's error as a finding: from the fault, the rule and the policy to
 * words.
 */
#include "preset.h"

#include "../error.h"
#include "../extensible.h"
#include "../rights.h"

/*
 * The strings of faults.def end to end, each with its NUL: as small as they are,
 * and nothing for the loader to relocate.
 */
struct fault_strings {
#define FAULT(name, code, key, text, expected, hint)                           \
	char name[sizeof(code) + sizeof(key) + sizeof(text) +                  \
		  sizeof(expected) + sizeof(hint)];
#include "faults.def"
#undef FAULT
};

static const struct fault_strings strings = {
#define FAULT(name, code, key, text, expected, hint)                           \
	code "\0" key "\0" text "\0" expected "\0" hint,
#include "faults.def"
#undef FAULT
};

static const uint16_t offsets[] = {
#define FAULT(name, code, key, text, expected, hint)                           \
	offsetof(struct fault_strings, name),
#include "faults.def"
#undef FAULT
};

_Static_assert(sizeof(struct fault_strings) <= UINT16_MAX, "uint16_t offsets");

/* Takes the next string; an empty one is an absent member. */
static void string_take(const char **at, struct llguard_str *ret)
{
	ret->len = strlen(*at);
	ret->ptr = ret->len ? *at : NULL;
	*at += ret->len + 1;
}

static void found_number(
	struct llguard_finding *finding, uint32_t as, uint64_t number)
{
	finding->found_as = as;
	finding->number = number;
}

static void found_text(struct llguard_finding *finding, const char *string)
{
	if (string)
		finding->found = (struct llguard_str){ string, strlen(string) };
}

/* The first of some rights by its name, or those that have none by number. */
static void found_rights(struct llguard_finding *finding, uint64_t rights)
{
	const uint64_t unknown = rights & ~LLGUARD__RIGHTS_KNOWN;

	if (unknown)
		found_number(finding, LLGUARD_FOUND_HEX, unknown);
	else
		found_text(finding, llguard_right_name(rights & (0 - rights)));
}

/* The first thing that a strict policy loses: a right, a flag, a quiet right. */
static void found_dropped(
	struct llguard_finding *finding, const struct llguard_report *report)
{
	found_rights(finding, report->dropped);
	for (size_t i = 0; !finding->found.ptr && i < LLGUARD__FLAGS; i++)
		if (report->flags_dropped & llguard__flag_at(i)->flag)
			found_text(finding, llguard__flag_at(i)->name);
	if (!finding->found.ptr)
		found_text(finding, "quiet");
}

static void found_in_policy(struct llguard_finding *finding,
	const struct llguard_policy *policy,
	const struct llguard_report *report)
{
	switch (report->fault) {
	case LLGUARD__FAULT_POLICY_SIZE:
	case LLGUARD__FAULT_POLICY_NEWER:
		found_number(finding, LLGUARD_FOUND_DECIMAL, policy->size);
		break;
	case LLGUARD__FAULT_RULE_SIZE:
		found_number(finding, LLGUARD_FOUND_DECIMAL, policy->rule_size);
		break;
	case LLGUARD__FAULT_RESULT_SIZE:
		found_number(
			finding, LLGUARD_FOUND_DECIMAL, report->result_size);
		break;
	case LLGUARD__FAULT_POLICY_FLAG:
	case LLGUARD__FAULT_FLAG_CONFLICT:
	case LLGUARD__FAULT_SEAL_MUTES:
	case LLGUARD__FAULT_FLAG_NO_DOMAIN:
		found_number(finding, LLGUARD_FOUND_HEX, policy->flags);
		break;
	case LLGUARD__FAULT_HANDLED_UNKNOWN:
		found_rights(finding, policy->handled);
		break;
	case LLGUARD__FAULT_REQUIRE_NOT_HANDLED:
		found_rights(finding, policy->require & ~policy->handled);
		break;
	case LLGUARD__FAULT_QUIET_NOT_HANDLED:
		found_rights(finding, policy->quiet & ~policy->handled);
		break;
	case LLGUARD__FAULT_QUIET_PERMISSION:
		found_rights(finding, policy->quiet & LLGUARD_SET_PERMISSION);
		break;
	case LLGUARD__FAULT_REQUIRED:
		found_rights(finding, policy->require & report->dropped);
		break;
	case LLGUARD__FAULT_STRICT:
		found_dropped(finding, report);
		break;
	}
}

static void found_in_rule(struct llguard_finding *finding,
	const struct llguard_rule *rule, uint32_t fault)
{
	const uint64_t set = llguard__kind_set(rule->kind);

	switch (fault) {
	case LLGUARD__FAULT_KIND:
		found_number(finding, LLGUARD_FOUND_DECIMAL, rule->kind);
		break;
	case LLGUARD__FAULT_MEMBER_UNKNOWN:
		found_number(finding, LLGUARD_FOUND_HEX,
			(rule->members | rule->quiet_members) &
				~llguard__members_known(rule->kind));
		break;
	case LLGUARD__FAULT_PRESET_UNKNOWN:
		found_number(finding, LLGUARD_FOUND_DECIMAL, rule->preset);
		break;
	case LLGUARD__FAULT_PRESET_NOT_HANDLED:
		found_text(finding, llguard_preset_name(rule->preset));
		break;
	case LLGUARD__FAULT_RULE_FLAG:
	case LLGUARD__FAULT_RULE_FLAG_CONFLICT:
		found_number(finding, LLGUARD_FOUND_HEX, rule->flags);
		break;
	case LLGUARD__FAULT_UNUSED_ACCESS:
	case LLGUARD__FAULT_ACCESS_NOT_OWN:
	case LLGUARD__FAULT_ACCESS_UNKNOWN:
	case LLGUARD__FAULT_ACCESS_NOT_HANDLED:
	case LLGUARD__FAULT_ACCESS_NOT_ON_FILE:
		found_rights(finding, rule->access);
		break;
	case LLGUARD__FAULT_ACCESS_NOT_FS:
	case LLGUARD__FAULT_ACCESS_NOT_NET:
		found_rights(finding, rule->access & ~set);
		break;
	case LLGUARD__FAULT_UNUSED_PORT:
	case LLGUARD__FAULT_PORT:
		found_number(finding, LLGUARD_FOUND_DECIMAL, rule->port);
		break;
	case LLGUARD__FAULT_PORT_LAST:
	case LLGUARD__FAULT_RANGE_LONG:
		found_number(finding, LLGUARD_FOUND_DECIMAL, rule->port_last);
		break;
	case LLGUARD__FAULT_FD_CLOSED:
	case LLGUARD__FAULT_FD_KIND:
		found_number(
			finding, LLGUARD_FOUND_DECIMAL, (uint32_t)rule->fd);
		break;
	case LLGUARD__FAULT_UNUSED_PATH:
	case LLGUARD__FAULT_PATH_MISSING:
	case LLGUARD__FAULT_PATH_NOT_DIRECTORY:
	case LLGUARD__FAULT_PATH_RIGHTS:
	case LLGUARD__FAULT_PATH_DENIED:
	case LLGUARD__FAULT_PATH_LOOP:
	case LLGUARD__FAULT_PATH_LONG:
	case LLGUARD__FAULT_PATH_OPEN:
		found_text(finding, rule->path);
		break;
	}
}

/* Where the fault says no more than that the kernel failed, its errno does. */
static void found_cause(
	struct llguard_finding *finding, const struct llguard_report *report)
{
	switch (report->fault) {
	case LLGUARD__FAULT_FILTERED:
	case LLGUARD__FAULT_SPAWN:
	case LLGUARD__FAULT_DESCRIPTORS:
	case LLGUARD__FAULT_EXEC:
	case LLGUARD__FAULT_CARRY:
	case LLGUARD__FAULT_CREATE:
	case LLGUARD__FAULT_KERNEL_LIES:
	case LLGUARD__FAULT_ADD_RULE:
	case LLGUARD__FAULT_NO_NEW_PRIVS:
	case LLGUARD__FAULT_SEAL:
	case LLGUARD__FAULT_RESTRICT:
		found_text(finding, llguard__errno_name(report->cause));
		break;
	}
}

/* What a report without an error has to say. */
static uint32_t nothing_fault(const struct llguard_report *report)
{
	if (report->phase == LLGUARD_PHASE_NONE ||
		report->status != LLGUARD_STATUS_NONE)
		return LLGUARD__FAULT_NONE;
	switch (report->reason) {
	case LLGUARD_REASON_OFF_AT_BOOT:
		return LLGUARD__FAULT_NONE_OFF_AT_BOOT;
	case LLGUARD_REASON_FILTERED:
		return LLGUARD__FAULT_NONE_FILTERED;
	default:
		return report->abi ? LLGUARD__FAULT_NONE_UNKNOWN
				   : LLGUARD__FAULT_NONE_NOT_BUILT;
	}
}

int llguard_report_explain(const struct llguard_policy *policy,
	const struct llguard_report *report, struct llguard_finding *finding)
{
	const struct llguard_finding empty = LLGUARD_FINDING_INIT;
	const uint32_t size = llguard__size_of(finding);
	uint32_t fault;
	const char *at;

	if (llguard__size_of(report) < sizeof(*report) ||
		size < sizeof(*finding) || !policy)
		return -EINVAL;
	fault = report->fault ? report->fault : nothing_fault(report);
	if (!fault || fault >= LLGUARD__COUNT(offsets))
		return 0;
	*finding = empty;
	finding->size = size;
	finding->severity = report->fault ? LLGUARD_SEVERITY_ERROR
					  : LLGUARD_SEVERITY_WARNING;
	finding->rule = report->rule;
	at = (const char *)&strings + offsets[fault];
	string_take(&at, &finding->code);
	string_take(&at, &finding->key);
	string_take(&at, &finding->text);
	string_take(&at, &finding->expected);
	string_take(&at, &finding->hint);
	found_cause(finding, report);
	if (report->rule == LLGUARD_NO_RULE)
		found_in_policy(finding, policy, report);
	else
		found_in_rule(finding,
			llguard__policy_rule(policy, report->rule),
			report->fault);
	return 1;
}
