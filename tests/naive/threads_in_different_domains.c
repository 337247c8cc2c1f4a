/* SPDX-License-Identifier: MIT */
/*
 * Restricting after the worker threads have been started: only the caller is
 * confined, and the workers, which do the work, are free.
 */
#include "naive.h"

#include "witness.h"

static int handwritten(const void *unused)
{
	struct witness witness = { .strict = false };

	(void)unused;
	if (!witness_start(&witness) ||
		ruleset_enforce(ruleset_create(ACCESS_FS_ABI_1, 0)) ||
		open_try("secret", O_RDONLY) != EACCES)
		return BROKEN;
	return witness_ask(&witness);
}

/* The errno of the policy, or what the other thread can do under it. */
static int guarded(const void *flags)
{
	struct witness witness = { .strict = false };
	const struct llguard_policy policy = LLGUARD_POLICY_NO_RULES_WITH(
		LLGUARD_ABI_1, *(const uint32_t *)flags, 0, 0, NULL);
	struct llguard_report report = LLGUARD_REPORT_INIT;
	int err, answer;

	if (!witness_start(&witness))
		return BROKEN;
	err = llguard_policy_apply(&policy, &report);
	answer = witness_ask(&witness);
	if (!err)
		return answer;
	/* All or nothing: neither thread is confined. */
	return answer || open_try("secret", O_RDONLY) ? BROKEN : -err;
}

int naive_threads_in_different_domains(uint32_t kernel_abi)
{
	const uint32_t none = 0, all = LLGUARD_APPLY_ALL_THREADS;

	CHECK(check_in_child(handwritten, NULL) == 0, "it is confined");
	CHECK(check_in_child(guarded, &none) == EBUSY, "nothing was said");
	CHECK(check_in_child(guarded, &all) ==
			(kernel_abi < 8 ? EBUSY : EACCES),
		"not all threads");
	return check_finish();
}
