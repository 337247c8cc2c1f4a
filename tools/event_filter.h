/* SPDX-License-Identifier: MIT */
/*
 * Which events are asked for.  Options of one kind add up, those of different
 * kinds all have to hold; the counters count every event.
 */
#ifndef EVENT_FILTER_H
#define EVENT_FILTER_H

#include <stdbool.h>
#include <stdint.h>

#include <llguard.h>

#include "args.h"

/* The most values of an option. */
#define EVENT_FILTER_MOST 64

enum event_filter_kind {
	EVENT_FILTER_SINCE,
	EVENT_FILTER_UNTIL,
	EVENT_FILTER_DOMAIN,
	EVENT_FILTER_EXE,
	EVENT_FILTER_BLOCKER,
	EVENT_FILTER_CLASS,
	EVENT_FILTER_MINE,
};

struct event_filter {
	bool has_since, has_until;
	uint64_t since, until; /* milliseconds */
	uint64_t domains[EVENT_FILTER_MOST];
	const char *exes[EVENT_FILTER_MOST];
	const char *blockers[EVENT_FILTER_MOST];
	uint32_t domain_count, exe_count, blocker_count;
	uint32_t classes; /* bits */
	struct llguard_mine *mine;
};

/* Take an option.  Returns 0, or -1 after an error that has been printed. */
int event_filter_take(struct event_filter *filter, enum event_filter_kind kind,
	const struct args *args);

/* To be asked of each event, in order; a loss always passes, as with no filter. */
bool event_filter_passes(
	const struct event_filter *filter, const struct llguard_event *event);

#endif /* EVENT_FILTER_H */
