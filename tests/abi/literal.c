/* SPDX-License-Identifier: MIT */
/*
 * The documented way to write a policy, in every dialect of C and C++.
 */
#include <llguard.h>

static const struct llguard_rule rules[] = {
	LLGUARD_PATH("/var/lib/htdocs", LLGUARD_FS_READ),
	LLGUARD_PATH_OPTIONAL("/run/httpd", LLGUARD_FS_READ_WRITE),
	LLGUARD_PATH_FLAGS("/srv", LLGUARD_FS_READ, LLGUARD_RULE_NO_SYMLINKS),
	LLGUARD_FILE("/etc/resolv.conf", LLGUARD_FS_READ_FILE),
	LLGUARD_DIRECTORY("/usr", LLGUARD_FS_READ_EXECUTE),
	LLGUARD_PATH_AT(3, "cache", LLGUARD_FS_READ_WRITE_EXECUTE),
	LLGUARD_FD(4, LLGUARD_FS_READ),
	LLGUARD_PORT(8080, LLGUARD_NET_BIND_TCP),
	LLGUARD_PORT_RANGE(1024, 2048, LLGUARD_NET_CONNECT_TCP),
};

static const struct llguard_policy policy =
	LLGUARD_POLICY(LLGUARD_ABI_7, rules);

static const struct llguard_policy second = LLGUARD_POLICY_WITH(LLGUARD_ABI_1,
	rules, LLGUARD_POLICY_STRICT, LLGUARD_FS_EXECUTE, 0, &policy);

static const struct llguard_policy nothing =
	LLGUARD_POLICY_NO_RULES(LLGUARD_ABI_12);

static const struct llguard_policy third = LLGUARD_POLICY_NO_RULES_WITH(
	LLGUARD_ABI_4, LLGUARD_APPLY_THIS_THREAD, LLGUARD_FS_REFER, 0, &second);

int literal_use(void);
int literal_events(struct llguard_reader *reader);

/* A name that the loop declares, in a loop of its own. */
int literal_events(struct llguard_reader *reader)
{
	int count = 0;

	LLGUARD_FOREACH_EVENT(event, reader)
		if (event->kind == LLGUARD_EVENT_DENIAL)
			count++;
	LLGUARD_FOREACH_EVENT(event, reader)
		count += event->part != 0;
	return count;
}

int literal_use(void)
{
	struct llguard_rule_result results[1];
	struct llguard_report report = LLGUARD_REPORT_INIT;
	struct llguard_report full = LLGUARD_REPORT_RESULTS(results);
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;
	struct llguard_prepared prepared = LLGUARD_PREPARED_INIT;
	struct llguard_finding finding = LLGUARD_FINDING_INIT;

	if (llguard_kernel_probe(&kernel) != 0 ||
		llguard_policy_plan(&nothing, &kernel, &full) != 0 ||
		llguard_policy_prepare(&second, &prepared, &report) != 0 ||
		llguard_report_explain(&third, &report, &finding) != 0)
		return -1;
	llguard_prepared_close(&prepared);
	return llguard_policy_apply(&policy, &report);
}
