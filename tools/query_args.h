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

/* A path of the query cannot be resolved. */
#define QUERY_NO_PATH 1

/*
 * Take all count words.  Returns 0; -1 or QUERY_NO_PATH after an error that has
 * been printed.  In each case query_args_free() has to be called.
 */
int query_args_take(struct query_args *args, char **words, int count);

void query_args_free(struct query_args *args);

/* Print why there is no answer, where it is for what stands at a path. */
void query_args_refused(
	const struct query_args *args, const struct llguard_answer *answer);

#endif /* QUERY_ARGS_H */
