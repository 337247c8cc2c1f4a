/* SPDX-License-Identifier: MIT */
/*
 * A question from the command line: OPERATION and what it is about, with paths as
 * they resolve now.
 */
#ifndef QUERY_ARGS_H
#define QUERY_ARGS_H

#include <llguard.h>

struct query_args {
	struct llguard_query query;
	char *path; /* the query's, to be freed */
	char *path_2;
};

/* How an operation is asked for, a line each. */
void query_args_help(void);

/*
 * Take all count words.  Returns 0, or -1 after an error that has been printed.
 * In both cases query_args_free() has to be called.
 */
int query_args_take(struct query_args *args, char **words, int count);

void query_args_free(struct query_args *args);

/* A path without links and dots, also one of which the last part is not there. */
char *path_resolve(const char *path, int follow_last);

#endif /* QUERY_ARGS_H */
