/* SPDX-License-Identifier: MIT */
/*
 * What comes through a pipe as it happens: from auditd, or of a program of ours.
 */
#ifndef EVENT_STREAM_H
#define EVENT_STREAM_H

#include "event_loop.h"

struct event_stream {
	const char *name;
	int fd;
	bool has_begun;
};

/* As struct event_loop has it. */
int event_stream_read(
	void *source, struct llguard_reader *reader, struct event_sink *sink);

#endif /* EVENT_STREAM_H */
