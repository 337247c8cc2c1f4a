/* SPDX-License-Identifier: MIT */
/*
 * The access log: one line a request on standard output, in the Common Log
 * Format.
 */
#ifndef LOG_H
#define LOG_H

#include <stdint.h>

#include "text.h"

#define LOG_BUFFER   65536
#define LOG_LINE_MAX 1024 /* bytes of a request line, escaped; then "..." */

struct log {
	size_t len;
	char buffer[LOG_BUFFER];
};

/*
 * Write text with all but printable ASCII, and quotes and backslashes, as \xHH:
 * what a client sends can neither end the line nor move a terminal's cursor.  At
 * most size - 1 bytes, the last three of them "..." when something is missing;
 * size is 4 or more.  Pure.
 */
void log_escape(struct text text, char *out, size_t size);

/* Add a line; line is the request's first, as it came. */
void log_request(struct log *log, const char *peer, int64_t when,
	struct text line, int status, uint64_t bytes);

/*
 * Write what has been added.  A line that cannot be written is lost: clients are
 * not to suffer for a log that nobody reads any more.
 */
void log_flush(struct log *log);

#endif /* LOG_H */
