/* SPDX-License-Identifier: MIT */
/*
 * The name of an output, by the input's.
 */
#ifndef FILE_NAME_H
#define FILE_NAME_H

#include <stdbool.h>

/* Whether a name ends as those of compressed files do.  Pure. */
bool file_name_is_compressed(const char *name);

/* name with ".xz" after it, for free().  NULL: no memory. */
char *file_name_compressed(const char *name);

/*
 * name without ".xz", and ".tar" for ".txz", for free().  Only for one that
 * file_name_is_compressed().  NULL: no memory.
 */
char *file_name_plain(const char *name);

#endif /* FILE_NAME_H */
