/* SPDX-License-Identifier: MIT */
#include "shared_file.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct shared_file *shared_find(
	const struct shared_files *files, const char *path)
{
	for (unsigned int i = 0; i < files->count; i++)
		if (strcmp(files->files[i]->path, path) == 0)
			return files->files[i];
	return NULL;
}

static struct shared_file *shared_make(
	const struct file *file, const char *path)
{
	const size_t size = strlen(path) + 1;
	struct shared_file *shared = malloc(sizeof(*shared) + size);

	if (!shared)
		return NULL;
	shared->file = *file;
	shared->users = 0;
	memcpy(shared->path, path, size);
	return shared;
}

int shared_file_open(struct shared_files *files, int root, const char *path,
	struct shared_file **ret)
{
	struct shared_file *shared = shared_find(files, path);

	if (!shared) {
		struct file file;
		const int status = file_open(root, path, &file);

		if (status != 200)
			return status;
		shared = shared_make(&file, path);
		if (!shared) {
			close(file.fd);
			return 503;
		}
		if (files->count < SHARED_FILES_MAX) {
			files->files[files->count++] = shared;
			shared->users++;
		}
	}
	shared->users++;
	*ret = shared;
	return 200;
}

void shared_file_close(struct shared_file *file)
{
	if (!file || --file->users > 0)
		return;
	close(file->file.fd);
	free(file);
}

void shared_files_forget(struct shared_files *files)
{
	while (files->count)
		shared_file_close(files->files[--files->count]);
}
