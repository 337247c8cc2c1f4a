/* SPDX-License-Identifier: MIT */
/*
 * A policy's rights in one layer or in two, as rulesets.
 */
#include "probes.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static void layer_add(struct layers *layers, size_t policy, uint64_t rights,
	const struct mutation *mutation)
{
	struct llguard_policy *layer = &layers->policies[layers->count];

	policy_layer(
		policy, rights, mutation, layer, layers->rules[layers->count]);
	if (!layer->handled)
		return;
	if (layers->count)
		layer->after = &layers->policies[layers->count - 1];
	layers->count++;
}

bool layers_make(size_t policy, enum shape shape,
	const struct mutation *mutation, struct layers *ret)
{
	const struct llguard_prepared none = LLGUARD_PREPARED_INIT;
	const uint64_t fs = LLGUARD_SET_FS;
	const uint64_t handled = policy_handled(policy);

	ret->set = policy_set(policy);
	ret->count = 0;
	ret->ready = false;
	ret->forgets_refer = mutation->forgets_refer;
	ret->prepared[0] = ret->prepared[1] = none;
	if (shape == SHAPE_ONE) {
		layer_add(ret, policy, UINT64_MAX, mutation);
		return true;
	}
	layer_add(ret, policy, shape == SHAPE_FS_NET ? fs : ~fs, mutation);
	layer_add(ret, policy, shape == SHAPE_FS_NET ? ~fs : fs, mutation);
	return (handled & fs) && (handled & ~fs);
}

void layers_forget(struct layers *layers)
{
	for (uint32_t i = 0; i < layers->count; i++)
		llguard_prepared_close(&layers->prepared[i]);
	layers->ready = false;
}

void layers_close(struct layers *layers)
{
	layers_forget(layers);
	for (uint32_t i = 0; i < layers->count; i++)
		for (uint32_t rule = 0; rule < layers->policies[i].rule_count;
			rule++)
			if (layers->rules[i][rule].kind == LLGUARD_KIND_FD)
				close(layers->rules[i][rule].fd);
}

/*
 * The layer as a stage makes it: after filesystem rights, with refer carried.  By
 * hand where the library refuses the chain, as it knows that refer is lost.
 */
static int layer_prepare(struct layers *layers, uint32_t i, bool after_fs)
{
	const struct llguard_rule refer = LLGUARD_PATH("/", LLGUARD_FS_REFER);
	struct llguard_report report = LLGUARD_REPORT_INIT;
	const struct llguard_policy *policy = &layers->policies[i];
	struct llguard_rule rules[LAYER_RULES + 1];
	struct llguard_policy alone = *policy;
	int err = -EINVAL;

	if (!layers->forgets_refer)
		err = llguard_policy_prepare(
			policy, &layers->prepared[i], &report);
	if (err != -EINVAL || (!policy->after && !layers->forgets_refer))
		return err;
	alone.after = NULL;
	alone.rules = rules;
	memcpy(rules, policy->rules, policy->rule_count * sizeof(rules[0]));
	if (after_fs && !layers->forgets_refer &&
		!(alone.handled & LLGUARD_FS_REFER)) {
		alone.handled |= LLGUARD_FS_REFER;
		rules[alone.rule_count++] = refer;
	}
	return llguard_policy_prepare(&alone, &layers->prepared[i], &report);
}

int layers_prepare(struct layers *layers, uint32_t abi)
{
	const uint64_t known = llguard_abi_mask(abi);
	bool after_fs = false;
	int err = 0;

	if (layers->ready)
		return 0;
	if (layers->set == SET_PRESETS && !root_enter())
		return -EPERM;
	for (uint32_t i = 0; !err && i < layers->count; i++) {
		const uint64_t handled = layers->policies[i].handled & known;

		/* Carrying refer alone must not make a layer. */
		if (!handled)
			continue;
		err = layer_prepare(layers, i, after_fs);
		after_fs |= (handled & LLGUARD_SET_FS) != 0;
	}
	if (layers->set == SET_PRESETS && !root_leave())
		return -EPERM;
	layers->ready = !err;
	return err;
}

int layers_apply(const struct layers *layers)
{
	for (uint32_t i = 0; i < layers->count; i++) {
		int err;

		if (layers->prepared[i].ruleset < 0)
			continue;
		err = llguard_prepared_apply(&layers->prepared[i], NULL);
		if (err)
			return err;
	}
	return 0;
}
