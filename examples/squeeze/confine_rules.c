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
	const char *directory; /* the last */
};

/* The directory of a name, for free(). */
static char *directory_of(const char *name)
{
	const char *slash = strrchr(name, '/');

	if (!slash)
		return strdup(".");
	return slash == name ? strdup("/")
			     : strndup(name, (size_t)(slash - name));
}

/* path is the list's from here on. */
static int rule_add(struct list *list, char *path, uint64_t access)
{
	if (!path)
		return -1;
	list->rules[list->count++] =
		(struct llguard_rule)LLGUARD_PATH_OPTIONAL(path, access);
	return 0;
}

/* Arguments of one directory mostly stand together. */
static int directory_add(struct list *list, const char *name)
{
	char *path = directory_of(name);

	if (path && list->directory && strcmp(list->directory, path) == 0) {
		free(path);
		return 0;
	}
	list->directory = path;
	return rule_add(list, path, MAKING);
}

/* A name that cannot be looked up fails alone, when its turn comes. */
static int name_add(struct list *list, const char *name, bool makes)
{
	struct stat stat_of;

	if (strcmp(name, "-") == 0 || stat(name, &stat_of) < 0 ||
		S_ISDIR(stat_of.st_mode))
		return 0;
	if (rule_add(list, strdup(name), LLGUARD_FS_READ_FILE))
		return -1;
	return makes ? directory_add(list, name) : 0;
}

int confine_rules_make(const struct options *options,
	struct llguard_rule **ret_rules, uint32_t *ret_count)
{
	const size_t most = (size_t)options->count * 2 + 1;
	const bool makes = options_make_files(options);
	struct list list = {
		.rules = calloc(most, sizeof(struct llguard_rule)),
	};
	int err = list.rules ? 0 : -1;

	for (int i = 0; !err && i < options->count; i++)
		err = name_add(&list, options->names[i], makes);
	if (err) {
		confine_rules_free(list.rules, list.count);
		return complain("rules", strerror(ENOMEM), -1);
	}
	*ret_rules = list.rules;
	*ret_count = list.count;
	return 0;
}

void confine_rules_remove(
	struct llguard_rule *rules, uint32_t *count, uint32_t which)
{
	const size_t after = *count - which - 1;

	free((void *)(uintptr_t)rules[which].path);
	memmove(rules + which, rules + which + 1, after * sizeof(*rules));
	(*count)--;
}

void confine_rules_free(struct llguard_rule *rules, uint32_t count)
{
	while (count)
		confine_rules_remove(rules, &count, count - 1);
	free(rules);
}
