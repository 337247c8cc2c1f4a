/* SPDX-License-Identifier: MIT */
/*
 * Ports in the first stage, paths in the second, which allows refer: rename(2)
 * across directories fails all the same, and no later stage can repair it.
 */
#include "naive.h"

static int handwritten(const void *unused)
{
	int ruleset = ruleset_create(0, LANDLOCK_ACCESS_NET_BIND_TCP);

	(void)unused;
	if (ruleset_enforce(ruleset) || rename("dir/file", "other/file"))
		return BROKEN;
	ruleset = ruleset_create(ACCESS_FS_ABI_2, 0);
	if (ruleset_allow(ruleset, ".", O_PATH, ACCESS_FS_ABI_2) ||
		ruleset_enforce(ruleset))
		return BROKEN;
	return rename("other/file", "dir/file") ? errno : 0;
}

static const struct llguard_rule rules[] = {
	LLGUARD_PATH(".", LLGUARD_FS_READ_WRITE),
};

/* Keeping refer: 0, or the errno that the rename got. */
static int guarded(const void *flags)
{
	const struct llguard_policy net = LLGUARD_POLICY_NO_RULES_WITH(
		LLGUARD_NET_BIND_TCP, *(const uint32_t *)flags, 0, 0, NULL);
	const struct llguard_policy fs = LLGUARD_POLICY_WITH(
		LLGUARD_ABI_2, rules, LLGUARD_POLICY_STRICT, 0, 0, &net);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	if (llguard_policy_check(&fs, &report))
		return EINVAL;
	if (llguard_policy_apply(&net, &report) ||
		rename("dir/file", "other/file") ||
		llguard_policy_apply(&fs, &report))
		return BROKEN;
	return rename("other/file", "dir/file") ? errno : 0;
}

int naive_net_stage_first(uint32_t kernel_abi)
{
	const uint32_t none = 0, keep = LLGUARD_POLICY_KEEP_REFER;

	(void)kernel_abi;
	CHECK(check_in_child(handwritten, NULL) == EXDEV, "it was kept");
	CHECK(rename("other/file", "dir/file") == 0, "%s", strerror(errno));
	CHECK(check_in_child(guarded, &none) == EINVAL, "it was not refused");
	CHECK(check_in_child(guarded, &keep) == 0, "it was not kept");
	return check_finish();
}
