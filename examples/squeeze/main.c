/* SPDX-License-Identifier: MIT */
/*
 * squeeze: compress and decompress .xz files, and be able to do nothing else.
 *
 * The order is the point: give up what no run needs before the arguments are
 * looked at, what this one does not need before a file is opened, and all the
 * rest before the first byte of an input is read.
 */
#include <fcntl.h>
#include <unistd.h>

#include "confine.h"
#include "message.h"
#include "options.h"
#include "pair.h"
#include "signals.h"
#include "worker.h"

/* A file that took the place of a closed stream would get its text. */
static int streams_fill(void)
{
	int fd;

	do {
		fd = open("/dev/null", O_RDWR | O_CLOEXEC);
	} while (fd >= 0 && fd <= STDERR_FILENO);
	return fd < 0 ? -1 : close(fd);
}

static int name_treat(struct confine *confine, const struct options *options,
	const char *name, struct signals *signals)
{
	struct pair pair;
	int status = pair_open(options, name, &pair);
	int end;

	if (status)
		return status;
	status = worker_run(confine, options, &pair, signals);
	end = pair_close(options, &pair, status == STATUS_OK);
	return status ? status : end;
}

/* As xz: an error is more than a file that was left alone. */
static int worse(int one, int other)
{
	if (one == STATUS_ERROR || other == STATUS_ERROR)
		return STATUS_ERROR;
	return one ? one : other;
}

static int all_treat(struct confine *confine, struct options *options)
{
	static char stream[] = "-";
	static char *names[] = { stream };
	struct signals signals;
	int status = STATUS_OK;

	if (!options->count) {
		options->names = names;
		options->count = 1;
	}
	signals_block(&signals);
	for (int i = 0; i < options->count && !signals.stop; i++)
		status = worse(status, name_treat(confine, options,
					       options->names[i], &signals));
	signals_raise(&signals);
	return status;
}

int main(int argc, char **argv)
{
	struct confine confine;
	struct options options;
	int status = STATUS_ERROR;

	if (streams_fill() < 0 || confine_start(&confine))
		return STATUS_ERROR;
	if (options_parse(argc, argv, &options))
		return STATUS_ERROR;
	if (options.help) {
		options_help();
		return STATUS_OK;
	}
	if (confine_arguments(&confine, &options) == 0)
		status = all_treat(&confine, &options);
	confine_close(&confine);
	return status;
}
