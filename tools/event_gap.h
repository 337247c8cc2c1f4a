/* SPDX-License-Identifier: MIT */
/*
 * Serials that were never heard.  Events of several tasks overlap, so one is
 * missing only when many later ones have come, or none for a while.
 */
#ifndef EVENT_GAP_H
#define EVENT_GAP_H

#include <stdbool.h>
#include <stdint.h>

/* So many serials are waited for. */
#define EVENT_GAP_WINDOW 1024

/*
 * So many after the first one are not judged: those of events that were over
 * before it and began after its own.
 */
#define EVENT_GAP_OVERLAP 64

/* Milliseconds between two of the ticks that count; a gap takes two of them. */
#define EVENT_GAP_TICK 1000

/* All zero at first. */
struct event_gap {
	bool is_begun;
	uint32_t base;   /* the first one that is not judged */
	uint32_t end;    /* behind the newest one */
	uint32_t old[2]; /* what .end was at the last ticks but one, and last */
	int64_t ticked;
	uint64_t missing;                     /* and not told */
	uint64_t seen[EVENT_GAP_WINDOW / 64]; /* by serial, from .base on */
};

/* The serial of a record. */
void event_gap_take(struct event_gap *gap, uint32_t serial);

/* Begin with the next one: why some did not come is known. */
void event_gap_restart(struct event_gap *gap);

/*
 * Say what time it is, in milliseconds, on a clock that does not jump.  Returns
 * how many are missing that no tick before has returned.
 */
uint64_t event_gap_tick(struct event_gap *gap, int64_t now);

#endif /* EVENT_GAP_H */
