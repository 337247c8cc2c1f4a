/* SPDX-License-Identifier: MIT */
/*
 * A report as the "plan" and "report" objects of landlock-guard(1).
 */
#include "note.h"
#include "preset.h"
#include "report_names.h"

#include "../error.h"
#include "../extensible.h"
#include "../json_out.h"
#include "../rights.h"

static void rights_to_json(
	struct llguard__json *json, const char *key, uint64_t rights)
{
	llguard__json_open(json, key, '[');
	for (size_t i = 0; i < LLGUARD__RIGHTS; i++)
		if (rights & UINT64_C(1) << llguard__right_at(i)->bit)
			llguard__json_text(
				json, NULL, llguard__right_at(i)->name);
	llguard__json_close(json, ']');
}

static void sets_to_json(struct llguard__json *json, const char *key,
	uint64_t rights, bool permission)
{
	llguard__json_open(json, key, '{');
	rights_to_json(json, "fs", rights & LLGUARD_SET_FS);
	rights_to_json(json, "net", rights & LLGUARD_SET_NET);
	rights_to_json(json, "scope", rights & LLGUARD_SET_SCOPE);
	if (permission)
		rights_to_json(
			json, "permission", rights & LLGUARD_SET_PERMISSION);
	llguard__json_close(json, '}');
}

static void flags_to_json(struct llguard__json *json, uint32_t flags)
{
	llguard__json_open(json, "flags", '[');
	for (size_t i = 0; i < LLGUARD__FLAGS; i++)
		if (flags & llguard__flag_at(i)->flag)
			llguard__json_text(
				json, NULL, llguard__flag_at(i)->name);
	llguard__json_close(json, ']');
}

static void drop_to_json(struct llguard__json *json, const char *set,
	const char *right, uint32_t abi)
{
	llguard__json_open(json, NULL, '{');
	llguard__json_text(json, "set", set);
	llguard__json_text(json, "right", right);
	llguard__json_u64(json, "since_abi", abi);
	llguard__json_close(json, '}');
}

static void dropped_to_json(
	struct llguard__json *json, const struct llguard_report *report)
{
	llguard__json_open(json, "dropped", '[');
	for (size_t i = 0; i < LLGUARD__RIGHTS; i++) {
		const struct llguard__right *row = llguard__right_at(i);
		const uint64_t right = UINT64_C(1) << row->bit;

		if (report->dropped & right)
			drop_to_json(json, llguard__right_set(right), row->name,
				row->abi);
	}
	for (size_t i = 0; i < LLGUARD__FLAGS; i++) {
		const struct llguard__flag *row = llguard__flag_at(i);

		if (report->flags_dropped & row->flag)
			drop_to_json(json, "flag", row->name, row->abi);
	}
	for (size_t i = 0; i < LLGUARD__RIGHTS; i++) {
		const struct llguard__right *row = llguard__right_at(i);

		if (report->quiet_dropped & UINT64_C(1) << row->bit)
			drop_to_json(json, "quiet", row->name,
				row->abi > LLGUARD__ABI_QUIET
					? row->abi
					: LLGUARD__ABI_QUIET);
	}
	llguard__json_close(json, ']');
}

static void lost_to_json(struct llguard__json *json,
	const struct llguard_policy *policy,
	const struct llguard_report *report, const struct llguard_rule *rule,
	const struct llguard_rule_result *result)
{
	llguard__json_open(json, "dropped", '[');
	for (size_t i = 0; i < LLGUARD__RIGHTS; i++) {
		const uint64_t right = UINT64_C(1) << llguard__right_at(i)->bit;
		const char *reason;

		reason = llguard__lost_reason(
			policy, report, rule, result, right);
		if (!reason)
			continue;
		llguard__json_open(json, NULL, '{');
		llguard__json_text(json, "right", llguard__right_at(i)->name);
		llguard__json_text(json, "reason", reason);
		llguard__json_close(json, '}');
	}
	llguard__json_close(json, ']');
}

static void members_to_json(struct llguard__json *json, const char *key,
	const struct llguard_rule *rule, uint64_t members)
{
	llguard__json_open(json, key, '[');
	for (; members; members &= members - 1)
		llguard__json_text(json, NULL,
			llguard_member_name(
				rule->kind, members & (0 - members)));
	llguard__json_close(json, ']');
}

static void object_to_json(
	struct llguard__json *json, const struct llguard_rule *rule)
{
	llguard__json_text(json, "kind", llguard__kind_name(rule->kind));
	switch (rule->kind) {
	case LLGUARD_KIND_PORT:
		llguard__json_u64(json, "port", rule->port);
		if (rule->port_last)
			llguard__json_u64(json, "port_last", rule->port_last);
		return;
	case LLGUARD_KIND_NAMESPACE:
	case LLGUARD_KIND_CAPABILITY:
		members_to_json(json, "members", rule, rule->members);
		members_to_json(
			json, "quiet_members", rule, rule->quiet_members);
		return;
	case LLGUARD_KIND_PRESET:
		llguard__json_text(
			json, "preset", llguard_preset_name(rule->preset));
		return;
	case LLGUARD_KIND_FD:
		llguard__json_u64(json, "fd", (uint32_t)rule->fd);
		return;
	case LLGUARD_KIND_PATH_AT:
		llguard__json_u64(json, "fd", (uint32_t)rule->fd);
		break;
	}
	llguard__json_text(json, "path", rule->path);
}

