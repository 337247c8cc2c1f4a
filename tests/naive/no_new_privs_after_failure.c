/* SPDX-License-Identifier: MIT */
/*
 * no_new_privs first, the rules after it.  A path is missing, the program goes on
 * without its policy, and from now on sudo and su fail in all that it starts.
 */
#include "naive.h"

static int no_new_privs(void)
{
	return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0);
}

static int handwritten(const void *unused)
{
	const int ruleset = ruleset_create(ACCESS_FS_ABI_1, 0);

	(void)unused;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
		!ruleset_allow(ruleset, "missing", O_PATH,
			LANDLOCK_ACCESS_FS_READ_DIR))
		return BROKEN;
	return no_new_privs();
}

static int guarded(const void *unused)
{
	static const struct llguard_rule rules[] = {
		LLGUARD_PATH("missing", LLGUARD_FS_READ),
	};
	const struct llguard_policy policy =
		LLGUARD_POLICY(LLGUARD_ABI_1, rules);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	(void)unused;
	if (llguard_policy_apply(&policy, &report) != -ENOENT ||
		report.no_new_privs)
		return BROKEN;
	return no_new_privs();
}

int naive_no_new_privs_after_failure(uint32_t kernel_abi)
{
	(void)kernel_abi;
	if (no_new_privs())
		return SKIPPED; /* it is set already, and cannot be unset */
	CHECK(check_in_child(handwritten, NULL) == 1, "it is not set");
	CHECK(check_in_child(guarded, NULL) == 0, "it is set");
	return check_finish();
}
