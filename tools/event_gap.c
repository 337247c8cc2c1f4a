/* SPDX-License-Identifier: MIT */
#include "event_gap.h"

/* As numbers that wrap: how far one is behind another, or before it. */
static int32_t ahead(uint32_t serial, uint32_t of)
{
	return (int32_t)(serial - of);
}

static uint64_t *word_of(struct event_gap *gap, uint32_t serial)
{
	return &gap->seen[serial % EVENT_GAP_WINDOW / 64];
}

static uint64_t bit_of(uint32_t serial)
{
	return UINT64_C(1) << serial % 64;
}

/* Those before a serial will not come any more. */
static void judge_until(struct event_gap *gap, uint32_t to)
{
	for (int i = 0; i < EVENT_GAP_WINDOW && gap->base != to; i++) {
		uint64_t *word = word_of(gap, gap->base);

		/* The kernel may pass over 0, which stands for none. */
		if (!(*word & bit_of(gap->base)) && gap->base)
			gap->missing++;
		*word &= ~bit_of(gap->base);
		gap->base++;
	}
	/* No bit is left: there were more than are waited for. */
	gap->missing += to - gap->base;
	if (to && (to < gap->base || !gap->base))
		gap->missing--;
	gap->base = to;
}

void event_gap_take(struct event_gap *gap, uint32_t serial)
{
	if (!gap->is_begun) {
		gap->is_begun = true;
		gap->base = gap->end = serial + EVENT_GAP_OVERLAP;
		gap->old[0] = gap->old[1] = gap->end;
	}
	if (ahead(serial, gap->base) < 0)
		return;
	if (ahead(serial, gap->base) >= EVENT_GAP_WINDOW)
		judge_until(gap, serial - EVENT_GAP_WINDOW + 1);
	*word_of(gap, serial) |= bit_of(serial);
	if (ahead(serial, gap->end) >= 0)
		gap->end = serial + 1;
}

void event_gap_restart(struct event_gap *gap)
{
	const struct event_gap none = { .ticked = gap->ticked,
		.missing = gap->missing };

	*gap = none;
}

uint64_t event_gap_tick(struct event_gap *gap, int64_t now)
{
	uint64_t missing;

	if (gap->is_begun && now - gap->ticked >= EVENT_GAP_TICK) {
		if (ahead(gap->old[0], gap->base) > 0)
			judge_until(gap, gap->old[0]);
		gap->old[0] = gap->old[1];
		gap->old[1] = gap->end;
		gap->ticked = now;
	}
	missing = gap->missing;
	gap->missing = 0;
	return missing;
}