static void rule_to_json(struct llguard__json *json,
	const struct llguard_policy *policy,
	const struct llguard_report *report, const struct llguard_rule *rule,
	const struct llguard_rule_result *result)
{
	llguard__json_open(json, NULL, '{');
	object_to_json(json, rule);
	rights_to_json(json, "access", result->access);
	lost_to_json(json, policy, report, rule, result);
	llguard__json_text(json, "state", llguard__state_name(result->state));
	if (rule->port_last || rule->kind == LLGUARD_KIND_PRESET)
		llguard__json_u64(json, "count", result->count);
}

/* What the library adds: refer on "/". */
static void carried_to_json(struct llguard__json *json)
{
	llguard__json_open(json, NULL, '{');
	llguard__json_text(json, "kind", "path");
	llguard__json_text(json, "path", "/");
	rights_to_json(json, "access", LLGUARD_FS_REFER);
	llguard__json_open(json, "dropped", '[');
	llguard__json_close(json, ']');
	llguard__json_text(
		json, "state", llguard__state_name(LLGUARD_STATE_OK));
	llguard__json_bool(json, "implied", true);
	llguard__json_close(json, '}');
}

static void rules_to_json(struct llguard__json *json,
	const struct llguard_policy *policy,
	const struct llguard_report *report)
{
	struct llguard_rule_result result;
	struct llguard_rule rule;
	uint32_t i;

	llguard__json_open(json, "rules", '[');
	for (i = 0; llguard__report_result(report, i, &result); i++) {
		rule_to_json(json, policy, report,
			llguard__policy_rule(policy, i), &result);
		llguard__json_close(json, '}');
	}
	if (i == policy->rule_count && llguard__implied_rule(policy, &rule)) {
		result = llguard__implied_result(policy, report, &rule);
		rule_to_json(json, policy, report, &rule, &result);
		llguard__json_bool(json, "implied", true);
		llguard__json_close(json, '}');
	}
	if (llguard__plan_carries(policy, report))
		carried_to_json(json);
	llguard__json_close(json, ']');
}

static void notes_to_json(struct llguard__json *json, const char *key,
	const struct llguard_report *report, bool warnings)
{
	struct llguard__note note;

	llguard__json_open(json, key, '[');
	for (uint32_t i = 0; llguard__note_at(report, i, &note); i++) {
		if (note.is_warning != warnings)
			continue;
		llguard__json_open(json, NULL, '{');
		llguard__json_text(json, "code", note.code);
		llguard__json_text(json, "text", note.text);
		llguard__json_close(json, '}');
	}
	llguard__json_close(json, ']');
}

/* An argument that makes no sentence stands in the rules anyway. */
#define FOUND_MAX 128

static void error_to_json(struct llguard__json *json,
	const struct llguard_policy *policy,
	const struct llguard_report *report)
{
	struct llguard_finding finding = LLGUARD_FINDING_INIT;
	char sentence[512];

	if (!report->fault ||
		llguard_report_explain(policy, report, &finding) != 1)
		return;
	if (finding.found.len > FOUND_MAX)
		finding.found.ptr = NULL;
	(void)llguard_finding_describe(&finding, sentence, sizeof(sentence));
	llguard__json_open(json, "error", '{');
	llguard__json_text(json, "step", llguard__step_name(report->step));
	if (report->rule != LLGUARD_NO_RULE)
		llguard__json_u64(json, "rule", report->rule);
	llguard__json_text(json, "errno",
		llguard__errno_name(
			report->cause ? report->cause : -report->error));
	llguard__json_text(json, "text", sentence);
	llguard__json_close(json, '}');
}

int llguard_report_describe_json(const struct llguard_policy *policy,
	const struct llguard_report *report, char *buf, size_t size)
{
	struct llguard__json json;
	bool is_plan;

	if (!policy || llguard__size_of(report) < sizeof(*report))
		return -EINVAL;
	is_plan = report->phase == LLGUARD_PHASE_PLAN;
	if (!llguard__json_begin(&json, is_plan ? "plan" : "report", buf, size))
		return -EINVAL;
	llguard__json_u64(&json, "abi", report->abi);
	if (policy->after)
		llguard__json_u64(&json, "stage", report->stage);
	llguard__json_text(
		&json, "status", llguard__status_name(report->status));
	sets_to_json(&json, "handled", report->handled,
		policy->handled & LLGUARD_SET_PERMISSION);
	flags_to_json(&json, report->flags);
	sets_to_json(&json, "quiet", report->quiet, false);
	dropped_to_json(&json, report);
	rules_to_json(&json, policy, report);
	notes_to_json(&json, "warnings", report, true);
	notes_to_json(&json, "notes", report, false);
	if (!is_plan) {
		llguard__json_bool(&json, "applied", report->applied);
		llguard__json_u64(&json, "errata", report->errata);
		llguard__json_bool(&json, "no_new_privs", report->no_new_privs);
		llguard__json_text(&json, "threads",
			llguard__threads_name(report->threads));
		llguard__json_u64(&json, "layers", report->layers);
		llguard__json_text(
			&json, "reason", llguard__reason_name(report->reason));
	}
	error_to_json(&json, policy, report);
	return llguard__json_end(&json);
}
