/* SPDX-License-Identifier: MIT */
/*
 * A second stage that is about something else, and rename(2) across directories
 * fails with EXDEV: once one layer has filesystem rights, each layer denies
 * refer unless it handles and allows it.
 */
#include "naive.h"

struct second {
	uint64_t fs, net; /* the kernel's numbers */
	uint64_t handled; /* the library's */
	uint32_t since_abi;
};

static const struct second seconds[] = {
	{ LANDLOCK_ACCESS_FS_EXECUTE, 0, LLGUARD_FS_EXECUTE, 2 },
	{ 0, LANDLOCK_ACCESS_NET_BIND_TCP, LLGUARD_NET_BIND_TCP, 4 },
};

static int there_and_back(
	int (*stage)(const struct second *), const struct second *second)
{
	if (rename("dir/file", "other/file"))
		return BROKEN;
	if (stage(second))
		return BROKEN;
	return rename("other/file", "dir/file") ? errno : 0;
}

static int second_by_hand(const struct second *second)
{
	return ruleset_enforce(ruleset_create(second->fs, second->net));
}

static int handwritten(const void *argument)
{
	const int ruleset = ruleset_create(ACCESS_FS_ABI_2, 0);

	if (ruleset_allow(ruleset, ".", O_PATH, ACCESS_FS_ABI_2) ||
		ruleset_enforce(ruleset))
		return BROKEN;
	return there_and_back(second_by_hand, argument);
}

static const struct llguard_rule rules[] = {
	LLGUARD_PATH(".", LLGUARD_FS_READ_WRITE),
};
static const struct llguard_policy first = LLGUARD_POLICY(LLGUARD_ABI_2, rules);

static int second_by_library(const struct second *second)
{
	const struct llguard_policy policy = LLGUARD_POLICY_NO_RULES_WITH(
		second->handled, LLGUARD_POLICY_STRICT, 0, 0, &first);

	return llguard_policy_apply(&policy, NULL);
}

static int guarded(const void *argument)
{
	struct llguard_report report = LLGUARD_REPORT_INIT;

	if (llguard_policy_apply(&first, &report))
		return BROKEN;
	return there_and_back(second_by_library, argument);
}

/* Where the file was left depends on what failed. */
static void file_restore(void)
{
	(void)rename("other/file", "dir/file");
}

int naive_refer_lost_in_second_stage(uint32_t kernel_abi)
{
	for (size_t i = 0; i < 2; i++) {
		const struct second *second = &seconds[i];

		if (kernel_abi < second->since_abi)
			continue;
		CHECK(check_in_child(handwritten, second) == EXDEV,
			"stage %zu: it was kept", i);
		file_restore();
		CHECK(check_in_child(guarded, second) == 0, "stage %zu", i);
		file_restore();
	}
	return check_finish();
}
