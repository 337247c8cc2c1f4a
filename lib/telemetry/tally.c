/* SPDX-License-Identifier: MIT */
/*
 * Counting denials, and holding back those that are too many.
 */
#include "tally.h"

#include "inflight.h"

#include "../extensible.h"

_Static_assert(
	sizeof(struct llguard__tally) + 8 * sizeof(union llguard__tally_block) <
		LLGUARD_TALLY_MIN / 2,
	"room for the texts of one entry, and for more entries");

static struct llguard__tally *tally_state(const struct llguard_tally *tally)
{
	if (llguard__size_of(tally) < sizeof(*tally))
		return NULL;
	return tally->state;
}

int llguard_tally_init(
	struct llguard_tally *tally, uint32_t by, void *buffer, size_t size)
{
	const size_t misfit = -(uintptr_t)buffer & 15;
	struct llguard__tally *state;

	if (llguard__size_of(tally) < sizeof(*tally) || !buffer ||
		size < LLGUARD_TALLY_MIN ||
		(by != LLGUARD_TALLY_BY_DOMAIN &&
			by != LLGUARD_TALLY_BY_CREATOR))
		return -EINVAL;
	state = (struct llguard__tally *)(void *)((char *)buffer + misfit);
	memset(state, 0, sizeof(*state));
	llguard__tally_table_init(
		state, (char *)(state + 1), size - misfit - sizeof(*state));
	tally->by = by;
	tally->denials = tally->held = tally->untold = 0;
	tally->evicted = tally->evicted_denials = 0;
	tally->entries = 0;
	tally->state = state;
	return 0;
}

/* A clock that was set back ends a window as well. */
static bool window_is_over(const struct llguard_tally *tally,
	const struct llguard__tally_entry *entry, uint64_t now)
{
	const uint64_t begun = entry->window;

	return (now > begun ? now - begun : begun - now) >=
	       (uint64_t)tally->window * 1000;
}

/* Whether one more denial is to be held back. */
static bool is_held(struct llguard_tally *tally, uint32_t at, uint64_t now)
{
	struct llguard__tally *state = tally->state;
	struct llguard__tally_entry *entry = llguard__tally_at(state, at);

	/* One that has held some back waits for its summary. */
	if (!entry->window_is_open ||
		(entry->in_window <= tally->suppress &&
			window_is_over(tally, entry, now)))
		llguard__tally_window_open(state, at, now);
	if (++entry->in_window <= tally->suppress)
		return false;
	if (entry->in_window == (uint64_t)tally->suppress + 1)
		entry->held_first = now;
	tally->held++;
	return true;
}

int llguard_tally_add(
	struct llguard_tally *tally, const struct llguard_event *event)
{
	struct llguard__tally *state = tally_state(tally);
	struct llguard__tally_entry *entry;
	struct llguard__tally_key key;
	uint32_t at;

	if (!state || !event)
		return -EINVAL;
	if (event->kind != LLGUARD_EVENT_DENIAL ||
		(event->flags & LLGUARD_FLAG_DUPLICATE))
		return 0;
	if (event->has & LLGUARD_HAS_STAMP)
		state->now = llguard__stamp_time(
			event->seconds, event->milliseconds);
	llguard__tally_key_make(tally, event, &key);
	at = llguard__tally_find(state, &key, llguard__tally_texts(tally));
	if (at == LLGUARD__NO_TALLY)
		at = llguard__tally_new(tally, &key);
	llguard__tally_rise(state, at);
	entry = llguard__tally_at(state, at);
	/* They come in the order of completion, not of their stamps. */
	if (!entry->first || state->now < entry->first)
		entry->first = state->now;
	if (state->now > entry->last)
		entry->last = state->now;
	tally->denials++;
	return tally->suppress && is_held(tally, at, state->now)
		       ? LLGUARD_TALLY_HOLD
		       : LLGUARD_TALLY_SHOW;
}

int llguard_tally_summary(struct llguard_tally *tally, uint64_t seconds,
	uint32_t milliseconds, const struct llguard_tally_entry **entry)
{
	struct llguard__tally *state = tally_state(tally);
	uint64_t now = UINT64_MAX;
	uint32_t at;

	if (!state || !entry || milliseconds > 999)
		return -EINVAL;
	if (seconds < UINT64_MAX / 1000)
		now = llguard__stamp_time(seconds, milliseconds);
	while ((at = state->windows.oldest) != LLGUARD__NO_TALLY) {
		const struct llguard__tally_entry *oldest =
			llguard__tally_at(state, at);
		struct llguard_tally_entry *given = &state->given;

		if (!window_is_over(tally, oldest, now))
			break;
		llguard__tally_window_close(state, at);
		if (oldest->in_window <= tally->suppress)
			continue;
		llguard__tally_give(tally, at, LLGUARD_TALLY_HELD);
		given->count = oldest->in_window - tally->suppress;
		given->missed = 0;
		given->first_seconds = oldest->held_first / 1000;
		given->first_milliseconds =
			(uint32_t)(oldest->held_first % 1000);
		*entry = given;
		return 1;
	}
	return 0;
}

int llguard_tally_next(const struct llguard_tally *tally, uint32_t *at,
	const struct llguard_tally_entry **entry)
{
	struct llguard__tally *state = tally_state(tally);
	uint32_t level = LLGUARD__TALLY_LEVELS;
	uint32_t next = LLGUARD__NO_TALLY;

	if (!state || !at || !entry)
		return -EINVAL;
	/* 0 is the beginning, and entry n is n + 1. */
	if (*at) {
		level = llguard__tally_at(state, *at - 1)->level;
		next = llguard__tally_at(state, *at - 1)->older;
	}
	while (next == LLGUARD__NO_TALLY && level)
		next = state->levels[--level].newest;
	if (next == LLGUARD__NO_TALLY)
		return 0;
	*at = next + 1;
	llguard__tally_give(tally, next, LLGUARD_TALLY_COUNT);
	*entry = &state->given;
	return 1;
}
