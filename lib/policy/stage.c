/* SPDX-License-Identifier: MIT */
/*
 * A policy among those that were applied before it: a chain, newest first.  Each
 * is a layer, and one layer's filesystem rights change what the others deny.
 */
#include "policy.h"

#include "../extensible.h"
#include "../kernel.h"
#include "../rights.h"
#include "../uapi.h"

/* By its form alone: whether it makes a layer that has filesystem rights. */
static bool has_fs_rights(const struct llguard_policy *policy)
{
	return (policy->handled & LLGUARD_SET_FS) ||
	       (policy->flags & LLGUARD_POLICY_KEEP_REFER);
}

/* The same mistakes as in the policy itself are its author's to find there. */
static enum llguard__fault predecessor_fault(
	const struct llguard_policy *before)
{
	if (llguard__input_check(before, llguard__size_of(before),
		    sizeof(*before), sizeof(*before)) ||
		llguard__policy_fault(before))
		return LLGUARD__FAULT_AFTER_BAD;
	if (before->flags & LLGUARD_APPLY_SEAL)
		return LLGUARD__FAULT_AFTER_SEALED;
	return LLGUARD__FAULT_NONE;
}

LLGUARD__COLD enum llguard__fault llguard__chain_fault(
	const struct llguard_policy *policy)
{
	bool first_fs = has_fs_rights(policy);
	bool trapped = false;
	uint32_t stages = 1;

	for (const struct llguard_policy *before = policy->after; before;
		before = before->after) {
		enum llguard__fault fault;

		/* So a chain that bites its own tail ends, too. */
		if (++stages > LLGUARD__LAYERS_MAX)
			return LLGUARD__FAULT_AFTER_LONG;
		fault = predecessor_fault(before);
		if (fault)
			return fault;
		if (has_fs_rights(before)) {
			first_fs = true;
			trapped = false;
		} else if (before->handled && first_fs) {
			/* Not for long, if an older one has such rights. */
			trapped = true;
		}
	}
	return trapped ? LLGUARD__FAULT_AFTER_NO_REFER : LLGUARD__FAULT_NONE;
}

LLGUARD__COLD void llguard__chain_look(const struct llguard_policy *policy,
	const struct llguard_kernel *kernel, struct llguard__chain *ret)
{
	const uint64_t known = llguard__kernel_rights(kernel);
	const struct llguard__chain none = { 0 };

	*ret = none;
	for (const struct llguard_policy *before = policy->after; before;
		before = before->after) {
		const uint64_t handled = before->handled & known;
		const bool keeps = (known & LLGUARD_FS_REFER) &&
				   (before->flags & LLGUARD_POLICY_KEEP_REFER);

		ret->stage++;
		if (!handled)
			continue;
		ret->layers++;
		if ((handled & LLGUARD_SET_FS) || keeps) {
			/* Those after it, seen before, carry refer. */
			ret->has_fs = true;
			ret->denies_refer = false;
		}
		if (!(handled & LLGUARD_FS_REFER) && !keeps)
			ret->denies_refer = true;
	}
}
