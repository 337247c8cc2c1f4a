/* SPDX-License-Identifier: MIT */
#ifndef PATH_SAME_H
#define PATH_SAME_H

#include <stdbool.h>

/*
 * Whether two paths are the same by component: doubled and trailing slashes and
 * "." do not count, ".." is kept, no link is followed.
 */
bool path_same(const char *a, const char *b);

#endif /* PATH_SAME_H */
