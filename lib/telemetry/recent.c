/* SPDX-License-Identifier: MIT */
#include "recent.h"

void llguard__recent_init(struct llguard__recent *recent)
{
	memset(recent, 0, sizeof(*recent));
	/* So that what no bucket has is too far back. */
	recent->count = LLGUARD__RECENT;
}

void llguard__recent_add(struct llguard__recent *recent, uint64_t hash)
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
