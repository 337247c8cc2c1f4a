/* SPDX-License-Identifier: MIT */
#include "confine.h"

#include <errno.h>
#include <stdlib.h>

#include "confine_rules.h"
#include "confine_tell.h"

/*
 * Without READ_DIR here a directory that was named would be the kernel's to
 * refuse, with a word that does not say that it is one.
 */
#define OPENING                                                                \
	(LLGUARD_FS_READ | LLGUARD_FS_WRITE_FILE | LLGUARD_FS_MAKE_REG |       \
		LLGUARD_FS_REMOVE_FILE)

#define ALL LLGUARD_ABI_10

static struct llguard_policy stage(uint64_t handled,
	const struct llguard_rule *rules, uint32_t count,
	const struct llguard_policy *after)
{
	return (struct llguard_policy){
		.size = sizeof(struct llguard_policy),
		.rule_size = sizeof(struct llguard_rule),
		.rule_count = count,
		.handled = handled,
		.rules = rules,
		.after = after,
	};
}

int confine_start(struct confine *confine)
{
	int err;

	*confine = (struct confine){ .start = LLGUARD_REPORT_INIT };
	confine->stages[0] = stage(ALL & ~OPENING, NULL, 0, NULL);
	err = llguard_policy_apply(&confine->stages[0], &confine->start);
	if (err)
		confine_tell(confine, 0, &confine->start);
	return err;
}

/* An object inside of the kernel, a pipe say, needs no rule and cannot have one. */
static int arguments_apply(struct confine *confine,
	struct llguard_policy *policy, struct llguard_report *report)
{
	int err;

	while ((err = llguard_policy_apply(policy, report)) == -EBADF &&
		report->rule < confine->count) {
		confine_rules_remove(
			confine->rules, &confine->count, report->rule);
		policy->rule_count = confine->count;
	}
	return err;
}

int confine_arguments(struct confine *confine, const struct options *options)
{
	struct llguard_policy *policy = &confine->stages[1];
	struct llguard_report report = LLGUARD_REPORT_INIT;
	int err;

	confine->wants_report = options->report;
	confine_tell(confine, 0, &confine->start);
	if (confine_rules_make(options, &confine->rules, &confine->count))
		return -ENOMEM;
	*policy = stage(ALL & ~LLGUARD_FS_READ_DIR, confine->rules,
		confine->count, &confine->stages[0]);
	report.result_size = sizeof(struct llguard_rule_result);
	report.result_capacity = confine->count;
	report.results =
		calloc(confine->count + 1, sizeof(struct llguard_rule_result));
	if (!report.results)
		report.result_capacity = 0;
	err = arguments_apply(confine, policy, &report);
	confine_tell(confine, 1, &report);
	free(report.results);
	return err;
}

int confine_last(struct confine *confine)
{
	struct llguard_report report = LLGUARD_REPORT_INIT;
	int err;

	confine->stages[2] = stage(ALL, NULL, 0, &confine->stages[1]);
	err = llguard_policy_apply(&confine->stages[2], &report);
	confine_tell(confine, 2, &report);
	return err;
}

void confine_close(struct confine *confine)
{
	free(confine->rules);
	confine->rules = NULL;
	confine->count = 0;
}
