/* SPDX-License-Identifier: MIT */
/*
 * A rule with fewer rights below a directory with more, meant as an exception.
 * Rules only ever add: the exception is a comment.
 */
#include "naive.h"

static int handwritten(const void *unused)
{
	const int ruleset = ruleset_create(ACCESS_FS_ABI_1, 0);

	(void)unused;
	if (ruleset_allow(ruleset, ".", O_PATH,
		    LANDLOCK_ACCESS_FS_READ_FILE |
			    LANDLOCK_ACCESS_FS_READ_DIR) ||
		/* everything else here, but this may only be listed */
		ruleset_allow(
			ruleset, "dir", O_PATH, LANDLOCK_ACCESS_FS_READ_DIR) ||
		ruleset_enforce(ruleset))
		return BROKEN;
	return open_try("dir/file", O_RDONLY);
}

/*
 * Naming what is allowed is the way; a rule of no rights is an error, and of the
 * rule above it is said that it does nothing.
 */
static int guarded(const void *unused)
{
	static const struct llguard_rule same[] = {
		LLGUARD_PATH("/srv", LLGUARD_FS_READ),
		LLGUARD_PATH("/srv/dir", LLGUARD_FS_READ_DIR),
	};
	static const struct llguard_rule none[] = {
		LLGUARD_PATH(".", LLGUARD_FS_READ),
		LLGUARD_PATH("dir", 0),
	};
	static const struct llguard_rule rules[] = {
		LLGUARD_PATH("other", LLGUARD_FS_READ),
		LLGUARD_PATH("secret", LLGUARD_FS_READ),
		LLGUARD_PATH("dir", LLGUARD_FS_READ_DIR),
	};
	const struct llguard_policy exception =
		LLGUARD_POLICY(LLGUARD_ABI_1, same);
	const struct llguard_policy deny = LLGUARD_POLICY(LLGUARD_ABI_1, none);
	const struct llguard_policy policy =
		LLGUARD_POLICY(LLGUARD_ABI_1, rules);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	(void)unused;
	if (!is_warned_of(&exception, "redundant_rule") ||
		llguard_policy_apply(&deny, &report) != -EINVAL ||
		report.rule != 1 || llguard_policy_apply(&policy, &report) ||
		open_try("secret", O_RDONLY))
		return BROKEN;
	return open_try("dir/file", O_RDONLY);
}

int naive_rule_meant_to_deny(uint32_t kernel_abi)
{
	(void)kernel_abi;
	CHECK(check_in_child(handwritten, NULL) == 0, "it is denied");
	CHECK(check_in_child(guarded, NULL) == EACCES, "it can be read");
	return check_finish();
}
