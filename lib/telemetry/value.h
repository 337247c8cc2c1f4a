/* SPDX-License-Identifier: MIT */
/*
 * Words of a record's body, and what their values say.
 */
#ifndef LLGUARD__VALUE_H
#define LLGUARD__VALUE_H

#include "scan.h"

#include <llguard/telemetry.h>

/* llguard_field_next() without the checks. */
bool llguard__field_next(
	struct llguard__scan *scan, struct llguard_field *field);

/* The value that begins where scan is; key is left alone. */
LLGUARD__INLINE void llguard__value_scan(
	struct llguard__scan *scan, struct llguard_field *field)
{
	field->flags = 0;
	if (scan->at == scan->end || *scan->at != '"') {
		field->value = llguard__scan_until(scan, ' ');
		return;
	}
	scan->at++;
	field->flags = LLGUARD_FIELD_QUOTED;
	field->value = llguard__scan_until(scan, '"');
	if (scan->at < scan->end)
		scan->at++;
	else
		field->flags |= LLGUARD_FIELD_CUT;
}

/* A value that is a number and nothing else; *ret is left alone when it is not. */
bool llguard__field_u64(const struct llguard_field *field, uint64_t *ret);

/* Bodies in the ring are ours to write, though events lend them out const. */
static inline char *llguard__body_ours(const char *at)
{
	return (char *)(uintptr_t)at; /* NOLINT(performance-no-int-to-ptr) */
}

/*
 * Decode a text to half of its length, in place as well.  Returns false, with the
 * text as it was, when it is not hexadecimal.
 */
bool llguard__hex_decode(char *to, const char *from, size_t len);

/*
 * The value of a key that the kernel encodes, decoded in place; "(null)",
 * "(none)" and nothing are absent.  LLGUARD_FLAG_TRUNCATED and _BAD_HEX go into
 * *flags, which says whether the record was cut.  A byte that is no digit is
 * behind it: the slack of a body.
 */
struct llguard_str llguard__field_string(
	const struct llguard_field *field, uint32_t *flags);

#endif /* LLGUARD__VALUE_H */
