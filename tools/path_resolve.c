/* SPDX-License-Identifier: MIT */
#include "path_resolve.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* As many links as the kernel follows. */
#define LINKS_MAX 40

/* Returns a path of len bytes of directory and name. */
static char *path_join(const char *directory, size_t len, const char *name)
{
	char *joined = malloc(len + strlen(name) + 2);

	if (joined)
		sprintf(joined, "%.*s%s%s", (int)len, directory,
			len && directory[len - 1] == '/' ? "" : "/", name);
	return joined;
}

/* A path whose last part has a name and no slash behind it. */
static char *parent_resolve(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *parent =
		slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
	char *directory = parent ? realpath(parent, NULL) : NULL;
	char *resolved = NULL;

	if (directory)
		resolved = path_join(
			directory, strlen(directory), slash ? slash + 1 : path);
	free(parent);
	free(directory);
	return resolved;
}

/* Go where a resolved path leads, NULL on failure; false when it is no link. */
static bool link_follow(char **path)
{
	char target[PATH_MAX];
	const ssize_t n = readlink(*path, target, sizeof(target) - 1);
	char *next;

	if (n < 0)
		return false;
	target[n] = '\0';
	next = target[0] == '/'
		       ? strdup(target)
		       : path_join(*path, (size_t)(strrchr(*path, '/') - *path),
				 target);
	free(*path);
	*path = next ? parent_resolve(next) : NULL;
	free(next);
	return true;
}

char *path_resolve(const char *path, bool follow)
{
	const size_t whole = strlen(path);
	size_t len = whole;
	char *resolved = NULL;
	char *bare;

	while (len > 1 && path[len - 1] == '/')
		len--;
	bare = strndup(path, len);
	if (!bare)
		return NULL;
	if (strcmp(bare, ".") == 0 || strcmp(bare, "/") == 0 ||
		strcmp(bare, "..") == 0 ||
		(len > 2 && strcmp(bare + len - 2, "/.") == 0) ||
		(len > 3 && strcmp(bare + len - 3, "/..") == 0))
		follow = true;
	if (follow || len < whole) {
		resolved = realpath(path, NULL);
		if (resolved || errno != ENOENT) {
			free(bare);
			return resolved;
		}
	}
	resolved = parent_resolve(bare);
	free(bare);
	for (int links = 0; follow && resolved && link_follow(&resolved);
		links++) {
		if (links < LINKS_MAX)
			continue;
		free(resolved);
		errno = ELOOP;
		return NULL;
	}
	return resolved;
}
