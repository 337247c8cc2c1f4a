/* SPDX-License-Identifier: MIT */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mime.h"

#define INDEX "index.html"

static int status_from_errno(int number)
{
	switch (number) {
	case ENOENT:
	case ENOTDIR:
	case ENAMETOOLONG:
		return 404;
	case EACCES: /* Landlock's answer, or the file's mode */
	case EPERM:
	case ELOOP:
	case ENXIO: /* a socket */
		return 403;
	case EMFILE:
	case ENFILE:
	case ENOMEM:
		return 503;
	default:
		return 500;
	}
}

/* Returns 200, with the descriptor in *ret and what it is in *st. */
static int open_and_look(int at, const char *path, int *ret, struct stat *st)
{
	/* Not to wait for the other end, should it be a pipe. */
	const int fd =
		openat(at, path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);

	if (fd < 0)
		return status_from_errno(errno);
	if (fstat(fd, st) < 0) {
		close(fd);
		return 500;
	}
	*ret = fd;
	return 200;
}

static bool is_directory_path(const char *path)
{
	return !*path || path[strlen(path) - 1] == '/';
}

int file_open(int root, const char *path, struct file *file)
{
	struct stat st;
	int fd;
	int status = open_and_look(root, *path ? path : ".", &fd, &st);

	if (status != 200)
		return status;
	file->type = mime_type(path);
	if (S_ISDIR(st.st_mode)) {
		const int directory = fd;

		status = 301;
		if (is_directory_path(path))
			status = open_and_look(directory, INDEX, &fd, &st);
		close(directory);
		/* There is no listing: what has no index shows nothing. */
		if (status != 200)
			return status == 404 ? 403 : status;
		file->type = mime_type(INDEX);
	}
	if (!S_ISREG(st.st_mode)) {
		close(fd);
		return 403;
	}
	file->fd = fd;
	file->size = (uint64_t)st.st_size;
	file->modified = st.st_mtime;
	return 200;
}
