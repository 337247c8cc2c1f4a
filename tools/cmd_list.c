/* SPDX-License-Identifier: MIT */
/*
 * list: the names that options, documents and records use.
 */
#include "cmd.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <llguard.h>

#include "args.h"
#include "errors.h"
#include "format.h"
#include "output.h"

enum {
	LIST_FORMAT = 1,
	LIST_HELP,
};

static const struct args_option options[] = {
	{ LIST_FORMAT, "--format", "FORMAT", "text (the default) or json" },
	{ LIST_HELP, "--help", NULL, "say this" },
};

#define OPTION_COUNT (sizeof(options) / sizeof(options[0]))

static bool json;

static int right_describe(const void *right, char *buf, size_t size)
{
	return json ? llguard_right_describe_json(
			      *(const uint64_t *)right, buf, size)
		    : llguard_right_describe(
			      *(const uint64_t *)right, buf, size);
}

static int group_describe(const void *rights, char *buf, size_t size)
{
	return json ? llguard_group_describe_json(
			      *(const uint64_t *)rights, buf, size)
		    : llguard_group_describe(
			      *(const uint64_t *)rights, buf, size);
}

static int preset_describe(const void *preset, char *buf, size_t size)
{
	return json ? llguard_preset_describe_json(
			      *(const uint32_t *)preset, buf, size)
		    : llguard_preset_describe(
			      *(const uint32_t *)preset, buf, size);
}

static void rights_list(void)
{
	for (unsigned int bit = 0; bit < 64; bit++) {
		const uint64_t right = UINT64_C(1) << bit;

		if (llguard_right_name(right))
			output_line(stdout, right_describe, &right);
	}
}

static void groups_list(void)
{
	uint64_t rights;

	for (uint32_t i = 0; (rights = llguard_group_at(i)) != 0; i++)
		output_line(stdout, group_describe, &rights);
}

static void presets_list(void)
{
	for (uint32_t id = 1; llguard_preset_name(id); id++)
		output_line(stdout, preset_describe, &id);
}

static const struct {
	const char *name;
	void (*print)(void);
} lists[] = {
	{ "rights", rights_list },
	{ "groups", groups_list },
	{ "presets", presets_list },
};

#define LIST_COUNT (sizeof(lists) / sizeof(lists[0]))

/* Returns the number of the list, or -1 after an error that has been printed. */
static int list_take(const char *word)
{
	for (size_t i = 0; i < LIST_COUNT; i++)
		if (strcmp(word, lists[i].name) == 0)
			return (int)i;
	error_usage("list", word, "there is no such list",
		"rights, groups or presets", NULL);
	return -1;
}

static int help(void)
{
	puts("usage: landlock-guard list rights|groups|presets [OPTION...]\n"
	     "\n"
	     "Print the names of rights, of groups of rights, or of presets.\n");
	args_help(options, OPTION_COUNT);
	return output_finish() ? EXIT_REFUSED : 0;
}

int cmd_list(int argc, char **argv)
{
	struct args args = { .argc = argc, .argv = argv };
	int list = -1;

	for (;;) {
		const int id = args_next(&args, options, OPTION_COUNT);

		if (id < 0 || (id == LIST_FORMAT && format_take(&args, &json)))
			return EXIT_USAGE;
		if (id == LIST_HELP)
			return help();
		if (id)
			continue;
		if (args.at >= argc)
			break;
		if (list >= 0) {
			error_usage("list", argv[args.at],
				"is one word too many", NULL, "see --help");
			return EXIT_USAGE;
		}
		list = list_take(argv[args.at++]);
		if (list < 0)
			return EXIT_USAGE;
	}
	if (list < 0) {
		error_usage("list", NULL, "what to list is missing",
			"rights, groups or presets", "see --help");
		return EXIT_USAGE;
	}
	lists[list].print();
	return output_finish() ? EXIT_REFUSED : 0;
}
