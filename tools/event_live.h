/* SPDX-License-Identifier: MIT */
/*
 * Events as the kernel records them.
 */
#ifndef EVENT_LIVE_H
#define EVENT_LIVE_H

#include <llguard.h>

#include "event_sink.h"

struct event_live {
	struct llguard_live live;
	struct llguard_audit audit;
	int error; /* of llguard_live_open() */
};

/*
 * Begin to listen, and find out whether anything will be heard.  Returns 0, or
 * -1 after an error that has been printed.
 */
int event_live_open(struct event_live *events);

/*
 * Print events until a signal ends it.  Returns 0; -1 when the records cannot be
 * read, which a status line has said, or something could not be written.
 */
int event_live_read(struct event_live *events, struct llguard_reader *reader,
	struct event_sink *sink);

void event_live_close(struct event_live *events);

#endif /* EVENT_LIVE_H */
