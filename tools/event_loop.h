/* SPDX-License-Identifier: MIT */
/*
 * Waiting for events until somebody says stop.
 */
#ifndef EVENT_LOOP_H
#define EVENT_LOOP_H

#include <stdbool.h>

#include <llguard.h>

#include "event_sink.h"

/* What a source's read returns, besides -1 after an error that was printed. */
#define EVENT_LOOP_NOTHING 0 /* for now */
#define EVENT_LOOP_MORE    1 /* something, and there may be more */
#define EVENT_LOOP_OVER    2 /* and there will be no more */

struct event_loop {
	void *source;
	int (*read)(void *source, struct llguard_reader *reader,
		struct event_sink *sink);
	int fd;         /* becomes readable when there is something to read */
	int look_again; /* ms after which it may be so all the same; -1: never */
	bool is_quiet;  /* no status lines, and the clock is the log's */
	bool is_plugin;     /* SIGHUP has nothing to say */
	uint32_t heartbeat; /* seconds between two status lines; 0: none */
	const char
		*state;  /* of the first one; later ones are "ok" or "blind" */
	const char *why; /* it is blind */
};

/*
 * Have SIGTERM and SIGINT end the loop, from now on.  Before anything is waited
 * for.
 */
void event_loop_signals(const struct event_loop *loop);

/* Print the first status line.  Returns 0, or -1 as the sink does. */
int event_loop_begin(const struct event_loop *loop,
	const struct llguard_reader *reader, struct event_sink *sink);

/*
 * Print events until a signal or the source ends it.  Returns 0 when a signal has,
 * 1 when the source is at its end, -1 after an error that has been printed.
 */
int event_loop_run(const struct event_loop *loop, struct llguard_reader *reader,
	struct event_sink *sink);

#endif /* EVENT_LOOP_H */
