/* SPDX-License-Identifier: MIT */
/*
 * Entries, and which of them has to go.
 */
#include "tally.h"

#include "scan.h"

_Static_assert(sizeof(union llguard__tally_block) == 200, "a block");

void llguard__tally_table_init(
	struct llguard__tally *state, char *memory, size_t size)
{
	const size_t most = (size_t)1 << 30;
	/* A block and, at the most, one bucket for it. */
	const uint32_t count =
		(uint32_t)((size < most ? size : most) /
			   (sizeof(*state->blocks) + sizeof(*state->buckets)));
	uint32_t buckets = 1;

	while (buckets <= count / 2)
		buckets *= 2;
	state->blocks = (union llguard__tally_block *)(void *)memory;
	state->buckets =
		(uint32_t *)(void *)(memory + count * sizeof(*state->blocks));
	state->bucket_mask = buckets - 1;
	memset(state->buckets, 0xff, buckets * sizeof(*state->buckets));
	for (uint32_t i = 0; i < count; i++)
		llguard__tally_at(state, i)->older =
			i + 1 < count ? i + 1 : LLGUARD__NO_TALLY;
	state->free = 0;
	memset(state->levels, 0xff, sizeof(state->levels));
	memset(&state->windows, 0xff, sizeof(state->windows));
}

uint32_t llguard__tally_level(uint64_t rank)
{
	uint32_t log;

	if (rank < 16)
		return (uint32_t)rank;
	log = 63 - (uint32_t)__builtin_clzll(rank);
	return 4 * log + (uint32_t)(rank >> (log - 2) & 3);
}

static void level_remove(struct llguard__tally *state, uint32_t at)
{
	const struct llguard__tally_entry *entry = llguard__tally_at(state, at);
	struct llguard__tally_list *list = &state->levels[entry->level];

	if (entry->older != LLGUARD__NO_TALLY)
		llguard__tally_at(state, entry->older)->newer = entry->newer;
	else
		list->oldest = entry->newer;
	if (entry->newer != LLGUARD__NO_TALLY)
		llguard__tally_at(state, entry->newer)->older = entry->older;
	else
		list->newest = entry->older;
	if (list->oldest == LLGUARD__NO_TALLY)
		state->levels_used[entry->level / 64] &=
			~(UINT64_C(1) << entry->level % 64);
}

static void level_append(struct llguard__tally *state, uint32_t at)
{
	struct llguard__tally_entry *entry = llguard__tally_at(state, at);
	struct llguard__tally_list *list;

	entry->level =
		(uint8_t)llguard__tally_level(entry->count + entry->missed);
	list = &state->levels[entry->level];
	entry->older = list->newest;
	entry->newer = LLGUARD__NO_TALLY;
	if (entry->older != LLGUARD__NO_TALLY)
		llguard__tally_at(state, entry->older)->newer = at;
	else
		list->oldest = at;
	list->newest = at;
	state->levels_used[entry->level / 64] |= UINT64_C(1)
						 << entry->level % 64;
}

void llguard__tally_rise(struct llguard__tally *state, uint32_t at)
{
	struct llguard__tally_entry *entry = llguard__tally_at(state, at);
	const bool is_new = !entry->count++;

	if (!is_new) {
		/* Most often it is where it belongs. */
		if (state->levels[entry->level].newest == at &&
			llguard__tally_level(entry->count + entry->missed) ==
				entry->level)
			return;
		level_remove(state, at);
	}
	level_append(state, at);
}

void llguard__tally_window_close(struct llguard__tally *state, uint32_t at)
{
	struct llguard__tally_entry *entry = llguard__tally_at(state, at);

	if (!entry->window_is_open)
		return;
	entry->window_is_open = 0;
	if (entry->window_older != LLGUARD__NO_TALLY)
		llguard__tally_at(state, entry->window_older)->window_newer =
			entry->window_newer;
	else
		state->windows.oldest = entry->window_newer;
	if (entry->window_newer != LLGUARD__NO_TALLY)
		llguard__tally_at(state, entry->window_newer)->window_older =
			entry->window_older;
	else
		state->windows.newest = entry->window_older;
}

void llguard__tally_window_open(
	struct llguard__tally *state, uint32_t at, uint64_t now)
{
	struct llguard__tally_entry *entry = llguard__tally_at(state, at);

	llguard__tally_window_close(state, at);
	entry->window_is_open = 1;
	entry->window = now;
	entry->in_window = 0;
	entry->window_older = state->windows.newest;
	entry->window_newer = LLGUARD__NO_TALLY;
	if (entry->window_older != LLGUARD__NO_TALLY)
		llguard__tally_at(state, entry->window_older)->window_newer =
			at;
	else
		state->windows.oldest = at;
	state->windows.newest = at;
}

