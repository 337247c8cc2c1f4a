/* SPDX-License-Identifier: MIT */
/*
 * A preset for people and as JSON.
 */
#include "preset.h"

#include "../json_out.h"
#include "../rights.h"

static void object_describe(
	struct llguard__json *json, const struct llguard_rule *rule)
{
	llguard__json_open(json, NULL, '{');
	llguard__json_text(json, "kind", rule->path ? "path" : "port");
	if (rule->path)
		llguard__json_text(json, "path", rule->path);
	else
		llguard__json_u64(json, "port", rule->port);
	llguard__json_open(json, "access", '[');
	for (size_t i = 0; i < LLGUARD__RIGHTS; i++)
		if (rule->access & UINT64_C(1) << llguard__right_at(i)->bit)
			llguard__json_text(
				json, NULL, llguard__right_at(i)->name);
	llguard__json_close(json, ']');
	llguard__json_bool(
		json, "optional", rule->flags & LLGUARD_RULE_OPTIONAL);
	llguard__json_close(json, '}');
}

int llguard_preset_describe_json(uint32_t preset, char *buf, size_t size)
{
	const char *help = llguard__preset_help(preset);
	struct llguard__json json;
	struct llguard_rule rule;

	if (!help || !llguard__json_begin(&json, "preset", buf, size))
		return -EINVAL;
	llguard__json_text(&json, "name", llguard_preset_name(preset));
	llguard__json_u64(&json, "id", preset);
	llguard__json_text(&json, "help", help);
	llguard__json_open(&json, "rules", '[');
	for (uint32_t i = 0; llguard__preset_rule(preset, i, &rule); i++)
		object_describe(&json, &rule);
	llguard__json_close(&json, ']');
	return llguard__json_end(&json);
}

int llguard_preset_describe(uint32_t preset, char *buf, size_t size)
{
	const char *help = llguard__preset_help(preset);
	struct llguard__text text;
	struct llguard_rule rule;

	if (!help || !llguard__text_begin(&text, buf, size))
		return -EINVAL;
	llguard__text_add(&text, llguard_preset_name(preset));
	llguard__text_add(&text, ": ");
	llguard__text_add(&text, help);
	for (uint32_t i = 0; llguard__preset_rule(preset, i, &rule); i++) {
		const char *before = ": ";

		llguard__text_add(&text, rule.path ? "\n  " : "\n  port ");
		if (rule.path)
			llguard__text_add(&text, rule.path);
		else
			llguard__text_u64(&text, rule.port);
		for (size_t n = 0; n < LLGUARD__RIGHTS; n++) {
			const struct llguard__right *right =
				llguard__right_at(n);

			if (!(rule.access & UINT64_C(1) << right->bit))
				continue;
			llguard__text_add(&text, before);
			llguard__text_add(&text, right->name);
			before = ", ";
		}
	}
	return llguard__text_end(&text);
}
