/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "base.h"

#include <llguard/rights.h>

/* Typed from the design: groups are for ever. */
static const struct {
	const char *name;
	uint64_t rights;
} rows[] = {
	{ "read", 0xc },
	{ "read_execute", 0xd },
	{ "read_write", 0xfffe },
	{ "read_write_execute", 0xffff },
};

Test(group, look_up)
{
	for (uint32_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		cr_expect_eq(llguard_group_at(i), rows[i].rights);
		cr_assert_not_null(llguard_group_name(rows[i].rights));
		cr_expect_str_eq(
			llguard_group_name(rows[i].rights), rows[i].name);
		cr_expect_eq(llguard_group_from_name(
				     rows[i].name, strlen(rows[i].name)),
			rows[i].rights);
	}
	cr_expect_eq(llguard_group_at(LLGUARD__COUNT(rows)), 0);
	cr_expect_null(llguard_group_name(0));
	cr_expect_null(llguard_group_name(LLGUARD_FS_READ_FILE));
	cr_expect_eq(llguard_group_from_name("read_file", 9), 0);
	cr_expect_eq(llguard_group_from_name("read", 3), 0);
	cr_expect_eq(llguard_group_from_name(NULL, 4), 0);
}

Test(group, described)
{
	char buf[512];

	cr_expect_eq(llguard_group_describe(LLGUARD_FS_READ, buf, sizeof(buf)),
		(int)strlen(buf));
	cr_expect_str_eq(buf,
		"read: read files, list directories (read_file, read_dir)");
	cr_expect_eq(
		llguard_group_describe_json(LLGUARD_FS_READ, buf, sizeof(buf)),
		(int)strlen(buf));
	cr_expect_str_eq(buf,
		"{\"v\":1,\"kind\":\"group\",\"name\":\"read\",\"set\":\"fs\","
		"\"rights\":[\"read_file\",\"read_dir\"],"
		"\"help\":\"read files, list directories\"}");
	cr_expect_eq(llguard_group_describe(1, buf, 9), -EINVAL);
	cr_expect_eq(llguard_group_describe_json(1, buf, 9), -EINVAL);
	cr_expect_eq(llguard_group_describe(LLGUARD_FS_READ, NULL, 9), -EINVAL);
	cr_expect_eq(
		llguard_group_describe_json(LLGUARD_FS_READ, NULL, 9), -EINVAL);
}
