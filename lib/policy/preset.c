/* SPDX-License-Identifier: MIT */
/*
 * Presets, and their public look-ups: rules out of a table.
 */
#include "preset.h"

/* Arrays, not pointers: nothing for the loader to relocate. */
static const struct preset_row {
	char name[16];
	char help[96];
} presets[] = {
#define PRESET(NAME, id, text, what) { text, what },
#define TREE(NAME, path, access)
#define LEAF(NAME, path, access)
#define PORT(NAME, port, access)
#include "preset.def"
#undef PRESET
#undef TREE
#undef LEAF
#undef PORT
};

/* The header's ids are the table's. */
enum preset_id {
	PRESET_NONE,
#define PRESET(NAME, id, text, what) PRESET_##NAME,
#define TREE(NAME, path, access)
#define LEAF(NAME, path, access)
#define PORT(NAME, port, access)
#include "preset.def"
#undef PRESET
#undef TREE
#undef LEAF
#undef PORT
};
#define PRESET(NAME, id, text, what)                                           \
	_Static_assert(                                                        \
		PRESET_##NAME == (id) && LLGUARD_PRESET_##NAME == (id), text);
#define TREE(NAME, path, access)
#define LEAF(NAME, path, access)
#define PORT(NAME, port, access)
#include "preset.def"
#undef PRESET
#undef TREE
#undef LEAF
#undef PORT

/* The rules of all presets, each preset's together. */
static const struct object_row {
	uint64_t access;
	uint16_t preset;
	uint16_t flags; /* of the rule; 0: a port */
	uint16_t port;
	char path[42];
} objects[] = {
#define PRESET(NAME, id, text, what)
#define TREE(NAME, path, access)                                               \
	{ (access), PRESET_##NAME, LLGUARD_RULE_OPTIONAL, 0, path },
#define LEAF(NAME, path, access)                                               \
	{ (access), PRESET_##NAME, LLGUARD_RULE_OPTIONAL | LLGUARD_RULE_FILE,  \
		0, path },
#define PORT(NAME, port, access) { (access), PRESET_##NAME, 0, (port), "" },
#include "preset.def"
#undef PRESET
#undef TREE
#undef LEAF
#undef PORT
};

static const struct preset_row *preset_find(uint32_t preset)
{
	return preset && preset <= LLGUARD__COUNT(presets)
		       ? &presets[preset - 1]
		       : NULL;
}

LLGUARD__COLD bool llguard__preset_rule(
	uint32_t preset, uint32_t i, struct llguard_rule *ret)
{
	const struct llguard_rule empty = { 0 };

	for (size_t row = 0; row < LLGUARD__COUNT(objects); row++) {
		const struct object_row *object = &objects[row];

		if (object->preset != preset || i--)
			continue;
		*ret = empty;
		ret->kind =
			object->flags ? LLGUARD_KIND_PATH : LLGUARD_KIND_PORT;
		ret->flags = object->flags;
		ret->access = object->access;
		ret->path = object->flags ? object->path : NULL;
		ret->port = object->port;
		return true;
	}
	return false;
}

LLGUARD__COLD uint64_t llguard__preset_access(uint32_t preset)
{
	uint64_t access = 0;

	for (size_t row = 0; row < LLGUARD__COUNT(objects); row++)
		if (objects[row].preset == preset)
			access |= objects[row].access;
	return access;
}

const char *llguard__preset_help(uint32_t preset)
{
	const struct preset_row *row = preset_find(preset);

	return row ? row->help : NULL;
}

const char *llguard_preset_name(uint32_t preset)
{
	const struct preset_row *row = preset_find(preset);

	return row ? row->name : NULL;
}

LLGUARD__COLD uint32_t llguard_preset_from_name(const char *name, size_t len)
{
	if (!name)
		return 0;
	for (uint32_t i = 0; i < LLGUARD__COUNT(presets); i++)
		if (strlen(presets[i].name) == len &&
			memcmp(presets[i].name, name, len) == 0)
			return i + 1;
	return 0;
}

LLGUARD__COLD int llguard_preset_rule(uint32_t preset, uint32_t i,
	struct llguard_rule *rule, size_t rule_size)
{
	struct llguard_rule ours;

	if (!preset_find(preset) || !rule || rule_size < sizeof(ours))
		return -EINVAL;
	if (!llguard__preset_rule(preset, i, &ours))
		return 0;
	memset(rule, 0, rule_size);
	memcpy(rule, &ours, sizeof(ours));
	return 1;
}
