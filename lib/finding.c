/* SPDX-License-Identifier: MIT */
/*
 * Error messages: one structure, two forms.
 */
#include "extensible.h"
#include "json_out.h"

static int finding_check(const struct llguard_finding *finding)
{
	const int err = llguard__input_check(finding, llguard__size_of(finding),
		sizeof(*finding), sizeof(*finding));

	if (err)
		return err;
	return finding->severity < LLGUARD_SEVERITY_NOTE ||
			       finding->severity > LLGUARD_SEVERITY_ERROR
		       ? -EINVAL
		       : 0;
}

static void number_write(
	struct llguard__text *text, const struct llguard_finding *finding)
{
	if (finding->found_as == LLGUARD_FOUND_HEX) {
		llguard__text_add(text, "0x");
		llguard__text_hex(text, finding->number);
	} else {
		llguard__text_u64(text, finding->number);
	}
}

/* "rules[2].access", "--ro", or nothing. */
static void key_write(
	struct llguard__text *text, const struct llguard_finding *finding)
{
	if (finding->rule != LLGUARD_NO_RULE) {
		llguard__text_add(text, "rules[");
		llguard__text_u64(text, finding->rule);
		llguard__text_add(text, finding->key.ptr ? "]." : "]");
	}
	llguard__text_safe(text, finding->key.ptr, finding->key.len);
}

static void part_write(struct llguard__text *text, const char *before,
	const struct llguard_str *part)
{
	if (!part->ptr)
		return;
	llguard__text_add(text, before);
	llguard__text_safe(text, part->ptr, part->len);
}

int llguard_finding_describe(
	const struct llguard_finding *finding, char *buf, size_t size)
{
	const int err = finding_check(finding);
	struct llguard__text text;

	if (err)
		return err;
	if (!llguard__text_begin(&text, buf, size))
		return -EINVAL;
	if (finding->file.ptr) {
		llguard__text_safe(&text, finding->file.ptr, finding->file.len);
		llguard__text_add(&text, ":");
	}
	if (finding->line) {
		llguard__text_u64(&text, finding->line);
		llguard__text_add(&text, ":");
	}
	if (finding->column) {
		llguard__text_u64(&text, finding->column);
		llguard__text_add(&text, ":");
	}
	if (text.len)
		llguard__text_add(&text, " ");
	if (finding->key.ptr || finding->rule != LLGUARD_NO_RULE) {
		key_write(&text, finding);
		llguard__text_add(&text, ": ");
	}
	if (finding->found_as != LLGUARD_FOUND_TEXT) {
		number_write(&text, finding);
		llguard__text_add(&text, ": ");
	} else if (finding->found.ptr) {
		llguard__text_safe(
			&text, finding->found.ptr, finding->found.len);
		llguard__text_add(&text, ": ");
	}
	part_write(&text, "", &finding->text);
	part_write(&text, "; expected ", &finding->expected);
	part_write(&text, "; ", &finding->hint);
	return llguard__text_end(&text);
}

static const char *severity_name(uint32_t severity)
{
	switch (severity) {
	case LLGUARD_SEVERITY_ERROR:
		return "error";
	case LLGUARD_SEVERITY_WARNING:
		return "warning";
	default:
		return "note";
	}
}

static void member_write(struct llguard__json *json, const char *key,
	const struct llguard_str *value)
{
	if (value->ptr)
		llguard__json_bytes(json, key, value->ptr, value->len);
}

int llguard_finding_describe_json(
	const struct llguard_finding *finding, char *buf, size_t size)
{
	const int err = finding_check(finding);
	struct llguard__json json;
	struct llguard__text part;
	char scratch[80];

	if (err)
		return err;
	if (!llguard__json_begin(&json, "finding", buf, size))
		return -EINVAL;
	llguard__json_text(&json, "severity", severity_name(finding->severity));
	member_write(&json, "code", &finding->code);
	member_write(&json, "file", &finding->file);
	if (finding->line)
		llguard__json_u64(&json, "line", finding->line);
	if (finding->column)
		llguard__json_u64(&json, "column", finding->column);
	if (finding->rule != LLGUARD_NO_RULE) {
		/* Here the key is a member's name of our own, and short. */
		llguard__text_begin(&part, scratch, sizeof(scratch));
		key_write(&part, finding);
		llguard__text_end(&part);
		llguard__json_text(&json, "key", scratch);
	} else {
		member_write(&json, "key", &finding->key);
	}
	if (finding->found_as != LLGUARD_FOUND_TEXT) {
		llguard__text_begin(&part, scratch, sizeof(scratch));
		number_write(&part, finding);
		llguard__text_end(&part);
		llguard__json_text(&json, "found", scratch);
	} else {
		member_write(&json, "found", &finding->found);
	}
	member_write(&json, "expected", &finding->expected);
	member_write(&json, "text", &finding->text);
	member_write(&json, "hint", &finding->hint);
	return llguard__json_end(&json);
}
