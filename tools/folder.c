/* SPDX-License-Identifier: MIT */
#include "folder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

int folder_open(const char *path, int flags, const char **ret_base)
{
	const char *slash = strrchr(path, '/');
	char *name =
		slash ? strndup(path, (size_t)(slash - path) + 1) : strdup(".");
	int fd;

	*ret_base = slash ? slash + 1 : path;
	if (!name)
		return -ENOMEM;
	fd = open(name, flags | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		fd = -errno;
	free(name);
	return fd;
}
