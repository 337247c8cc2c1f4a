/* SPDX-License-Identifier: MIT */
/*
 * Where the loader looks for a library, in its order.
 */
#ifndef LOADER_SEARCH_H
#define LOADER_SEARCH_H

#include <stdbool.h>
#include <stddef.h>

#include "closure.h"
#include "ld_cache.h"
#include "ld_words.h"
#include "library.h"

#define LOADER_SYSTEM_DIRECTORIES 6

struct loader_name {
	struct loader_name *next;
	char name[];
};

struct loader {
	struct closure *closure;
	struct ld_cache cache;
	struct ld_words words;
	char *own; /* the loader's directory */
	char *system[LOADER_SYSTEM_DIRECTORIES];
	bool musl;
	char *list; /* musl's directories, in place of all these */
	struct library *libraries; /* the program, the loader, what they need */
	size_t count;
	struct loader_name *names; /* what they have been asked for as */
	size_t name_count;
};

struct loader_search {
	struct loader *loader;
	const char *name;
	size_t parent;
	bool optional;
	bool variant;  /* found for some processors */
	char *foreign; /* a file of another machine that was passed over */
};

/*
 * Take a file if it is a library; context is the search.  Returns 1 if so, 0, or
 * -1 after an error.
 */
int loader_try(void *context, const char *path);

/*
 * Find a library that one of those at hand needs, unless it is there.  Returns 0,
 * or -1 after an error.
 */
int loader_need(
	struct loader *loader, size_t parent, const char *name, bool optional);

/* Look for a name without a slash.  Returns as loader_try(). */
int loader_search(struct loader_search *search);

/* Fill in the directories and words that follow from the loader's own path. */
int loader_search_init(struct loader *loader, const char *interpreter);
void loader_search_free(struct loader *loader);

#endif /* LOADER_SEARCH_H */
