/* SPDX-License-Identifier: MIT */
#include "event_inputs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "errors.h"

#define CHUNK_SIZE ((size_t)128 * 1024)

static char usual_name[] = EVENT_INPUT_USUAL;
static char *usual[] = { usual_name };

static void usual_error(int number)
{
	struct llguard_finding finding = LLGUARD_FINDING_INIT;

	finding.severity = LLGUARD_SEVERITY_ERROR;
	finding.code = str("system");
	finding.key = str(EVENT_INPUT_USUAL);
	finding.text = str(strerror(number));
	finding.hint = str("this is what is read without a file; "
			   "give a file, - for standard input, or --live");
	error_print(&finding);
}

static int input_open(const char *name)
{
	struct stat st;
	int fd;

	if (strcmp(name, "-") == 0)
		return STDIN_FILENO;
	fd = open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return -errno;
	if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
		close(fd);
		return -EISDIR;
	}
	return fd;
}

int event_inputs_open(struct event_inputs *inputs, char **names, int count)
{
	*inputs = (struct event_inputs){ .names = count ? names : usual };
	inputs->fds = calloc(count ? (size_t)count : 1, sizeof(*inputs->fds));
	if (!inputs->fds) {
		error_system("inputs", ENOMEM);
		return -1;
	}
	do {
		const char *name = inputs->names[inputs->count];
		const int fd = input_open(name);

		if (fd < 0) {
			if (count)
				error_system(name, -fd);
			else
				usual_error(-fd);
			return -1;
		}
		inputs->fds[inputs->count++] = fd;
	} while (inputs->count < count);
	return 0;
}

int events_drain(struct llguard_reader *reader, struct event_sink *sink)
{
	const struct llguard_event *event;

	while (llguard_reader_next(reader, &event) > 0)
		if (event_sink_event(sink, event))
			return -1;
	return event_sink_flush(sink);
}

static int input_read(const char *name, int fd, char *chunk,
	struct llguard_reader *reader, struct event_sink *sink)
{
	for (;;) {
		const ssize_t n = read(fd, chunk, CHUNK_SIZE);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			error_system(name, errno);
			return -1;
		}
		if (n == 0)
			return 0;
		(void)llguard_reader_feed(reader, chunk, (size_t)n);
		if (events_drain(reader, sink))
			return -1;
	}
}

int event_inputs_read(struct event_inputs *inputs,
	struct llguard_reader *reader, uint32_t form, struct event_sink *sink)
{
	char *chunk = malloc(CHUNK_SIZE);
	int err = 0;

	if (!chunk) {
		error_system("inputs", ENOMEM);
		return -1;
	}
	for (int i = 0; i < inputs->count && !sink->gone && !sink->failed;
		i++) {
		/* One that cannot be read does not keep the next from it. */
		if (input_read(inputs->names[i], inputs->fds[i], chunk, reader,
			    sink))
			err = -1;
		(void)llguard_reader_next_input(reader, form);
		if (events_drain(reader, sink))
			err = -1;
	}
	free(chunk);
	return err;
}

void event_inputs_close(struct event_inputs *inputs)
{
	for (int i = 0; i < inputs->count; i++)
		if (inputs->fds[i] != STDIN_FILENO)
			close(inputs->fds[i]);
	free(inputs->fds);
	*inputs = (struct event_inputs){ 0 };
}
