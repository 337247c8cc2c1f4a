/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "policy/policy.h"

Test(report, init_macros)
{
	const struct llguard_report zero = { .size = sizeof(zero) };
	const struct llguard_report init = LLGUARD_REPORT_INIT;
	struct llguard_rule_result results[5];
	const struct llguard_report with = LLGUARD_REPORT_RESULTS(results);

	cr_expect_eq(memcmp(&zero, &init, sizeof(zero)), 0);
	cr_expect_eq(with.result_size, sizeof(results[0]));
	cr_expect_eq(with.result_capacity, 5);
	cr_expect_eq(with.results, results);
}

/* A caller that was built with a larger result keeps its stride. */
Test(report, results_of_a_newer_caller)
{
	struct {
		struct llguard_rule_result result;
		uint64_t more;
	} results[3] = { { .more = 7 }, { .more = 8 }, { .more = 9 } };
	struct llguard_report theirs = LLGUARD_REPORT_INIT;
	struct llguard_report ours;
	struct llguard_rule_result read;

	theirs.results = &results[0].result;
	theirs.result_size = sizeof(results[0]);
	theirs.result_capacity = 2;
	cr_assert_eq(
		llguard__report_begin(&ours, &theirs, LLGUARD_PHASE_APPLY), 0);
	llguard__report_rule(&ours, 0,
		&(struct llguard_rule_result){ 1, LLGUARD_STATE_OK, 1 });
	llguard__report_rule(&ours, 1,
		&(struct llguard_rule_result){ 2, LLGUARD_STATE_REDUCED, 1 });
	llguard__report_rule(&ours, 2,
		&(struct llguard_rule_result){ 4, LLGUARD_STATE_EMPTY, 0 });
	llguard__report_rule(&ours, 3,
		&(struct llguard_rule_result){ 8, LLGUARD_STATE_MISSING, 0 });
	cr_expect_eq(llguard__report_end(&ours, &theirs, -5), -5);
	cr_expect_eq(theirs.result_count, 2, "all that there is room for");
	cr_expect_eq(theirs.rules_ok, 1);
	cr_expect_eq(theirs.rules_reduced, 1);
	cr_expect_eq(theirs.rules_empty, 1);
	cr_expect_eq(theirs.rules_missing, 1);
	cr_expect_eq(results[1].result.access, 2);
	cr_expect_eq(results[0].more + results[1].more + results[2].more, 24,
		"beyond what we know nothing is written");
	cr_expect_eq(results[2].result.access, 0, "no room, no result");
	cr_expect(llguard__report_result(&theirs, 1, &read));
	cr_expect_eq(read.state, LLGUARD_STATE_REDUCED);
	cr_expect_not(llguard__report_result(&theirs, 2, &read));
}

Test(report, size_of_a_newer_caller_stays)
{
	struct {
		struct llguard_report report;
		uint64_t more;
	} newer = { LLGUARD_REPORT_INIT, 5 };
	struct llguard_report ours;

	newer.report.size = sizeof(newer);
	cr_assert_eq(
		llguard__report_begin(&ours, &newer.report, LLGUARD_PHASE_PLAN),
		0);
	llguard__report_fail(&ours, LLGUARD_STEP_OPEN, LLGUARD__FAULT_PATH_OPEN,
		3, -ENOENT, ENOENT);
	llguard__report_end(&ours, &newer.report, -ENOENT);
	cr_expect_eq(newer.report.size, sizeof(newer));
	cr_expect_eq(newer.report.rule, 3);
	cr_expect_eq(newer.report.cause, ENOENT);
	cr_expect_eq(newer.more, 5);
}

Test(report, without_one)
{
	struct llguard_report ours;

	cr_expect_eq(llguard__report_begin(&ours, NULL, LLGUARD_PHASE_PLAN), 0);
	cr_expect_eq(ours.rule, LLGUARD_NO_RULE);
	cr_expect_eq(llguard__report_end(&ours, NULL, -ENOENT), -ENOENT);
}
