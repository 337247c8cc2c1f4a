/* SPDX-License-Identifier: MIT */
#include "event_sink.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "errors.h"
#include "event_count.h"
#include "event_state.h"

#define SINK_SIZE ((size_t)256 * 1024)

int event_sink_open(struct event_sink *sink, enum event_format format)
{
	*sink = (struct event_sink){ .format = format, .size = SINK_SIZE };
	sink->buf = malloc(sink->size);
	if (!sink->buf) {
		error_system("standard output", ENOMEM);
		return -1;
	}
	/* A reader that went away is an error of write(), and not our end. */
	signal(SIGPIPE, SIG_IGN);
	if (format == EVENT_CSV) {
		sink->used = (size_t)llguard_csv_header(sink->buf, sink->size);
		sink->buf[sink->used++] = '\n';
	}
	return 0;
}

static int sink_fail(struct event_sink *sink, int number)
{
	sink->gone = number == EPIPE;
	sink->failed = number != EPIPE;
	if (sink->failed)
		error_system("standard output", number);
	return -1;
}

/* What is not remembered is not printed. */
static int sink_unsaved(struct event_sink *sink)
{
	sink->used = 0;
	sink->failed = true;
	return -1;
}

/* Take half a line off the end of a file. */
static void half_line_remove(const char *written, size_t n)
{
	const char *newline = memrchr(written, '\n', n);
	const size_t half = newline ? (size_t)(written + n - (newline + 1)) : n;
	struct stat st;
	off_t end;

	if (!half || fstat(STDOUT_FILENO, &st) || !S_ISREG(st.st_mode))
		return;
	end = lseek(STDOUT_FILENO, 0, SEEK_CUR);
	/* Whoever else writes to it may have gone on behind us. */
	if (end >= (off_t)half && end == st.st_size)
		(void)!ftruncate(STDOUT_FILENO, end - (off_t)half);
}

int event_sink_flush(struct event_sink *sink)
{
	size_t done = 0;

	if (sink->used && sink->state && event_state_before(sink->state))
		return sink_unsaved(sink);
	while (done < sink->used) {
		const ssize_t n = write(
			STDOUT_FILENO, sink->buf + done, sink->used - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			const int number = errno;

			half_line_remove(sink->buf, done);
			sink->used = 0;
			return sink_fail(sink, number);
		}
		done += (size_t)n;
	}
	sink->flushed += done;
	sink->used = 0;
	if (done && sink->state &&
		event_state_after(sink->state, sink->flushed))
		return sink_unsaved(sink);
	return 0;
}

/* Make room for a line of len bytes and its newline. */
static int room_make(struct event_sink *sink, size_t len)
{
	char *larger;

	if (event_sink_flush(sink))
		return -1;
	if (len < sink->size - 1)
		return 0;
	larger = realloc(sink->buf, len + 2);
	if (!larger)
		return sink_fail(sink, ENOMEM);
	sink->buf = larger;
	sink->size = len + 2;
	return 0;
}

struct line {
	enum event_format format;
	const struct llguard_event *event;       /* or, NULL: */
	const struct llguard_tally_entry *entry; /* or, NULL: */
	const struct llguard_reader *reader;
	const char *state;
	const char *why;
	struct timespec now;
};

static int entry_describe(const struct line *line, char *buf, size_t size)
{
	switch (line->format) {
	case EVENT_FLAT:
		return llguard_tally_describe_flat(line->entry, buf, size);
	case EVENT_TEXT:
		return llguard_tally_describe(line->entry, buf, size);
	default:
		return llguard_tally_describe_json(line->entry, buf, size);
	}
}

