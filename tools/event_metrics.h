/* SPDX-License-Identifier: MIT */
/*
 * The counters of --metrics, in a file that is whole whenever it is read.
 */
#ifndef EVENT_METRICS_H
#define EVENT_METRICS_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include <llguard.h>

struct event_metrics {
	const char *name; /* the file; NULL: there are none */
	const char *base; /* in its directory */
	int directory;
	char *made; /* the name of a new one, before it takes the other's place */
	struct llguard_metrics metrics;
	void *memory;
	char *text;
	size_t size;
	time_t written; /* by a clock that is not set */
	bool failed;    /* which has been printed */
};

/*
 * Begin with a file of this name, in a directory that is there.  Returns 0, or -1
 * after an error that has been printed.
 */
int event_metrics_open(struct event_metrics *metrics, const char *name);

/*
 * Write the file anew.  Returns 0, or -1 after an error, which is printed the
 * first time.
 */
int event_metrics_write(struct event_metrics *metrics,
	const struct llguard_reader *reader, const struct llguard_tally *tally);

/* The same when it was not for some seconds. */
int event_metrics_refresh(struct event_metrics *metrics,
	const struct llguard_reader *reader, const struct llguard_tally *tally);

void event_metrics_close(struct event_metrics *metrics);

#endif /* EVENT_METRICS_H */
