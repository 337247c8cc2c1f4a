/* SPDX-License-Identifier: MIT */
#include "loader.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <llguard.h>

#include "errors.h"
#include "loader_musl.h"
#include "loader_preload.h"
#include "loader_search.h"

/* The largest of real programs have a few hundred. */
#define LIBRARIES_MOST 2048
#define NAMES_MOST     4096

#define LIBRARY_HINT "install it, or name its directory with --ldd-path"

static int no_memory(const struct loader *loader)
{
	error_system(loader->closure->option, ENOMEM);
	return -1;
}

static int library_wrong(const struct loader *loader, size_t parent,
	const char *path, const char *wrong, const char *expected)
{
	char text[512];

	snprintf(text, sizeof(text), "is needed by %s: %s",
		loader->libraries[parent].path, wrong);
	return closure_fail(loader->closure, path, text, expected, NULL);
}

/* Returns 1, or -1 after an error. */
static int library_take(struct loader *loader, struct elf_file *elf,
	const char *path, size_t parent)
{
	struct library *libraries;

	for (size_t i = 0; i < loader->count; i++)
		if (loader->libraries[i].ino == elf->ino &&
			loader->libraries[i].dev == elf->dev)
			return 1;
	if (loader->count == LIBRARIES_MOST)
		return closure_fail(loader->closure, loader->libraries[0].path,
			"needs too many libraries", "at most 2048", NULL);
	libraries = realloc(
		loader->libraries, (loader->count + 1) * sizeof(*libraries));
	if (!libraries)
		return no_memory(loader);
	loader->libraries = libraries;
	if (library_read(&libraries[loader->count], elf, path) != ELF_GOOD) {
		library_free(&libraries[loader->count]);
		return closure_fail(
			loader->closure, path, elf->wrong, NULL, NULL);
	}
	libraries[loader->count].parent = parent;
	loader->count++;
	return 1;
}

int loader_try(void *context, const char *path)
{
	struct loader_search *search = context;
	struct loader *loader = search->loader;
	struct elf_file elf;
	int got = 0;

	if (closure_spend(loader->closure))
		return -1;
	switch (elf_file_open(&elf, path)) {
	case ELF_GOOD:
		got = library_take(loader, &elf, path, search->parent);
		/* The kernel asks for no right to execute when it maps. */
		if (got > 0 && closure_file(loader->closure, path,
				       LLGUARD_FS_READ_FILE) < 0)
			got = -1;
		break;
	case ELF_ABSENT:
		break;
	case ELF_FOREIGN:
		if (!search->foreign)
			search->foreign = strdup(path);
		break;
	case ELF_OTHER:
		elf_file_wrong(&elf, "is not an ELF file");
		/* fallthrough */
	default:
		if (!search->optional)
			got = library_wrong(
				loader, search->parent, path, elf.wrong, NULL);
	}
	elf_file_close(&elf);
	return got;
}

static bool name_known(const struct loader *loader, const char *name)
{
	if (loader->musl && loader_musl_has(name))
		return true;
	for (const struct loader_name *at = loader->names; at; at = at->next)
		if (strcmp(at->name, name) == 0)
			return true;
	for (size_t i = 0; i < loader->count; i++)
		if (loader->libraries[i].soname &&
			strcmp(loader->libraries[i].soname, name) == 0)
			return true;
	return false;
}

static int name_add(struct loader *loader, const char *name)
{
	const size_t size = strlen(name) + 1;
	struct loader_name *added;

	if (loader->name_count == NAMES_MOST)
		return closure_fail(loader->closure, loader->libraries[0].path,
			"needs too many libraries", "at most 4096 names", NULL);
	added = malloc(sizeof(*added) + size);
	if (!added)
		return no_memory(loader);
	memcpy(added->name, name, size);
	added->next = loader->names;
	loader->names = added;
	loader->name_count++;
	return 0;
}

static int need_missing(const struct loader_search *search)
{
	const struct loader *loader = search->loader;
	char text[512];

	if (search->foreign)
		return library_wrong(loader, search->parent, search->foreign,
			"is for another machine", elf_file_own());
	snprintf(text, sizeof(text), "is needed by %s and was not found",
		loader->libraries[search->parent].path);
	return closure_fail(
		loader->closure, search->name, text, NULL, LIBRARY_HINT);
}

