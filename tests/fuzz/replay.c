/* SPDX-License-Identifier: MIT */
/*
 * A target without libFuzzer: each file of the folders named, once.
 */
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"

#define SIZE_MOST ((size_t)1 << 20)

static int file_replay(const char *name)
{
	uint8_t *data = malloc(SIZE_MOST);
	FILE *file = fopen(name, "rb");
	size_t size;

	if (!data || !file) {
		perror(name);
		exit(1);
	}
	size = fread(data, 1, SIZE_MOST, file);
	fclose(file);
	(void)LLVMFuzzerTestOneInput(data, size);
	free(data);
	return 1;
}

static int folder_replay(const char *name)
{
	DIR *folder = opendir(name);
	struct dirent *entry;
	int count = 0;

	if (!folder) {
		perror(name);
		exit(1);
	}
	while ((entry = readdir(folder))) {
		char path[PATH_MAX];

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", name, entry->d_name);
		count += file_replay(path);
	}
	closedir(folder);
	return count;
}

int main(int argc, char **argv)
{
	int count = 0;

	for (int i = 1; i < argc; i++)
		count += folder_replay(argv[i]);
	printf("%d inputs\n", count);
	return count ? 0 : 1;
}
