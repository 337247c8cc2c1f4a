/* SPDX-License-Identifier: MIT */
#include "signals.h"

#include <errno.h>
#include <stddef.h>
#include <sys/wait.h>

static const int stops[] = { SIGHUP, SIGINT, SIGTERM, SIGPIPE, SIGXCPU,
	SIGXFSZ };

void signals_block(struct signals *signals)
{
	struct sigaction now;

	signals->stop = 0;
	/* Who ignores SIGCHLD has no children to wait for. */
	signal(SIGCHLD, SIG_DFL);
	sigemptyset(&signals->waited);
	sigaddset(&signals->waited, SIGCHLD);
	for (size_t i = 0; i < sizeof(stops) / sizeof(stops[0]); i++)
		if (sigaction(stops[i], NULL, &now) == 0 &&
			now.sa_handler != SIG_IGN)
			sigaddset(&signals->waited, stops[i]);
	sigprocmask(SIG_BLOCK, &signals->waited, &signals->before);
}

void signals_restore(const struct signals *signals)
{
	sigprocmask(SIG_SETMASK, &signals->before, NULL);
}

int signals_wait(struct signals *signals, pid_t child)
{
	int status;

	while (waitpid(child, &status, WNOHANG) != child) {
		const int signal = sigwaitinfo(&signals->waited, NULL);

		if (signal < 0 || signal == SIGCHLD)
			continue;
		signals->stop = signal;
		kill(child, signal);
	}
	if (WIFSIGNALED(status) &&
		sigismember(&signals->waited, WTERMSIG(status)) == 1)
		signals->stop = WTERMSIG(status);
	return status;
}

void signals_raise(const struct signals *signals)
{
	signals_restore(signals);
	if (!signals->stop)
		return;
	signal(signals->stop, SIG_DFL);
	raise(signals->stop);
}
