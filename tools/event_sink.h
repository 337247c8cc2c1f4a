/* SPDX-License-Identifier: MIT */
/*
 * Where events go: lines of one format on standard output, whole ones only.
 */
#ifndef EVENT_SINK_H
#define EVENT_SINK_H

#include <stdbool.h>
#include <stddef.h>

#include <llguard.h>

enum event_format {
	EVENT_JSON,
	EVENT_FLAT,
	EVENT_TEXT,
	EVENT_ECS,
	EVENT_OCSF,
	EVENT_AUPARSE,
	EVENT_CSV, /* behind the names of its columns */
	EVENT_LOGFMT,
};

struct event_count;
struct event_filter;
struct event_state;

struct event_sink {
	enum event_format format;
	char *buf;
	size_t size;
	size_t used;
	struct event_count *count;         /* NULL: nothing is counted */
	uint64_t flushed;                  /* bytes before those in buf */
	const struct event_filter *filter; /* NULL: all are printed */
	struct event_state *state;         /* NULL: nothing is remembered */
	uint64_t evicted;                  /* events that have been told of */
	uint32_t most; /* bytes of a string; 0: as many as it has */
	bool gone;     /* the reader went away: nobody is to be told */
	bool failed;   /* something else went wrong, and has been printed */
};

/* Returns 0, or -1 after an error that has been printed. */
int event_sink_open(struct event_sink *sink, enum event_format format);

/* They return 0, or -1 when there is no point in going on. */
int event_sink_event(
	struct event_sink *sink, const struct llguard_event *event);
int event_sink_entry(
	struct event_sink *sink, const struct llguard_tally_entry *entry);
int event_sink_status(struct event_sink *sink,
	const struct llguard_reader *reader, const char *state,
	const char *why);

/* Write what is waiting.  Returns as the others. */
int event_sink_flush(struct event_sink *sink);

void event_sink_close(struct event_sink *sink);

#endif /* EVENT_SINK_H */
