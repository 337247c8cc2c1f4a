/* SPDX-License-Identifier: MIT */
#ifndef LLGUARD__JOURNAL_JSON_H
#define LLGUARD__JOURNAL_JSON_H

#include "journal.h"

/* journal->step of a line of JSON: what comes next. */
enum llguard__journal_step {
	LLGUARD__JSON_START,
	LLGUARD__JSON_FIRST, /* a name, or the end of the object */
	LLGUARD__JSON_AGAIN, /* a name */
	LLGUARD__JSON_NAME,
	LLGUARD__JSON_COLON,
	LLGUARD__JSON_VALUE,
	LLGUARD__JSON_STRING,
	LLGUARD__JSON_LITERAL,
	LLGUARD__JSON_NEXT,    /* a comma, or the end of the object */
	LLGUARD__JSON_ELEMENT, /* of an array, or its end */
	LLGUARD__JSON_NUMBER,
	LLGUARD__JSON_COMMA, /* of an array, or its end */
	LLGUARD__JSON_END,
	LLGUARD__JSON_BAD,
};

/* The line is none: the rest of it is passed over. */
static inline void llguard__journal_bad(struct llguard__journal *journal)
{
	journal->line_is_bad = true;
	journal->step = LLGUARD__JSON_BAD;
}

/*
 * The next bytes of a string, a name or a value, or its end; one byte at least.
 * Returns what follows.
 */
const char *llguard__journal_string(
	struct llguard__journal *journal, const char *at, const char *end);

#endif /* LLGUARD__JOURNAL_JSON_H */
