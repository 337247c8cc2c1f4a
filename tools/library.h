/* SPDX-License-Identifier: MIT */
/*
 * What one ELF file wants of the loader, copied out of it.
 */
#ifndef LIBRARY_H
#define LIBRARY_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "elf_file.h"

struct library_need {
	struct library_need *next;
	bool optional; /* the loader goes on without it */
	char name[];
};

struct library {
	char *path;   /* as it was found: links are not followed */
	char *origin; /* the directory of that */
	char *soname; /* NULL: it has none; the next two as well */
	char *rpath;
	char *runpath;
	struct library_need *needs; /* in the order of the file */
	struct library_need *last;
	dev_t dev;
	ino_t ino;
	size_t parent; /* the library that wanted it; the program: itself */
};

/*
 * Read an open file.  Whatever comes back, the library is to be freed; what is
 * wrong stands in the file.
 */
enum elf_state library_read(
	struct library *library, struct elf_file *elf, const char *path);
void library_free(struct library *library);

#endif /* LIBRARY_H */
