/* SPDX-License-Identifier: MIT */
#ifndef PATH_RESOLVE_H
#define PATH_RESOLVE_H

#include <stdbool.h>

/*
 * A path without links and dots, to be freed; its last part need not be there.
 * follow: when that is a link it is followed, also to where nothing is.  A path
 * that ends in a slash is that of a directory.  NULL with errno set.
 */
char *path_resolve(const char *path, bool follow);

#endif /* PATH_RESOLVE_H */
