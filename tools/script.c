/* SPDX-License-Identifier: MIT */
#include "script.h"

#include <string.h>

#define BLANKS " \t"

/* Source: load_script() of fs/binfmt_script.c. */
const char *script_parse(struct script *script, const char *head, size_t len)
{
	const size_t most = sizeof(script->line) - 1;
	char *end, *name;

	*script = (struct script){ .interpreter = NULL };
	if (len < 2 || memcmp(head, "#!", 2) != 0)
		return "is neither an ELF file nor a script with #!";
	memcpy(script->line, head, len < most ? len : most);
	end = strchr(script->line, '\n');
	name = script->line + 2 + strspn(script->line + 2, BLANKS);
	if (!end && len >= most && !strpbrk(name, BLANKS) &&
		strlen(script->line) == most)
		return "has an interpreter whose name is longer than the kernel reads";
	if (!end)
		end = script->line + strlen(script->line);
	while (end > name && strchr(BLANKS, end[-1]))
		end--;
	*end = '\0';
	if (end <= name)
		return "names no interpreter after #!";
	script->interpreter = name;
	name += strcspn(name, BLANKS);
	if (*name) {
		*name = '\0';
		script->argument = name + 1 + strspn(name + 1, BLANKS);
	}
	return NULL;
}

/* Takes the next word out of *rest; quotes group, and have no escapes in them. */
static const char *word_take(char **rest, char **ret)
{
	char *from = *rest + strspn(*rest, BLANKS "\n\v\f\r");
	char *to = from;
	char quote = '\0';

	*ret = *from ? from : NULL;
	for (; *from; from++) {
		if (*from == '\\' || *from == '$')
			return "has escapes for env that are not read here";
		if (quote ? *from == quote : *from == '"' || *from == '\'')
			quote = (char)(quote ? '\0' : *from);
		else if (!quote && strchr(BLANKS "\n\v\f\r", *from))
			break;
		else
			*to++ = *from;
	}
	if (quote)
		return "has a quote for env without an end";
	*rest = from + (*from != '\0');
	*to = '\0';
	return NULL;
}

static int starts(const char *word, const char *with)
{
	return strncmp(word, with, strlen(with)) == 0;
}

/* Options that say nothing about the program; *ret_more: the value follows. */
static int option_known(const char *word, int *ret_more)
{
	static const char alone[][21] = { "-", "-i", "-v", "-iv", "-vi",
		"--ignore-environment", "--debug" };
	static const char valued[][8] = { "-u", "-C", "--unset", "--chdir" };

	*ret_more = 0;
	for (size_t i = 0; i < sizeof(alone) / sizeof(alone[0]); i++)
		if (strcmp(word, alone[i]) == 0)
			return 1;
	for (size_t i = 0; i < sizeof(valued) / sizeof(valued[0]); i++) {
		*ret_more = strcmp(word, valued[i]) == 0;
		if (*ret_more || (starts(word, valued[i]) && word[1] != '-') ||
			(starts(word, valued[i]) &&
				word[strlen(valued[i])] == '='))
			return 1;
	}
	return 0;
}

static char *split_text(char *text)
{
	static const char spellings[][16] = { "-S", "-vS", "-iS", "-ivS",
		"-viS", "--split-string=", "--split-string" };

	for (size_t i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++)
		if (starts(text, spellings[i]))
			return text + strlen(spellings[i]);
	return NULL;
}

const char *script_env_parse(struct script_env *env, const char *argument)
{
	char *rest, *word;
	const char *wrong;
	int more = 0;

	memset(env, 0, sizeof(*env));
	strncpy(env->words, argument, sizeof(env->words) - 1);
	rest = split_text(env->words);
	if (!rest) {
		/* Without -S it is one word, blanks and all. */
		if (env->words[0] == '-')
			return "has an option for env that is not known here";
		if (!strchr(env->words, '='))
			env->program = env->words;
		return NULL;
	}
	while (!(wrong = word_take(&rest, &word)) && word) {
		if (more)
			more = 0;
		else if (word[0] == '-') {
			if (!option_known(word, &more))
				return "has an option for env that is not known here";
		} else if (starts(word, "PATH="))
			env->path = word + strlen("PATH=");
		else if (!strchr(word, '=')) {
			env->program = word;
			return NULL;
		}
	}
	return wrong;
}
