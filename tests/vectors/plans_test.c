/* SPDX-License-Identifier: MIT */
/*
 * The library's plans against plans.txt, byte by byte.
 */
#include "check.h"

#define RULES_MAX 8
#define FLAGS     6

static struct llguard_rule rules[RULES_MAX];
static char paths[RULES_MAX][64];
static struct llguard_policy policy;
static char name[64];

static uint64_t rights_of(char *words)
{
	uint64_t rights = 0;

	for (char *word = strtok(words, ","); word; word = strtok(NULL, ",")) {
		const uint64_t right =
			llguard_right_from_name(word, strlen(word));

		CHECK(right, "no right %s", word);
		rights |= right;
	}
	return rights;
}

static uint32_t flags_of(char *words)
{
	static const struct {
		const char *name;
		uint32_t flag;
	} names[] = {
		{ "log_same_exec_off", LLGUARD_LOG_SAME_EXEC_OFF },
		{ "log_new_exec_on", LLGUARD_LOG_NEW_EXEC_ON },
		{ "log_subdomains_off", LLGUARD_LOG_SUBDOMAINS_OFF },
		{ "tsync", LLGUARD_APPLY_ALL_THREADS },
		{ "keep_refer", LLGUARD_POLICY_KEEP_REFER },
		{ "seal", LLGUARD_APPLY_SEAL },
	};
	uint32_t flags = 0;

	for (char *word = strtok(words, ","); word; word = strtok(NULL, ",")) {
		size_t i = 0;

		while (i < FLAGS && strcmp(word, names[i].name) != 0)
			i++;
		CHECK(i < FLAGS, "no flag %s", word);
		flags |= i < FLAGS ? names[i].flag : 0;
	}
	return flags;
}

static void policy_take(char *line)
{
	const struct llguard_policy init = LLGUARD_POLICY_NO_RULES(0);

	policy = init;
	policy.rules = rules;
	snprintf(name, sizeof(name), "%s", strsep(&line, "\t"));
	policy.handled = rights_of(strsep(&line, "\t"));
	policy.flags = flags_of(strsep(&line, "\t"));
	policy.quiet = rights_of(line);
}

/* "\t" in a word is a tab. */
static void path_copy(char *to, const char *from)
{
	const char *tab = strstr(from, "\\t");

	if (tab)
		sprintf(to, "%.*s\t%s", (int)(tab - from), from, tab + 2);
	else
		strcpy(to, from);
}

static void rule_take(char *line)
{
	const char *kind = strsep(&line, "\t");
	const char *argument = strsep(&line, "\t");
	const uint64_t access = rights_of(line);
	char *path = paths[policy.rule_count];
	const char *last = strchr(argument, '-');
	const struct llguard_rule port =
		LLGUARD_PORT_RANGE((uint32_t)atoi(argument),
			last ? (uint32_t)atoi(last + 1) : 0, access);
	const struct llguard_rule file = LLGUARD_FILE(path, access);
	const struct llguard_rule any = LLGUARD_PATH(path, access);

	path_copy(path, argument);
	rules[policy.rule_count++] = strcmp(kind, "port") == 0   ? port
				     : strcmp(kind, "file") == 0 ? file
								 : any;
}

static void plan_compare(char *line)
{
	static char got[16384];
	struct llguard_rule_result results[RULES_MAX];
	struct llguard_report report = LLGUARD_REPORT_RESULTS(results);
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;

	kernel.abi = (uint32_t)atoi(strsep(&line, "\t"));
	CHECK(llguard_policy_plan(&policy, &kernel, &report) == 0,
		"%s, ABI %u: %d", name, kernel.abi, report.error);
	CHECK(llguard_report_describe_json(&policy, &report, got, sizeof(got)) <
			(int)sizeof(got),
		"a longer line than 16 KiB");
	CHECK(strcmp(got, line) == 0, "%s, ABI %u:\n%s\nnot\n%s", name,
		kernel.abi, got, line);
}

int main(int argc, char **argv)
{
	FILE *file = argc == 2 ? fopen(argv[1], "r") : NULL;
	static char line[16384];

	if (!file) {
		puts("usage: plans_test plans.txt");
		return 2;
	}
	while (fgets(line, sizeof(line), file)) {
		char *words = line;
		const char *first;

		line[strcspn(line, "\n")] = '\0';
		first = strsep(&words, "\t");
		if (strcmp(first, "policy") == 0)
			policy_take(words);
		else if (strcmp(first, "rule") == 0)
			rule_take(words);
		else if (strcmp(first, "abi") == 0)
			plan_compare(words);
		else
			CHECK(line[0] == '#', "a line %s", line);
	}
	fclose(file);
	return check_finish();
}
