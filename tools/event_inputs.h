/* SPDX-License-Identifier: MIT */
/*
 * The files that events are read from: all opened first, then read one after the
 * other.
 */
#ifndef EVENT_INPUTS_H
#define EVENT_INPUTS_H

#include <limits.h>
#include <stdbool.h>

#include <llguard.h>

#include "event_child.h"
#include "event_sink.h"

#define EVENT_INPUT_USUAL "/var/log/audit/audit.log"

/* So much of a file is read ahead, to know it by. */
#define EVENT_HEAD_MAX 4096

struct event_input {
	char name[PATH_MAX]; /* "-": standard input */
	int fd;              /* -1: it is not there, and waited for */
	struct event_child gzip;
	dev_t device;
	ino_t inode;
	bool is_regular;
	off_t size;                /* when it was opened */
	char head[EVENT_HEAD_MAX]; /* what has been read of it already */
	size_t head_len;
	uint64_t time; /* event_order() has it by this */
};

/* The most that are put in front of others: what auditd keeps of a log. */
#define EVENT_INPUTS_FRONT 999

struct event_inputs {
	struct event_input *memory;
	struct event_input *list; /* in it */
	int count;
	bool confined; /* so is gzip */
};

/*
 * Open names, or the usual file where there are none.  Returns 0, or -1 after an
 * error that has been printed.
 */
int event_inputs_open(struct event_inputs *inputs, char **names, int count);

/*
 * Put one more file in front.  Returns 1, 0 when it is not there or there are
 * enough, -1 after an error that has been printed.
 */
int event_inputs_add(struct event_inputs *inputs, const char *name);

/* The same for one that is not there.  Returns 0, or -1 as the others. */
int event_inputs_miss(struct event_inputs *inputs, const char *name);

/*
 * Read all of them.  Returns 0, or -1 when something could not be read (which has
 * been printed) or written.
 */
int event_inputs_read(struct event_inputs *inputs,
	struct llguard_reader *reader, uint32_t form, struct event_sink *sink);

/* The same of one, up to its end for now; more of it may come. */
int event_input_read(struct event_input *input, struct llguard_reader *reader,
	struct event_sink *sink);

void event_inputs_close(struct event_inputs *inputs);

#endif /* EVENT_INPUTS_H */
