/* SPDX-License-Identifier: MIT */
#include "recent.h"

void llguard__recent_init(struct llguard__recent *recent)
{
	memset(recent, 0, sizeof(*recent));
	/* So that what no bucket has is too far back. */
	recent->count = LLGUARD__RECENT;
}
