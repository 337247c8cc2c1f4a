/* SPDX-License-Identifier: MIT */
#include "event_metrics.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "errors.h"
#include "folder.h"

/* Scrapes are further apart. */
#define SECONDS_BETWEEN 5

static int metrics_fail(struct event_metrics *metrics, int number)
{
	if (!metrics->failed)
		error_system(metrics->name, number);
	metrics->failed = true;
	return -1;
}

/* Opened now, for later nothing else may be. */
static int directory_open(struct event_metrics *metrics)
{
	const int directory =
		folder_open(metrics->name, O_PATH, &metrics->base);

	metrics->directory = directory;
	if (!*metrics->base)
		return metrics_fail(metrics, EISDIR);
	if (directory < 0)
		return metrics_fail(metrics, -directory);
	if (asprintf(&metrics->made, "%s.%ld", metrics->base, (long)getpid()) >=
		0)
		return 0;
	metrics->made = NULL;
	return metrics_fail(metrics, ENOMEM);
}

int event_metrics_open(struct event_metrics *metrics, const char *name)
{
	*metrics = (struct event_metrics){
		.name = name,
		.directory = -1,
		.metrics = LLGUARD_METRICS_INIT,
	};
	metrics->memory = malloc(LLGUARD_METRICS_USUAL);
	if (!metrics->memory)
		return metrics_fail(metrics, ENOMEM);
	(void)!getrandom(metrics->metrics.seed, sizeof(metrics->metrics.seed),
		GRND_NONBLOCK);
	if (llguard_metrics_init(
		    &metrics->metrics, metrics->memory, LLGUARD_METRICS_USUAL))
		return metrics_fail(metrics, EINVAL);
	return directory_open(metrics);
}

static int text_write(int fd, const char *text, size_t left)
{
	while (left) {
		const ssize_t n = write(fd, text, left);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		text += n;
		left -= (size_t)n;
	}
	return 0;
}

/* All or nothing: whoever reads it sees the old one, or the new one. */
static int file_replace(const struct event_metrics *metrics, size_t len)
{
	int err;
	int fd;

	/* What one that was killed has left behind. */
	(void)unlinkat(metrics->directory, metrics->made, 0);
	fd = openat(metrics->directory, metrics->made,
		O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	if (fd < 0)
		return -errno;
	err = text_write(fd, metrics->text, len);
	if (close(fd) && !err)
		err = -errno;
	if (!err && renameat(metrics->directory, metrics->made,
			    metrics->directory, metrics->base))
		err = -errno;
	if (err)
		(void)unlinkat(metrics->directory, metrics->made, 0);
	return err;
}

static time_t clock_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

int event_metrics_write(struct event_metrics *metrics,
	const struct llguard_reader *reader, const struct llguard_tally *tally)
{
	int len, err;

	if (!metrics->name)
		return 0;
	for (;;) {
		char *larger;

		len = llguard_metrics_describe(&metrics->metrics, reader, tally,
			metrics->text, metrics->size);
		if (len < 0)
			return metrics_fail(metrics, EINVAL);
		if ((size_t)len < metrics->size)
			break;
		larger = realloc(metrics->text, (size_t)len + 1);
		if (!larger)
			return metrics_fail(metrics, ENOMEM);
		metrics->text = larger;
		metrics->size = (size_t)len + 1;
	}
	metrics->written = clock_now();
	err = file_replace(metrics, (size_t)len);
	return err ? metrics_fail(metrics, -err) : 0;
}

int event_metrics_refresh(struct event_metrics *metrics,
	const struct llguard_reader *reader, const struct llguard_tally *tally)
{
	if (!metrics->name || clock_now() - metrics->written < SECONDS_BETWEEN)
		return 0;
	return event_metrics_write(metrics, reader, tally);
}

void event_metrics_close(struct event_metrics *metrics)
{
	if (metrics->name && metrics->directory >= 0)
		close(metrics->directory);
	free(metrics->made);
	free(metrics->memory);
	free(metrics->text);
	*metrics = (struct event_metrics){ 0 };
}
