/* SPDX-License-Identifier: MIT */
/*
 * The files that events are read from: all opened first, then read one after the
 * other.
 */
#ifndef EVENT_INPUTS_H
#define EVENT_INPUTS_H

#include <llguard.h>

#include "event_sink.h"

#define EVENT_INPUT_USUAL "/var/log/audit/audit.log"

struct event_inputs {
	char **names; /* "-": standard input */
	int *fds;
	int count;
};

/*
 * Open names, or the usual file where there are none.  Returns 0, or -1 after an
 * error that has been printed.
 */
int event_inputs_open(struct event_inputs *inputs, char **names, int count);

/*
 * Read all of them.  Returns 0, or -1 when something could not be read (which has
 * been printed) or written.
 */
int event_inputs_read(struct event_inputs *inputs,
	struct llguard_reader *reader, uint32_t form, struct event_sink *sink);

void event_inputs_close(struct event_inputs *inputs);

/* Print the events that are ready.  Returns 0, or -1 as the sink does. */
int events_drain(struct llguard_reader *reader, struct event_sink *sink);

#endif /* EVENT_INPUTS_H */
