/* SPDX-License-Identifier: MIT */
/*
 * One set of rights for every path of a list.  A file among them gets rights that
 * only directories have: EINVAL, and the whole set-up is lost with it.
 */
#include "naive.h"

#define READ_WRITE                                                             \
	(LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR |          \
		LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_MAKE_REG)

static int sandbox(void)
{
	const char *const paths[] = { "other", "dir/file" };
	const int ruleset = ruleset_create(ACCESS_FS_ABI_1, 0);

	for (size_t i = 0; i < 2; i++)
		if (ruleset_allow(ruleset, paths[i], O_PATH, READ_WRITE))
			return -errno;
	return ruleset_enforce(ruleset);
}

static int handwritten(const void *unused)
{
	(void)unused;
	if (sandbox() != -EINVAL)
		return BROKEN;
	/* The error is logged, and the program goes on. */
	return open_try("secret", O_RDONLY);
}

static int guarded(const void *unused)
{
	static const struct llguard_rule rules[] = {
		LLGUARD_PATH("other", LLGUARD_FS_READ_WRITE),
		LLGUARD_PATH("dir/file", LLGUARD_FS_READ_WRITE),
	};
	const struct llguard_policy policy =
		LLGUARD_POLICY(LLGUARD_ABI_1, rules);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	(void)unused;
	if (llguard_policy_apply(&policy, &report) || !report.applied ||
		open_try("dir/file", O_RDWR))
		return BROKEN;
	return open_try("secret", O_RDONLY);
}

int naive_file_with_directory_rights(uint32_t kernel_abi)
{
	(void)kernel_abi;
	CHECK(check_in_child(handwritten, NULL) == 0, "nothing was lost");
	CHECK(check_in_child(guarded, NULL) == EACCES, "the secret is open");
	return check_finish();
}
