/* SPDX-License-Identifier: MIT */
/*
 * A report for people.
 */
#include "note.h"
#include "preset.h"
#include "report_names.h"

#include "../extensible.h"
#include "../rights.h"
#include "../text.h"

static void notes_to_text(
	struct llguard__text *text, const struct llguard_report *report)
{
	struct llguard__note note;

	for (uint32_t i = 0; llguard__note_at(report, i, &note); i++) {
		llguard__text_add(
			text, note.is_warning ? "warning: " : "note: ");
		llguard__text_add(text, note.text);
		llguard__text_add(text, "\n");
	}
}

/* "fs.read_file, net.bind_tcp", or "nothing". */
static void rights_to_text(struct llguard__text *text, uint64_t rights)
{
	const char *before = "";

	if (!rights)
		llguard__text_add(text, "nothing");
	for (size_t i = 0; i < LLGUARD__RIGHTS; i++) {
		const struct llguard__right *row = llguard__right_at(i);

		if (!(rights & UINT64_C(1) << row->bit))
			continue;
		llguard__text_add(text, before);
		llguard__text_add(text, row->blocker);
		before = ", ";
	}
}

static void flags_to_text(struct llguard__text *text, uint32_t flags)
{
	const char *before = "";

	for (size_t i = 0; i < LLGUARD__FLAGS; i++) {
		if (!(flags & llguard__flag_at(i)->flag))
			continue;
		llguard__text_add(text, before);
		llguard__text_add(text, llguard__flag_at(i)->name);
		before = ", ";
	}
}

static void status_to_text(
	struct llguard__text *text, const struct llguard_report *report)
{
	llguard__text_add(text, "status: ");
	llguard__text_add(text, llguard__status_name(report->status));
	llguard__text_add(text, " (kernel ABI ");
	llguard__text_u64(text, report->abi);
	llguard__text_add(text, ")\n");
	if (report->phase == LLGUARD_PHASE_APPLY)
		llguard__text_add(text,
			report->applied ? "applied: yes\n" : "applied: no\n");
}

static void dropped_to_text(
	struct llguard__text *text, const struct llguard_report *report)
{
	for (size_t i = 0; i < LLGUARD__RIGHTS; i++) {
		const struct llguard__right *row = llguard__right_at(i);

		if (!(report->dropped & UINT64_C(1) << row->bit))
			continue;
		llguard__text_add(text, "not denied: ");
		llguard__text_add(text, row->blocker);
		if (row->abi > report->abi) {
			llguard__text_add(text, " (needs ABI ");
			llguard__text_u64(text, row->abi);
			llguard__text_add(text, ")\n");
		} else if (row->abi > LLGUARD__ABI_ENFORCED) {
			llguard__text_add(
				text, " (this release only plans it)\n");
		} else {
			llguard__text_add(text, " (this kernel refuses it)\n");
		}
	}
	if (report->flags_dropped) {
		llguard__text_add(text, "flags dropped: ");
		flags_to_text(text, report->flags_dropped);
		llguard__text_add(text, "\n");
	}
	if (report->quiet_dropped) {
		llguard__text_add(text, "recorded all the same: ");
		rights_to_text(text, report->quiet_dropped);
		llguard__text_add(text, "\n");
	}
}

/* "net, pid", or "of none". */
static void members_to_text(
	struct llguard__text *text, const struct llguard_rule *rule)
{
	const char *before = "";

	if (!rule->members)
		llguard__text_add(text, "of none");
	for (uint64_t left = rule->members; left; left &= left - 1) {
		llguard__text_add(text, before);
		llguard__text_add(text,
			llguard_member_name(rule->kind, left & (0 - left)));
		before = ", ";
	}
}

static void object_to_text(
	struct llguard__text *text, const struct llguard_rule *rule)
{
	llguard__text_add(text, llguard__kind_name(rule->kind));
	llguard__text_add(text, " ");
	if (rule->kind == LLGUARD_KIND_PORT)
		llguard__text_u64(text, rule->port);
	if (rule->port_last) {
		llguard__text_add(text, "-");
		llguard__text_u64(text, rule->port_last);
	}
	if (llguard__members_known(rule->kind))
		members_to_text(text, rule);
	if (rule->kind == LLGUARD_KIND_PRESET)
		llguard__text_add(text, llguard_preset_name(rule->preset));
	if (rule->kind == LLGUARD_KIND_FD || rule->kind == LLGUARD_KIND_PATH_AT)
		llguard__text_u64(text, (uint32_t)rule->fd);
	if (rule->kind == LLGUARD_KIND_PATH_AT)
		llguard__text_add(text, "/");
	if (rule->path)
		llguard__text_safe(text, rule->path, strlen(rule->path));
}

