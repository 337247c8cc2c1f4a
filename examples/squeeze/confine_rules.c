/* SPDX-License-Identifier: MIT */
#include "confine_rules.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "message.h"

#define MAKING                                                                 \
	(LLGUARD_FS_WRITE_FILE | LLGUARD_FS_MAKE_REG | LLGUARD_FS_REMOVE_FILE)

struct list {
	struct llguard_rule *rules;
	uint32_t count;
	char *room;            /* for the next path */
	const char *directory; /* the last */
};

/* A copy of len bytes of a path, behind the rules. */
static const char *path_copy(struct list *list, const char *path, size_t len)
{
	char *copy = list->room;

	memcpy(copy, path, len);
	copy[len] = '\0';
	list->room += len + 1;
	return copy;
}

static void rule_add(struct list *list, const char *path, uint64_t access)
{
	list->rules[list->count++] =
		(struct llguard_rule)LLGUARD_PATH_OPTIONAL(path, access);
}

/* Arguments of one directory mostly stand together. */
static void directory_add(struct list *list, const char *name)
{
	const char *slash = strrchr(name, '/');
	const size_t len = slash ? (size_t)(slash - name) : 0;
	const char *path = !slash ? "." : len ? name : "/";
	const size_t n = len ? len : 1;

	if (list->directory && strlen(list->directory) == n &&
		memcmp(list->directory, path, n) == 0)
		return;
	list->directory = path_copy(list, path, n);
	rule_add(list, list->directory, MAKING);
}

/* A name that cannot be looked up fails alone, when its turn comes. */
static void name_add(struct list *list, const char *name, bool makes)
{
	struct stat stat_of;

	if (strcmp(name, "-") == 0 || stat(name, &stat_of) < 0 ||
		S_ISDIR(stat_of.st_mode))
		return;
	rule_add(list, path_copy(list, name, strlen(name)),
		LLGUARD_FS_READ_FILE);
	if (makes)
		directory_add(list, name);
}

int confine_rules_make(const struct options *options,
	struct llguard_rule **ret_rules, uint32_t *ret_count)
{
	/* A name, its directory and their ends, each no longer than name + 2. */
	size_t size = sizeof(struct llguard_rule);
	struct list list = { 0 };

	for (int i = 0; i < options->count; i++)
		size += 2 * (sizeof(struct llguard_rule) +
				    strlen(options->names[i]) + 2);
	list.rules = calloc(1, size);
	if (!list.rules)
		return complain("rules", strerror(ENOMEM), -1);
	list.room = (char *)(list.rules + (size_t)options->count * 2 + 1);
	for (int i = 0; i < options->count; i++)
		name_add(&list, options->names[i], options_make_files(options));
	*ret_rules = list.rules;
	*ret_count = list.count;
	return 0;
}

void confine_rules_remove(
	struct llguard_rule *rules, uint32_t *count, uint32_t which)
{
	const size_t after = *count - which - 1;

	memmove(rules + which, rules + which + 1, after * sizeof(*rules));
	(*count)--;
}
