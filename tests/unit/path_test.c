/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "policy/path.h"

static const struct {
	const char *path, *above;
	bool below;
} rows[] = {
	{ "/a", "/a", true },
	{ "/a/b", "/a", true },
	{ "/a/b/c", "/a", true },
	{ "/a", "/", true },
	{ "/", "/", true },
	{ "/ab", "/a", false },
	{ "/a", "/a/b", false },
	{ "/", "/a", false },
	{ "//a///b/", "/a/", true },
	{ "/a/./b", "/./a", true },
	{ "/a/.b", "/a", true },
	{ "/a/..b", "/a", true },
	{ "/a/...", "/a", true },
	{ "a/b", "a", true },
	{ "a", ".", true },
	{ "a", "/a", false },
	{ "/a", "a", false },
	{ "/a/../b", "/a", false },
	{ "/a/b/..", "/a", false },
	{ "/a/b", "/a/..", false },
	{ "/a/b", "/x/../a", false },
	{ "..", ".", false },
};

Test(path, is_below)
{
	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++)
		cr_expect_eq(
			llguard__path_is_below(rows[i].path, rows[i].above),
			rows[i].below, "%s %s", rows[i].path, rows[i].above);
}
