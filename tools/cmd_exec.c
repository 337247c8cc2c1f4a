/* SPDX-License-Identifier: MIT */
/*
 * exec: confine this process and become the program.
 */
#include "cmd.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "errors.h"
#include "output.h"
#include "policy_args.h"

enum {
	EXEC_REPORT = POLICY_OPTION_END,
	EXEC_STATUS_FD,
	EXEC_HELP,
};

static const struct args_option options[] = {
	POLICY_OPTIONS,
	{ EXEC_REPORT, "--report", NULL,
		"write what is enforced to stderr, as JSON" },
	{ EXEC_STATUS_FD, "--status-fd", "FD", "... to this descriptor" },
	{ EXEC_HELP, "--help", NULL, "say this" },
};

#define OPTION_COUNT (sizeof(options) / sizeof(options[0]))

struct exec {
	struct policy_args policy;
	bool report;
	FILE *status; /* NULL: no --status-fd */
};

struct described {
	const struct llguard_policy *policy;
	const struct llguard_report *report;
};

static int describe(const void *object, char *buf, size_t size)
{
	const struct described *described = object;

	return llguard_report_describe_json(
		described->policy, described->report, buf, size);
}

static void help(void)
{
	puts("usage: landlock-guard exec [OPTION...] [--] PROGRAM [ARGUMENT...]\n"
	     "\n"
	     "Run a program with every right denied that no option allows.\n");
	args_help(options, OPTION_COUNT);
}

static int status_fd_take(struct exec *exec, const struct args *args)
{
	uint32_t fd;

	if (args_number(args, INT_MAX, "an open descriptor", &fd))
		return -1;
	if (exec->status)
		fclose(exec->status);
	exec->status = fdopen((int)fd, "w");
	if (exec->status)
		return 0;
	error_usage(args->option, args->value, "cannot be written to",
		"an open descriptor", NULL);
	return -1;
}

/* Returns 0, or an exit status; *ret_help says that it was for the help. */
static int options_take(struct exec *exec, struct args *args, bool *ret_help)
{
	int id;

	while ((id = args_next(args, options, OPTION_COUNT)) > 0) {
		int err = 0;

		if (id == EXEC_HELP) {
			*ret_help = true;
			return 0;
		}
		if (id == EXEC_REPORT)
			exec->report = true;
		else if (id == EXEC_STATUS_FD)
			err = status_fd_take(exec, args);
		else
			err = policy_args_take(&exec->policy, id, args);
		if (err)
			return EXIT_SETUP;
	}
	if (id < 0)
		return EXIT_SETUP;
	if (args->at < args->argc)
		return 0;
	error_usage("exec", NULL, "the program to run is missing",
		"exec [OPTION...] [--] PROGRAM [ARGUMENT...]", "see --help");
	return EXIT_SETUP;
}

static int confine(struct exec *exec)
{
	struct llguard_policy policy;
	struct llguard_report report;
	const struct described described = { &policy, &report };
	int err;

	if (policy_args_finish(&exec->policy, &policy) ||
		policy_args_report(&exec->policy, &report))
		return EXIT_SETUP;
	err = llguard_policy_apply(&policy, &report);
	if (exec->report)
		output_line(stderr, describe, &described);
	if (exec->status) {
		output_line(exec->status, describe, &described);
		fclose(exec->status);
		exec->status = NULL;
	}
	/* Best effort that came to nothing is not passed over in silence. */
	if (err || !exec->report)
		policy_args_error(&exec->policy, &policy, &report);
	free(report.results);
	return err ? EXIT_SETUP : 0;
}

static int become(char **argv)
{
	struct llguard_finding finding = LLGUARD_FINDING_INIT;
	int number;

	execvp(argv[0], argv);
	number = errno;
	finding.severity = LLGUARD_SEVERITY_ERROR;
	finding.code = str("exec");
	finding.key = str(argv[0]);
	finding.text = str(strerror(number));
	if (number == EACCES)
		finding.hint = str(
			"allow the program, its loader and libraries with --rox");
	error_print(&finding);
	/* A file that is there and whose interpreter is not was found. */
	if (number == ENOENT &&
		!(strchr(argv[0], '/') && access(argv[0], F_OK) == 0))
		return EXIT_NOT_FOUND;
	return EXIT_NOT_EXECUTABLE;
}

int cmd_exec(int argc, char **argv)
{
	struct exec exec = { 0 };
	struct args args = { .argc = argc, .argv = argv };
	bool wants_help = false;
	int status = options_take(&exec, &args, &wants_help);

	if (!status && wants_help)
		help();
	else if (!status)
		status = policy_args_program(
			&exec.policy, argv[args.at], EXIT_SETUP);
	if (!status && !wants_help)
		status = confine(&exec);
	if (exec.status)
		fclose(exec.status);
	policy_args_free(&exec.policy);
	return status || wants_help ? status : become(argv + args.at);
}
