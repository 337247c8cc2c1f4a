/* SPDX-License-Identifier: MIT */
/*
 * The records that journald keeps, as it gets them.
 */
#ifndef EVENT_JOURNAL_H
#define EVENT_JOURNAL_H

#include <stdbool.h>

#include "event_child.h"

#define EVENT_JOURNAL_PROGRAM "journalctl"

/*
 * Follow the journal's audit records, unless it has none: then this user may not
 * read them, or journald does not get any.  Returns 1; 0 when there are none; -1
 * after an error that has been printed.
 */
int event_journal_run(struct event_child *child, bool confined);

#endif /* EVENT_JOURNAL_H */
