/* SPDX-License-Identifier: MIT */
#include "options.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

enum option_id {
	ROOT,
	ADDRESS,
	PORT,
	TIMEOUT,
	REPORT,
	VULNERABLE,
	HELP,
};

static const struct option {
	enum option_id id;
	const char *name;
	const char *value; /* what the help calls it; NULL: takes none */
	const char *help;
} table[] = {
	{ ROOT, "--root", "DIR", "serve this directory (/var/lib/htdocs)" },
	{ ADDRESS, "--address", "IP", "listen on this address (127.0.0.1)" },
	{ PORT, "--port", "N", "listen on this port (8080); 0: any" },
	{ TIMEOUT, "--timeout", "SECONDS", "wait this long for clients (20)" },
	{ REPORT, "--report", NULL,
		"write what is enforced to stderr, as JSON" },
	{ VULNERABLE, "--vulnerable", NULL,
		"do not look for '..' and dot-files: for demonstrations" },
	{ HELP, "--help", NULL, "say this" },
};

#define TABLE_END (table + sizeof(table) / sizeof(table[0]))

static int complain(const char *option, const char *value, const char *what)
{
	fprintf(stderr, "htdocs: %s: %s%s%s\n", option, value ? value : "",
		value ? ": " : "", what);
	return -1;
}

static const struct option *option_find(const char *word)
{
	const size_t len = strcspn(word, "=");

	for (const struct option *option = table; option < TABLE_END; option++)
		if (strlen(option->name) == len &&
			memcmp(option->name, word, len) == 0)
			return option;
	return NULL;
}

static int number_take(const char *option, const char *value, unsigned least,
	const char *expected, uint16_t *ret)
{
	unsigned number = 0;
	const char *digit = value;

	while (*digit >= '0' && *digit <= '9' && number <= UINT16_MAX)
		number = number * 10 + (unsigned)(*digit++ - '0');
	if (*digit || digit == value || number > UINT16_MAX || number < least)
		return complain(option, value, expected);
	*ret = (uint16_t)number;
	return 0;
}

static int option_take(
	const struct option *option, const char *value, struct options *options)
{
	switch (option->id) {
	case ROOT:
		options->root = value;
		break;
	case ADDRESS:
		options->address = value;
		break;
	case PORT:
		return number_take(option->name, value, 0,
			"is not valid; expected a port from 0 to 65535",
			&options->port);
	case TIMEOUT:
		return number_take(option->name, value, 1,
			"is not valid; expected seconds from 1 to 65535",
			&options->timeout);
	case REPORT:
		options->report = true;
		break;
	case VULNERABLE:
		options->vulnerable = true;
		break;
	case HELP:
		options->help = true;
		break;
	}
	return 0;
}

int options_parse(int argc, char **argv, struct options *options)
{
	*options = (struct options){
		.root = "/var/lib/htdocs",
		.address = "127.0.0.1",
		.port = 8080,
		.timeout = 20,
	};
	for (int i = 1; i < argc; i++) {
		const struct option *option = option_find(argv[i]);
		const char *equals = strchr(argv[i], '=');
		const char *value = equals ? equals + 1 : NULL;

		if (!option)
			return complain(argv[i], NULL,
				"there is no such option; see --help");
		if (!option->value && value)
			return complain(option->name, value, "takes no value");
		if (option->value && !value && i + 1 < argc)
			value = argv[++i];
		if (option->value && !value)
			return complain(
				option->name, NULL, "its value is missing");
		if (option_take(option, value ? value : "", options))
			return -1;
	}
	return 0;
}

void options_help(void)
{
	puts("usage: htdocs [OPTION...]\n"
	     "\n"
	     "Serve the files of a directory, confined to that directory.\n");
	for (const struct option *option = table; option < TABLE_END;
		option++) {
		char left[32];

		snprintf(left, sizeof(left), "%s %s", option->name,
			option->value ? option->value : "");
		printf("  %-20s %s\n", left, option->help);
	}
}
