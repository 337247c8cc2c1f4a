/* SPDX-License-Identifier: MIT */
/*
 * Deadlines of thousands of connections, each O(1).  They all last equally long,
 * so that a list in the order of renewal is in the order of expiry too.
 */
#ifndef DEADLINE_H
#define DEADLINE_H

#include <stdint.h>

/* A member of what has the deadline.  Times are milliseconds. */
struct deadline {
	struct deadline *previous;
	struct deadline *next;
	int64_t at;
};

struct deadlines {
	struct deadline list; /* the next one to expire is list.next */
	int64_t period;
	int64_t now;
};

void deadlines_init(struct deadlines *deadlines, int64_t period);

/* Begin, renew, end: a period from now. */
void deadline_add(struct deadlines *deadlines, struct deadline *deadline);
void deadline_renew(struct deadlines *deadlines, struct deadline *deadline);
void deadline_remove(struct deadline *deadline);

/* The first that has expired, or NULL. */
struct deadline *deadline_expired(struct deadlines *deadlines);

/* Milliseconds until the first expires, -1 when there is none. */
int64_t deadlines_wait(const struct deadlines *deadlines);

#endif /* DEADLINE_H */
