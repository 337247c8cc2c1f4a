/* SPDX-License-Identifier: MIT */
#include "ld_cache.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Source: sysdeps/generic/dl-cache.h of the GNU C Library 2.36. */
#define OLD_MAGIC       "ld.so-1.7.0"
#define OLD_AT_COUNT    12
#define OLD_HEADER_SIZE 16
#define OLD_ENTRY_SIZE  12
#define MAGIC           "glibc-ld.so.cache1.1"
#define HEADER_SIZE     48
#define ENTRY_SIZE      24
#define AT_COUNT        20
#define AT_ORDER        28
#define ORDER_UNSET     0
#define ORDER_LITTLE    2
#define ORDER_BIG       3
#define AT_ENTRY_KEY    4
#define AT_ENTRY_VALUE  8
#define AT_ENTRY_HWCAP  16
#define FLAGS_KIND      0xff
#define FLAGS_KIND_LIBC 3

/* A thousand times a usual one. */
#define CACHE_MOST (64 << 20)

static uint32_t word_at(const struct ld_cache *cache, uint64_t at)
{
	uint32_t word;

	memcpy(&word, cache->data + at, sizeof(word));
	return word;
}

static unsigned char order_own(void)
{
	const uint16_t one = 1;

	return *(const unsigned char *)&one ? ORDER_LITTLE : ORDER_BIG;
}

static const char *file_read(struct ld_cache *cache, int fd)
{
	struct stat st;

	if (fstat(fd, &st))
		return strerror(errno);
	if (!S_ISREG(st.st_mode))
		return "is not a regular file";
	if (st.st_size > CACHE_MOST)
		return "is too large";
	cache->file = malloc((size_t)st.st_size + 1);
	if (!cache->file)
		return strerror(ENOMEM);
	while (cache->size < (size_t)st.st_size) {
		const ssize_t got = read(fd, cache->file + cache->size,
			(size_t)st.st_size - cache->size);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return strerror(errno);
		if (!got)
			break;
		cache->size += (size_t)got;
	}
	/* So that every string in it has an end. */
	cache->file[cache->size] = '\0';
	cache->data = cache->file;
	return NULL;
}

/* The table in the older form ends where the newer header may stand. */
static void old_skip(struct ld_cache *cache)
{
	const uint64_t alignment = _Alignof(uint64_t);
	uint64_t skip;

	if (cache->size < OLD_HEADER_SIZE ||
		memcmp(cache->data, OLD_MAGIC, strlen(OLD_MAGIC)) != 0)
		return;
	skip = OLD_HEADER_SIZE +
	       word_at(cache, OLD_AT_COUNT) * (uint64_t)OLD_ENTRY_SIZE;
	skip = (skip + alignment - 1) / alignment * alignment;
	if (skip > cache->size)
		return;
	cache->data += skip;
	cache->size -= (size_t)skip;
}

static const char *header_check(struct ld_cache *cache)
{
	unsigned char order;

	old_skip(cache);
	if (cache->size < HEADER_SIZE ||
		memcmp(cache->data, MAGIC, strlen(MAGIC)) != 0)
		return "is not a cache of the form glibc-ld.so.cache1.1";
	order = (unsigned char)cache->data[AT_ORDER] & 3;
	if (order != ORDER_UNSET && order != order_own())
		return "has the byte order of another machine";
	cache->count = word_at(cache, AT_COUNT);
	if (cache->count > (cache->size - HEADER_SIZE) / ENTRY_SIZE) {
		cache->count = 0;
		return "has more entries than bytes";
	}
	return NULL;
}

const char *ld_cache_read(struct ld_cache *cache, const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	const char *wrong;

	*cache = (struct ld_cache){ 0 };
	if (fd < 0)
		return errno == ENOENT ? NULL : strerror(errno);
	cache->present = true;
	wrong = file_read(cache, fd);
	close(fd);
	return wrong ? wrong : header_check(cache);
}

void ld_cache_free(struct ld_cache *cache)
{
	free(cache->file);
	cache->file = NULL;
	cache->count = 0;
}

const char *ld_cache_next(const struct ld_cache *cache, const char *name,
	uint32_t *at, bool *ret_variant)
{
	static const char none[8];

	while (*at < cache->count) {
		const uint64_t entry = HEADER_SIZE + *at * (uint64_t)ENTRY_SIZE;
		const uint32_t key = word_at(cache, entry + AT_ENTRY_KEY);
		const uint32_t value = word_at(cache, entry + AT_ENTRY_VALUE);

		*at += 1;
		/*
		 * The rest of the flags is the machine, which each file says
		 * itself.
		 */
		if ((word_at(cache, entry) & FLAGS_KIND) != FLAGS_KIND_LIBC ||
			key >= cache->size || value >= cache->size ||
			strcmp(cache->data + key, name) != 0 ||
			cache->data[value] != '/')
			continue;
		*ret_variant = memcmp(cache->data + entry + AT_ENTRY_HWCAP,
				       none, sizeof(none)) != 0;
		return cache->data + value;
	}
	return NULL;
}
