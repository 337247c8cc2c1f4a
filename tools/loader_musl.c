/* SPDX-License-Identifier: MIT */
#include "loader_musl.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <llguard.h>

#include "errors.h"

#define NAME         "ld-musl-"
#define DIRECTORIES  "/lib:/usr/local/lib:/usr/lib"
#define PATH_SIZE    64
#define CONTENT_MOST 65536

static const char *name_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

bool loader_musl_is(const char *interpreter)
{
	return strncmp(name_of(interpreter), NAME, strlen(NAME)) == 0;
}

bool loader_musl_has(const char *name)
{
	static const char parts[][9] = { "c.", "pthread.", "rt.", "m.", "dl.",
		"util.", "xnet." };

	if (strncmp(name, "lib", 3) != 0)
		return false;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (strncmp(name + 3, parts[i], strlen(parts[i])) == 0)
			return true;
	return false;
}

/* The file's directories, with colons, or NULL when there is no such file. */
static char *directories_read(const char *path)
{
	struct elf_file file;
	char *text = NULL;

	if (elf_file_open(&file, path) == ELF_OTHER && file.size < CONTENT_MOST)
		text = calloc(1, (size_t)file.size + 1);
	if (text && elf_file_read(&file, 0, text, (size_t)file.size)) {
		free(text);
		text = NULL;
	}
	elf_file_close(&file);
	for (size_t i = 0; text && text[i]; i++)
		if (text[i] == '\n')
			text[i] = ':';
	return text;
}

int loader_musl_init(struct loader *loader, const char *interpreter)
{
	const char *machine = name_of(interpreter) + strlen(NAME);
	char path[PATH_SIZE];

	loader->musl = true;
	if (snprintf(path, sizeof(path), "/etc/" NAME "%.*s.path",
		    (int)strcspn(machine, "."), machine) < PATH_SIZE)
		loader->list = directories_read(path);
	if (loader->list)
		return closure_file(
			       loader->closure, path, LLGUARD_FS_READ_FILE) < 0
			       ? -1
			       : 0;
	loader->list = strdup(DIRECTORIES);
	if (loader->list)
		return 0;
	error_system(loader->closure->option, ENOMEM);
	return -1;
}
