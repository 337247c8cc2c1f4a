/* SPDX-License-Identifier: MIT */
/*
 * Filling in a report: begin, note, hand over.
 */
#include "policy.h"

#include "../extensible.h"

int llguard__report_begin(struct llguard_report *ours,
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
	if (ours->result_capacity && !ours->results)
		return llguard__report_fail(ours, LLGUARD_STEP_CHECK,
			LLGUARD__FAULT_NO_RESULTS, LLGUARD_NO_RULE, -EINVAL, 0);
	if (ours->result_capacity &&
		ours->result_size < sizeof(struct llguard_rule_result))
		return llguard__report_fail(ours, LLGUARD_STEP_CHECK,
			LLGUARD__FAULT_RESULT_SIZE, LLGUARD_NO_RULE, -EINVAL,
			0);
	return 0;
}

int llguard__report_fail(struct llguard_report *report, uint32_t step,
	enum llguard__fault fault, uint32_t rule, int error, int cause)
{
	report->step = step;
	report->fault = fault;
	report->rule = rule;
	report->error = error;
	report->cause = cause;
	return error;
}

int llguard__apply_begin(struct llguard_report *ours,
	const struct llguard_policy *policy,
	const struct llguard_report *theirs)
{
	int err = llguard__report_begin(ours, theirs, LLGUARD_PHASE_APPLY);

	if (!err)
		err = llguard__check(policy, ours);
	if (!err && !theirs && !(policy->flags & LLGUARD_POLICY_STRICT))
		err = llguard__report_fail(ours, LLGUARD_STEP_CHECK,
			LLGUARD__FAULT_NO_REPORT, LLGUARD_NO_RULE, -EINVAL, 0);
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

int llguard__report_end(const struct llguard_report *ours,
	struct llguard_report *theirs, int error)
{
	const uint32_t size = llguard__size_of(theirs);

	if (size < sizeof(*theirs))
		return error;
	memcpy(theirs, ours, sizeof(*ours));
	theirs->size = size;
	return error;
}