static void lost_to_text(struct llguard__text *text,
	const struct llguard_policy *policy,
	const struct llguard_report *report, const struct llguard_rule *rule,
	const struct llguard_rule_result *result)
{
	for (size_t i = 0; i < LLGUARD__RIGHTS; i++) {
		const struct llguard__right *row = llguard__right_at(i);
		const uint64_t right = UINT64_C(1) << row->bit;
		const char *reason;

		reason = llguard__lost_reason(
			policy, report, rule, result, right);
		if (!reason)
			continue;
		llguard__text_add(text, "; without ");
		llguard__text_add(text, row->name);
		llguard__text_add(text, " (");
		llguard__text_add(text, reason);
		llguard__text_add(text, ")");
	}
}

static void rule_to_text(struct llguard__text *text,
	const struct llguard_policy *policy,
	const struct llguard_report *report, const struct llguard_rule *rule,
	const struct llguard_rule_result *result)
{
	object_to_text(text, rule);
	llguard__text_add(text, ": ");
	if (result->state == LLGUARD_STATE_MISSING) {
		llguard__text_add(text, "missing");
	} else {
		llguard__text_add(text, "allows ");
		rights_to_text(text, result->access);
	}
	if (result->count && rule->kind == LLGUARD_KIND_PRESET) {
		llguard__text_add(text, " on ");
		llguard__text_u64(text, result->count);
		llguard__text_add(text, " paths and ports");
	}
	lost_to_text(text, policy, report, rule, result);
	llguard__text_add(text, "\n");
}

static void rules_to_text(struct llguard__text *text,
	const struct llguard_policy *policy,
	const struct llguard_report *report)
{
	struct llguard_rule_result result;
	struct llguard_rule rule;
	uint32_t i;

	for (i = 0; llguard__report_result(report, i, &result); i++) {
		llguard__text_add(text, "rule ");
		llguard__text_u64(text, i);
		llguard__text_add(text, ": ");
		rule_to_text(text, policy, report,
			llguard__policy_rule(policy, i), &result);
	}
	if (i == policy->rule_count && llguard__implied_rule(policy, &rule)) {
		result = llguard__implied_result(policy, report, &rule);
		llguard__text_add(text, "rule that these imply: ");
		rule_to_text(text, policy, report, &rule, &result);
	}
}

static void stage_to_text(struct llguard__text *text,
	const struct llguard_policy *policy,
	const struct llguard_report *report)
{
	if (policy->after) {
		llguard__text_add(text, "stage: ");
		llguard__text_u64(text, report->stage);
		llguard__text_add(text, ", layers: ");
		llguard__text_u64(text, report->layers);
		llguard__text_add(text, "\n");
	}
	if (llguard__plan_carries(policy, report))
		llguard__text_add(text,
			"refer is allowed on /, so that this layer denies no "
			"rename or link between directories\n");
}

static void finding_to_text(struct llguard__text *text,
	const struct llguard_policy *policy,
	const struct llguard_report *report)
{
	struct llguard_finding finding = LLGUARD_FINDING_INIT;
	size_t len;
	int more;

	if (llguard_report_explain(policy, report, &finding) != 1)
		return;
	llguard__text_add(text, finding.severity == LLGUARD_SEVERITY_ERROR
					? "error: "
					: "warning: ");
	len = text->len < text->size ? text->len : text->size;
	more = llguard_finding_describe(&finding,
		text->size ? text->buf + len : NULL, text->size - len);
	text->len += more > 0 ? (size_t)more : 0;
	llguard__text_add(text, "\n");
}

int llguard_report_describe(const struct llguard_policy *policy,
	const struct llguard_report *report, char *buf, size_t size)
{
	struct llguard__text text;

	if (!policy || llguard__size_of(report) < sizeof(*report) ||
		!llguard__text_begin(&text, buf, size))
		return -EINVAL;
	status_to_text(&text, report);
	llguard__text_add(&text, "denied unless allowed: ");
	rights_to_text(&text, report->handled);
	llguard__text_add(&text, "\n");
	dropped_to_text(&text, report);
	if (report->flags) {
		llguard__text_add(&text, "flags: ");
		flags_to_text(&text, report->flags);
		llguard__text_add(&text, "\n");
	}
	if (report->quiet) {
		llguard__text_add(&text, "denied without a record: ");
		rights_to_text(&text, report->quiet);
		llguard__text_add(&text, "\n");
	}
	stage_to_text(&text, policy, report);
	rules_to_text(&text, policy, report);
	notes_to_text(&text, report);
	finding_to_text(&text, policy, report);
	return llguard__text_end(&text);
}
