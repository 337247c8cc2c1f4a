/* SPDX-License-Identifier: MIT */
#include "deadline.h"

#include <stddef.h>

void deadlines_init(struct deadlines *deadlines, int64_t period)
{
	deadlines->list.previous = deadlines->list.next = &deadlines->list;
	deadlines->list.at = 0;
	deadlines->period = period;
	deadlines->now = 0;
}

void deadline_add(struct deadlines *deadlines, struct deadline *deadline)
{
	deadline->at = deadlines->now + deadlines->period;
	deadline->previous = deadlines->list.previous;
	deadline->next = &deadlines->list;
	deadline->previous->next = deadline;
	deadline->next->previous = deadline;
}

void deadline_remove(struct deadline *deadline)
{
	deadline->previous->next = deadline->next;
	deadline->next->previous = deadline->previous;
}

void deadline_renew(struct deadlines *deadlines, struct deadline *deadline)
{
	deadline_remove(deadline);
	deadline_add(deadlines, deadline);
}

struct deadline *deadline_expired(struct deadlines *deadlines)
{
	struct deadline *first = deadlines->list.next;

	if (first == &deadlines->list || first->at > deadlines->now)
		return NULL;
	return first;
}

int64_t deadlines_wait(const struct deadlines *deadlines)
{
	const struct deadline *first = deadlines->list.next;

	if (first == &deadlines->list)
		return -1;
	return first->at > deadlines->now ? first->at - deadlines->now : 0;
}
