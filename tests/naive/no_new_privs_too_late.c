/* SPDX-License-Identifier: MIT */
/*
 * no_new_privs after the restriction.  It works for root, where it was tried, and
 * is EPERM for everybody else and in a container.
 */
#include "naive.h"

static bool user_become(void)
{
	const gid_t nogroup = 65534;
	const uid_t nobody = 65534;

	return geteuid() != 0 ||
	       (setresgid(nogroup, nogroup, nogroup) == 0 &&
		       setresuid(nobody, nobody, nobody) == 0);
}

static int sandbox(void)
{
	const int ruleset = ruleset_create(ACCESS_FS_ABI_1, 0);

	if (landlock_restrict_self(ruleset, 0))
		return -errno;
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

static int handwritten(const void *unused)
{
	(void)unused;
	if (!user_become() || sandbox() != -EPERM)
		return BROKEN;
	return open_try("secret", O_RDONLY);
}

static int guarded(const void *unused)
{
	const struct llguard_policy policy =
		LLGUARD_POLICY_NO_RULES(LLGUARD_ABI_1);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	(void)unused;
	if (!user_become() || llguard_policy_apply(&policy, &report))
		return BROKEN;
	return open_try("secret", O_RDONLY);
}

int naive_no_new_privs_too_late(uint32_t kernel_abi)
{
	(void)kernel_abi;
	if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0))
		return SKIPPED; /* it is set already, and cannot be unset */
	CHECK(check_in_child(handwritten, NULL) == 0, "it is confined");
	CHECK(check_in_child(guarded, NULL) == EACCES, "it is not confined");
	return check_finish();
}
