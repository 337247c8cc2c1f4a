/* SPDX-License-Identifier: MIT */
#ifndef LLGUARD__CUT_H
#define LLGUARD__CUT_H

#include "../base.h"

#include <llguard/cut.h>

/* A string that can be cut: in the event, and its length in what was cut. */
struct llguard__cut_field {
	char key[14];
	uint16_t at;
	uint16_t len_at;
};

#define LLGUARD__CUT_FIELDS 11

extern const struct llguard__cut_field llguard__cut_fields[LLGUARD__CUT_FIELDS];

/* How many bytes a field's string had; 0 when it was not cut. */
static inline uint32_t llguard__cut_len(
	const struct llguard_cut *cut, const struct llguard__cut_field *field)
{
	return *(const uint32_t *)(const void *)((const char *)cut +
						 field->len_at);
}

#endif /* LLGUARD__CUT_H */