int loader_need(
	struct loader *loader, size_t parent, const char *name, bool optional)
{
	struct loader_search search = {
		.loader = loader,
		.name = name,
		.parent = parent,
		.optional = optional,
	};
	struct ld_words words = loader->words;
	int got;

	if (closure_spend(loader->closure))
		return -1;
	if (!*name || name_known(loader, name))
		return 0;
	words.origin = loader->libraries[parent].origin;
	if (strpbrk(name, "/$"))
		got = ld_words_expand(
			&words, name, strlen(name), loader_try, &search);
	else
		got = loader_search(&search);
	if (!got && !optional)
		got = need_missing(&search);
	free(search.foreign);
	return got > 0 ? name_add(loader, name) : got;
}

/* The origin of a program is where the file is, links followed. */
static int program_take(
	struct loader *loader, struct elf_file *elf, const char *path)
{
	char *real = realpath(path, NULL);
	int got = -1;

	if (real)
		got = library_take(loader, elf, real, 0);
	else
		closure_fail(
			loader->closure, path, strerror(errno), NULL, NULL);
	free(real);
	return got < 0 ? -1 : 0;
}

static int interpreter_take(struct loader *loader, const char *interpreter)
{
	struct elf_file elf;
	const enum elf_state state = elf_file_open(&elf, interpreter);
	int err;

	if (state == ELF_OTHER)
		elf_file_wrong(&elf, "is not an ELF file");
	if (state != ELF_GOOD)
		err = library_wrong(loader, 0, interpreter, elf.wrong,
			state == ELF_FOREIGN ? elf_file_own() : NULL);
	else if (library_take(loader, &elf, interpreter, 0) < 0 ||
		 closure_file(loader->closure, interpreter,
			 LLGUARD_FS_READ_FILE | LLGUARD_FS_EXECUTE) < 0)
		err = -1;
	else
		err = loader_search_init(loader, interpreter)
			      ? no_memory(loader)
			      : 0;
	elf_file_close(&elf);
	return err;
}

static int cache_take(struct loader *loader)
{
	const char *wrong = ld_cache_read(&loader->cache, LD_CACHE_PATH);

	if (wrong)
		return closure_fail(loader->closure, LD_CACHE_PATH, wrong, NULL,
			"run ldconfig");
	if (!loader->cache.present)
		return 0;
	return closure_file(
		       loader->closure, LD_CACHE_PATH, LLGUARD_FS_READ_FILE) < 0
		       ? -1
		       : 0;
}

static int loader_run(struct loader *loader, struct elf_file *elf,
	const char *path, const char *interpreter)
{
	int err = program_take(loader, elf, path);

	if (!err)
		err = interpreter_take(loader, interpreter);
	if (!err && loader_musl_is(interpreter)) {
		err = loader_musl_init(loader, interpreter);
	} else if (!err) {
		err = cache_take(loader);
		if (!err)
			err = loader_preload(loader);
	}
	/* Breadth first, as the loader does: the first one has the name. */
	for (size_t i = 0; i < loader->count && !err; i++) {
		const struct library_need *need = loader->libraries[i].needs;

		for (; need && !err; need = need->next)
			err = loader_need(
				loader, i, need->name, need->optional);
	}
	return err;
}

int loader_add(struct closure *closure, struct elf_file *elf, const char *path)
{
	struct loader loader = { .closure = closure };
	struct loader_name *name;
	char *interpreter;
	int err;

	if (elf_file_interpreter(elf, &interpreter) != ELF_GOOD)
		return closure_fail(closure, path, elf->wrong, NULL, NULL);
	if (!interpreter)
		return 0;
	err = loader_run(&loader, elf, path, interpreter);
	for (size_t i = 0; i < loader.count; i++)
		library_free(&loader.libraries[i]);
	while ((name = loader.names)) {
		loader.names = name->next;
		free(name);
	}
	free(loader.libraries);
	free(interpreter);
	ld_cache_free(&loader.cache);
	loader_search_free(&loader);
	return err;
}
