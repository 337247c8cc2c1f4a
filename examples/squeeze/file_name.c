/* SPDX-License-Identifier: MIT */
#include "file_name.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

static const struct suffix {
	const char *compressed;
	const char *plain;
} suffixes[] = {
	{ ".xz", "" },
	{ ".txz", ".tar" },
};

static const struct suffix *suffix_find(const char *name)
{
	const size_t len = strlen(name);

	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
		const size_t its = strlen(suffixes[i].compressed);

		/* Something must be left of the name. */
		if (len > its && name[len - its - 1] != '/' &&
			strcmp(name + len - its, suffixes[i].compressed) == 0)
			return &suffixes[i];
	}
	return NULL;
}

/* len bytes of name, and suffix. */
static char *name_make(const char *name, size_t len, const char *suffix)
{
	char *made = malloc(len + strlen(suffix) + 1);

	if (!made)
		return NULL;
	memcpy(made, name, len);
	memcpy(made + len, suffix, strlen(suffix) + 1);
	return made;
}

bool file_name_is_compressed(const char *name)
{
	return suffix_find(name) != NULL;
}

char *file_name_compressed(const char *name)
{
	return name_make(name, strlen(name), suffixes[0].compressed);
}

char *file_name_plain(const char *name)
{
	const struct suffix *suffix = suffix_find(name);

	return suffix ? name_make(name,
				strlen(name) - strlen(suffix->compressed),
				suffix->plain)
		      : NULL;
}
