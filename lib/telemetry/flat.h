/* SPDX-License-Identifier: MIT */
/*
 * An event as a row: one field a column, in the order of landlock-guard(1), named
 * as the kernel names it.  For every writer without nesting.
 */
#ifndef LLGUARD__FLAT_H
#define LLGUARD__FLAT_H

#include "../json_out.h"

#include <llguard/telemetry.h>

#define LLGUARD__FLAT_FIELDS 61

/* "kind" is no field: where the order has it; and which one are the flags. */
#define LLGUARD__FLAT_KIND  2
#define LLGUARD__FLAT_FLAGS 7

enum llguard__flat_type {
	LLGUARD__FLAT_ABSENT,
	LLGUARD__FLAT_TEXT,
	LLGUARD__FLAT_TITLE,    /* text whose NULs separate words */
	LLGUARD__FLAT_ABSTRACT, /* text whose first NUL is written '@' */
	LLGUARD__FLAT_NUMBER,
	LLGUARD__FLAT_NEGATIVE, /* minus .number */
	LLGUARD__FLAT_BOOL,
};

struct llguard__flat {
	const char *key;
	enum llguard__flat_type type;
	uint64_t number;
	struct llguard_str text; /* of the event, a constant, or .scratch */
	char scratch[144];       /* every flag's name and a comma */
};

/* Field i, below LLGUARD__FLAT_FIELDS. */
void llguard__flat_get(const struct llguard_event *event, size_t i,
	struct llguard__flat *flat);

/* As a member of an object; nothing for one that is absent. */
void llguard__flat_write(
	struct llguard__json *json, const struct llguard__flat *flat);

/*
 * A title's words with spaces between, as in a string of JSON.  Returns whether a
 * byte does not show: bad UTF-8, or a NUL that is a space.
 */
bool llguard__flat_title(
	struct llguard__text *text, const struct llguard_str *title);

/* The name of an abstract socket, whose first NUL is written '@'. */
void llguard__flat_abstract(
	struct llguard__text *text, const struct llguard_str *path);

#endif /* LLGUARD__FLAT_H */
