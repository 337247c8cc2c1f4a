/* SPDX-License-Identifier: MIT */
/*
 * Compressed logs: by what stands in them, whatever they are called.
 */
#ifndef EVENT_GZIP_H
#define EVENT_GZIP_H

#include <stdbool.h>
#include <stddef.h>

#include "event_child.h"

/* Whether bytes are the beginning of what gzip(1) has written. */
bool event_gzip_is(const char *bytes, size_t n);

/*
 * Read fd, which stands at its beginning, through gzip -dc.  Returns 0, or -1
 * after an error that has been printed.
 */
int event_gzip_run(struct event_child *child, int fd, bool confined);

/*
 * A pipe is not looked at before this program is confined: too late for gzip.
 * Returns 0; -1 when that is what comes, after an error.
 */
int event_gzip_refuse(const char *name, const char *bytes, size_t n);

#endif /* EVENT_GZIP_H */
