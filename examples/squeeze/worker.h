/* SPDX-License-Identifier: MIT */
/*
 * A child for each file.  It takes the last stage and then reads; this process
 * never does, so that it may go on to open the next file, and remove what is
 * left of this one.
 */
#ifndef WORKER_H
#define WORKER_H

#include "confine.h"
#include "options.h"
#include "pair.h"
#include "signals.h"

/*
 * Compress or decompress a pair in a child.  Returns STATUS_OK, or STATUS_ERROR
 * after a message, or without one when signals->stop is set.
 */
int worker_run(struct confine *confine, const struct options *options,
	const struct pair *pair, struct signals *signals);

#endif /* WORKER_H */
