/* SPDX-License-Identifier: MIT */
/*
 * A list of rights that ends with refer, as of Linux 5.19: nothing may be written,
 * and truncate(2) empties every file that the user may write.
 */
#include "naive.h"

static int handwritten(const void *handled)
{
	const int ruleset = ruleset_create(*(const uint64_t *)handled, 0);

	if (ruleset_enforce(ruleset) ||
		open_try("dir/file", O_WRONLY) != EACCES)
		return BROKEN;
	return truncate("dir/file", 0) ? errno : 0;
}

/*
 * The same list is warned of.  Where the kernel has no such right, the report says
 * that it is missing.
 */
static int guarded(const void *kernel_abi)
{
	const struct llguard_policy policy =
		LLGUARD_POLICY_NO_RULES(LLGUARD_ABI_7);
	struct llguard_report report = LLGUARD_REPORT_INIT;
	const struct llguard_policy same =
		LLGUARD_POLICY_NO_RULES(LLGUARD_ABI_2);
	const bool has = *(const uint32_t *)kernel_abi >= 3;

	if (!is_warned_of(&same, "truncate_open") ||
		is_warned_of(&policy, "truncate_open"))
		return BROKEN;
	if (llguard_policy_apply(&policy, &report) || !report.applied ||
		has != !(report.dropped & LLGUARD_FS_TRUNCATE) ||
		(!has && report.status != LLGUARD_STATUS_PARTIAL))
		return BROKEN;
	return truncate("dir/file", 0) ? errno : 0;
}

int naive_truncate_left_open(uint32_t kernel_abi)
{
	const uint64_t list =
		kernel_abi < 2 ? ACCESS_FS_ABI_1 : ACCESS_FS_ABI_2;

	CHECK(check_in_child(handwritten, &list) == 0, "it is denied");
	CHECK(check_in_child(guarded, &kernel_abi) ==
			(kernel_abi < 3 ? 0 : EACCES),
		"ABI %u", kernel_abi);
	return check_finish();
}
