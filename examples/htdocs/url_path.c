/* SPDX-License-Identifier: MIT */
#include "url_path.h"

#include <string.h>

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* Path and query of a target: proxies send the whole "http://host/path". */
static struct text target_local(struct text target)
{
	const size_t scheme = strlen("http://");
	const char *end = target.ptr + target.len;
	const char *at = target.ptr + scheme;

	if (target.len < scheme ||
		!text_is_word((struct text){ target.ptr, scheme }, "http://"))
		return target;
	while (at < end && *at != '/' && *at != '?')
		at++;
	return text_between(at, end);
}

struct text url_query(struct text target)
{
	const char *end = target.ptr + target.len;
	const char *mark = memchr(target.ptr, '?', target.len);

	return text_between(mark ? mark : end, end);
}

int url_path_decode(struct text target, char *path, size_t size)
{
	const struct text local = target_local(target);
	const char *at = local.ptr;
	const char *end = local.ptr + local.len - url_query(local).len;
	char *out = path;

	if (at == target.ptr && *at != '/')
		return 400;
	for (; at < end && out < path + size - 1; at++) {
		int high, low;

		*out = *at;
		if (*at == '%') {
			if (end - at < 3)
				return 400;
			high = hex_digit(at[1]);
			low = hex_digit(at[2]);
			if (high < 0 || low < 0 || (high == 0 && low == 0))
				return 400;
			*out = (char)(high * 16 + low);
			at += 2;
		}
		/* The root is a directory, not a prefix: no slash before it. */
		if (out > path || *out != '/')
			out++;
	}
	*out = '\0';
	return 0;
}

/* Back over the last name and its slash: "a/b/" becomes "a/". */
static char *name_drop(const char *path, char *out)
{
	if (out > path)
		out--;
	while (out > path && out[-1] != '/')
		out--;
	return out;
}

int url_path_normalise(char *path)
{
	const char *at = path;
	char *out = path;

	while (*at) {
		const size_t len = strcspn(at, "/");
		const size_t slash = at[len] == '/';

		if (len == 2 && at[0] == '.' && at[1] == '.') {
			out = name_drop(path, out);
		} else if (len > 0 && !(len == 1 && at[0] == '.')) {
			memmove(out, at, len + slash);
			out += len + slash;
		}
		at += len + slash;
	}
	*out = '\0';
	return path[0] == '.' || strstr(path, "/.") ? 404 : 0;
}

size_t url_path_encode(const char *path, char *out, size_t size)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789-._~/!$&'()*+,;=:@";
	static const char digits[] = "0123456789ABCDEF";
	size_t len = 0;

	out[len++] = '/';
	for (; *path && len < size - 3; path++) {
		const unsigned char c = (unsigned char)*path;

		if (strchr(plain, c)) {
			out[len++] = *path;
			continue;
		}
		out[len++] = '%';
		out[len++] = digits[c >> 4];
		out[len++] = digits[c & 15];
	}
	out[len] = '\0';
	return *path ? size : len;
}
