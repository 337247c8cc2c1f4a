/* SPDX-License-Identifier: MIT */
/*
 * Explaining what becomes of an operation: checks the arguments, makes a layer of
 * each stage, and asks for every object that the query may be about.
 */
#include "explain.h"

#include "../extensible.h"
#include "../kernel.h"

/* Two possible answers are none, if they differ. */
static void answer_join(
	struct llguard_answer *answer, const struct llguard_answer *other)
{
	if (!answer->verdict) {
		*answer = *other;
		return;
	}
	if (answer->verdict == other->verdict && answer->error == other->error)
		return;
	answer->verdict = LLGUARD_VERDICT_UNKNOWN;
	answer->why = LLGUARD_WHY_OBJECT;
	answer->error = 0;
	answer->rights = 0;
	answer->rule = LLGUARD_NO_RULE;
}

/* Every object that there may be, where the caller does not know. */
static void explain_all(const struct llguard__case *the_case,
	const struct llguard_query *query, struct llguard_answer *answer)
{
	struct llguard_query tried = *query;
	const uint32_t first = query->object ? query->object : 1;
	const uint32_t last =
		query->object ? query->object : LLGUARD_TARGET_SOCKET;
	const bool open_2 = query->path_2 && !query->object_2;
	const uint32_t first_2 = open_2 ? 1 : query->object_2;
	const uint32_t last_2 = open_2 ? LLGUARD_TARGET_SOCKET : first_2;

	for (tried.object = first; tried.object <= last; tried.object++)
		for (tried.object_2 = first_2; tried.object_2 <= last_2;
			tried.object_2++) {
			struct llguard_answer one = LLGUARD_ANSWER_INIT;

			if (!llguard__query_objects(&tried))
				continue;
			llguard__explain_operation(the_case, &tried, &one);
			answer_join(answer, &one);
		}
}

/* A stage by itself is checked as a policy without a predecessor. */
static int stage_check(const struct llguard_policy *policy)
{
	struct llguard_report report;
	struct llguard_policy alone;
	int err = llguard__input_check(policy, llguard__size_of(policy),
		sizeof(*policy), sizeof(*policy));

	if (err)
		return err;
	alone = *policy;
	alone.size = sizeof(alone);
	alone.after = NULL;
	alone.flags &= ~LLGUARD_POLICY_KEEP_REFER;
	err = llguard__report_begin(&report, NULL, LLGUARD_PHASE_NONE);
	return err ? err : llguard__check(&alone, &report);
}

static int chain_count(const struct llguard_policy *policy,
	struct llguard__case *ret, uint32_t *ret_why)
{
	*ret_why = LLGUARD_WHY_BAD_POLICY;
	for (; policy; policy = policy->after) {
		int err;

		if (ret->count == LLGUARD__EXPLAIN_STAGES) {
			*ret_why = LLGUARD_WHY_BAD_CHAIN;
			return -EINVAL;
		}
		err = stage_check(policy);
		if (err)
			return err;
		ret->count++;
	}
	return 0;
}

/*
 * A stage after filesystem rights carries refer, and so does one that is told to:
 * see llguard_policy.after.
 */
static void layer_make(struct llguard__case *the_case, uint32_t stage,
	const struct llguard_policy *policy)
{
	const uint64_t refer = LLGUARD_FS_REFER & the_case->known;
	struct llguard__layer *layer = &the_case->layers[stage];
	const bool keeps = policy->flags & LLGUARD_POLICY_KEEP_REFER;

	layer->policy = policy;
	layer->handled = policy->handled & the_case->known;
	layer->carries = false;
	if (layer->handled && refer && (keeps || the_case->has_fs)) {
		layer->carries = keeps || !(layer->handled & refer);
		layer->handled |= refer;
	}
	if (layer->handled & LLGUARD_SET_FS)
		the_case->has_fs = true;
}

static void chain_make(
	struct llguard__case *the_case, const struct llguard_policy *last)
{
	for (uint32_t stage = 0; stage < the_case->count; stage++) {
		const struct llguard_policy *policy = last;

		for (uint32_t i = the_case->count - 1; i > stage; i--)
			policy = policy->after;
		layer_make(the_case, stage, policy);
	}
}

static int explain_check(const struct llguard_policy *policy,
	const struct llguard_kernel *kernel, const struct llguard_query *query,
	struct llguard__case *ret, uint32_t *ret_why)
{
	int err = policy ? chain_count(policy, ret, ret_why) : -EINVAL;

	if (err)
		return err;
	*ret_why = LLGUARD_WHY_BAD_KERNEL;
	err = llguard__kernel_check(kernel);
	if (err)
		return err;
	*ret_why = LLGUARD_WHY_BAD_QUERY;
	err = llguard__input_check(
		query, llguard__size_of(query), sizeof(*query), sizeof(*query));
	if (err)
		return err;
	*ret_why = llguard__query_fault(query);
	return *ret_why ? -EINVAL : 0;
}

int llguard_policy_explain(const struct llguard_policy *policy,
	const struct llguard_kernel *kernel, const struct llguard_query *query,
	struct llguard_answer *answer)
{
	struct llguard_answer ours = LLGUARD_ANSWER_INIT;
	struct llguard__case the_case;
	uint32_t why = LLGUARD_WHY_BAD_POLICY;
	const uint32_t size = llguard__size_of(answer);
	int err;

	if (size < sizeof(*answer))
		return -EINVAL;
	the_case.count = 0;
	the_case.has_fs = false;
	err = explain_check(policy, kernel, query, &the_case, &why);
	if (err) {
		ours.why = why;
	} else {
		the_case.known = llguard__kernel_rights(kernel);
		chain_make(&the_case, policy);
		if (query->path)
			explain_all(&the_case, query, &ours);
		else
			llguard__explain_operation(&the_case, query, &ours);
	}
	ours.size = size;
	*answer = ours;
	return err;
}
