/* SPDX-License-Identifier: MIT */
/*
 * Best effort that returns 0 where there is no Landlock: "sandboxed", says the
 * log, and nothing is.
 */
#include "naive.h"

#include "filter.h"

static int sandbox(void)
{
	int ruleset;

	if (landlock_create_ruleset(NULL, 0, LANDLOCK_CREATE_RULESET_VERSION) <
		1)
		return 0; /* too old: do what we can */
	ruleset = ruleset_create(ACCESS_FS_ABI_1, 0);
	return ruleset_enforce(ruleset);
}

static int handwritten(const void *error)
{
	if (filter_calls(444, 446, *(const int *)error))
		return BROKEN;
	if (sandbox())
		return BROKEN;
	return open_try("secret", O_RDONLY);
}

/* 0: the caller has been told, in the report and in words. */
static int guarded(const void *error)
{
	struct llguard_policy policy = LLGUARD_POLICY_NO_RULES(LLGUARD_ABI_1);
	struct llguard_report report = LLGUARD_REPORT_INIT;
	struct llguard_finding finding = LLGUARD_FINDING_INIT;

	if (filter_calls(444, 446, *(const int *)error))
		return BROKEN;
	CHECK(llguard_policy_apply(&policy, NULL) == -EINVAL,
		"best effort without a report");
	CHECK(llguard_policy_apply(&policy, &report) == 0, "%d", report.error);
	CHECK(report.status == LLGUARD_STATUS_NONE && !report.applied &&
			report.reason != LLGUARD_REASON_NONE &&
			report.dropped == LLGUARD_ABI_1,
		"status %u, reason %u", report.status, report.reason);
	CHECK(llguard_report_explain(&policy, &report, &finding) == 1,
		"nothing to say");
	policy.flags = LLGUARD_POLICY_STRICT;
	CHECK(llguard_policy_apply(&policy, &report) == -*(const int *)error,
		"%d", report.error);
	return check_finish();
}

int naive_success_without_landlock(uint32_t kernel_abi)
{
	static const int errors[] = { ENOSYS, EOPNOTSUPP, EPERM };

	(void)kernel_abi;
	for (size_t i = 0; i < 3; i++) {
		CHECK(check_in_child(handwritten, &errors[i]) == 0,
			"%s: it was noticed", strerror(errors[i]));
		CHECK(check_in_child(guarded, &errors[i]) == 0, "%s",
			strerror(errors[i]));
	}
	return check_finish();
}
