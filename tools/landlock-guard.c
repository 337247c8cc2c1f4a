/* SPDX-License-Identifier: MIT */
/*
 * landlock-guard: the library on the command line.
 */
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "errors.h"
#include "output.h"

static const struct {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *help;
} commands[] = {
	{ "exec", cmd_exec, "run a program confined" },
	{ "plan", cmd_plan, "print what exec would enforce" },
	{ "check", cmd_check, "say what is wrong with exec's options" },
	{ "explain", cmd_explain, "say whether exec would allow something" },
	{ "events", cmd_events, "print what was denied" },
	{ "info", cmd_info, "print what this kernel can enforce" },
	{ "list", cmd_list, "print the names of rights, groups and presets" },
};

#define COMMAND_COUNT (sizeof(commands) / sizeof(commands[0]))

static int help(void)
{
	puts("usage: landlock-guard COMMAND [OPTION...]\n");
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		printf("  %-8s %s\n", commands[i].name, commands[i].help);
	puts("\nEach command has --help.  --version prints the version.");
	return output_finish() ? EXIT_REFUSED : 0;
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		error_usage(NULL, NULL, "the command is missing",
			"exec, plan, check, explain, events, info or list",
			"see --help");
		return EXIT_USAGE;
	}
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		if (strcmp(argv[1], commands[i].name) == 0)
			return commands[i].run(argc - 2, argv + 2);
	if (strcmp(argv[1], "--help") == 0)
		return help();
	if (strcmp(argv[1], "--version") == 0) {
		printf("landlock-guard %s\n", llguard_version());
		return output_finish() ? EXIT_REFUSED : 0;
	}
	error_usage(argv[1], NULL, "there is no such command",
		"exec, plan, check, explain, events, info or list",
		"see --help");
	return EXIT_USAGE;
}
