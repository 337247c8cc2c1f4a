/* SPDX-License-Identifier: MIT */
#ifndef LLGUARD__JOURNAL_TAKE_H
#define LLGUARD__JOURNAL_TAKE_H

#include "state.h"

/*
 * Take the next entry of the chunk, as far as it goes: a record is pending then,
 * and parsed.  Returns false when the entry's end is not there.
 */
bool llguard__journal_take(struct llguard_reader *reader);

/*
 * The same for a line of an input whose form is not known yet: false, and nothing
 * is taken, when it does not begin an entry.
 */
bool llguard__journal_line_take(
	struct llguard_reader *reader, struct llguard_str line);

/* The input is over: so is an entry that has begun. */
void llguard__journal_finish(struct llguard_reader *reader);

#endif /* LLGUARD__JOURNAL_TAKE_H */
