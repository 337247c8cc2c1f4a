/* SPDX-License-Identifier: MIT */
/*
 * Denials counted: --tally, --suppress and --metrics.
 */
#ifndef EVENT_COUNT_H
#define EVENT_COUNT_H

#include <llguard.h>

#include "args.h"
#include "event_metrics.h"
#include "event_sink.h"

/* The options' rows in a table; their numbers are away from all others. */
enum {
	EVENT_COUNT_TALLY = 1000,
	EVENT_COUNT_SUPPRESS,
	EVENT_COUNT_METRICS,
};

#define EVENT_COUNT_OPTIONS                                                             \
	{ EVENT_COUNT_TALLY, "--tally", "WHO",                                          \
		"count instead: denials of one domain, or of one exe" },                \
		{ EVENT_COUNT_SUPPRESS, "--suppress", "N/SECONDS",                      \
			"print N of one kind in so many seconds, and count the rest" }, \
	{                                                                               \
		EVENT_COUNT_METRICS, "--metrics", "FILE",                               \
			"keep counters in FILE, as OpenMetrics text"                    \
	}

struct event_count {
	uint32_t by; /* LLGUARD_TALLY_BY_*; 0: print denials one by one */
	uint32_t suppress;
	uint32_t window;
	const char *metrics_name;
	const struct llguard_reader *reader;
	struct llguard_tally tally;
	struct event_metrics metrics;
	void *memory;
};

/* Take an option of these.  Returns 0, or -1 after an error. */
int event_count_option(
	struct event_count *count, int id, const struct args *args);

/* Whether all that was taken goes together.  Returns 0, or -1 after an error. */
int event_count_check(
	const struct event_count *count, enum event_format format);

/*
 * Begin, before this program confines itself; sink->count is set where there is
 * anything to count.  The three return 0, or -1 after an error that has been
 * printed.
 */
int event_count_open(struct event_count *count, struct event_sink *sink,
	const struct llguard_reader *reader);

/* A rule for what has to be written later.  Returns 1, or 0 for none. */
size_t event_count_rule(
	const struct event_count *count, struct llguard_rule *ret);

/* All is open; audit is LLGUARD_AUDIT_*, or 0 where the kernel is not asked. */
int event_count_begin(struct event_count *count, uint32_t audit);

/*
 * Count an event.  Returns 1 when it is to be printed, 0 when it is not, -1 when
 * there is no point in going on.
 */
int event_count_event(struct event_count *count, struct event_sink *sink,
	const struct llguard_event *event);

/* Say how things stand: at a heartbeat.  Returns as the sink does. */
int event_count_report(struct event_count *count, struct event_sink *sink);

/* The same at the end.  -1 too when the metrics could not be written. */
int event_count_finish(struct event_count *count, struct event_sink *sink);

void event_count_close(struct event_count *count);

#endif /* EVENT_COUNT_H */
