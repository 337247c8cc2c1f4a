/* SPDX-License-Identifier: MIT */
/*
 * From a policy to a ruleset that is ready to be put on.  The kernel holds the
 * rules: they go one at a time, and nothing here grows with their number.
 */
#include "prepare.h"

#include "../extensible.h"
#include "../kernel.h"
#include "../rights.h"
#include "../sys.h"
#include "../uapi.h"

/* The lowest descriptor that we keep: below are the standard streams'. */
#define FD_LOWEST 3

/*
 * Plan, and settle what is better settled before anything is opened.  Below the
 * ABI with thread sync, all threads are confined when there is but one.
 */
LLGUARD__COLD static int plan(const struct llguard_policy *policy,
	const struct llguard_kernel *kernel, struct llguard_report *report)
{
	int err;

	llguard__plan(policy, kernel, report);
	if (report->status != LLGUARD_STATUS_NONE &&
		(report->flags_dropped & LLGUARD_APPLY_ALL_THREADS)) {
		err = llguard__threads_check(report, policy->flags);
		if (err)
			return err;
		report->flags_dropped &= ~LLGUARD_APPLY_ALL_THREADS;
		llguard__plan_status(report);
	}
	return llguard__plan_verdict(policy, kernel, report);
}

static int ruleset_create(const struct llguard_report *report)
{
	const int fd = llguard__kernel_ruleset(report->handled, report->quiet);
	int above;

	if (fd < 0 || fd >= FD_LOWEST)
		return fd;
	above = llguard__sys_dup_above(fd, FD_LOWEST);
	llguard__sys_close(fd);
	return above;
}

/* Returns 0 with what creating it returned, or -1 when there is nothing to deny. */
LLGUARD__COLD static int ruleset_try(const struct llguard_policy *policy,
	struct llguard_kernel *kernel, struct llguard_report *report,
	int *ret_ruleset)
{
	int err;

	/* What no kernel has shown us yet is planned, not enforced. */
	kernel->missing |= ~llguard_abi_mask(LLGUARD__ABI_ENFORCED);
	*ret_ruleset = -1;
	err = plan(policy, kernel, report);
	if (!err && report->handled)
		*ret_ruleset = ruleset_create(report);
	return err;
}

/* Returns 0 with a descriptor, or -1 for one when there is nothing to deny. */
LLGUARD__COLD static int ruleset_make(const struct llguard_policy *policy,
	struct llguard_report *report, int *ret_ruleset)
{
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;
	int err = llguard_kernel_probe(&kernel);

	*ret_ruleset = -1;
	if (!err)
		err = ruleset_try(policy, &kernel, report, ret_ruleset);
	if (*ret_ruleset == -EINVAL || *ret_ruleset == -E2BIG) {
		/* The ABI number promises too much: ask right by right. */
		*ret_ruleset = llguard_kernel_probe_rights(&kernel);
		if (!*ret_ruleset)
			err = ruleset_try(policy, &kernel, report, ret_ruleset);
	}
	if (err || !report->handled || *ret_ruleset >= 0)
		return err;
	return llguard__report_call(
		report, LLGUARD_STEP_CREATE, LLGUARD_NO_RULE, *ret_ruleset);
}

/* Leave renames and links between directories as earlier layers have them. */
LLGUARD__COLD static int refer_carry(int ruleset, struct llguard_report *report)
{
	const int fd = llguard__sys_open(
		LLGUARD__AT_CWD, "/", LLGUARD__OPEN_DIRECTORY);
	const struct llguard__path_attr attr = {
		.allowed_access = llguard__uapi_fs(LLGUARD_FS_REFER),
		.parent_fd = fd,
	};
	uint32_t step = LLGUARD_STEP_OPEN;
	int err = fd;

	if (fd >= 0) {
		step = LLGUARD_STEP_ADD_RULE;
		err = llguard__sys_add_rule(
			ruleset, LLGUARD__RULE_PATH_BENEATH, &attr, 0);
		llguard__sys_close(fd);
	}
	return err ? llguard__report_errno(report, step, LLGUARD__FAULT_CARRY,
			     LLGUARD_NO_RULE, err)
		   : 0;
}

LLGUARD__COLD int llguard__prepare(const struct llguard_policy *policy,
	struct llguard_prepared *prepared, struct llguard_report *report)
{
	int ruleset;
	int err = ruleset_make(policy, report, &ruleset);

	if (!err && llguard__plan_carries(policy, report))
		err = refer_carry(ruleset, report);
	for (uint32_t i = 0; !err && i < policy->rule_count; i++)
		err = llguard__rule_add(policy, i, ruleset, report);
	if (!err)
		err = llguard__implied_add(policy, ruleset, report);
	if (err) {
		if (ruleset >= 0)
			llguard__sys_close(ruleset);
		return err;
	}
	prepared->ruleset = ruleset;
	prepared->restrict_flags = llguard__plan_restrict_flags(report->flags);
	prepared->flags = policy->flags;
	prepared->abi = report->abi;
	prepared->stage = report->stage;
	prepared->layers = report->layers + (ruleset >= 0);
	prepared->state = 1;
	return 0;
}

LLGUARD__COLD int llguard_policy_prepare(const struct llguard_policy *policy,
	struct llguard_prepared *prepared, struct llguard_report *report)
{
	const struct llguard_prepared empty = LLGUARD_PREPARED_INIT;
	struct llguard_report ours;
	int err = llguard__apply_begin(&ours, policy, report);

	if (!err && llguard__size_of(prepared) < sizeof(*prepared))
		err = llguard__report_refuse(
			&ours, LLGUARD__FAULT_PREPARED_SIZE);
	if (!err) {
		const uint32_t size = prepared->size;

		*prepared = empty;
		prepared->size = size;
		err = llguard__prepare(policy, prepared, &ours);
	}
	return llguard__report_end(&ours, report, err);
}
