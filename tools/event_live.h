/* SPDX-License-Identifier: MIT */
/*
 * Events as the kernel records them.
 */
#ifndef EVENT_LIVE_H
#define EVENT_LIVE_H

#include <llguard.h>

#include "event_gap.h"
#include "event_loop.h"
#include "event_switch.h"

struct event_live {
	struct llguard_live live;
	struct llguard_audit audit;
	int error;      /* of llguard_live_open() */
	uint64_t drops; /* that have been told */
	struct event_switch audit_switch;
	struct event_gap gap;
	struct event_loop *loop; /* whose state it is */
};

/*
 * Begin to listen, and find out whether anything will be heard: the loop's state.
 * Returns 0, or -1 after an error that has been printed.
 */
int event_live_open(struct event_live *events, struct event_loop *loop);

/* Whether records can be read at all; else, audit.state says why not. */
bool event_live_reads(const struct event_live *events);

/*
 * Say on stderr why nothing will be heard, and what is read instead, NULL for
 * nothing.
 */
void event_live_explain(const struct event_live *events, const char *instead);

/* As struct event_loop has it. */
int event_live_read(
	void *source, struct llguard_reader *reader, struct event_sink *sink);

void event_live_close(struct event_live *events);

#endif /* EVENT_LIVE_H */
