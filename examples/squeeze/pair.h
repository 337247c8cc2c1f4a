/* SPDX-License-Identifier: MIT */
/*
 * An input and its output.  All names are looked up here, before and after a
 * stranger's bytes are read, and never while they are.
 */
#ifndef PAIR_H
#define PAIR_H

#include <stdbool.h>
#include <sys/stat.h>

#include "options.h"

struct pair {
	const char *name; /* of the input, for messages */
	char *output;     /* the file that is made; NULL: none */
	int in;
	int out; /* -1: nowhere */
	bool from_stdin;
	struct stat in_stat;  /* when there is a file to make */
	struct stat out_stat; /* of the file that was made */
};

/*
 * Open the input of a name, and make its output; both as xz does: a file that is
 * there already, is a link or has a wrong suffix is left alone without --force.
 * Returns STATUS_OK, or another status after a message; nothing is open then.
 */
int pair_open(
	const struct options *options, const char *name, struct pair *pair);

/*
 * Close both.  good: the output gets the input's mode, owner and times, and the
 * input is removed unless it is to be kept; otherwise the output is removed.
 * Returns STATUS_OK or STATUS_ERROR after a message.
 */
int pair_close(const struct options *options, struct pair *pair, bool good);

#endif /* PAIR_H */
