/* SPDX-License-Identifier: MIT */
/*
 * The ways of reading events: files to their end, a log as it grows, a pipe, the
 * kernel.
 */
#ifndef EVENT_RUN_H
#define EVENT_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "event_count.h"
#include "event_filter.h"
#include "event_sink.h"

struct event_options {
	enum event_format format;
	uint32_t form; /* LLGUARD_FORM_* */
	bool live;
	bool fallback;
	bool follow;
	bool rotated;
	bool summary;
	bool no_sandbox;
	bool help;
	uint32_t heartbeat; /* seconds; 0: none */
	uint32_t max_line;  /* bytes of a string; 0: as many as it has */
	const char *state;  /* NULL: none */
	bool has_filter;
	struct event_filter filter;
	struct event_count count;
};

/*
 * Print the events of what names or options say.  Returns 0, or -1 after an error
 * that has been printed; 0 as well when nobody reads what is printed any more.
 */
int event_run(struct event_options *options, char **names, int count);

#endif /* EVENT_RUN_H */
