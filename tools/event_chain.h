/* SPDX-License-Identifier: MIT */
/*
 * A log and those that were rotated away: NAME.1, NAME.2 and so on, compressed or
 * not, the higher the older.
 */
#ifndef EVENT_CHAIN_H
#define EVENT_CHAIN_H

#include "event_inputs.h"
#include "event_state.h"

/*
 * Open name and what was rotated away: all of it, or, with a state, from the file
 * on that it is of.  Without either, name alone.  may_miss: name need not be there
 * yet; it has descriptor -1 then.  Returns 0, or -1 after an error that has been
 * printed; ret_lost: the state's file is gone.
 */
int event_chain_open(struct event_inputs *inputs, char *name,
	const struct event_state *state, bool rotated, bool may_miss,
	bool *ret_lost);

#endif /* EVENT_CHAIN_H */
