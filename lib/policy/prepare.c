/* SPDX-License-Identifier: MIT */
/*
 * From a policy to a ruleset that is ready to be put on.  The kernel holds the
 * rules: they go one at a time, and nothing here grows with their number.
 */
#include "prepare.h"

#include "../error.h"
#include "../extensible.h"
#include "../kernel.h"
#include "../rights.h"
#include "../sys.h"
#include "../uapi.h"

/* The lowest descriptor that we keep: below are the standard streams'. */
#define FD_LOWEST 3

static int create_fail(struct llguard_report *report, int err)
{
	enum llguard__fault fault = LLGUARD__FAULT_CREATE;

	if (err == -EPERM || err == -ENOSYS)
		fault = LLGUARD__FAULT_FILTERED;
	else if (err == -EINVAL || err == -E2BIG)
		fault = LLGUARD__FAULT_KERNEL_LIES;
	return llguard__report_fail(report, LLGUARD_STEP_CREATE, fault,
		LLGUARD_NO_RULE, llguard__error_class(-err), -err);
}

/*
 * Plan, and settle what is better settled before anything is opened.  Below the
 * ABI with thread sync, all threads are confined when there is but one.
 */
static int plan(const struct llguard_policy *policy,
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
	const struct llguard__ruleset_attr attr =
		llguard__uapi_ruleset(report->handled, report->quiet);
	const int fd = llguard__sys_create_ruleset(&attr, 0);
	int above;

	if (fd < 0 || fd >= FD_LOWEST)
		return fd;
	above = llguard__sys_dup_above(fd, FD_LOWEST);
	llguard__sys_close(fd);
	return above;
}

/* Returns 0 with a descriptor, or -1 for one when there is nothing to deny. */
static int ruleset_make(const struct llguard_policy *policy,
	struct llguard_report *report, int *ret_ruleset)
{
	/* What no kernel has shown us yet is planned, not enforced. */
	const uint64_t untried = ~llguard_abi_mask(LLGUARD__ABI_ENFORCED);
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;
	int err = llguard_kernel_probe(&kernel);

	*ret_ruleset = -1;
	kernel.missing |= untried;
	if (!err)
		err = plan(policy, &kernel, report);
	if (err || !report->handled)
		return err;
	*ret_ruleset = ruleset_create(report);
	if (*ret_ruleset == -EINVAL || *ret_ruleset == -E2BIG) {
		/* The ABI number promises too much: ask right by right. */
		err = llguard_kernel_probe_rights(&kernel);
		if (err)
			return create_fail(report, err);
		kernel.missing |= untried;
		err = plan(policy, &kernel, report);
		*ret_ruleset = -1;
		if (err || !report->handled)
			return err;
		*ret_ruleset = ruleset_create(report);
	}
	return *ret_ruleset < 0 ? create_fail(report, *ret_ruleset) : 0;
}

/* Leave renames and links between directories as earlier layers have them. */
static int refer_carry(int ruleset, struct llguard_report *report)
{
	const int fd = llguard__sys_open(
		LLGUARD__AT_CWD, "/", LLGUARD__OPEN_DIRECTORY);
	const struct llguard__path_attr attr = {
		.allowed_access = llguard__uapi_fs(LLGUARD_FS_REFER),
		.parent_fd = fd,
	};
	int err;

	if (fd < 0)
		return llguard__report_fail(report, LLGUARD_STEP_OPEN,
			LLGUARD__FAULT_CARRY, LLGUARD_NO_RULE,
			llguard__error_class(-fd), -fd);
	err = llguard__sys_add_rule(
		ruleset, LLGUARD__RULE_PATH_BENEATH, &attr, 0);
	llguard__sys_close(fd);
	return err ? llguard__report_fail(report, LLGUARD_STEP_ADD_RULE,
			     LLGUARD__FAULT_CARRY, LLGUARD_NO_RULE,
			     llguard__error_class(-err), -err)
		   : 0;
}

int llguard__prepare(const struct llguard_policy *policy,
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

int llguard_policy_prepare(const struct llguard_policy *policy,
	struct llguard_prepared *prepared, struct llguard_report *report)
{
	const struct llguard_prepared empty = LLGUARD_PREPARED_INIT;
	struct llguard_report ours;
	int err = llguard__apply_begin(&ours, policy, report);

	if (!err && llguard__size_of(prepared) < sizeof(*prepared))
		err = llguard__report_fail(&ours, LLGUARD_STEP_CHECK,
			LLGUARD__FAULT_PREPARED_SIZE, LLGUARD_NO_RULE, -EINVAL,
			0);
	if (!err) {
		const uint32_t size = prepared->size;

		*prepared = empty;
		prepared->size = size;
		err = llguard__prepare(policy, prepared, &ours);
	}
	return llguard__report_end(&ours, report, err);
}
