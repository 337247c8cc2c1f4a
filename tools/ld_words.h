/* SPDX-License-Identifier: MIT */
/*
 * The loader's words in paths: $ORIGIN, $LIB, $PLATFORM, with braces or without.
 * What $LIB and $PLATFORM are is built into a loader, so each value that some
 * loader has is tried.
 */
#ifndef LD_WORDS_H
#define LD_WORDS_H

#include <stddef.h>

#define LD_WORD_VALUES 4

struct ld_words {
	const char
		*origin; /* NULL: not known, and paths with it are left out */
	const char *lib[LD_WORD_VALUES]; /* NULL after the last one */
	const char *platform[LD_WORD_VALUES];
};

/* Returns 0 for "go on", 1 for "found", -1 after an error. */
typedef int ld_words_visit(void *context, const char *path);

/*
 * Visit each path that len bytes at text stand for.  Returns 1 when one of the
 * visits did, -1 at once when one did, else 0.
 */
int ld_words_expand(const struct ld_words *words, const char *text, size_t len,
	ld_words_visit *visit, void *context);

/*
 * Visit each directory of a list with colons until one element has been found.
 * An empty element is the current directory.  Returns as ld_words_expand().
 */
int ld_words_list(const struct ld_words *words, const char *list,
	ld_words_visit *visit, void *context);

#endif /* LD_WORDS_H */
