/* SPDX-License-Identifier: MIT */
/* The policy through the library. */
#include "apply.h"

#include <llguard.h>

static struct llguard_rule rule_make(
	const struct apply_task *task, unsigned int i)
{
	const struct llguard_rule directory =
		LLGUARD_PATH(task->paths[i], LLGUARD_FS_READ);
	const struct llguard_rule file =
		LLGUARD_PATH(task->paths[i], LLGUARD_FS_READ_FILE);
	const struct llguard_rule declared =
		LLGUARD_FILE(task->paths[i], LLGUARD_FS_READ_FILE);
	const struct llguard_rule port =
		LLGUARD_PORT(APPLY_PORT + i, LLGUARD_NET_BIND_TCP);

	switch (task->kind) {
	case 'd':
		return directory;
	case 'f':
		return file;
	case 'x':
		return declared;
	default:
		return port;
	}
}

int main(int argc, char **argv)
{
	static struct apply_task task;
	static struct llguard_rule rules[APPLY_MOST];
	struct llguard_policy policy = LLGUARD_POLICY(0, rules);
	struct llguard_report report = LLGUARD_REPORT_INIT;
	long long begin, end;
	int err;

	apply_begin(&task, argc, argv);
	for (unsigned int i = 0; i < task.count; i++)
		rules[i] = rule_make(&task, i);
	policy.rule_count = task.count;
	policy.handled = task.kind == 'p' ? LLGUARD_NET_BIND_TCP
					  : LLGUARD_ABI_5 & LLGUARD_SET_FS;

	begin = apply_clock();
	err = llguard_policy_apply(&policy, &report);
	end = apply_clock_end();
	if (err || !report.applied || report.rules_ok != task.count) {
		fprintf(stderr, "apply: %d\n", err);
		return 1;
	}
	printf("%lld\n", end - begin);
	return 0;
}
