/* SPDX-License-Identifier: MIT */
#include "path.h"

/* The length of the next component that counts; *path is moved to it. */
static size_t component_next(const char **path)
{
	for (;;) {
		size_t len = 0;

		while (**path == '/')
			++*path;
		while ((*path)[len] && (*path)[len] != '/')
			len++;
		if (len != 1 || **path != '.')
			return len;
		++*path;
	}
}

static bool is_parent(const char *component, size_t len)
{
	return len == 2 && component[0] == '.' && component[1] == '.';
}

bool llguard__path_is_below(const char *path, const char *above)
{
	size_t len;

	if ((*path == '/') != (*above == '/'))
		return false;
	while ((len = component_next(&above)) != 0) {
		if (is_parent(above, len) || component_next(&path) != len ||
			memcmp(path, above, len) != 0)
			return false;
		path += len;
		above += len;
	}
	for (; (len = component_next(&path)) != 0; path += len)
		if (is_parent(path, len))
			return false;
	return true;
}
