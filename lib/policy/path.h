/* SPDX-License-Identifier: MIT */
/*
 * Paths by name alone: no file is looked at.
 */
#ifndef LLGUARD__PATH_H
#define LLGUARD__PATH_H

#include "../base.h"

/*
 * Whether path is below, or is the same.  "." and repeated slashes count for
 * nothing; where ".." stands nobody can tell, and the answer is no.
 */
bool llguard__path_is_below(const char *path, const char *above);

#endif /* LLGUARD__PATH_H */
