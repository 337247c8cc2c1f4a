/* SPDX-License-Identifier: MIT */
/*
 * A set of processes that grows by their children, and the domains that they have
 * made.
 *
 * Bounded: when there is no room, what was heard of longest ago is forgotten; the
 * processes that were given never are.
 */
#include <llguard/mine.h>

#include "siphash.h"

#include "../extensible.h"

#define NO_MINE UINT32_MAX

enum mine_kind {
	MINE_GIVEN = 1, /* a process, on every node */
	MINE_PROCESS,
	MINE_DOMAIN,
};

struct mine_entry {
	uint64_t number; /* the pid, or the domain */
	uint64_t place;  /* a hash of the node and the boot */
	uint32_t kind;   /* enum mine_kind */
	uint32_t chain;
	uint32_t older; /* not of one that was given */
	uint32_t newer;
};

struct mine_state {
	uint8_t seed[16];
	struct mine_entry *entries;
	uint32_t *buckets;
	uint32_t bucket_mask;
	uint32_t most;
	uint32_t oldest;
	uint32_t newest;
};

_Static_assert(sizeof(struct mine_entry) + 2 * sizeof(uint32_t) == 40 &&
		       sizeof(struct mine_state) + 16 <= LLGUARD_MINE_SIZE(0),
	"LLGUARD_MINE_SIZE");

static uint32_t *mine_bucket(const struct mine_state *state, uint64_t place,
	uint32_t kind, uint64_t number)
{
	struct llguard__siphash hash;

	llguard__siphash_begin(&hash, state->seed);
	llguard__hash_number(&hash, number);
	llguard__hash_number(&hash, place ^ kind);
	return &state->buckets[llguard__hash_end(&hash) & state->bucket_mask];
}

static uint32_t mine_find(const struct mine_state *state, uint64_t place,
	uint32_t kind, uint64_t number)
{
	uint32_t at = *mine_bucket(state, place, kind, number);

	while (at != NO_MINE && (state->entries[at].number != number ||
					state->entries[at].place != place ||
					state->entries[at].kind != kind))
		at = state->entries[at].chain;
	return at;
}

static void mine_unlink(struct mine_state *state, uint32_t at)
{
	const struct mine_entry *entry = &state->entries[at];

	if (entry->older != NO_MINE)
		state->entries[entry->older].newer = entry->newer;
	else
		state->oldest = entry->newer;
	if (entry->newer != NO_MINE)
		state->entries[entry->newer].older = entry->older;
	else
		state->newest = entry->older;
}

static void mine_link(struct mine_state *state, uint32_t at)
{
	struct mine_entry *entry = &state->entries[at];

	entry->older = state->newest;
	entry->newer = NO_MINE;
	if (entry->older != NO_MINE)
		state->entries[entry->older].newer = at;
	else
		state->oldest = at;
	state->newest = at;
}

static uint32_t mine_forget(struct llguard_mine *mine)
{
	struct mine_state *state = mine->state;
	const uint32_t at = state->oldest;
	const struct mine_entry *entry = &state->entries[at];
	uint32_t *link =
		mine_bucket(state, entry->place, entry->kind, entry->number);

	while (*link != at)
		link = &state->entries[*link].chain;
	*link = entry->chain;
	mine_unlink(state, at);
	mine->forgotten++;
	return at;
}

/* It is heard of now. */
static void mine_touch(struct mine_state *state, uint32_t at)
{
	if (state->entries[at].kind == MINE_GIVEN || at == state->newest)
		return;
	mine_unlink(state, at);
	mine_link(state, at);
}

static bool mine_has(struct mine_state *state, uint64_t place, uint32_t kind,
	uint64_t number)
{
	const uint32_t at = mine_find(state, place, kind, number);

	if (at != NO_MINE)
		mine_touch(state, at);
	return at != NO_MINE;
}

static void mine_remember(struct llguard_mine *mine, uint64_t place,
	uint32_t kind, uint64_t number)
{
	struct mine_state *state = mine->state;
	uint32_t *bucket;
	uint32_t at;

	if (mine_has(state, place, kind, number))
		return;
	at = mine->count < state->most ? mine->count++ : mine_forget(mine);
	bucket = mine_bucket(state, place, kind, number);
	state->entries[at] = (struct mine_entry){
		.number = number,
		.place = place,
		.kind = kind,
		.chain = *bucket,
	};
	*bucket = at;
	if (kind != MINE_GIVEN)
		mine_link(state, at);
}

