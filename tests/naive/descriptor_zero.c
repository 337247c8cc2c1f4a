/* SPDX-License-Identifier: MIT */
/*
 * A daemon that has closed its standard input gets descriptor 0 for its ruleset,
 * and 0 was "there is no ruleset": it goes on without.
 */
#include "naive.h"

static int sandbox(void)
{
	int ruleset = 0; /* none */

	if (landlock_create_ruleset(NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) >
		0)
		ruleset = ruleset_create(ACCESS_FS_ABI_1, 0);
	if (!ruleset)
		return 0; /* this kernel has no Landlock */
	return ruleset_enforce(ruleset);
}

static int handwritten(const void *unused)
{
	(void)unused;
	close(0);
	if (sandbox())
		return BROKEN;
	return open_try("secret", O_RDONLY);
}

static int guarded(const void *unused)
{
	const struct llguard_policy policy =
		LLGUARD_POLICY_NO_RULES(LLGUARD_ABI_1);
	struct llguard_prepared prepared = LLGUARD_PREPARED_INIT;
	struct llguard_report report = LLGUARD_REPORT_INIT;

	(void)unused;
	close(0);
	if (llguard_policy_prepare(&policy, &prepared, &report) ||
		prepared.ruleset < 3 || fcntl(0, F_GETFD) != -1 ||
		llguard_prepared_apply(&prepared, &report))
		return BROKEN;
	return open_try("secret", O_RDONLY);
}

int naive_descriptor_zero(uint32_t kernel_abi)
{
	(void)kernel_abi;
	CHECK(check_in_child(handwritten, NULL) == 0, "it is confined");
	CHECK(check_in_child(guarded, NULL) == EACCES, "it is not confined");
	return check_finish();
}
