/* SPDX-License-Identifier: MIT */
/*
 * What the dynamic loader would open for a program, found without running it.
 *
 * The answer holds for every processor and loader: where the choice is theirs,
 * between glibc-hwcaps or values of $LIB and $PLATFORM, all candidates are taken.
 */
#ifndef LOADER_H
#define LOADER_H

#include "closure.h"
#include "elf_file.h"

/*
 * Add the loader and all libraries of an open program; a static one has none.
 * Returns 0, or -1 after an error that has been printed.
 */
int loader_add(struct closure *closure, struct elf_file *elf, const char *path);

#endif /* LOADER_H */
