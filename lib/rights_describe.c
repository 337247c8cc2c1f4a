/* SPDX-License-Identifier: MIT */
/*
 * A right for people and as JSON.
 */
#include "json_out.h"
#include "rights.h"

/* In the order of enum llguard__object. */
static const char object_names[][10] = { "both", "directory", "port", "domain",
	"process" };

static const char *object_name(const struct llguard__right *row)
{
	return object_names[row->object];
}

LLGUARD__COLD int llguard_right_describe_json(
	uint64_t right, char *buf, size_t size)
{
	const struct llguard__right *row = llguard__right_find(right);
	struct llguard__json json;

	if (!row || !llguard__json_begin(&json, "right", buf, size))
		return -EINVAL;
	llguard__json_text(&json, "name", row->name);
	llguard__json_text(&json, "set", llguard__right_set(right));
	llguard__json_text(&json, "blocker", row->blocker);
	llguard__json_u64(&json, "bit", row->bit);
	llguard__json_u64(&json, "abi", row->abi);
	llguard__json_text(&json, "object", object_name(row));
	llguard__json_text(&json, "help", row->help);
	return llguard__json_end(&json);
}

LLGUARD__COLD int llguard_right_describe(uint64_t right, char *buf, size_t size)
{
	const struct llguard__right *row = llguard__right_find(right);
	struct llguard__text text;

	if (!row || !llguard__text_begin(&text, buf, size))
		return -EINVAL;
	llguard__text_add(&text, row->blocker);
	llguard__text_add(&text, " (ABI ");
	llguard__text_u64(&text, row->abi);
	llguard__text_add(&text, ", ");
	llguard__text_add(&text, object_name(row));
	llguard__text_add(&text, "): ");
	llguard__text_add(&text, row->help);
	return llguard__text_end(&text);
}
