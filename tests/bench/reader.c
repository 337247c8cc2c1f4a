/* SPDX-License-Identifier: MIT */
/*
 * The library's reader over a file: how many events, and how long.
 *
 *	reader LOG [nothing|events|json [BUFFER]]
 *
 * nothing reads the file and no more; json writes the events to standard output.
 * What was counted goes to standard error.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <llguard.h>

#define EVENT_MOST (256 * 1024) /* any is shorter */

static char chunk[128 * 1024];
static char text[2 * EVENT_MOST];
static char *to = text;

static unsigned long events, bytes;

static void flush(void)
{
	const size_t len = (size_t)(to - text);

	if (write(STDOUT_FILENO, text, len) != (ssize_t)len)
		exit(1);
	bytes += len;
	to = text;
}

static void drain(struct llguard_reader *reader, int json)
{
	const struct llguard_event *event;

	while (llguard_reader_next(reader, &event) > 0) {
		events++;
		if (!json)
			continue;
		if (to > text + sizeof(text) - EVENT_MOST)
			flush();
		to += llguard_event_describe_json(event, to, EVENT_MOST - 1);
		*to++ = '\n';
	}
}

int main(int argc, char **argv)
{
	struct llguard_reader reader = LLGUARD_READER_INIT;
	const int json = argc > 2 && strcmp(argv[2], "json") == 0;
	const int nothing = argc > 2 && strcmp(argv[2], "nothing") == 0;
	const int fd = argc > 1 ? open(argv[1], O_RDONLY) : -1;
	const size_t size =
		argc > 3 ? strtoul(argv[3], NULL, 10) : LLGUARD_READER_USUAL;
	char *memory = malloc(size);
	ssize_t n;

	if (fd < 0 || !memory ||
		llguard_reader_init(
			&reader, LLGUARD_FORM_AUDITD, memory, size)) {
		perror(argc > 1 ? argv[1]
				: "reader LOG [nothing|events|json [BUFFER]]");
		return 1;
	}
	while ((n = read(fd, chunk, sizeof(chunk))) > 0) {
		if (nothing)
			continue;
		if (llguard_reader_feed(&reader, chunk, (size_t)n))
			return 1;
		drain(&reader, json);
	}
	if (llguard_reader_finish(&reader))
		return 1;
	drain(&reader, json);
	flush();
	fprintf(stderr,
		"lines %lu denials %lu events %lu bytes %lu evicted %lu\n",
		(unsigned long)reader.lines, (unsigned long)reader.denials,
		events, bytes, (unsigned long)reader.evicted);
	free(memory);
	return 0;
}
