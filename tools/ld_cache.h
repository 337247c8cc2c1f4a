/* SPDX-License-Identifier: MIT */
/*
 * The loader's cache of libraries, as ldconfig(8) of the GNU C Library 2.2 and
 * newer writes it: the header "glibc-ld.so.cache1.1", entries, strings.  Up to
 * release 2.31 a table in an older form stands before it, which is skipped.
 */
#ifndef LD_CACHE_H
#define LD_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LD_CACHE_PATH "/etc/ld.so.cache"

struct ld_cache {
	char *file;
	const char *data; /* from the header on: offsets count from there */
	size_t size;      /* of that */
	uint32_t count;
	bool present;
};

/*
 * Read the cache; a missing one has no entries.  Returns NULL, or what is wrong
 * with it.  Whatever comes back, it is to be freed.
 */
const char *ld_cache_read(struct ld_cache *cache, const char *path);
void ld_cache_free(struct ld_cache *cache);

/*
 * The next path that the cache has for a library; *at is 0 at first.  NULL when
 * there is none left.  *ret_variant says that it is for some processors alone.
 */
const char *ld_cache_next(const struct ld_cache *cache, const char *name,
	uint32_t *at, bool *ret_variant);

#endif /* LD_CACHE_H */