static struct mine_state *mine_state_of(const struct llguard_mine *mine)
{
	if (llguard__size_of(mine) < sizeof(*mine))
		return NULL;
	return mine->state;
}

int llguard_mine_init(struct llguard_mine *mine, const uint32_t *pids, size_t n,
	void *buffer, size_t size)
{
	const size_t misfit = -(uintptr_t)buffer & 15;
	const size_t most = (size_t)1 << 20;
	struct mine_state *state;
	uint32_t buckets = 1;

	if (llguard__size_of(mine) < sizeof(*mine) || !buffer || (!pids && n) ||
		n > most || size < LLGUARD_MINE_SIZE(n + 1))
		return -EINVAL;
	state = (struct mine_state *)(void *)((char *)buffer + misfit);
	size = (size - LLGUARD_MINE_SIZE(0)) / 40;
	/* All that are given have room, and one more. */
	state->most = (uint32_t)(size < 2 * most ? size : 2 * most);
	while (buckets <= state->most / 2)
		buckets *= 2;
	memcpy(state->seed, mine->seed, sizeof(state->seed));
	state->entries = (struct mine_entry *)(void *)(state + 1);
	state->buckets = (uint32_t *)(void *)(state->entries + state->most);
	state->bucket_mask = buckets - 1;
	state->oldest = state->newest = NO_MINE;
	memset(state->buckets, 0xff, buckets * sizeof(*state->buckets));
	mine->count = 0;
	mine->forgotten = 0;
	mine->state = state;
	for (size_t i = 0; i < n; i++)
		mine_remember(mine, 0, MINE_GIVEN, pids[i]);
	return 0;
}

/* Added processes are on every node as well, but are not kept for ever. */
int llguard_mine_add(struct llguard_mine *mine, uint32_t pid)
{
	struct mine_state *state = mine_state_of(mine);

	if (!state)
		return -EINVAL;
	if (!mine_has(state, 0, MINE_GIVEN, pid))
		mine_remember(mine, 0, MINE_PROCESS, pid);
	return 0;
}

/* Never 0, which is that of what holds for every node. */
static uint64_t mine_place(
	const struct mine_state *state, const struct llguard_event *event)
{
	const struct llguard_str texts[] = { event->node, event->boot };
	struct llguard__siphash hash;

	llguard__siphash_begin(&hash, state->seed);
	llguard__hash_texts(&hash, texts, LLGUARD__COUNT(texts));
	return llguard__hash_end(&hash) | 4;
}

static bool is_mine(struct mine_state *state, uint64_t place, uint32_t pid)
{
	return mine_has(state, 0, MINE_GIVEN, pid) ||
	       mine_has(state, 0, MINE_PROCESS, pid) ||
	       mine_has(state, place, MINE_PROCESS, pid);
}

int llguard_mine_event(
	struct llguard_mine *mine, const struct llguard_event *event)
{
	struct mine_state *state = mine_state_of(mine);
	bool is_task = false;
	uint64_t place;

	if (!state || !event)
		return -EINVAL;
	if (event->kind == LLGUARD_EVENT_LOSS)
		return 0;
	place = mine_place(state, event);
	if (event->has & LLGUARD_HAS_PID) {
		is_task = is_mine(state, place, event->pid);
		if (!is_task && (event->has & LLGUARD_HAS_PPID) &&
			is_mine(state, place, event->ppid)) {
			mine_remember(mine, place, MINE_PROCESS, event->pid);
			is_task = true;
		}
	}
	if (event->has & LLGUARD_HAS_CREATOR_PID) {
		if (!is_mine(state, place, event->creator_pid))
			return 0;
		mine_remember(mine, place, MINE_DOMAIN, event->domain);
		return 1;
	}
	if (mine_has(state, place, MINE_DOMAIN, event->domain))
		return 1;
	return is_task && !(event->flags & LLGUARD_FLAG_NOT_MEMBER);
}
