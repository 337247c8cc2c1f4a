/* SPDX-License-Identifier: MIT */
/*
 * llguard_kernel_probe_layers() on the running kernel, which does not tell.
 */
#include "check.h"
#include "filter.h"

#include <sys/prctl.h>

static struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;

static uint32_t count(void)
{
	CHECK(llguard_kernel_probe_layers(&kernel) == 0, "it was not counted");
	return kernel.layers;
}

static int each_layer(const void *unused)
{
	static const struct llguard_policy policy =
		LLGUARD_POLICY_NO_RULES(LLGUARD_FS_EXECUTE);
	const uint32_t inherited = count();
	const uint32_t most = kernel.abi < 2 ? 64 : 16;

	(void)unused;
	for (uint32_t layer = inherited + 1; layer <= most; layer++) {
		struct llguard_report report = LLGUARD_REPORT_INIT;

		CHECK(llguard_policy_apply(&policy, &report) == 0, "%d",
			report.error);
		CHECK(count() == layer, "%u instead of %u", kernel.layers,
			layer);
	}
	return check_finish();
}

/* The caller stays as it was. */
static int nothing_is_left(const void *unused)
{
	(void)unused;
	count();
	CHECK(prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 0, "no_new_privs");
	CHECK(waitpid(-1, NULL, 0) == -1 && errno == ECHILD, "a child is left");
	return check_finish();
}

static int under_filter(const void *unused)
{
	(void)unused;
	if (filter_calls(446, 446, EPERM))
		return 1;
	CHECK(llguard_kernel_probe_layers(&kernel) == -EPERM, "filtered");
	return check_finish();
}

int main(void)
{
	check_kernel_abi();
	CHECK(llguard_kernel_probe(&kernel) == 0, "probe");
	CHECK(check_in_child(each_layer, NULL) == 0, "each_layer");
	CHECK(check_in_child(nothing_is_left, NULL) == 0, "nothing_is_left");
	CHECK(check_in_child(under_filter, NULL) == 0, "under_filter");
	return check_finish();
}
