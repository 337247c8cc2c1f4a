/* SPDX-License-Identifier: MIT */
/*
 * What is refused towards other tasks.
 */
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "denials.h"

#define VICTIM "vic tim\""

static pid_t victim;

static void victim_start(void)
{
	int ready[2];
	char byte;

	if (pipe(ready))
		broken("pipe");
	victim = fork();
	if (victim == 0) {
		name_set(VICTIM);
		close(ready[0]);
		close(ready[1]);
		for (;;)
			pause();
	}
	close(ready[1]);
	if (read(ready[0], &byte, 1) != 0)
		broken("the victim");
	close(ready[0]);
}

static void victim_call(const char *what, long ret)
{
	did(what, ret, "other=%d other_comm=%s", (int)victim, hex_text(VICTIM));
}

/* Whom a signal to all would reach: the kernel leaves out PID 1 and the caller. */
static int tasks_list(char *list, size_t size)
{
	DIR *proc = opendir("/proc");
	const struct dirent *entry;
	int len = 0;

	while ((entry = readdir(proc))) {
		const int pid = atoi(entry->d_name);

		if (pid > 1 && pid != getpid() && len < (int)size - 12)
			len += sprintf(list + len, "%s%d", len ? "," : "", pid);
	}
	closedir(proc);
	return len;
}

static void signals(void)
{
	char before[4000], after[4000];
	long ret;

	domain_enter(0, 0, SCOPE_SIGNAL, NULL);
	victim_call("kill", kill(victim, 0));
	victim_call("kill", kill(victim, SIGTERM));
	tasks_list(before, sizeof(before));
	ret = kill(-1, 0);
	tasks_list(after, sizeof(after));
	did("kill_all", ret, "before=%s after=%s", before, after);
}

static void traces(void)
{
	domain_enter(FS_READ_FILE, 0, 0, NULL);
	victim_call("ptrace", ptrace(PTRACE_ATTACH, victim, 0, 0));
}

/* The parent's domain is asked when its child wants to be traced. */
static void traced(void)
{
	int go[2], domain, status;
	pid_t child;

	if (pipe(go))
		broken("pipe");
	child = fork();
	if (child == 0) {
		char in[12], comm[] = "traced";
		long ret;

		name_set(comm);
		if (read(go[0], &domain, sizeof(domain)) != sizeof(domain))
			_exit(1);
		ret = ptrace(PTRACE_TRACEME, 0, 0, 0);
		snprintf(in, sizeof(in), "%d", domain);
		did_in(in, "traceme", ret, "other=%d other_comm=%s",
			(int)getpid(), hex_text(comm));
		_exit(0);
	}
	domain = domain_enter(FS_READ_FILE, 0, 0, NULL);
	if (write(go[1], &domain, sizeof(domain)) != sizeof(domain) ||
		waitpid(child, &status, 0) != child || status)
		broken("the tracer");
}

void tasks_denied(void)
{
	victim_start();
	in_child(signals);
	in_child(traces);
	kill(victim, SIGKILL);
	in_child(traced);
}
