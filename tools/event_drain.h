/* SPDX-License-Identifier: MIT */
/*
 * From bytes to lines of output: what is fed, what is kept back, what is printed.
 */
#ifndef EVENT_DRAIN_H
#define EVENT_DRAIN_H

#include <llguard.h>

#include "event_sink.h"

/* Print the events that are ready.  Returns 0, or -1 as the sink does. */
int events_drain(struct llguard_reader *reader, struct event_sink *sink);

/* Hand over n bytes of an input, and do that.  Returns as it does. */
int events_feed(struct llguard_reader *reader, const char *bytes, size_t n,
	struct event_sink *sink);

/* Say what time it is: events that have waited since are complete. */
void events_feed_time(struct llguard_reader *reader);

#endif /* EVENT_DRAIN_H */
