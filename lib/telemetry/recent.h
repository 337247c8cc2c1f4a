/* SPDX-License-Identifier: MIT */
/*
 * The last hashes that were added, exactly so many of them: what an event or a
 * record that comes again is known by.
 */
#ifndef LLGUARD__RECENT_H
#define LLGUARD__RECENT_H

#include "../base.h"

/* How many; a power of two. */
#define LLGUARD__RECENT 1024

/*
 * A ring.  Each bucket chains the hashes in it from the newest one on, by how far
 * back they are: what has left the ring needs no unlinking, it is too far back.
 */
struct llguard__recent {
	uint32_t count;                   /* of those added, modulo 2^32 */
	uint32_t newest[LLGUARD__RECENT]; /* of each bucket: count after it */
	uint16_t back[LLGUARD__RECENT];   /* from one to the next in a bucket */
	uint64_t hashes[LLGUARD__RECENT];
};

void llguard__recent_init(struct llguard__recent *recent);

static inline void llguard__recent_add(
	struct llguard__recent *recent, uint64_t hash)
{
	const uint32_t at = recent->count++ % LLGUARD__RECENT;
	uint32_t *newest = &recent->newest[hash % LLGUARD__RECENT];
	const uint32_t back = recent->count - *newest;

	/* Never 0, not even for one that is 2^32 back: the chain has an end. */
	recent->back[at] =
		(uint16_t)(back - 1 < LLGUARD__RECENT ? back : LLGUARD__RECENT);
	recent->hashes[at] = hash;
	*newest = recent->count;
}

static inline bool llguard__recent_has(
	const struct llguard__recent *recent, uint64_t hash)
{
	const uint32_t count = recent->count;
	/* 1 for the last one; the chain only ever goes further back. */
	uint32_t age = count - recent->newest[hash % LLGUARD__RECENT] + 1;

	while (age <= LLGUARD__RECENT) {
		const uint32_t at = (count - age) % LLGUARD__RECENT;

		if (recent->hashes[at] == hash)
			return true;
		age += recent->back[at];
	}
	return false;
}

#endif /* LLGUARD__RECENT_H */
