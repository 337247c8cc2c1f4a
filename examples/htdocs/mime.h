/* SPDX-License-Identifier: MIT */
/*
 * A file's media type, by its name.  Pure.
 */
#ifndef MIME_H
#define MIME_H

/* A constant; "application/octet-stream" for names that say nothing. */
const char *mime_type(const char *name);

#endif /* MIME_H */
