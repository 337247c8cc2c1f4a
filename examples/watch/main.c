/* SPDX-License-Identifier: MIT */
/*
 * watch: start a program confined, and say of each thing that it is denied why.
 *
 *	watch [--ro PATH]... [--rw PATH]... [--] PROGRAM [ARGUMENT...]
 *	watch [--ro PATH]... [--rw PATH]... --log FILE --pid N
 *
 * The second one reads a log as if the program, of that pid, had been started by
 * it under the same policy.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "listen.h"
#include "policy.h"

/* Besides the program's own; 126 and 127 as env(1). */
#define STATUS_USAGE  2
#define STATUS_BLIND  124 /* denials cannot be read: nothing was started */
#define STATUS_FAILED 125

struct words {
	struct policy policy;
	const char *log;
	uint32_t pid;
	char **program;
};

static int usage(const char *what, const char *expected)
{
	fprintf(stderr,
		"watch: %s: expected %s\n"
		"usage: watch [--ro PATH]... [--rw PATH]... [--] PROGRAM "
		"[ARGUMENT...]\n"
		"       watch [--ro PATH]... [--rw PATH]... --log FILE --pid "
		"N\n",
		what, expected);
	return -1;
}

static int option_take(
	struct words *words, const char *option, const char *value)
{
	char *end;

	if (!value)
		return usage(option, "a value");
	if (strcmp(option, "--ro") == 0 || strcmp(option, "--rw") == 0) {
		if (policy_allow(&words->policy, value,
			    option[3] == 'o' ? LLGUARD_FS_READ_EXECUTE
					     : LLGUARD_FS_READ_WRITE))
			return usage(option, "16 of them at the most");
		return 0;
	}
	if (strcmp(option, "--log") == 0) {
		words->log = value;
		return 0;
	}
	if (strcmp(option, "--pid") == 0) {
		words->pid = (uint32_t)strtoul(value, &end, 10);
		return *end || !words->pid ? usage(value, "a pid") : 0;
	}
	return usage(option, "--ro, --rw, --log or --pid");
}

static int words_take(struct words *words, int argc, char **argv)
{
	int at = 1;

	policy_begin(&words->policy);
	for (; at < argc && argv[at][0] == '-'; at += 2) {
		if (strcmp(argv[at], "--") == 0) {
			at++;
			break;
		}
		if (option_take(words, argv[at], argv[at + 1]))
			return -1;
	}
	if (words->log ? !words->pid || at < argc : words->pid || at == argc)
		return usage(words->log ? "--log" : "the words",
			words->log ? "--pid N and no program" : "a program");
	words->program = argv + at;
	return 0;
}

static int program_start(const struct words *words)
{
	const struct llguard_program program =
		LLGUARD_PROGRAM(words->program[0], words->program, environ);
	struct llguard_report report = LLGUARD_REPORT_INIT;
	struct llguard_finding finding = LLGUARD_FINDING_INIT;
	const int pid = llguard_spawn(&words->policy.policy, &program, &report);
	char text[1024];

	if (llguard_report_explain(&words->policy.policy, &report, &finding) >
		0) {
		(void)llguard_finding_describe(&finding, text, sizeof(text));
		fprintf(stderr, "watch: %s\n", text);
	}
	return pid;
}

static int program_watch(struct words *words, struct listen *listen)
{
	int status;
	int pid;

	if (listen_open(listen, &words->policy.policy))
		return STATUS_BLIND;
	pid = program_start(words);
	if (pid < 0)
		return STATUS_FAILED;
	status = listen_until(listen, pid);
	printf("watch: %lu denials\n", listen->denials);
	if (WIFSIGNALED(status))
		return 128 + WTERMSIG(status);
	return WEXITSTATUS(status);
}

int main(int argc, char **argv)
{
	static struct words words;
	static struct listen listen;

	if (words_take(&words, argc, argv))
		return STATUS_USAGE;
	if (!words.log)
		return program_watch(&words, &listen);
	if (listen_log(&listen, &words.policy.policy, words.log, words.pid))
		return STATUS_FAILED;
	printf("watch: %lu denials\n", listen.denials);
	return 0;
}
