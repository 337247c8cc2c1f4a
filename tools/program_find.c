/* SPDX-License-Identifier: MIT */
#include "program_find.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Returns 0, or the errno that says why this is no program. */
static int candidate_check(const char *path)
{
	struct stat st;

	if (stat(path, &st) || access(path, X_OK))
		return errno;
	return S_ISREG(st.st_mode) ? 0 : EACCES;
}

static char *joined(const char *directory, size_t len, const char *name)
{
	const size_t size = len + strlen(name) + sizeof("./");
	char *path = malloc(size);

	if (path)
		snprintf(path, size, "%.*s%s%s", (int)len, directory,
			len ? "/" : "./", name);
	return path;
}

static char *search(const char *name, const char *path)
{
	int number = ENOENT;

	for (;;) {
		const size_t len = strcspn(path, ":");
		char *file = joined(path, len, name);
		int why;

		if (!file)
			return NULL;
		why = candidate_check(file);
		if (!why)
			return file;
		free(file);
		if (why == EACCES)
			number = EACCES;
		if (!path[len])
			break;
		path += len + 1;
	}
	errno = number;
	return NULL;
}

char *program_find(const char *name, const char *path)
{
	int why;

	if (!*name) {
		errno = ENOENT;
		return NULL;
	}
	if (!strchr(name, '/'))
		return search(name, path ? path : "/bin:/usr/bin");
	why = candidate_check(name);
	if (!why)
		return strdup(name);
	errno = why;
	return NULL;
}
