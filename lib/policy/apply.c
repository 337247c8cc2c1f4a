/* SPDX-License-Identifier: MIT */
/*
 * The last three steps: threads, no_new_privs, restrict.  What is to be done was
 * decided before.
 */
#include "prepare.h"

#include "../extensible.h"
#include "../sys.h"
#include "../uapi.h"

LLGUARD__COLD int llguard__threads_check(
	struct llguard_report *report, uint32_t flags)
{
	enum llguard__fault fault = LLGUARD__FAULT_THREADS_UNKNOWN;
	int answer = llguard__sys_unshare_thread();

	/* 0: alone; EINVAL: not.  Filters answer something else: ask /proc. */
	if (answer == 0)
		answer = 1;
	else if (answer == -EINVAL)
		answer = 2;
	else
		answer = llguard__sys_count_tasks();
	if (answer == 1) {
		report->threads = LLGUARD_THREADS_ONE;
		return 0;
	}
	report->threads = LLGUARD_THREADS_UNKNOWN;
	if (answer > 1)
		fault = flags & LLGUARD_APPLY_ALL_THREADS
				? LLGUARD__FAULT_NO_TSYNC
				: LLGUARD__FAULT_SEVERAL_THREADS;
	return llguard__report_fail(report, LLGUARD_STEP_THREADS, fault,
		LLGUARD_NO_RULE, -EBUSY, answer < 0 ? -answer : 0);
}

/* Nothing is in force, and it is a privilege or a filter that is to blame. */
LLGUARD__COLD static int refused(struct llguard_report *report, uint32_t step,
	enum llguard__fault fault, int err)
{
	report->status = LLGUARD_STATUS_NONE;
	report->reason = fault == LLGUARD__FAULT_NOT_PERMITTED
				 ? LLGUARD_REASON_NOT_PERMITTED
				 : LLGUARD_REASON_FILTERED;
	return llguard__report_fail(
		report, step, fault, LLGUARD_NO_RULE, -EPERM, -err);
}

LLGUARD__COLD static int restrict_fail(const struct llguard_prepared *prepared,
	struct llguard_report *report, int err)
{
	if (err == -EPERM)
		return refused(report, LLGUARD_STEP_RESTRICT,
			prepared->flags & LLGUARD_APPLY_KEEP_PRIVS
				? LLGUARD__FAULT_NOT_PERMITTED
				: LLGUARD__FAULT_RESTRICT_FILTERED,
			err);
	/* Log settings without a domain are not for every kernel. */
	if (err == -EBADF && prepared->ruleset < 0)
		return llguard__report_fail(report, LLGUARD_STEP_RESTRICT,
			LLGUARD__FAULT_LOG_REFUSED, LLGUARD_NO_RULE,
			-EOPNOTSUPP, EBADF);
	return llguard__report_call(
		report, LLGUARD_STEP_RESTRICT, LLGUARD_NO_RULE, err);
}

/*
 * Put the same layer on until the kernel takes no more.  The same, because any
 * other could deny something that the policy does not, and the youngest layer
 * that denies is the one that the records name.
 */
LLGUARD__COLD static int seal(
	const struct llguard_prepared *prepared, struct llguard_report *report)
{
	int err = 0;

	for (int i = 0; !err && i < LLGUARD__LAYERS_MOST; i++) {
		err = llguard__sys_restrict_self(
			prepared->ruleset, prepared->restrict_flags);
		report->layers += !err;
	}
	if (err == -E2BIG)
		return 0;
	report->flags &= ~LLGUARD_APPLY_SEAL;
	report->flags_dropped |= LLGUARD_APPLY_SEAL;
	llguard__plan_status(report);
	if (!(prepared->flags & LLGUARD_POLICY_STRICT))
		return 0;
	return llguard__report_errno(report, LLGUARD_STEP_SEAL,
		LLGUARD__FAULT_SEAL, LLGUARD_NO_RULE, err);
}

