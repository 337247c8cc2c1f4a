/* SPDX-License-Identifier: MIT */
#include "event_inputs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "errors.h"
#include "event_drain.h"
#include "event_gzip.h"

#define CHUNK_SIZE ((size_t)128 * 1024)

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

/* The first bytes of a file, which a pipe does not have ready. */
static void head_read(struct event_input *input)
{
	ssize_t n;

	while (input->head_len < EVENT_HEAD_MAX) {
		n = read(input->fd, input->head + input->head_len,
			EVENT_HEAD_MAX - input->head_len);
		if (n < 0 && errno == EINTR)
			continue;
		/* An error comes again when the rest is read. */
		if (n <= 0)
			return;
		input->head_len += (size_t)n;
	}
}

static int input_begin(struct event_input *input, bool confined)
{
	struct stat st;
	char magic[2];

	if (fstat(input->fd, &st) || !S_ISREG(st.st_mode))
		return 0;
	input->device = st.st_dev;
	input->inode = st.st_ino;
	input->size = st.st_size;
	input->is_regular = true;
	if (pread(input->fd, magic, sizeof(magic),
		    lseek(input->fd, 0, SEEK_CUR)) == sizeof(magic) &&
		event_gzip_is(magic, sizeof(magic))) {
		if (event_gzip_run(&input->gzip, input->fd, confined))
			return -1;
		if (input->fd != STDIN_FILENO)
			close(input->fd);
		input->fd = input->gzip.fd;
	}
	head_read(input);
	return 0;
}

/* Room for count names, and those in front of them. */
static int memory_get(struct event_inputs *inputs, int count)
{
	inputs->memory = calloc(
		(size_t)count + EVENT_INPUTS_FRONT, sizeof(*inputs->memory));
	if (!inputs->memory) {
		error_system("inputs", ENOMEM);
		return -1;
	}
	inputs->list = inputs->memory + EVENT_INPUTS_FRONT;
	return 0;
}

static void input_set(struct event_input *input, const char *name, int fd)
{
	snprintf(input->name, sizeof(input->name), "%s", name);
	input->fd = fd;
}

int event_inputs_open(struct event_inputs *inputs, char **names, int count)
{
	const char *name = EVENT_INPUT_USUAL;

	if (memory_get(inputs, count ? count : 1))
		return -1;
	for (int i = 0; i == 0 || i < count; i++) {
		struct event_input *input;
		int fd;

		if (count)
			name = names[i];
		fd = input_open(name);
		if (fd < 0) {
			if (count)
				error_system(name, -fd);
			else
				usual_error(-fd);
			return -1;
		}
		input = &inputs->list[inputs->count++];
		input_set(input, name, fd);
		if (input_begin(input, inputs->confined))
			return -1;
	}
	return 0;
}

int event_inputs_miss(struct event_inputs *inputs, const char *name)
{
	if (memory_get(inputs, 1))
		return -1;
	inputs->count = 1;
	input_set(&inputs->list[0], name, -1);
	return 0;
}

int event_inputs_add(struct event_inputs *inputs, const char *name)
{
	int fd;

	if (inputs->list == inputs->memory)
		return 0;
	fd = input_open(name);
	if (fd == -ENOENT)
		return 0;
	if (fd < 0) {
		error_system(name, -fd);
		return -1;
	}
	inputs->list--;
	inputs->count++;
	input_set(inputs->list, name, fd);
	return input_begin(inputs->list, inputs->confined) ? -1 : 1;
}

int event_input_read(struct event_input *input, struct llguard_reader *reader,
	struct event_sink *sink)
{
	static char chunk[CHUNK_SIZE];
	const size_t head_len = input->head_len;
	bool is_first = true;

	input->head_len = 0;
	if (head_len && events_feed(reader, input->head, head_len, sink))
		return -1;
	for (;;) {
		const ssize_t n = read(input->fd, chunk, sizeof(chunk));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			error_system(input->name, errno);
			return -1;
		}
		if (n == 0)
			break;
		if (is_first && !input->is_regular &&
			event_gzip_refuse(input->name, chunk, (size_t)n))
			return -1;
		is_first = false;
		if (events_feed(reader, chunk, (size_t)n, sink))
			return -1;
	}
	return input->gzip.pid
		       ? event_child_end(&input->gzip, "gzip -dc", input->name)
		       : 0;
}

int event_inputs_read(struct event_inputs *inputs,
	struct llguard_reader *reader, uint32_t form, struct event_sink *sink)
{
	int err = 0;

	for (int i = 0; i < inputs->count && !sink->gone && !sink->failed;
		i++) {
		/* One that cannot be read does not keep the next from it. */
		if (event_input_read(&inputs->list[i], reader, sink))
			err = -1;
		(void)llguard_reader_next_input(reader, form);
		if (events_drain(reader, sink))
			err = -1;
	}
	return err;
}

void event_inputs_close(struct event_inputs *inputs)
{
	for (int i = 0; i < inputs->count; i++)
		if (inputs->list[i].fd > STDIN_FILENO)
			close(inputs->list[i].fd);
	free(inputs->memory);
	*inputs = (struct event_inputs){ 0 };
}
