/* SPDX-License-Identifier: MIT */
/*
 * The closure of a program: the files without which it does not start.  Nothing
 * is run for it, the loader neither: who asks does not trust the program yet.
 *
 * What the environment says to the loader, LD_LIBRARY_PATH and LD_PRELOAD, does
 * not count: whoever sets it would choose what the policy allows.  The loader
 * goes on searching when a library is denied, so the program starts all the
 * same.
 */
#ifndef CLOSURE_H
#define CLOSURE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct closure_file {
	char *path;      /* without links */
	uint64_t access; /* LLGUARD_FS_READ_FILE, LLGUARD_FS_EXECUTE */
};

/* Something that is executed, and has not been looked into yet. */
struct closure_program {
	struct closure_program *next;
	unsigned int depth; /* scripts above it that the kernel follows */
	char path[];
};

struct closure {
	const char *option;       /* for messages: "--ldd" */
	const char *library_path; /* searched as LD_LIBRARY_PATH is, or NULL */
	const char *path;         /* PATH, for env, or NULL */
	struct closure_file *files;
	size_t file_count;
	struct closure_program *programs; /* in the order of their finding */
	struct closure_program *last;
	size_t program_count;
	size_t lookups; /* so many files have been looked for */
};

/*
 * Add what a program needs besides itself: its loader, its libraries and theirs,
 * the loader's cache; a script's interpreters with all that.  Returns 0, or -1
 * after an error that has been printed.
 */
int closure_program(struct closure *closure, const char *path);
void closure_free(struct closure *closure);

/* Add one file.  Returns 0, 1 when it was there with this access, or -1. */
int closure_file(struct closure *closure, const char *path, uint64_t access);

/* Count one look at the file system.  Returns 0, or -1 when it is too many. */
int closure_spend(struct closure *closure);

/* Print an error.  Returns -1. */
int closure_fail(const struct closure *closure, const char *found,
	const char *text, const char *expected, const char *hint);

#endif /* CLOSURE_H */
