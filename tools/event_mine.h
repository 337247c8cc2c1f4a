/* SPDX-License-Identifier: MIT */
/*
 * Whose denials --mine means: a process, and the children that it has by now.
 */
#ifndef EVENT_MINE_H
#define EVENT_MINE_H

#include <llguard.h>

/*
 * Begin with a process and those that come of it, if it runs here.  Returns what
 * to ask of each event, or NULL after an error that has been printed.
 */
struct llguard_mine *event_mine_open(uint32_t pid);

#endif /* EVENT_MINE_H */
