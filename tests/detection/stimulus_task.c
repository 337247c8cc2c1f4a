/* SPDX-License-Identifier: MIT */
/*
 * Other processes, found by name before the process confines itself; and domains
 * on top of its own.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <llguard.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "stimulus.h"

#define FOUND_MOST 4

static struct {
	const char *text;
	pid_t pid;
} found[FOUND_MOST];
static pid_t child;
static int start[2];

/* The pid of the process NAME, or 0. */
static pid_t name_find(const char *wanted, size_t len)
{
	DIR *dir = opendir("/proc");
	struct dirent *entry;
	pid_t pid = 0;

	while ((entry = readdir(dir)) && !pid) {
		char path[280], name[32] = "";
		int fd;

		snprintf(path, sizeof(path), "/proc/%s/comm", entry->d_name);
		fd = open(path, O_RDONLY | O_CLOEXEC);
		if (fd >= 0 && read(fd, name, sizeof(name) - 1) > 0 &&
			strcspn(name, "\n") == len &&
			strncmp(name, wanted, len) == 0)
			pid = (pid_t)strtol(entry->d_name, NULL, 10);
		if (fd >= 0)
			close(fd);
	}
	closedir(dir);
	return pid;
}

/* "NAME" or "NAME SIGNAL". */
static void name_prepare(const char *text)
{
	int i = 0;

	while (i < FOUND_MOST && found[i].text)
		i++;
	if (i == FOUND_MOST)
		stimulus_die(text, ENOMEM);
	found[i].text = text;
	found[i].pid = name_find(text, strcspn(text, " "));
	if (!found[i].pid)
		stimulus_die(text, ESRCH);
}

static pid_t pid_of(const char *text)
{
	for (int i = 0; i < FOUND_MOST; i++)
		if (found[i].text == text)
			return found[i].pid;
	stimulus_die(text, ESRCH);
}

static long kill_call(const char *text)
{
	return kill(pid_of(text), (int)strtol(strchr(text, ' '), NULL, 10));
}

static long attach_call(const char *text)
{
	return ptrace(PTRACE_ATTACH, pid_of(text), NULL, NULL);
}

static long readlink_call(const char *text)
{
	char path[64], target[64];

	snprintf(path, sizeof(path), "/proc/%d/exe", (int)pid_of(text));
	return readlink(path, target, sizeof(target));
}

/* A child outside of the domain that asks to be traced by its parent inside. */
static void traceme_prepare(const char *text)
{
	char byte;

	(void)text;
	if (pipe(start) || (child = fork()) < 0)
		stimulus_die("fork", errno);
	if (child > 0)
		return;
	if (read(start[0], &byte, 1) != 1)
		_exit(1);
	_exit(ptrace(PTRACE_TRACEME, 0, NULL, NULL) ? errno : 0);
}

static long traceme_call(const char *text)
{
	int status;

	(void)text;
	if (write(start[1], "x", 1) != 1 || waitpid(child, &status, 0) != child)
		stimulus_die("the child", errno);
	errno = WEXITSTATUS(status);
	return errno ? -1 : 0;
}

static long nest(uint32_t flags)
{
	const struct llguard_policy policy = LLGUARD_POLICY_NO_RULES_WITH(
		LLGUARD_FS_READ_FILE, flags, 0, 0, NULL);
	struct llguard_report report = LLGUARD_REPORT_INIT;
	const int err = llguard_policy_apply(&policy, &report);

	errno = -err;
	return err ? -1 : 0;
}

static long mute_call(const char *text)
{
	(void)text;
	return nest(LLGUARD_LOG_SAME_EXEC_OFF);
}

static long nest_call(const char *text)
{
	(void)text;
	return nest(0);
}

// clang-format off
const struct operation task_kill = { "kill", name_prepare, kill_call, 0 };
const struct operation task_attach = { "ptrace PTRACE_ATTACH", name_prepare, attach_call, 0 };
const struct operation task_readlink = { "readlink of the exe of", name_prepare, readlink_call, 0 };
const struct operation task_traceme = { "ptrace PTRACE_TRACEME in a child", traceme_prepare, traceme_call, 0 };
const struct operation domain_mute = { "landlock_restrict_self LOG_SAME_EXEC_OFF", stimulus_nothing, mute_call, 0 };
const struct operation domain_nest = { "landlock_restrict_self", stimulus_nothing, nest_call, 0 };
// clang-format on
