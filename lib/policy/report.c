/* SPDX-License-Identifier: MIT */
/*
 * Filling in a report: begin, note, hand over.
 */
#include "policy.h"

#include "../error.h"
#include "../extensible.h"

/* What it means that a call fails with an errno; 0: with any other. */
static const struct failure_row {
	uint8_t step;
	uint8_t fault;
	int16_t cause;
	int16_t error; /* that is returned, 0: that of errors.def */
} failures[] = {
	/* clang-format off */
	{ LLGUARD_STEP_CREATE, LLGUARD__FAULT_FILTERED, EPERM, 0 },
	{ LLGUARD_STEP_CREATE, LLGUARD__FAULT_FILTERED, ENOSYS, 0 },
	{ LLGUARD_STEP_CREATE, LLGUARD__FAULT_KERNEL_LIES, EINVAL, 0 },
	{ LLGUARD_STEP_CREATE, LLGUARD__FAULT_KERNEL_LIES, E2BIG, 0 },
	{ LLGUARD_STEP_CREATE, LLGUARD__FAULT_CREATE, 0, 0 },
	{ LLGUARD_STEP_OPEN, LLGUARD__FAULT_PATH_MISSING, ENOENT, 0 },
	{ LLGUARD_STEP_OPEN, LLGUARD__FAULT_PATH_NOT_DIRECTORY, ENOTDIR, 0 },
	{ LLGUARD_STEP_OPEN, LLGUARD__FAULT_PATH_DENIED, EACCES, 0 },
	{ LLGUARD_STEP_OPEN, LLGUARD__FAULT_PATH_LOOP, ELOOP, 0 },
	{ LLGUARD_STEP_OPEN, LLGUARD__FAULT_PATH_LONG, ENAMETOOLONG, 0 },
	{ LLGUARD_STEP_OPEN, LLGUARD__FAULT_FD_CLOSED, EBADF, 0 },
	{ LLGUARD_STEP_OPEN, LLGUARD__FAULT_PATH_OPEN, 0, 0 },
	{ LLGUARD_STEP_ADD_RULE, LLGUARD__FAULT_FD_CLOSED, EBADF, 0 },
	{ LLGUARD_STEP_ADD_RULE, LLGUARD__FAULT_FD_KIND, EBADFD, EBADF },
	{ LLGUARD_STEP_ADD_RULE, LLGUARD__FAULT_ADD_RULE, 0, 0 },
	{ LLGUARD_STEP_RESTRICT, LLGUARD__FAULT_LAYERS, E2BIG, ENOSPC },
	{ LLGUARD_STEP_RESTRICT, LLGUARD__FAULT_RESTRICT, 0, 0 },
	/* clang-format on */
};

LLGUARD__COLD int llguard__report_begin(struct llguard_report *ours,
	const struct llguard_report *theirs, uint32_t phase)
{
	const struct llguard_report init = LLGUARD_REPORT_INIT;

	*ours = init;
	ours->phase = phase;
	ours->rule = LLGUARD_NO_RULE;
	if (!theirs)
		return 0;
	if (theirs->size < sizeof(*theirs))
		return -EINVAL;
	ours->result_size = theirs->result_size;
	ours->result_capacity = theirs->result_capacity;
	ours->results = theirs->results;
	if (!ours->result_capacity)
		return 0;
	if (!ours->results)
		return llguard__report_refuse(ours, LLGUARD__FAULT_NO_RESULTS);
	if (ours->result_size < sizeof(struct llguard_rule_result))
		return llguard__report_refuse(ours, LLGUARD__FAULT_RESULT_SIZE);
	return 0;
}

LLGUARD__COLD int llguard__report_fail(struct llguard_report *report,
	uint32_t step, enum llguard__fault fault, uint32_t rule, int error,
	int cause)
{
	report->step = step;
	report->fault = fault;
	report->rule = rule;
	report->error = error;
	report->cause = cause;
	return error;
}

LLGUARD__COLD int llguard__report_refuse(
	struct llguard_report *report, enum llguard__fault fault)
{
	return llguard__report_fail(
		report, LLGUARD_STEP_CHECK, fault, LLGUARD_NO_RULE, -EINVAL, 0);
}

LLGUARD__COLD int llguard__report_errno(struct llguard_report *report,
	uint32_t step, enum llguard__fault fault, uint32_t rule, int err)
{
	(void)llguard__report_fail(report, step, fault, rule, 0, -err);
	report->error = llguard__error_class(report->cause);
	return report->error;
}

LLGUARD__COLD int llguard__report_call(
	struct llguard_report *report, uint32_t step, uint32_t rule, int err)
{
	const struct failure_row *row = failures;

	while (row->step != step || (row->cause && row->cause != -err))
		row++;
	(void)llguard__report_errno(report, step, row->fault, rule, err);
	if (row->error)
		report->error = -row->error;
	return report->error;
}

LLGUARD__COLD int llguard__apply_begin(struct llguard_report *ours,
	const struct llguard_policy *policy,
	const struct llguard_report *theirs)
{
	int err = llguard__report_begin(ours, theirs, LLGUARD_PHASE_APPLY);

	if (!err)
		err = llguard__check(policy, ours);
	if (!err && !theirs && !(policy->flags & LLGUARD_POLICY_STRICT))
		err = llguard__report_refuse(ours, LLGUARD__FAULT_NO_REPORT);
	return err;
}

void llguard__report_rule(struct llguard_report *report, uint32_t i,
	const struct llguard_rule_result *result)
{
	switch (result->state) {
	case LLGUARD_STATE_OK:
		report->rules_ok++;
		break;
	case LLGUARD_STATE_REDUCED:
		report->rules_reduced++;
		break;
	case LLGUARD_STATE_MISSING:
		report->rules_missing++;
		break;
	default:
		report->rules_empty++;
		break;
	}
	if (i >= report->result_capacity)
		return;
	memcpy((char *)report->results + (size_t)i * report->result_size,
		result, sizeof(*result));
	report->result_count = i + 1;
}

bool llguard__report_result(const struct llguard_report *report, uint32_t i,
	struct llguard_rule_result *ret)
{
	if (i >= report->result_count)
		return false;
	memcpy(ret,
		(const char *)report->results + (size_t)i * report->result_size,
		sizeof(*ret));
	return true;
}

LLGUARD__COLD int llguard__report_end(const struct llguard_report *ours,
	struct llguard_report *theirs, int error)
{
	const uint32_t size = llguard__size_of(theirs);

	if (size < sizeof(*theirs))
		return error;
	memcpy(theirs, ours, sizeof(*ours));
	theirs->size = size;
	return error;
}
