/* SPDX-License-Identifier: MIT */
#ifndef LLGUARD__LINE_H
#define LLGUARD__LINE_H

#include "state.h"

/*
 * Take lines until an event is to be given out: state->cursor.  Returns false when
 * there is no line left whose end is known.
 */
bool llguard__lines_take(struct llguard_reader *reader);

/* These bytes are the next line; they stay where they are until it is taken. */
void llguard__line_set(
	struct llguard__state *state, const char *line, size_t len);

/* What is kept of a line is all of it. */
void llguard__line_finish(struct llguard__state *state);

#endif /* LLGUARD__LINE_H */
