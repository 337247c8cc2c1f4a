/* SPDX-License-Identifier: MIT */
#include "loader_search.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/stat.h>

#include "errors.h"

/*
 * Directories below each that the GNU C Library searched up to 2.36, nested in
 * this order, besides the one named after the platform.
 */
static const char legacy[][9] = { "tls", "haswell", "xeon_phi", "avx512_1",
	"atomics", "" };

#define LEGACY_COUNT (sizeof(legacy) / sizeof(legacy[0]))

/* A path too long is none that the loader could open. */
static bool join(char *buf, const char *directory, const char *name)
{
	return snprintf(buf, PATH_MAX, "%s/%s", directory, name) < PATH_MAX;
}

static int variant_try(struct loader_search *search, const char *directory)
{
	char path[PATH_MAX];
	int got = 0;

	if (join(path, directory, search->name))
		got = loader_try(search, path);
	search->variant |= got > 0;
	return got < 0 ? got : 0;
}

static int hwcaps_try(struct loader_search *search, const char *directory)
{
	char path[PATH_MAX], below[PATH_MAX];
	struct dirent *entry;
	DIR *dir;
	int err = closure_spend(search->loader->closure);

	if (err || !join(path, directory, "glibc-hwcaps"))
		return err;
	dir = opendir(path);
	if (!dir)
		return 0;
	while (!err && (entry = readdir(dir)))
		if (entry->d_name[0] != '.' && join(below, path, entry->d_name))
			err = variant_try(search, below);
	closedir(dir);
	return err;
}

/* Append the next name of the legacy ones.  Returns whether that can be there. */
static bool legacy_append(const struct loader_search *search, char *path,
	size_t len, size_t which)
{
	const char *name = *legacy[which] ? legacy[which]
					  : search->loader->words.platform[0];
	struct stat st;
	const bool there = snprintf(path + len, PATH_MAX - len, "/%s", name) <
				   (int)(PATH_MAX - len) &&
			   *name && stat(path, &st) == 0 && S_ISDIR(st.st_mode);

	if (!there)
		path[len] = '\0';
	return there;
}

static int legacy_try(struct loader_search *search, const char *directory)
{
	char path[PATH_MAX];
	size_t lens[LEGACY_COUNT + 1], chosen[LEGACY_COUNT + 1];
	size_t depth = 0;
	size_t which = 0;
	int err = 0;

	if (snprintf(path, sizeof(path), "%s", directory) >= PATH_MAX)
		return 0;
	lens[0] = strlen(path);
	while (!err) {
		if (which == LEGACY_COUNT) {
			if (!depth)
				break;
			depth--;
			path[lens[depth]] = '\0';
			which = chosen[depth] + 1;
			continue;
		}
		err = closure_spend(search->loader->closure);
		if (!err && legacy_append(search, path, lens[depth], which)) {
			err = variant_try(search, path);
			chosen[depth++] = which;
			lens[depth] = strlen(path);
		}
		which++;
	}
	return err;
}

static int directory_try(void *context, const char *directory)
{
	struct loader_search *search = context;
	char path[PATH_MAX];
	int err = hwcaps_try(search, directory);

	if (!err)
		err = legacy_try(search, directory);
	if (err || !join(path, directory, search->name))
		return err;
	return loader_try(search, path);
}

static int list_try(
	struct loader_search *search, const char *list, const char *origin)
{
	struct ld_words words = search->loader->words;

	words.origin = origin;
	return ld_words_list(&words, list, directory_try, search);
}

/* An RPATH counts for what its libraries need as well; musl takes both so. */
static int rpaths_try(struct loader_search *search)
{
	const struct loader *loader = search->loader;
	size_t at = search->parent;

	for (;;) {
		const struct library *library = &loader->libraries[at];
		const char *list = library->rpath;
		int got = 0;

		if (loader->musl && library->runpath)
			list = library->runpath;
		if (list)
			got = list_try(search, list, library->origin);
		if (got || !at)
			return got;
		at = library->parent;
	}
}

static int cache_try(struct loader_search *search)
{
	const char *path;
	uint32_t at = 0;
	bool variant;

	while ((path = ld_cache_next(
			&search->loader->cache, search->name, &at, &variant))) {
		const int got = loader_try(search, path);

		search->variant |= variant && got > 0;
		if (got < 0 || (got && !variant))
			return got;
	}
	return 0;
}

static int asked_try(struct loader_search *search)
{
	const struct loader *loader = search->loader;
	const char *list = loader->closure->library_path;

	return list ? list_try(search, list, loader->libraries[0].origin) : 0;
}

static int musl_search(struct loader_search *search)
{
	int got = asked_try(search);

	if (!got)
		got = rpaths_try(search);
	return got ? got : list_try(search, search->loader->list, NULL);
}

int loader_search(struct loader_search *search)
{
	const struct loader *loader = search->loader;
	const struct library *parent = &loader->libraries[search->parent];
	/* The array moves when a library is taken; its strings do not. */
	const char *runpath = parent->runpath;
	const char *origin = parent->origin;
	int got;

	if (loader->musl)
		return musl_search(search);
	got = runpath ? 0 : rpaths_try(search);
	if (!got)
		got = asked_try(search);
	if (!got && runpath)
		got = list_try(search, runpath, origin);
	if (!got)
		got = cache_try(search);
	for (size_t i = 0; i < LOADER_SYSTEM_DIRECTORIES && !got; i++)
		if (loader->system[i])
			got = directory_try(search, loader->system[i]);
	return !got && search->variant ? 1 : got;
}

/*
 * The loader stands in the first of its own directories, /lib/TRIPLE, /lib64 or
 * another, and is built with the same name for $LIB.
 */
int loader_search_init(struct loader *loader, const char *interpreter)
{
	char *own = realpath(interpreter, NULL);
	char *slash = own ? strrchr(own, '/') : NULL;
	struct ld_words *words = &loader->words;
	char **system = loader->system;
	const unsigned long platform = getauxval(AT_PLATFORM);
	bool below_usr;

	if (!slash)
		return -1;
	*slash = '\0';
	below_usr = strncmp(own, "/usr/", 5) == 0;
	loader->own = own;
	words->lib[0] = own + (below_usr ? 5 : *own == '/');
	words->lib[1] = "lib64";
	words->lib[2] = "lib";
	/* The kernel hands the name over as an address. */
	words->platform[0] = "";
	if (platform)
		memcpy(&words->platform[0], &platform, sizeof(platform));
	words->platform[1] = "haswell";
	words->platform[2] = "xeon_phi";
	system[0] = strdup(own);
	system[1] = malloc(strlen(own) + sizeof("/usr"));
	if (system[1])
		sprintf(system[1], "%s%s", below_usr ? "" : "/usr",
			below_usr ? own + 4 : own);
	system[2] = strdup("/lib64");
	system[3] = strdup("/usr/lib64");
	system[4] = strdup("/lib");
	system[5] = strdup("/usr/lib");
	for (size_t i = 0; i < LOADER_SYSTEM_DIRECTORIES; i++)
		if (!system[i])
			return -1;
	return 0;
}

void loader_search_free(struct loader *loader)
{
	free(loader->own);
	free(loader->list);
	for (size_t i = 0; i < LOADER_SYSTEM_DIRECTORIES; i++)
		free(loader->system[i]);
}
