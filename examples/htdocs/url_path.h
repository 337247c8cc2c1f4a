/* SPDX-License-Identifier: MIT */
/*
 * From a request's target to a path below the root, and back.  Pure.
 *
 * Decoding comes first and normalising second: what an escape hides is seen.
 */
#ifndef URL_PATH_H
#define URL_PATH_H

#include <stddef.h>

#include "text.h"

/*
 * Write the path that a target names, decoded and relative to the root: "a/b"
 * for "/a/b?query".  path has room for size bytes, more than the target has.
 * Returns 0, or 400 when the target names no path or an escape is bad.
 */
int url_path_decode(struct text target, char *path, size_t size);

/*
 * Resolve "." and ".." and repeated slashes, in place; ".." in the root is the
 * root.  A slash at the end stays.  Returns 0, or 404 when a name in it begins
 * with a dot.
 */
int url_path_normalise(char *path);

/*
 * The inverse of decoding: "/a%20b" for "a b".  Returns the length, or size when
 * it does not fit; out always ends in NUL.
 */
size_t url_path_encode(const char *path, char *out, size_t size);

/* The target's "?query", of length 0 when there is none. */
struct text url_query(struct text target);

#endif /* URL_PATH_H */
