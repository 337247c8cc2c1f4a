/* SPDX-License-Identifier: MIT */
/*
 * A log as it grows, under its name: another file comes by that name when it is
 * rotated, and the one before is read to its end first.
 */
#ifndef EVENT_FOLLOW_H
#define EVENT_FOLLOW_H

#include <stdbool.h>
#include <sys/types.h>

#include <llguard.h>

#include "event_inputs.h"
#include "event_loop.h"

struct event_follow {
	const char *name;
	uint32_t form;
	int folder; /* where it is, for the rules */
	int watch;  /* inotify; -1: it is looked at again and again */
	int fd;     /* -1: there is no file now */
	dev_t device;
	ino_t inode;
	off_t offset;
	bool is_renamed; /* another file has its name */
	bool ends;       /* only up to its end */
};

/*
 * Get ready to follow name, in the folder that it is in.  Returns 0, or -1 after
 * an error that has been printed.
 */
int event_follow_open(struct event_follow *follow, const char *name);

/* Go on with a file that is open, or is not there: the input is no longer its. */
void event_follow_take(struct event_follow *follow, struct event_input *input);

/* As struct event_loop has it. */
int event_follow_read(
	void *source, struct llguard_reader *reader, struct event_sink *sink);

void event_follow_close(struct event_follow *follow);

#endif /* EVENT_FOLLOW_H */
