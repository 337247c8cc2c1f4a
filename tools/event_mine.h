/* SPDX-License-Identifier: MIT */
/*
 * The domains of one process and of those that come of it.
 */
#ifndef EVENT_MINE_H
#define EVENT_MINE_H

#include <stdbool.h>
#include <stdint.h>

#include <llguard.h>

/* The most processes and domains that are remembered; the oldest go first. */
#define EVENT_MINE_MOST 4096

struct event_mine {
	uint32_t pid;
	uint32_t pids[EVENT_MINE_MOST];
	uint64_t domains[EVENT_MINE_MOST];
	size_t pid_count; /* ever; each stands at its number % EVENT_MINE_MOST */
	size_t domain_count;
};

/* Begin with a process and the children that it has now, if it runs here. */
void event_mine_init(struct event_mine *mine, uint32_t pid);

/*
 * Whether an event is of such a domain, as far as the events before it tell.  To
 * be asked of each, in order.
 */
bool event_mine_has(struct event_mine *mine, const struct llguard_event *event);

#endif /* EVENT_MINE_H */
