/* SPDX-License-Identifier: MIT */
/*
 * O_NOFOLLOW, to be safe from symbolic links.  With O_PATH it does not fail: it
 * opens the link itself, and the rule is for an inode that no path ends at.
 */
#include "naive.h"

static int handwritten(const void *unused)
{
	const int ruleset = ruleset_create(ACCESS_FS_ABI_1, 0);

	(void)unused;
	if (ruleset_allow(ruleset, "link", O_PATH | O_NOFOLLOW,
		    LANDLOCK_ACCESS_FS_READ_FILE) ||
		ruleset_enforce(ruleset))
		return BROKEN;
	return open_try("link", O_RDONLY);
}

static int guarded(const void *flags)
{
	const struct llguard_rule rules[] = {
		LLGUARD_PATH_FLAGS(
			"link", LLGUARD_FS_READ_FILE, *(const uint32_t *)flags),
	};
	const struct llguard_policy policy =
		LLGUARD_POLICY(LLGUARD_ABI_1, rules);
	struct llguard_report report = LLGUARD_REPORT_INIT;
	const int err = llguard_policy_apply(&policy, &report);

	return err ? -err : open_try("link", O_RDONLY);
}

int naive_symlink_itself(uint32_t kernel_abi)
{
	const uint32_t follow = 0, refuse = LLGUARD_RULE_NO_SYMLINKS;

	(void)kernel_abi;
	CHECK(symlink("dir/file", "link") == 0, "%s", strerror(errno));
	CHECK(check_in_child(handwritten, NULL) == EACCES, "it can be opened");
	CHECK(check_in_child(guarded, &follow) == 0, "it was not followed");
	CHECK(check_in_child(guarded, &refuse) == ELOOP, "it was not refused");
	return check_finish();
}
