/* SPDX-License-Identifier: MIT */
/*
 * A list of line numbers.
 */
#ifndef EVENT_LINES_H
#define EVENT_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct event_lines {
	uint64_t *at;
	size_t count;
	size_t room;
};

/* Returns 0, or -1 when there is no memory. */
int event_lines_add(struct event_lines *lines, uint64_t line);

/* Put them in order, as the next two need them. */
void event_lines_sort(struct event_lines *lines);
bool event_lines_have(const struct event_lines *lines, uint64_t line);
bool event_lines_take(struct event_lines *lines, uint64_t line);

/* Forget those up to last. */
void event_lines_forget(struct event_lines *lines, uint64_t last);

void event_lines_free(struct event_lines *lines);

#endif /* EVENT_LINES_H */
