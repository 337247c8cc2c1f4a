/* SPDX-License-Identifier: MIT */
/*
 * From a path below the root to an open file.  The one place where a request
 * reaches the filesystem, and so the one where Landlock is asked.
 */
#ifndef FILE_H
#define FILE_H

#include <stdbool.h>
#include <stdint.h>

struct file {
	int fd; /* the caller closes it */
	uint64_t size;
	int64_t modified;
	const char *type; /* a constant */
};

/*
 * Open what a path relative to the directory root names; "" is the root.  Of a
 * directory that is its index.html.
 *
 * Returns 200 and fills file in; 301 when the path is a directory's without the
 * slash; 403 when it may not be read, has no index, or is no regular file; 404;
 * 503 when there is no descriptor for it now; 500 for anything else.
 */
int file_open(int root, const char *path, struct file *file);

#endif /* FILE_H */