/* There is no way back from here on: nothing but the calls may follow. */
LLGUARD__COLD static int restrict_last(
	const struct llguard_prepared *prepared, struct llguard_report *report)
{
	const uint32_t flags = prepared->restrict_flags;
	int err;

	if (!(prepared->flags & LLGUARD_APPLY_KEEP_PRIVS) &&
		!(flags & LLGUARD__RESTRICT_NO_NEW_PRIVS)) {
		err = llguard__sys_no_new_privs();
		if (err)
			return refused(report, LLGUARD_STEP_NO_NEW_PRIVS,
				LLGUARD__FAULT_NO_NEW_PRIVS, err);
		report->no_new_privs = 1;
	}
	err = llguard__sys_restrict_self(prepared->ruleset, flags);
	if (err)
		return restrict_fail(prepared, report, err);
	report->no_new_privs |= !!(flags & LLGUARD__RESTRICT_NO_NEW_PRIVS);
	report->applied = 1;
	report->layers = prepared->layers;
	return prepared->flags & LLGUARD_APPLY_SEAL ? seal(prepared, report)
						    : 0;
}

/* With nothing to enforce, and nothing to set, nobody has to be counted. */
static bool does_nothing(const struct llguard_prepared *prepared)
{
	return prepared->ruleset < 0 && !prepared->restrict_flags;
}

LLGUARD__COLD int llguard__restrict(
	const struct llguard_prepared *prepared, struct llguard_report *report)
{
	int err = 0;

	if (does_nothing(prepared))
		return 0;
	if (prepared->restrict_flags & LLGUARD__RESTRICT_TSYNC)
		report->threads = LLGUARD_THREADS_ALL;
	else if (prepared->flags & LLGUARD_APPLY_THIS_THREAD)
		report->threads = LLGUARD_THREADS_THIS;
	else
		err = llguard__threads_check(report, prepared->flags);
	return err ? err : restrict_last(prepared, report);
}

LLGUARD__COLD int llguard__restrict_child(
	const struct llguard_prepared *prepared, struct llguard_report *report)
{
	if (does_nothing(prepared))
		return 0;
	report->threads = LLGUARD_THREADS_ONE;
	return restrict_last(prepared, report);
}

LLGUARD__COLD int llguard__prepared_begin(struct llguard_report *ours,
	const struct llguard_prepared *prepared,
	const struct llguard_report *theirs)
{
	const int err =
		llguard__input_check(prepared, llguard__size_of(prepared),
			sizeof(*prepared), sizeof(*prepared));

	if (err)
		return err;
	if (!prepared->state || (theirs && theirs->size < sizeof(*theirs)))
		return -EINVAL;
	if (!theirs)
		return llguard__report_begin(ours, NULL, LLGUARD_PHASE_APPLY);
	/* The plan stays; what an earlier try came to does not. */
	*ours = *theirs;
	(void)llguard__report_fail(ours, LLGUARD_STEP_NONE, LLGUARD__FAULT_NONE,
		LLGUARD_NO_RULE, 0, 0);
	llguard__plan_status(ours);
	ours->applied = 0;
	ours->layers = prepared->layers - (prepared->ruleset >= 0);
	return 0;
}

LLGUARD__COLD int llguard_prepared_apply(
	const struct llguard_prepared *prepared, struct llguard_report *report)
{
	struct llguard_report ours;
	int err = llguard__prepared_begin(&ours, prepared, report);

	if (err)
		return err;
	err = llguard__restrict(prepared, &ours);
	return llguard__report_end(&ours, report, err);
}

LLGUARD__COLD void llguard_prepared_close(struct llguard_prepared *prepared)
{
	if (llguard__size_of(prepared) < sizeof(*prepared))
		return;
	if (prepared->ruleset >= 0)
		llguard__sys_close(prepared->ruleset);
	prepared->ruleset = -1;
	prepared->state = 0;
}

LLGUARD__COLD int llguard_policy_apply(
	const struct llguard_policy *policy, struct llguard_report *report)
{
	struct llguard_prepared prepared = LLGUARD_PREPARED_INIT;
	struct llguard_report ours;
	int err = llguard__apply_begin(&ours, policy, report);

	if (!err)
		err = llguard__prepare(policy, &prepared, &ours);
	if (!err)
		err = llguard__restrict(&prepared, &ours);
	llguard_prepared_close(&prepared);
	return llguard__report_end(&ours, report, err);
}
