/* SPDX-License-Identifier: MIT */
/*
 * plan: what exec with the same options would enforce, here or on another ABI.
 */
#include "cmd.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "errors.h"
#include "format.h"
#include "output.h"
#include "paths.h"
#include "policy_args.h"

enum {
	PLAN_ABI = POLICY_OPTION_END,
	PLAN_FORMAT,
	PLAN_REPORT,
	PLAN_STATUS_FD,
	PLAN_HELP,
};

static const struct args_option options[] = {
	POLICY_OPTIONS,
	{ PLAN_ABI, "--abi", "N", "plan for ABI N instead of this kernel" },
	{ PLAN_FORMAT, "--format", "FORMAT", "text (the default) or json" },
	/* exec's own, so that its command lines can be planned unchanged. */
	{ PLAN_REPORT, "--report", NULL, NULL },
	{ PLAN_STATUS_FD, "--status-fd", "FD", NULL },
	{ PLAN_HELP, "--help", NULL, "say this" },
};

#define OPTION_COUNT (sizeof(options) / sizeof(options[0]))

struct plan {
	struct policy_args args;
	struct llguard_policy policy;
	struct llguard_report report;
	struct llguard_kernel kernel;
	uint32_t abi;
	bool has_abi;
	bool json;
	bool help;
};

static int describe(const void *object, char *buf, size_t size)
{
	const struct plan *plan = object;

	return plan->json ? llguard_report_describe_json(
				    &plan->policy, &plan->report, buf, size)
			  : llguard_report_describe(
				    &plan->policy, &plan->report, buf, size);
}

static void help(void)
{
	puts("usage: landlock-guard plan [OPTION...] [[--] PROGRAM [ARGUMENT...]]\n"
	     "\n"
	     "Print what exec with the same options would enforce.\n");
	args_help(options, OPTION_COUNT);
}

static int option_take(struct plan *plan, int id, const struct args *args)
{
	switch (id) {
	case PLAN_ABI:
		plan->has_abi = true;
		return args_number(args, LLGUARD_ABI_NEWEST,
			"an ABI from 0 to 12", &plan->abi);
	case PLAN_FORMAT:
		return format_take(args, &plan->json);
	case PLAN_REPORT:
	case PLAN_STATUS_FD:
		return 0;
	case PLAN_HELP:
		plan->help = true;
		return 0;
	default:
		return policy_args_take(&plan->args, id, args);
	}
}

static int kernel_take(struct plan *plan)
{
	const struct llguard_kernel init = LLGUARD_KERNEL_INIT;

	plan->kernel = init;
	plan->kernel.abi = plan->abi;
	return plan->has_abi ? 0 : llguard_kernel_probe(&plan->kernel);
}

static int print(struct plan *plan)
{
	int err;

	if (policy_args_finish(&plan->args, &plan->policy))
		return EXIT_USAGE;
	if (policy_args_report(&plan->args, &plan->report) || kernel_take(plan))
		return EXIT_REFUSED;
	err = llguard_policy_plan(&plan->policy, &plan->kernel, &plan->report);
	if (plan->report.step != LLGUARD_STEP_CHECK) {
		paths_look(&plan->policy, &plan->report);
		if (plan->json)
			output_line(stdout, describe, plan);
		else
			output_text(stdout, describe, plan);
	}
	if (err)
		policy_args_error(&plan->args, &plan->policy, &plan->report);
	if (output_finish())
		return EXIT_REFUSED;
	return err ? EXIT_REFUSED : 0;
}

int cmd_plan(int argc, char **argv)
{
	struct plan plan = { 0 };
	struct args args = { .argc = argc, .argv = argv };
	int status = 0;
	int id;

	while (!plan.help && !status &&
		(id = args_next(&args, options, OPTION_COUNT)) != 0)
		if (id < 0 || option_take(&plan, id, &args))
			status = EXIT_USAGE;
	if (!status && plan.help)
		help();
	else if (!status)
		status = policy_args_program(&plan.args,
			args.at < argc ? argv[args.at] : NULL, EXIT_USAGE);
	if (!status && !plan.help)
		status = print(&plan);
	/* The other statuses of exec mean something to exec alone. */
	else if (status > EXIT_USAGE)
		status = EXIT_REFUSED;
	free(plan.report.results);
	policy_args_free(&plan.args);
	return status;
}
