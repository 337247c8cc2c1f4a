/* SPDX-License-Identifier: MIT */
/*
 * What has been printed of a log, kept in a file so that a later run goes on.
 *
 * Each Landlock record is one line of output, and so it is enough to know of which
 * lines the events were printed.  A later run reads the log's file from its
 * beginning, to learn what it says of domains, and prints the others.
 */
#ifndef EVENT_STATE_H
#define EVENT_STATE_H

#include <stdbool.h>
#include <sys/types.h>

#include <llguard.h>

#include "event_mark.h"

/* Files that were rotated away before all of their events were complete. */
#define EVENT_STATE_FILES 8

struct event_state_file {
	dev_t device;
	ino_t inode;
	uint64_t base; /* lines before it, of all files */
	uint64_t head_len;
	uint64_t head_hash;
	uint64_t offset;
};

struct event_state {
	const char *path;
	const char *name; /* its last component */
	int dir;          /* where it is; -1: there is no state */
	bool is_new;      /* there was no such file */
	struct event_mark mark;
	struct event_state_file files[EVENT_STATE_FILES];
	int count;
	const struct llguard_reader *reader;
	uint64_t flushed; /* of the output, before what is waiting */
	time_t saved_at;  /* by CLOCK_MONOTONIC */
};

/*
 * Read the file at path, which is that of the log, if it is there.  Standard
 * output, when it is a file that ends within what was being written, loses half a
 * line.  Returns 0, or -1 after an error that has been printed.
 */
int event_state_open(struct event_state *state, const char *path,
	const char *log, const struct llguard_reader *reader);

/* Whether it is of a file that begins with n bytes at head. */
bool event_state_is_of(const struct event_state *state, dev_t device,
	ino_t inode, const char *head, size_t n);

/* Forget what it says: the file is not there any more. */
void event_state_drop(struct event_state *state);

/* From here on, another file is read; then n bytes of it. */
void event_state_begin(struct event_state *state, dev_t device, ino_t inode);
void event_state_read(struct event_state *state, const char *bytes, size_t n);

/* Whether a line's event was printed in an earlier run. */
bool event_state_was_given(struct event_state *state, uint64_t line);

/*
 * A line's event is printed, or not asked for; its text ends at the end'th byte
 * of the output.  Returns 0, or -1 after an error that has been printed.
 */
int event_state_give(struct event_state *state, uint64_t line, uint64_t end);

/*
 * Before the text is written, and after: so many bytes are now.  Return 0, or -1 as
 * the others.
 */
int event_state_before(struct event_state *state);
int event_state_after(struct event_state *state, uint64_t flushed);

/* Now and then; and at the end.  Return 0, or -1 as the others. */
int event_state_tick(struct event_state *state);
int event_state_save(struct event_state *state);

void event_state_close(struct event_state *state);

#endif /* EVENT_STATE_H */
