/* SPDX-License-Identifier: MIT */
/*
 * The tables of rights.def and features.def, and their public look-ups.
 */
#include "rights.h"

#include "uapi.h"

#include <llguard/policy.h>

static const struct llguard__right rights[] = {
#define RIGHT(set, right, kernel_bit, text, blocked, since, on, what)          \
	{                                                                      \
		.bit = LLGUARD__##set##_SHIFT + (kernel_bit),                  \
		.abi = (since),                                                \
		.object = LLGUARD__ON_##on,                                    \
		.name_len = sizeof(text) - 1,                                  \
		.blocker_len = sizeof(blocked) - 1,                            \
		.name = text,                                                  \
		.blocker = blocked,                                            \
		.help = what,                                                  \
	},
#define BLOCKER(blocked, class, since, what)
#include "rights.def"
#undef RIGHT
#undef BLOCKER
};

_Static_assert(LLGUARD__COUNT(rights) == LLGUARD__RIGHTS, "count them");

/* The header's values are the table's. */
#define RIGHT(set, right, kernel_bit, text, blocked, since, on, what)          \
	_Static_assert(LLGUARD_##set##_##right ==                              \
			       UINT64_C(1) << (LLGUARD__##set##_SHIFT +        \
					       (kernel_bit)),                  \
		text);
#define BLOCKER(blocked, class, since, what)
#include "rights.def"
#undef RIGHT
#undef BLOCKER

static const struct llguard__flag flags[] = {
#define FLAG(public_flag, kernel, text, since)                                 \
	{ .flag = (public_flag),                                               \
		.kernel_flag = (kernel),                                       \
		.abi = (since),                                                \
		.name = text },
#define FEATURE(name, abi)
#include "features.def"
#undef FLAG
#undef FEATURE
};

_Static_assert(LLGUARD__COUNT(flags) == LLGUARD__FLAGS, "count them");

const struct llguard__right *llguard__right_at(size_t i)
{
	return &rights[i];
}

const struct llguard__flag *llguard__flag_at(size_t i)
{
	return &flags[i];
}

LLGUARD__COLD uint32_t llguard__abi_flags(uint32_t abi)
{
	uint32_t known = 0;

	for (size_t i = 0; i < LLGUARD__FLAGS; i++)
		if (flags[i].abi <= abi)
			known |= flags[i].flag;
	return known;
}

const char *llguard__right_set(uint64_t right)
{
	if (right & LLGUARD_SET_FS)
		return "fs";
	if (right & LLGUARD_SET_NET)
		return "net";
	if (right & LLGUARD_SET_SCOPE)
		return "scope";
	return "permission";
}

const struct llguard__right *llguard__right_find(uint64_t right)
{
	for (size_t i = 0; i < LLGUARD__RIGHTS; i++)
		if (right == UINT64_C(1) << rights[i].bit)
			return &rights[i];
	return NULL;
}

uint64_t llguard_abi_mask(uint32_t abi)
{
	uint64_t mask = 0;

	for (size_t i = 0; i < LLGUARD__RIGHTS; i++)
		if (rights[i].abi <= abi)
			mask |= UINT64_C(1) << rights[i].bit;
	return mask;
}

const char *llguard_right_name(uint64_t right)
{
	const struct llguard__right *row = llguard__right_find(right);

	return row ? row->name : NULL;
}

/* The number of each row. */
enum right_row {
#define RIGHT(set, right, kernel_bit, text, blocked, since, on, what)          \
	ROW_##set##_##right,
#define BLOCKER(blocked, class, since, what)
#include "rights.def"
#undef RIGHT
#undef BLOCKER
};

uint64_t llguard__right_from_blocker(const char *blocker, size_t len)
{
	size_t i;

	if (!len)
		return 0;
	/* Most rights are the file system's: the others' rows begin behind. */
	i = blocker[0] == 'f' ? 0 : ROW_NET_BIND_TCP;
	for (; i < LLGUARD__RIGHTS; i++)
		if (rights[i].blocker_len == len &&
			rights[i].blocker[len - 1] == blocker[len - 1] &&
			memcmp(rights[i].blocker, blocker, len) == 0)
			return UINT64_C(1) << rights[i].bit;
	return 0;
}

LLGUARD__COLD uint64_t llguard_right_from_name(const char *name, size_t len)
{
	if (!name)
		return 0;
	for (size_t i = 0; i < LLGUARD__RIGHTS; i++) {
		const struct llguard__right *row = &rights[i];

		if ((row->name_len == len &&
			    memcmp(row->name, name, len) == 0) ||
			(row->blocker_len == len &&
				memcmp(row->blocker, name, len) == 0))
			return UINT64_C(1) << row->bit;
	}
	return 0;
}

uint32_t llguard_right_abi(uint64_t right)
{
	const struct llguard__right *row = llguard__right_find(right);

	return row ? row->abi : 0;
}
