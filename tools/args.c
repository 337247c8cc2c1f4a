/* SPDX-License-Identifier: MIT */
#include "args.h"

#include <stdio.h>
#include <string.h>

#include "errors.h"

static const struct args_option *option_find(const char *word, size_t len,
	const struct args_option *options, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(options[i].name) == len &&
			memcmp(options[i].name, word, len) == 0)
			return &options[i];
	return NULL;
}

/* An option that begins like the word and is about as long, for a hint. */
static const char *option_near(
	const char *word, const struct args_option *options, size_t count)
{
	const char *near = NULL;
	size_t most = strlen("--");

	for (size_t i = 0; i < count; i++) {
		const char *name = options[i].name;
		size_t same = 0;

		while (word[same] && word[same] == name[same])
			same++;
		if (same > most && strlen(name) <= strlen(word) + 2 &&
			strlen(word) <= strlen(name) + 2) {
			most = same;
			near = name;
		}
	}
	return near;
}

static int unknown(
	const char *word, const struct args_option *options, size_t count)
{
	const char *near = option_near(word, options, count);
	char hint[64] = "see --help";

	if (near)
		snprintf(hint, sizeof(hint), "did you mean %s?", near);
	error_usage(word, NULL, "there is no such option", NULL, hint);
	return -1;
}

int args_next(
	struct args *args, const struct args_option *options, size_t count)
{
	const struct args_option *option;
	const char *word, *equals;

	if (args->at >= args->argc || args->ended)
		return 0;
	word = args->argv[args->at];
	if (word[0] != '-' || word[1] == '\0')
		return 0;
	args->at++;
	args->ended = strcmp(word, "--") == 0;
	if (args->ended)
		return 0;
	equals = strchr(word, '=');
	option = option_find(word,
		equals ? (size_t)(equals - word) : strlen(word), options,
		count);
	if (!option)
		return unknown(word, options, count);
	args->option = option->name;
	args->value = NULL;
	if (!option->value && equals) {
		error_usage(
			option->name, equals + 1, "takes no value", NULL, NULL);
		return -1;
	}
	if (!option->value)
		return option->id;
	if (equals) {
		args->value = equals + 1;
	} else if (args->at < args->argc) {
		args->value = args->argv[args->at++];
	} else {
		error_usage(option->name, NULL, "its value is missing",
			option->value, NULL);
		return -1;
	}
	return option->id;
}

int args_number(const struct args *args, uint32_t most, const char *expected,
	uint32_t *ret)
{
	const char *digit = args->value;
	uint64_t value = 0;

	while (*digit >= '0' && *digit <= '9' && value <= most)
		value = value * 10 + (uint64_t)(*digit++ - '0');
	if (*digit || digit == args->value || value > most) {
		error_usage(args->option, args->value, "is not valid", expected,
			NULL);
		return -1;
	}
	*ret = (uint32_t)value;
	return 0;
}

void args_help(const struct args_option *options, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char left[32];

		if (!options[i].help)
			continue;
		snprintf(left, sizeof(left), "%s %s", options[i].name,
			options[i].value ? options[i].value : "");
		printf("  %-24s %s\n", left, options[i].help);
	}
}
