/* SPDX-License-Identifier: MIT */
/*
 * A tally's memory: what stands at the beginning of the caller's buffer, and the
 * blocks behind it.
 *
 * An entry is one block; long texts take more of them.  Entries are in a hash, and
 * in a list of those with about as many denials, the one heard of last at its end.
 * The number that decides is an entry's rank: what it has counted, and what the
 * ones before it may have, which is the highest rank that was ever evicted
 * ("Space-Saving" of Metwally, Agrawal and El Abbadi, 2005).
 */
#ifndef LLGUARD__TALLY_H
#define LLGUARD__TALLY_H

#include "../base.h"

#include <llguard/tally.h>

#define LLGUARD__NO_TALLY UINT32_MAX

/* Bytes of text in an entry's own block, and in each further one. */
#define LLGUARD__TALLY_INLINE 70
#define LLGUARD__TALLY_MORE   196

/* Ranks from 0 to 15, and of each power of two from there on four parts. */
#define LLGUARD__TALLY_LEVELS 256

/* An entry's texts, in this order. */
enum llguard__tally_text {
	LLGUARD__TALLY_NODE,
	LLGUARD__TALLY_BLOCKERS,
	LLGUARD__TALLY_OBJECT, /* path, name, saddr, ocomm, or namespace_type */
	LLGUARD__TALLY_MORE_OF_IT, /* dev, or daddr */
	LLGUARD__TALLY_CREATOR,
	LLGUARD__TALLY_TEXTS,
};

/* What an entry is known by.  Texts are cut; the hash is of all there is. */
struct llguard__tally_key {
	uint64_t hash;
	uint64_t domain;
	uint64_t rights;
	uint32_t src;
	uint32_t dest; /* or the capability */
	uint8_t class_of;
	uint8_t outcome;
	uint8_t object;
	uint8_t parent;
	uint8_t has;   /* LLGUARD__TALLY_HAS_* */
	uint8_t texts; /* a bit for each that is there */
	struct llguard_str text[LLGUARD__TALLY_TEXTS];
};

#define LLGUARD__TALLY_HAS_SRC        0x01
#define LLGUARD__TALLY_HAS_DEST       0x02
#define LLGUARD__TALLY_HAS_CAPABILITY 0x04
#define LLGUARD__TALLY_HAS_CUT        0x08

struct llguard__tally_entry {
	uint64_t hash;
	uint64_t domain;
	uint64_t rights;
	uint64_t count;
	uint64_t missed;
	uint64_t first; /* milliseconds since 1970 */
	uint64_t last;
	uint64_t window;     /* when the window began */
	uint64_t held_first; /* when the first one was held back in it */
	uint64_t in_window;  /* denials; those above .suppress are held back */
	uint32_t chain;      /* in its hash bucket */
	uint32_t older;      /* in its list, or the next free block */
	uint32_t newer;
	uint32_t window_older; /* among the open windows */
	uint32_t window_newer;
	uint32_t more; /* the first further block */
	uint32_t src;
	uint32_t dest;
	uint16_t len[LLGUARD__TALLY_TEXTS];
	uint8_t class_of;
	uint8_t outcome;
	uint8_t object;
	uint8_t parent;
	uint8_t has;
	uint8_t texts;
	uint8_t level;
	uint8_t window_is_open;
	char text[LLGUARD__TALLY_INLINE]; /* end to end */
};

union llguard__tally_block {
	struct llguard__tally_entry entry;
	struct {
		uint32_t next;
		char text[LLGUARD__TALLY_MORE];
	} more;
};

struct llguard__tally_list {
	uint32_t oldest;
	uint32_t newest;
};

struct llguard__tally {
	union llguard__tally_block *blocks;
	uint32_t free;
	uint32_t *buckets;
	uint32_t bucket_mask;
	uint64_t evicted_rank; /* the highest */
	uint64_t now;          /* of the last denial with a stamp */
	uint64_t levels_used[LLGUARD__TALLY_LEVELS / 64];
	struct llguard__tally_list levels[LLGUARD__TALLY_LEVELS];
	struct llguard__tally_list windows; /* as they were opened */
	struct llguard_tally_entry given;
	struct llguard_event event; /* of .given */
	char scratch[LLGUARD__TALLY_TEXTS * LLGUARD_TALLY_TEXT_MAX];
};

static inline struct llguard__tally_entry *llguard__tally_at(
	const struct llguard__tally *state, uint32_t at)
{
	return &state->blocks[at].entry;
}

/* Begin in size bytes at memory, which is aligned for anything. */
void llguard__tally_table_init(
	struct llguard__tally *state, char *memory, size_t size);

/* How many of the texts, from the first one on, tell entries apart. */
static inline int llguard__tally_texts(const struct llguard_tally *tally)
{
	return tally->by == LLGUARD_TALLY_BY_DOMAIN ? LLGUARD__TALLY_CREATOR
						    : LLGUARD__TALLY_TEXTS;
}

/*
 * An entry, or LLGUARD__NO_TALLY.  texts is how many of the key's texts, from the
 * first one on, tell it from others.
 */
uint32_t llguard__tally_find(const struct llguard__tally *state,
	const struct llguard__tally_key *key, int texts);

/*
 * A new entry that has counted nothing, in no list.  Those that had to go for it
 * are counted in tally.
 */
uint32_t llguard__tally_new(
	struct llguard_tally *tally, const struct llguard__tally_key *key);

/* It has counted one more: put it into the list of its rank, as the last. */
void llguard__tally_rise(struct llguard__tally *state, uint32_t at);

/* The level of a rank. */
uint32_t llguard__tally_level(uint64_t rank);

/* Open a window for it, or close the one that is open. */
void llguard__tally_window_open(
	struct llguard__tally *state, uint32_t at, uint64_t now);
void llguard__tally_window_close(struct llguard__tally *state, uint32_t at);

/* What an event is counted under; by and seed are the tally's. */
void llguard__tally_key_make(const struct llguard_tally *tally,
	const struct llguard_event *event, struct llguard__tally_key *ret);

/* An entry as a program sees it: state->given and its event. */
void llguard__tally_give(
	const struct llguard_tally *tally, uint32_t at, uint32_t kind);

#endif /* LLGUARD__TALLY_H */
