/* SPDX-License-Identifier: MIT */
/*
 * Where musl's loader differs: it is the C library itself, has no cache, and asks
 * a file for its directories.  Source: ldso/dynlink.c of musl 1.2.
 */
#ifndef LOADER_MUSL_H
#define LOADER_MUSL_H

#include <stdbool.h>

#include "loader_search.h"

/* Whether an interpreter is musl's, by its name. */
bool loader_musl_is(const char *interpreter);

/* Whether a library's name stands for the loader, which is then there. */
bool loader_musl_has(const char *name);

/*
 * Fill in the directories, and add the file that has them.  Returns 0, or -1
 * after an error that has been printed.
 */
int loader_musl_init(struct loader *loader, const char *interpreter);

#endif /* LOADER_MUSL_H */
