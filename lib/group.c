/* SPDX-License-Identifier: MIT */
/*
 * The groups of rights that rules are written with, by name.
 */
#include "json_out.h"
#include "rights.h"

static const struct group_row {
	uint64_t rights;
	char name[19];
	char help[77];
} groups[] = {
	{ LLGUARD_FS_READ, "read", "read files, list directories" },
	{ LLGUARD_FS_READ_EXECUTE, "read_execute", "read, and execute" },
	{ LLGUARD_FS_READ_WRITE, "read_write",
		"read, write, truncate, make, remove, rename, and ioctl devices" },
	{ LLGUARD_FS_READ_WRITE_EXECUTE, "read_write_execute",
		"read, write, truncate, make, remove, rename, ioctl, and execute" },
};

static const struct group_row *group_find(uint64_t rights)
{
	for (size_t i = 0; i < LLGUARD__COUNT(groups); i++)
		if (groups[i].rights == rights)
			return &groups[i];
	return NULL;
}

uint64_t llguard_group_at(uint32_t i)
{
	return i < LLGUARD__COUNT(groups) ? groups[i].rights : 0;
}

const char *llguard_group_name(uint64_t rights)
{
	const struct group_row *row = group_find(rights);

	return row ? row->name : NULL;
}

uint64_t llguard_group_from_name(const char *name, size_t len)
{
	if (!name)
		return 0;
	for (size_t i = 0; i < LLGUARD__COUNT(groups); i++)
		if (strlen(groups[i].name) == len &&
			memcmp(groups[i].name, name, len) == 0)
			return groups[i].rights;
	return 0;
}

int llguard_group_describe(uint64_t rights, char *buf, size_t size)
{
	const struct group_row *row = group_find(rights);
	const char *before = " (";
	struct llguard__text text;

	if (!row || !llguard__text_begin(&text, buf, size))
		return -EINVAL;
	llguard__text_add(&text, row->name);
	llguard__text_add(&text, ": ");
	llguard__text_add(&text, row->help);
	for (size_t i = 0; i < LLGUARD__RIGHTS; i++) {
		if (!(rights & UINT64_C(1) << llguard__right_at(i)->bit))
			continue;
		llguard__text_add(&text, before);
		llguard__text_add(&text, llguard__right_at(i)->name);
		before = ", ";
	}
	llguard__text_add(&text, ")");
	return llguard__text_end(&text);
}

int llguard_group_describe_json(uint64_t rights, char *buf, size_t size)
{
	const struct group_row *row = group_find(rights);
	struct llguard__json json;

	if (!row || !llguard__json_begin(&json, "group", buf, size))
		return -EINVAL;
	llguard__json_text(&json, "name", row->name);
	llguard__json_text(&json, "set", llguard__right_set(rights));
	llguard__json_open(&json, "rights", '[');
	for (size_t i = 0; i < LLGUARD__RIGHTS; i++)
		if (rights & UINT64_C(1) << llguard__right_at(i)->bit)
			llguard__json_text(
				&json, NULL, llguard__right_at(i)->name);
	llguard__json_close(&json, ']');
	llguard__json_text(&json, "help", row->help);
	return llguard__json_end(&json);
}
