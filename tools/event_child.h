/* SPDX-License-Identifier: MIT */
/*
 * A program whose output is read: gzip(1), journalctl(1).
 */
#ifndef EVENT_CHILD_H
#define EVENT_CHILD_H

#include <stdbool.h>
#include <sys/types.h>

#include <llguard.h>

struct event_child {
	pid_t pid; /* 0: none */
	int fd;    /* what it prints */
};

/*
 * Run argv, looked for in PATH, with input as its standard input; confined by
 * policy unless that is NULL.  It has to be run before this program confines
 * itself.  Returns 0, or -1 after an error that has been printed.
 */
int event_child_run(struct event_child *child, char *const argv[], int input,
	const struct llguard_policy *policy);

/*
 * Wait for its end once its output has ended.  Returns 0; -1 when it failed, after
 * an error that names what was read through it.
 */
int event_child_end(
	struct event_child *child, const char *program, const char *name);

#endif /* EVENT_CHILD_H */
