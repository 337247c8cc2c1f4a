/* SPDX-License-Identifier: MIT */
#ifndef LOADER_PRELOAD_H
#define LOADER_PRELOAD_H

#include "loader_search.h"

/*
 * Take the libraries that the administrator puts before all others, from
 * /etc/ld.so.preload, and that file.  The loader goes on without any of them.
 * Returns 0, or -1 after an error that has been printed.
 */
int loader_preload(struct loader *loader);

#endif /* LOADER_PRELOAD_H */
