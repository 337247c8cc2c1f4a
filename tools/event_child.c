/* SPDX-License-Identifier: MIT */
#include "event_child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmd.h"
#include "errors.h"

/* In the child: does not return. */
static void child_be(char *const argv[], int input, int output,
	const struct llguard_policy *policy)
{
	struct llguard_report report = LLGUARD_REPORT_INIT;

	if (dup2(input, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0)
		_exit(EXIT_SETUP);
	signal(SIGPIPE, SIG_DFL);
	if (policy && llguard_policy_apply(policy, &report))
		_exit(EXIT_SETUP);
	execvp(argv[0], argv);
	error_system(argv[0], errno);
	_exit(errno == ENOENT ? EXIT_NOT_FOUND : EXIT_NOT_EXECUTABLE);
}

int event_child_run(struct event_child *child, char *const argv[], int input,
	const struct llguard_policy *policy)
{
	int ends[2];

	if (pipe2(ends, O_CLOEXEC)) {
		error_system(argv[0], errno);
		return -1;
	}
	child->pid = fork();
	if (child->pid == 0)
		child_be(argv, input, ends[1], policy);
	close(ends[1]);
	child->fd = ends[0];
	if (child->pid > 0)
		return 0;
	error_system(argv[0], errno);
	close(ends[0]);
	child->pid = 0;
	return -1;
}

int event_child_end(
	struct event_child *child, const char *program, const char *name)
{
	struct llguard_finding finding = LLGUARD_FINDING_INIT;
	char text[64];
	int status;

	while (waitpid(child->pid, &status, 0) < 0)
		if (errno != EINTR)
			return 0;
	child->pid = 0;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return 0;
	snprintf(text, sizeof(text),
		WIFEXITED(status) ? "%s failed with status %d"
				  : "%s was ended by signal %d",
		program,
		WIFEXITED(status) ? WEXITSTATUS(status) : WTERMSIG(status));
	finding.severity = LLGUARD_SEVERITY_ERROR;
	finding.code = str("system");
	finding.key = str(name);
	finding.text = str(text);
	finding.hint = str("what it gave before is read");
	error_print(&finding);
	return -1;
}
