/* SPDX-License-Identifier: MIT */
/*
 * The members of rules for namespaces and capabilities, by number and name.
 */
#include "policy.h"

static const struct member_row {
	uint8_t kind;
	uint8_t bit;
	char name[20];
} members[] = {
#define MEMBER(kind, bit, name) { LLGUARD_KIND_##kind, (bit), name },
#include "member.def"
#undef MEMBER
};

LLGUARD__COLD uint64_t llguard__members_known(uint32_t kind)
{
	uint64_t known = 0;

	for (size_t i = 0; i < LLGUARD__COUNT(members); i++)
		if (members[i].kind == kind)
			known |= UINT64_C(1) << members[i].bit;
	return known;
}

const char *llguard_member_name(uint32_t kind, uint64_t member)
{
	for (size_t i = 0; i < LLGUARD__COUNT(members); i++)
		if (members[i].kind == kind &&
			UINT64_C(1) << members[i].bit == member)
			return members[i].name;
	return NULL;
}

LLGUARD__COLD uint64_t llguard_member_from_name(
	uint32_t kind, const char *name, size_t len)
{
	if (!name)
		return 0;
	for (size_t i = 0; i < LLGUARD__COUNT(members); i++)
		if (members[i].kind == kind && strlen(members[i].name) == len &&
			memcmp(members[i].name, name, len) == 0)
			return UINT64_C(1) << members[i].bit;
	return 0;
}
