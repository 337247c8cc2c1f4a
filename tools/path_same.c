/* SPDX-License-Identifier: MIT */
#include "path_same.h"

#include <string.h>

/* The length of the next component that counts; *path is moved to it. */
static size_t component(const char **path)
{
	for (;;) {
		size_t len;

		*path += strspn(*path, "/");
		len = strcspn(*path, "/");
		if (len != 1 || **path != '.')
			return len;
		*path += 1;
	}
}

bool path_same(const char *a, const char *b)
{
	if ((*a == '/') != (*b == '/'))
		return false;
	for (;;) {
		const size_t len = component(&a);

		if (component(&b) != len || memcmp(a, b, len) != 0)
			return false;
		if (!len)
			return true;
		a += len;
		b += len;
	}
}