static void entry_evict(struct llguard_tally *tally, uint32_t at)
{
	struct llguard__tally *state = tally->state;
	const struct llguard__tally_entry *entry = llguard__tally_at(state, at);
	uint32_t *link = &state->buckets[entry->hash & state->bucket_mask];
	uint32_t more = entry->more;

	if (entry->count + entry->missed > state->evicted_rank)
		state->evicted_rank = entry->count + entry->missed;
	tally->evicted++;
	tally->evicted_denials += entry->count;
	tally->entries--;
	if (entry->window_is_open && entry->in_window > tally->suppress)
		tally->untold += entry->in_window - tally->suppress;
	llguard__tally_window_close(state, at);
	while (*link != at)
		link = &llguard__tally_at(state, *link)->chain;
	*link = entry->chain;
	level_remove(state, at);
	while (more != LLGUARD__NO_TALLY) {
		const uint32_t next = state->blocks[more].more.next;

		llguard__tally_at(state, more)->older = state->free;
		state->free = more;
		more = next;
	}
	llguard__tally_at(state, at)->older = state->free;
	state->free = at;
}

/* The entry with the lowest rank, as near as the levels tell. */
static uint32_t entry_least(const struct llguard__tally *state)
{
	uint32_t word = 0;

	while (!state->levels_used[word])
		word++;
	return state
		->levels[word * 64 +
			 (uint32_t)__builtin_ctzll(state->levels_used[word])]
		.oldest;
}

static uint32_t tally_block_take(struct llguard_tally *tally)
{
	struct llguard__tally *state = tally->state;
	uint32_t at;

	/* The one that asks is in no list yet, and cannot go. */
	if (state->free == LLGUARD__NO_TALLY)
		entry_evict(tally, entry_least(state));
	at = state->free;
	state->free = llguard__tally_at(state, at)->older;
	return at;
}

/* The texts end to end, in the entry's block and as many more as it takes. */
static void texts_write(struct llguard_tally *tally, uint32_t at,
	const struct llguard__tally_key *key)
{
	struct llguard__tally *state = tally->state;
	struct llguard__tally_entry *entry = llguard__tally_at(state, at);
	uint32_t *link = &entry->more;
	char *to = entry->text;
	size_t room = LLGUARD__TALLY_INLINE;

	for (int i = 0; i < LLGUARD__TALLY_TEXTS; i++) {
		const char *from = key->text[i].ptr;
		size_t left = key->text[i].len;

		entry->len[i] = (uint16_t)left;
		while (left) {
			const size_t n = left < room ? left : room;

			if (!n) {
				*link = tally_block_take(tally);
				to = state->blocks[*link].more.text;
				link = &state->blocks[*link].more.next;
				*link = LLGUARD__NO_TALLY;
				room = LLGUARD__TALLY_MORE;
				continue;
			}
			memcpy(to, from, n);
			to += n;
			from += n;
			room -= n;
			left -= n;
		}
	}
}

uint32_t llguard__tally_new(
	struct llguard_tally *tally, const struct llguard__tally_key *key)
{
	struct llguard__tally *state = tally->state;
	const uint32_t at = tally_block_take(tally);
	struct llguard__tally_entry *entry = llguard__tally_at(state, at);
	uint32_t *bucket = &state->buckets[key->hash & state->bucket_mask];

	*entry = (struct llguard__tally_entry){
		.hash = key->hash,
		.domain = key->domain,
		.rights = key->rights,
		.more = LLGUARD__NO_TALLY,
		.src = key->src,
		.dest = key->dest,
		.class_of = key->class_of,
		.outcome = key->outcome,
		.object = key->object,
		.parent = key->parent,
		.has = key->has,
		.texts = key->texts,
	};
	texts_write(tally, at, key);
	entry->missed = state->evicted_rank;
	entry->chain = *bucket;
	*bucket = at;
	tally->entries++;
	return at;
}

static bool texts_are(const struct llguard__tally *state,
	const struct llguard__tally_entry *entry,
	const struct llguard__tally_key *key, int texts)
{
	const char *at = entry->text;
	size_t room = LLGUARD__TALLY_INLINE;
	uint32_t more = entry->more;

	for (int i = 0; i < texts; i++) {
		const char *text = key->text[i].ptr;
		size_t left = key->text[i].len;

		if (entry->len[i] != left)
			return false;
		while (left) {
			const size_t n = left < room ? left : room;

			if (!n) {
				at = state->blocks[more].more.text;
				more = state->blocks[more].more.next;
				room = LLGUARD__TALLY_MORE;
				continue;
			}
			if (memcmp(at, text, n) != 0)
				return false;
			at += n;
			text += n;
			room -= n;
			left -= n;
		}
	}
	return true;
}

static bool entry_is(const struct llguard__tally *state,
	const struct llguard__tally_entry *entry,
	const struct llguard__tally_key *key, int texts)
{
	const uint32_t mask = (UINT32_C(1) << texts) - 1;

	return entry->hash == key->hash && entry->domain == key->domain &&
	       entry->rights == key->rights && entry->src == key->src &&
	       entry->dest == key->dest && entry->class_of == key->class_of &&
	       entry->outcome == key->outcome && entry->object == key->object &&
	       entry->parent == key->parent && entry->has == key->has &&
	       ((entry->texts ^ key->texts) & mask) == 0 &&
	       texts_are(state, entry, key, texts);
}

uint32_t llguard__tally_find(const struct llguard__tally *state,
	const struct llguard__tally_key *key, int texts)
{
	uint32_t at = state->buckets[key->hash & state->bucket_mask];

	while (at != LLGUARD__NO_TALLY &&
		!entry_is(state, llguard__tally_at(state, at), key, texts))
		at = llguard__tally_at(state, at)->chain;
	return at;
}
