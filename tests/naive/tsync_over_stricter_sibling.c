/* SPDX-License-Identifier: MIT */
/*
 * "All threads" as a matter of course.  It puts the caller's domain in place of
 * the others': a thread that had confined itself more is set free again.
 */
#include "naive.h"

#include "witness.h"

static int handwritten(const void *unused)
{
	struct witness witness = { .strict = true };
	const int ruleset = ruleset_create(LANDLOCK_ACCESS_FS_EXECUTE, 0);

	(void)unused;
	if (!witness_start(&witness) ||
		prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
		landlock_restrict_self(ruleset, LANDLOCK_RESTRICT_SELF_TSYNC))
		return BROKEN;
	return witness_ask(&witness);
}

/* Never by itself: with other threads there, it is an error. */
static int guarded(const void *unused)
{
	struct witness witness = { .strict = true };
	const struct llguard_policy policy =
		LLGUARD_POLICY_NO_RULES(LLGUARD_FS_EXECUTE);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	(void)unused;
	if (!witness_start(&witness) ||
		llguard_policy_apply(&policy, &report) != -EBUSY)
		return BROKEN;
	return witness_ask(&witness);
}

int naive_tsync_over_stricter_sibling(uint32_t kernel_abi)
{
	(void)kernel_abi;
	CHECK(check_in_child(handwritten, NULL) == 0, "it is still confined");
	CHECK(check_in_child(guarded, NULL) == EACCES, "it was set free");
	return check_finish();
}