static int status_describe(const struct line *line, char *buf, size_t size)
{
	const uint64_t seconds = (uint64_t)line->now.tv_sec;
	const uint32_t rest = (uint32_t)(line->now.tv_nsec / 1000000);

	switch (line->format) {
	case EVENT_TEXT:
	case EVENT_CSV:
		return llguard_reader_describe(line->reader, line->state,
			line->why, seconds, rest, buf, size);
	case EVENT_ECS:
		return llguard_reader_describe_ecs(line->reader, line->state,
			line->why, seconds, rest, buf, size);
	case EVENT_OCSF:
		return llguard_reader_describe_ocsf(line->reader, line->state,
			line->why, seconds, rest, buf, size);
	case EVENT_AUPARSE:
		return llguard_reader_describe_auparse(line->reader,
			line->state, line->why, seconds, rest, buf, size);
	case EVENT_LOGFMT:
		return llguard_reader_describe_logfmt(line->reader, line->state,
			line->why, seconds, rest, buf, size);
	default:
		return llguard_reader_describe_json(line->reader, line->state,
			line->why, seconds, rest, buf, size);
	}
}

static int line_describe(const struct line *line, char *buf, size_t size)
{
	if (line->entry)
		return entry_describe(line, buf, size);
	if (!line->event)
		return status_describe(line, buf, size);
	switch (line->format) {
	case EVENT_FLAT:
		return llguard_event_describe_flat(line->event, buf, size);
	case EVENT_TEXT:
		return llguard_event_describe(line->event, buf, size);
	case EVENT_ECS:
		return llguard_event_describe_ecs(line->event, buf, size);
	case EVENT_OCSF:
		return llguard_event_describe_ocsf(line->event, buf, size);
	case EVENT_AUPARSE:
		return llguard_event_describe_auparse(line->event, buf, size);
	case EVENT_CSV:
		return llguard_event_describe_csv(line->event, buf, size);
	case EVENT_LOGFMT:
		return llguard_event_describe_logfmt(line->event, buf, size);
	default:
		return llguard_event_describe_json(line->event, buf, size);
	}
}

static int line_add(struct event_sink *sink, const struct line *line)
{
	size_t room = sink->size - sink->used;
	int len = line_describe(line, sink->buf + sink->used, room);

	if (len < 0)
		return sink_fail(sink, EINVAL);
	if ((size_t)len + 1 >= room) {
		if (room_make(sink, (size_t)len))
			return -1;
		len = line_describe(line, sink->buf, sink->size);
	}
	sink->used += (size_t)len;
	sink->buf[sink->used++] = '\n';
	return 0;
}

/* What a row has no columns for is said on standard error. */
static void aside_print(const struct line *line)
{
	char text[512];

	if ((line->event ? llguard_event_describe(
				   line->event, text, sizeof(text))
			 : line_describe(line, text, sizeof(text))) > 0)
		fprintf(stderr, "landlock-guard: %s\n", text);
}

int event_sink_event(struct event_sink *sink, const struct llguard_event *event)
{
	struct line line = { .format = sink->format, .event = event };
	struct llguard_cut cut = LLGUARD_CUT_INIT;
	struct llguard_event shorter;

	if (sink->count) {
		const int shown = event_count_event(sink->count, sink, event);

		if (shown <= 0)
			return shown;
	}
	if (sink->format == EVENT_CSV && event->kind == LLGUARD_EVENT_LOSS)
		aside_print(&line);
	if (sink->most) {
		shorter = *event;
		(void)llguard_event_cut(&shorter, &cut, sink->most);
		line.event = &shorter;
	}
	return line_add(sink, &line);
}

int event_sink_entry(
	struct event_sink *sink, const struct llguard_tally_entry *entry)
{
	const struct line line = { .format = sink->format, .entry = entry };

	return line_add(sink, &line);
}

int event_sink_status(struct event_sink *sink,
	const struct llguard_reader *reader, const char *state, const char *why)
{
	struct line line = {
		.format = sink->format,
		.reader = reader,
		.state = state,
		.why = why,
	};

	/* What was counted stands before the line that says how it is. */
	if (sink->count && strcmp(state, "started") != 0 &&
		strcmp(state, "stopped") != 0 &&
		event_count_report(sink->count, sink))
		return -1;
	clock_gettime(CLOCK_REALTIME, &line.now);
	if (sink->format == EVENT_CSV) {
		aside_print(&line);
		return 0;
	}
	return line_add(sink, &line);
}

void event_sink_close(struct event_sink *sink)
{
	free(sink->buf);
	sink->buf = NULL;
}
