/* SPDX-License-Identifier: MIT */
#include "worker.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "coder.h"
#include "message.h"

/* The one line is complete before the exit status tells of it. */
static void totals_print(const struct pair *pair, const struct coder *coder)
{
	const uint64_t plain =
		coder->compress ? coder->in_bytes : coder->out_bytes;
	const uint64_t packed =
		coder->compress ? coder->out_bytes : coder->in_bytes;

	fprintf(stderr, "squeeze: %s: %" PRIu64 " -> %" PRIu64 " bytes, %.3f\n",
		pair->name, coder->in_bytes, coder->out_bytes,
		plain ? (double)packed / (double)plain : 1.0);
}

static int work(struct confine *confine, const struct options *options,
	const struct pair *pair)
{
	struct coder coder = {
		.compress = options->mode == COMPRESS,
		.level = options->level,
		.threads = options->threads,
		.in = pair->in,
		.out = pair->out,
	};

	/* Threads come later: all of them are born confined. */
	if (confine_last(confine))
		return STATUS_ERROR;
	if (coder_run(&coder))
		return complain(pair->name, coder.error, STATUS_ERROR);
	if (options->verbose)
		totals_print(pair, &coder);
	return STATUS_OK;
}

int worker_run(struct confine *confine, const struct options *options,
	const struct pair *pair, struct signals *signals)
{
	const pid_t parent = getpid();
	const pid_t child = fork();
	int status;

	if (child < 0)
		return complain(pair->name, strerror(errno), STATUS_ERROR);
	if (!child) {
		/* Nobody is left to take care of what it makes. */
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != parent)
			_exit(STATUS_ERROR);
		signals_restore(signals);
		_exit(work(confine, options, pair));
	}
	status = signals_wait(signals, child);
	if (WIFEXITED(status))
		return WEXITSTATUS(status);
	if (!signals->stop)
		return complain(
			pair->name, strsignal(WTERMSIG(status)), STATUS_ERROR);
	return STATUS_ERROR;
}
