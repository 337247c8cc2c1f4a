/* SPDX-License-Identifier: MIT */
/*
 * The file of --state: what it says, read and written whole.
 *
 * Lines are counted from the first one of the log file that it names by what the
 * file begins with, through the files that came after it.
 */
#ifndef EVENT_MARK_H
#define EVENT_MARK_H

#include <stdbool.h>
#include <stdint.h>

#include "event_lines.h"

struct event_mark {
	char *log; /* the path that was followed */
	uint64_t device;
	uint64_t inode;
	uint64_t head_len;  /* the file's first bytes, */
	uint64_t head_hash; /* event_mark_hash() of them */
	uint64_t offset;    /* bytes of it that were read */
	uint64_t done; /* events of the lines up to this one are printed, */
	struct event_lines printed; /* and of these, */
	struct event_lines given;   /* in this run as well, */
	struct event_lines again;   /* and not of these */

	/* A write that was begun, to a file: it shows how far it went. */
	bool writes;
	uint64_t output_device;
	uint64_t output_inode;
	uint64_t output_size;
	struct event_lines pending;      /* lines, in order, */
	struct event_lines pending_ends; /* and where the text of each ends */
};

/* One more byte of a file's beginning. */
#define EVENT_MARK_HASH_INIT UINT64_C(0xcbf29ce484222325)
uint64_t event_mark_hash(uint64_t hash, const char *bytes, size_t n);

/*
 * Read the file name in directory dir.  path is for messages.  Returns 1, 0 when
 * it is not there, -1 after an error that has been printed.
 */
int event_mark_load(
	struct event_mark *mark, int dir, const char *name, const char *path);

/*
 * Write it: there is the old one or the new one, at any time.  base is taken off
 * each line.  Returns 0, or -1 after an error that has been printed.
 */
int event_mark_save(const struct event_mark *mark, uint64_t base, int dir,
	const char *name, const char *path);

void event_mark_free(struct event_mark *mark);

#endif /* EVENT_MARK_H */
