/* SPDX-License-Identifier: MIT */
/*
 * check: what is wrong with exec's options, or valid and hardly meant.  No kernel
 * is asked and no file looked at.
 */
#include "cmd.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "errors.h"
#include "format.h"
#include "output.h"
#include "policy_args.h"

enum {
	CHECK_FORMAT = POLICY_OPTION_END,
	CHECK_HELP,
};

static const struct args_option options[] = {
	POLICY_OPTIONS,
	{ CHECK_FORMAT, "--format", "FORMAT", "text (the default) or json" },
	{ CHECK_HELP, "--help", NULL, "say this" },
};

#define OPTION_COUNT (sizeof(options) / sizeof(options[0]))

static int describe(const void *finding, char *buf, size_t size)
{
	return llguard_finding_describe(finding, buf, size);
}

static int describe_json(const void *finding, char *buf, size_t size)
{
	return llguard_finding_describe_json(finding, buf, size);
}

static const char *severity_name(const struct llguard_finding *finding)
{
	switch (finding->severity) {
	case LLGUARD_SEVERITY_NOTE:
		return "note: ";
	case LLGUARD_SEVERITY_WARNING:
		return "warning: ";
	default:
		return "error: ";
	}
}

static void finding_print(const struct llguard_finding *finding, bool json)
{
	if (!json)
		fputs(severity_name(finding), stdout);
	output_line(stdout, json ? describe_json : describe, finding);
}

static int findings_print(const struct policy_args *args, bool json)
{
	struct llguard_finding finding = LLGUARD_FINDING_INIT;
	struct llguard_report report = LLGUARD_REPORT_INIT;
	struct llguard_policy policy;
	uint64_t at = 0;
	int status = 0;
	int got;

	if (policy_args_finish(args, &policy))
		return EXIT_USAGE;
	got = llguard_policy_check(&policy, &report)
		      ? llguard_report_explain(&policy, &report, &finding)
		      : llguard_policy_check_next(&policy, &at, &finding);
	while (got == 1) {
		if (finding.severity > LLGUARD_SEVERITY_NOTE)
			status = EXIT_REFUSED;
		policy_args_name(args, &policy, &finding);
		finding_print(&finding, json);
		got = llguard_policy_check_next(&policy, &at, &finding);
	}
	return output_finish() ? EXIT_REFUSED : status;
}

static int help(void)
{
	puts("usage: landlock-guard check [OPTION...] [[--] PROGRAM [ARGUMENT...]]\n"
	     "\n"
	     "Say what is wrong with exec's options, or hardly meant.\n");
	args_help(options, OPTION_COUNT);
	return output_finish() ? EXIT_REFUSED : 0;
}

int cmd_check(int argc, char **argv)
{
	struct policy_args policy = { 0 };
	struct args args = { .argc = argc, .argv = argv };
	bool wants_help = false;
	bool json = false;
	int status = 0;
	int id;

	while (!status && !wants_help &&
		(id = args_next(&args, options, OPTION_COUNT)) != 0) {
		if (id == CHECK_HELP)
			wants_help = true;
		else if (id < 0 ||
			 (id == CHECK_FORMAT ? format_take(&args, &json)
					     : policy_args_take(
						       &policy, id, &args)))
			status = EXIT_USAGE;
	}
	if (!status)
		status = wants_help ? help() : findings_print(&policy, json);
	free(policy.rules);
	free(policy.options);
	return status;
}
