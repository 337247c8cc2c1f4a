/* SPDX-License-Identifier: MIT */
#include "event_words.h"

#include <stdio.h>
#include <string.h>

#include <llguard.h>

#include "errors.h"

/* The longest word that is looked for by its likeness, and a hint's room. */
#define WORD_MOST 40

/* How many letters have to change, up to 3: the distance of Levenshtein. */
static size_t distance(const char *a, const char *b)
{
	size_t row[WORD_MOST + 1];
	const size_t wide = strlen(b);

	if (strlen(a) > WORD_MOST || wide > WORD_MOST)
		return 3;
	for (size_t i = 0; i <= wide; i++)
		row[i] = i;
	for (; *a; a++) {
		size_t corner = row[0]++;

		for (size_t i = 1; i <= wide; i++) {
			size_t least = corner + (*a != b[i - 1]);

			corner = row[i];
			if (row[i] + 1 < least)
				least = row[i] + 1;
			if (row[i - 1] + 1 < least)
				least = row[i - 1] + 1;
			row[i] = least;
		}
	}
	return row[wide];
}

/* Keep the nearest of all words that are tried. */
static void near_try(
	const char *word, const char *known, char *near, size_t *nearest)
{
	const size_t away = distance(word, known);

	if (away >= *nearest)
		return;
	*nearest = away;
	snprintf(near, WORD_MOST, "%.*s", WORD_MOST - 1, known);
}

static int refuse(const struct args *args, const char *what,
	const char *expected, const char *near)
{
	char hint[WORD_MOST + 20];

	snprintf(hint, sizeof(hint), "did you mean %s?", near);
	error_usage(
		args->option, args->value, what, expected, *near ? hint : NULL);
	return -1;
}

int event_words_blocker(const struct args *args)
{
	static const char others[][20] = { "ptrace", "fs.change_topology",
		"unknown" };
	static const char sets[][12] = { "fs.", "net.", "scope.",
		"permission." };
	const char *word = args->value;
	char near[WORD_MOST] = "";
	size_t nearest = 3;

	/* The records' words have a dot before the right. */
	if (strchr(word, '.') && llguard_right_from_name(word, strlen(word)))
		return 0;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		if (strcmp(word, others[i]) == 0)
			return 0;
		near_try(word, others[i], near, &nearest);
	}
	for (int bit = 0; bit < 64; bit++) {
		const char *name = llguard_right_name(UINT64_C(1) << bit);

		for (size_t i = 0; name && i < sizeof(sets) / sizeof(sets[0]);
			i++) {
			char whole[WORD_MOST];

			if ((size_t)snprintf(whole, sizeof(whole), "%s%s",
				    sets[i], name) >= sizeof(whole))
				continue;
			if (!llguard_right_from_name(whole, strlen(whole)))
				continue;
			near_try(word, whole, near, &nearest);
			/* The right alone is as near as can be. */
			if (strcmp(word, name) == 0) {
				nearest = 0;
				snprintf(near, sizeof(near), "%s", whole);
			}
		}
	}
	return refuse(args, "is no word of the kernel's records",
		"a blocker, as \"landlock-guard list rights --format json\" "
		"has them",
		near);
}

int event_words_class(const struct args *args, uint32_t *ret)
{
	static const struct {
		char name[12];
		uint32_t class_of;
	} classes[] = {
		{ "fs", LLGUARD_CLASS_FS },
		{ "net", LLGUARD_CLASS_NET },
		{ "scope", LLGUARD_CLASS_SCOPE },
		{ "ptrace", LLGUARD_CLASS_PTRACE },
		{ "mount", LLGUARD_CLASS_MOUNT },
		{ "capability", LLGUARD_CLASS_CAPABILITY },
		{ "namespace", LLGUARD_CLASS_NAMESPACE },
		{ "unknown", LLGUARD_CLASS_UNKNOWN },
	};
	char near[WORD_MOST] = "";
	size_t nearest = 3;

	for (size_t i = 0; i < sizeof(classes) / sizeof(classes[0]); i++) {
		if (strcmp(args->value, classes[i].name) == 0) {
			*ret = classes[i].class_of;
			return 0;
		}
		near_try(args->value, classes[i].name, near, &nearest);
	}
	return refuse(args, "is no class",
		"fs, net, scope, ptrace, mount, capability, namespace or "
		"unknown",
		near);
}
