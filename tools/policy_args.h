/* SPDX-License-Identifier: MIT */
/*
 * A policy from the command line: what exec and plan have in common.
 */
#ifndef POLICY_ARGS_H
#define POLICY_ARGS_H

#include <stdbool.h>

#include <llguard.h>

#include "args.h"
#include "closure.h"

/* Ids of the options below; a command's own begin at POLICY_OPTION_END. */
enum policy_option {
	POLICY_RO = 1,
	POLICY_ROX,
	POLICY_RW,
	POLICY_RWX,
	POLICY_BIND_TCP,
	POLICY_CONNECT_TCP,
	POLICY_BIND_UDP,
	POLICY_CONNECT_UDP,
	POLICY_PRESET,
	POLICY_SCOPE,
	POLICY_UNRESTRICTED,
	POLICY_LEVEL,
	POLICY_LOG_SAME_EXEC_OFF,
	POLICY_LOG_NEW_EXEC_ON,
	POLICY_LOG_SUBDOMAINS_OFF,
	POLICY_STRICT,
	POLICY_ADD_EXEC,
	POLICY_LDD,
	POLICY_LDD_PATH,
	POLICY_OPTION_END,
};

/* The rows of a command's table of options. */
#define POLICY_OPTIONS                                                         \
	{ POLICY_RO, "--ro", "PATH", "allow reading below PATH" },             \
		{ POLICY_ROX, "--rox", "PATH", "... and executing" },          \
		{ POLICY_RW, "--rw", "PATH",                                   \
			"allow reading, writing, making" },                    \
		{ POLICY_RWX, "--rwx", "PATH", "... and executing" },          \
		{ POLICY_BIND_TCP, "--bind-tcp", "PORT",                       \
			"allow binding PORT, or FIRST-LAST" },                 \
		{ POLICY_CONNECT_TCP, "--connect-tcp", "PORT",                 \
			"allow connecting to PORT, or FIRST-LAST" },           \
		{ POLICY_BIND_UDP, "--bind-udp", "PORT",                       \
			"the same for UDP, with --level 10" },                 \
		{ POLICY_CONNECT_UDP, "--connect-udp", "PORT",                 \
			"allow connecting and sending to it" },                \
		{ POLICY_PRESET, "--preset", "NAME",                           \
			"allow what NAME has: see list presets" },             \
		{ POLICY_SCOPE, "--scope", "SCOPE",                            \
			"deny this scope alone: signal, abstract" },           \
		{ POLICY_UNRESTRICTED, "--unrestricted", "SET",                \
			"deny nothing of fs, net or scope" },                  \
		{ POLICY_LEVEL, "--level", "N",                                \
			"deny every right of ABI N (9)" },                     \
		{ POLICY_ADD_EXEC, "--add-exec", NULL,                         \
			"allow executing PROGRAM itself" },                    \
		{ POLICY_LDD, "--ldd", NULL,                                   \
			"allow its loader, libraries, interpreters" },         \
		{ POLICY_LDD_PATH, "--ldd-path", "DIRS",                       \
			"... and look for libraries in DIRS too" },            \
		{ POLICY_LOG_SAME_EXEC_OFF, "--log-same-exec-off", NULL,       \
			"record no denial before an execve" },                 \
		{ POLICY_LOG_NEW_EXEC_ON, "--log-new-exec-on", NULL,           \
			"record the program's denials" },                      \
		{ POLICY_LOG_SUBDOMAINS_OFF, "--log-subdomains-off", NULL,     \
			"record no denial of nested domains" },                \
	{                                                                      \
		POLICY_STRICT, "--strict", NULL,                               \
			"fail if this kernel cannot enforce all of it"         \
	}

struct policy_args {
	uint32_t level;        /* 0: not given */
	uint64_t unrestricted; /* sets: LLGUARD_SET_* */
	uint64_t scopes;       /* the scopes named, 0 for all */
	uint32_t flags;
	struct llguard_rule *rules; /* one for each path or port */
	const char **options;       /* the option that each came from */
	uint32_t count;
	bool add_exec;
	bool ldd;
	char *program;          /* its file, for --add-exec */
	struct closure closure; /* of the program; rules borrow from it */
};

/*
 * Take an option with an id below POLICY_OPTION_END.  Returns 0, or -1 after an
 * error that has been printed.
 */
int policy_args_take(
	struct policy_args *policy, int id, const struct args *args);

/*
 * The rules for the program that follows the options, NULL for none, if any are
 * asked for.  Returns 0, or after an error that has been printed an exit status:
 * usage for options that make no sense, else one of exec.
 */
int policy_args_program(
	struct policy_args *policy, const char *program, int usage);

/*
 * The policy; it borrows the rules.  Returns 0, or -1 after an error that has
 * been printed.
 */
int policy_args_finish(
	const struct policy_args *args, struct llguard_policy *ret);

/* Let a finding speak of the options instead of the policy that they make. */
void policy_args_name(const struct policy_args *args,
	const struct llguard_policy *policy, struct llguard_finding *finding);

/*
 * Print what a report has to say, if anything, with the option instead of the
 * rule's number.
 */
void policy_args_error(const struct policy_args *args,
	const struct llguard_policy *policy,
	const struct llguard_report *report);

/*
 * A report with room for each rule's result.  Returns 0, or -1 when there is no
 * memory, which has been printed.
 */
int policy_args_report(
	const struct policy_args *args, struct llguard_report *ret);

/* Give back what the options have become. */
void policy_args_free(struct policy_args *policy);

#endif /* POLICY_ARGS_H */
