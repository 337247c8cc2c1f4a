/* SPDX-License-Identifier: MIT */
/*
 * Under seccomp filters, as containers and Android have them: why nothing is
 * enforced is told apart, and nothing is half-done.
 */
#include "check.h"
#include "filter.h"

#include <fcntl.h>

#define CREATE   444
#define ADD_RULE 445
#define RESTRICT 446
#define ANY      99 /* status of an error that is not about Landlock */

static const struct llguard_rule rules[] = {
	LLGUARD_PATH("/dev", LLGUARD_FS_READ),
};
static const struct llguard_policy best = LLGUARD_POLICY(LLGUARD_ABI_9, rules);
static const struct llguard_policy strict = LLGUARD_POLICY_WITH(
	LLGUARD_ABI_1, rules, LLGUARD_POLICY_STRICT, 0, 0, NULL);

struct row {
	long first, last;
	int number;
	int best, strict;
	uint32_t status, reason;
};

static const struct row rows[] = {
	/* no Landlock at all */
	{ CREATE, RESTRICT, ENOSYS, 0, -ENOSYS, LLGUARD_STATUS_NONE,
		LLGUARD_REASON_NOT_BUILT },
	{ CREATE, RESTRICT, EOPNOTSUPP, 0, -EOPNOTSUPP, LLGUARD_STATUS_NONE,
		LLGUARD_REASON_OFF_AT_BOOT },
	{ CREATE, RESTRICT, EPERM, 0, -EPERM, LLGUARD_STATUS_NONE,
		LLGUARD_REASON_FILTERED },
	{ CREATE, RESTRICT, EACCES, 0, -EPERM, LLGUARD_STATUS_NONE,
		LLGUARD_REASON_FILTERED },
	/* half of it */
	{ ADD_RULE, ADD_RULE, EPERM, -EPERM, -EPERM, ANY, 0 },
	{ ADD_RULE, RESTRICT, ENOSYS, -ENOSYS, -ENOSYS, ANY, 0 },
	{ RESTRICT, RESTRICT, EPERM, -EPERM, -EPERM, LLGUARD_STATUS_NONE,
		LLGUARD_REASON_FILTERED },
	{ RESTRICT, RESTRICT, ENOSYS, -ENOSYS, -ENOSYS, ANY, 0 },
	/* the threads are counted another way */
	{ SYS_unshare, SYS_unshare, EPERM, 0, 0, LLGUARD_STATUS_FULL, 0 },
	{ SYS_unshare, SYS_unshare, ENOSYS, 0, 0, LLGUARD_STATUS_FULL, 0 },
};

static int under_filter(const void *argument)
{
	const struct row *row = argument;
	struct llguard_report report = LLGUARD_REPORT_INIT;
	const bool works = !row->best && row->status != LLGUARD_STATUS_NONE;
	int err, fd;

	if (filter_calls(row->first, row->last, row->number))
		return 1;
	err = llguard_policy_apply(&best, &report);
	CHECK(err == row->best, "best effort: %d", err);
	CHECK(report.applied == works, "applied %u", report.applied);
	if (row->status == LLGUARD_STATUS_NONE) {
		CHECK(report.status == row->status, "status %u", report.status);
		CHECK(report.reason == row->reason, "reason %u", report.reason);
	}
	err = llguard_policy_apply(&strict, NULL);
	CHECK(err == row->strict, "strict: %d", err);
	fd = open("/", O_RDONLY | O_DIRECTORY);
	CHECK((fd < 0) == works, "confined or not");
	return check_finish();
}

static int self_test_under_filter(const void *number)
{
	if (filter_calls(CREATE, RESTRICT, *(const int *)number))
		return 1;
	CHECK(llguard_self_test() == -*(const int *)number, "%d",
		llguard_self_test());
	return check_finish();
}

/* Landlock that says yes and does nothing: the self-test is not fooled. */
static int self_test_of_a_sham(const void *unused)
{
	(void)unused;
	if (filter_calls(RESTRICT, RESTRICT, 0))
		return 1;
	CHECK(llguard_self_test() == -EIO, "%d", llguard_self_test());
	return check_finish();
}

int main(void)
{
	static const int numbers[] = { ENOSYS, EOPNOTSUPP, EPERM };

	check_kernel_abi();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK(check_in_child(under_filter, &rows[i]) == 0, "row %zu",
			i);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		CHECK(check_in_child(self_test_under_filter, &numbers[i]) == 0,
			"errno %d", numbers[i]);
	CHECK(check_in_child(self_test_of_a_sham, NULL) == 0, "a sham");
	return check_finish();
}
