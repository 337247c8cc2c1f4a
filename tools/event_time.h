/* SPDX-License-Identifier: MIT */
/*
 * Points in time, as people write them.
 */
#ifndef EVENT_TIME_H
#define EVENT_TIME_H

#include <stdint.h>

#include "args.h"

#define EVENT_TIME_EXPECTED                                                    \
	"2025-11-25T14:25:35Z, 2025-11-25, @SECONDS, or so long ago as in "    \
	"-90s, -30m, -2h, -7d"

/*
 * The option's value in milliseconds since 1970.  Returns 0, or -1 after an error
 * that has been printed.
 */
int event_time_take(const struct args *args, uint64_t *ret);

#endif /* EVENT_TIME_H */
