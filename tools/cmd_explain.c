/* SPDX-License-Identifier: MIT */
/*
 * explain: whether an operation would be allowed under exec's options, and by
 * which of them.
 */
#include "cmd.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "errors.h"
#include "format.h"
#include "output.h"
#include "path_resolve.h"
#include "policy_args.h"
#include "query_args.h"

enum {
	EXPLAIN_ABI = POLICY_OPTION_END,
	EXPLAIN_FORMAT,
	EXPLAIN_HELP,
};

static const struct args_option options[] = {
	POLICY_OPTIONS,
	{ EXPLAIN_ABI, "--abi", "N", "on ABI N instead of this kernel" },
	{ EXPLAIN_FORMAT, "--format", "FORMAT", "text (the default) or json" },
	{ EXPLAIN_HELP, "--help", NULL, "say this" },
};

#define OPTION_COUNT (sizeof(options) / sizeof(options[0]))

struct explain {
	struct policy_args args;
	struct query_args query;
	struct llguard_policy policy;
	struct llguard_answer answer;
	struct llguard_rule *rules; /* the policy's, with resolved paths */
	char **paths;
	uint32_t abi;
	bool has_abi;
	bool json;
	bool help;
};

static void help(void)
{
	puts("usage: landlock-guard explain [OPTION...] OPERATION [WORD...]\n"
	     "\n"
	     "Print whether exec with the same options would allow an operation.\n");
	args_help(options, OPTION_COUNT);
	query_args_help();
}

static int option_take(struct explain *explain, int id, const struct args *args)
{
	switch (id) {
	case EXPLAIN_ABI:
		explain->has_abi = true;
		return args_number(args, LLGUARD_ABI_NEWEST,
			"an ABI from 0 to 12", &explain->abi);
	case EXPLAIN_FORMAT:
		return format_take(args, &explain->json);
	case EXPLAIN_HELP:
		explain->help = true;
		return 0;
	default:
		return policy_args_take(&explain->args, id, args);
	}
}

static int describe(const void *object, char *buf, size_t size)
{
	const struct explain *explain = object;

	return explain->json ? llguard_answer_describe_json(&explain->policy,
				       &explain->query.query, &explain->answer,
				       buf, size)
			     : llguard_answer_describe(&explain->policy,
				       &explain->query.query, &explain->answer,
				       buf, size);
}

/* The kernel follows links in a rule's path, so they are followed here. */
static int rules_resolve(struct explain *explain)
{
	struct llguard_policy *policy = &explain->policy;
	const uint32_t count = policy->rule_count;

	explain->rules = calloc(count + (size_t)1, sizeof(*explain->rules));
	explain->paths = calloc(count + (size_t)1, sizeof(*explain->paths));
	if (!explain->rules || !explain->paths) {
		error_system("rules", ENOMEM);
		return -1;
	}
	for (uint32_t i = 0; i < count; i++) {
		explain->rules[i] = policy->rules[i];
		if (!policy->rules[i].path)
			continue;
		explain->paths[i] = path_resolve(policy->rules[i].path, true);
		if (explain->paths[i])
			explain->rules[i].path = explain->paths[i];
	}
	policy->rules = explain->rules;
	return 0;
}

static int answer_print(struct explain *explain)
{
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;
	const struct llguard_answer init = LLGUARD_ANSWER_INIT;
	int err;

	kernel.abi = explain->abi;
	err = explain->has_abi ? 0 : llguard_kernel_probe(&kernel);
	if (err) {
		error_system("explain", -err);
		return EXIT_REFUSED;
	}
	explain->answer = init;
	err = llguard_policy_explain(&explain->policy, &kernel,
		&explain->query.query, &explain->answer);
	if (explain->answer.why == LLGUARD_WHY_BAD_OBJECT ||
		explain->answer.why == LLGUARD_WHY_BAD_OBJECT_2) {
		query_args_refused(&explain->query, &explain->answer);
		return EXIT_REFUSED;
	}
	if (err) {
		explain->json = false;
		fputs("landlock-guard: explain: ", stderr);
		output_line(stderr, describe, explain);
		return EXIT_REFUSED;
	}
	output_line(stdout, describe, explain);
	if (!explain->json && explain->query.path)
		puts("(paths as they resolve now)");
	return output_finish() ? EXIT_REFUSED : 0;
}

static int run(struct explain *explain, char **words, int count)
{
	int status = query_args_take(&explain->query, words, count);

	if (status)
		return status == QUERY_NO_PATH ? EXIT_REFUSED : EXIT_USAGE;
	status = policy_args_program(&explain->args,
		explain->query.query.operation == LLGUARD_OPERATION_EXECUTE
			? explain->query.path
			: NULL,
		EXIT_USAGE);
	if (status)
		return status > EXIT_USAGE ? EXIT_REFUSED : status;
	if (policy_args_finish(&explain->args, &explain->policy))
		return EXIT_USAGE;
	return rules_resolve(explain) ? EXIT_REFUSED : answer_print(explain);
}

int cmd_explain(int argc, char **argv)
{
	struct explain explain = { 0 };
	struct args args = { .argc = argc, .argv = argv };
	int status = 0;
	int id;

	while (!explain.help && !status &&
		(id = args_next(&args, options, OPTION_COUNT)) != 0)
		if (id < 0 || option_take(&explain, id, &args))
			status = EXIT_USAGE;
	if (explain.help && !status) {
		help();
		status = output_finish() ? EXIT_REFUSED : 0;
	} else if (!status) {
		status = run(&explain, argv + args.at, argc - args.at);
	}
	for (uint32_t i = 0; explain.paths && i < explain.policy.rule_count;
		i++)
		free(explain.paths[i]);
	free(explain.paths);
	free(explain.rules);
	query_args_free(&explain.query);
	policy_args_free(&explain.args);
	return status;
}
