/* SPDX-License-Identifier: MIT */
/*
 * Open files that several responses send from.  Clients that ask for the same
 * file in the same turn of the event loop share its descriptor; the next turn
 * opens it anew, so that nobody sees a file that has been replaced.
 */
#ifndef SHARED_FILE_H
#define SHARED_FILE_H

#include "file.h"

#define SHARED_FILES_MAX 16 /* of one turn; more are opened and not shared */

struct shared_file {
	struct file file;
	unsigned int users;
	char path[]; /* as it was asked for */
};

struct shared_files {
	unsigned int count;
	struct shared_file *files[SHARED_FILES_MAX];
};

/*
 * As file_open(), with the file in *ret for shared_file_close(); 503 without
 * memory, too.
 */
int shared_file_open(struct shared_files *files, int root, const char *path,
	struct shared_file **ret);

/* One user less; the last one closes it.  file may be NULL. */
void shared_file_close(struct shared_file *file);

/* The turn is over. */
void shared_files_forget(struct shared_files *files);

#endif /* SHARED_FILE_H */
