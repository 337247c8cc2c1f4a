/* SPDX-License-Identifier: MIT */
/*
 * What a stranger's program does first, in C and in C++: print the version and
 * what the kernel says.
 */
#include <stdio.h>
#include <string.h>

#include <llguard.h>

static const struct llguard_rule rules[] = {
	LLGUARD_PATH("/usr", LLGUARD_FS_READ_EXECUTE),
};
static const struct llguard_policy policy =
	LLGUARD_POLICY(LLGUARD_ABI_7, rules);

int main(void)
{
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;

	if (strcmp(llguard_version(), LLGUARD_VERSION) != 0 ||
		llguard_policy_check(&policy, NULL) != 0 ||
		llguard_kernel_probe(&kernel) != 0)
		return 1;
	printf("version %s, ABI %u\n", llguard_version(), kernel.abi);
	return 0;
}
