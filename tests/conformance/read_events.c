/* SPDX-License-Identifier: MIT */
/*
 * What the library makes of standard input, by its public header alone: a JSON
 * object a line, and at the end the counters on standard error.
 *
 * --chunk N hands it over N bytes at a time, with --seed S up to N at random; each
 * chunk has its own memory, so that a sanitizer sees the byte that is one too
 * many. --form netlink takes packets: type and length, 32 bits each, and payload.
 */
#include <llguard.h>

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
	"usage: read_events [--form auto|auditd|kmsg|netlink] [--chunk N]\n"
	"                   [--seed S] [--buffer BYTES]\n";

struct options {
	uint32_t form;
	size_t chunk;
	uint64_t seed; /* 0: every chunk is as long */
	size_t buffer;
};

static struct llguard_reader reader = LLGUARD_READER_INIT;
static char *text;
static size_t text_size = 1024;

static void die(const char *what)
{
	fprintf(stderr, "read_events: %s\n", what);
	exit(1);
}

static void *memory(void *old, size_t n)
{
	void *new = realloc(old, n ? n : 1);

	if (!new)
		die("no memory");
	return new;
}

static uint32_t form_named(const char *name)
{
	static const struct {
		const char *name;
		uint32_t form;
	} forms[] = {
		{ "auto", LLGUARD_FORM_AUTO },
		{ "auditd", LLGUARD_FORM_AUDITD },
		{ "journal", LLGUARD_FORM_JOURNAL },
		{ "kmsg", LLGUARD_FORM_KMSG },
		{ "text", LLGUARD_FORM_TEXT },
		{ "netlink", LLGUARD_FORM_NETLINK },
	};

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		if (strcmp(forms[i].name, name) == 0)
			return forms[i].form;
	return UINT32_MAX;
}

static bool options_parse(int argc, char **argv, struct options *options)
{
	for (int i = 1; i < argc; i += 2) {
		uint64_t number;

		if (i + 1 == argc)
			return false;
		number = strtoull(argv[i + 1], NULL, 10);
		if (strcmp(argv[i], "--form") == 0)
			options->form = form_named(argv[i + 1]);
		else if (strcmp(argv[i], "--chunk") == 0)
			options->chunk = (size_t)number;
		else if (strcmp(argv[i], "--seed") == 0)
			options->seed = number;
		else if (strcmp(argv[i], "--buffer") == 0)
			options->buffer = (size_t)number;
		else
			return false;
	}
	return options->form != UINT32_MAX && options->chunk;
}

static char *input_read(size_t *ret_len)
{
	size_t size = 1 << 16;
	char *input = memory(NULL, size);
	size_t n;

	*ret_len = 0;
	while ((n = fread(input + *ret_len, 1, size - *ret_len, stdin)) > 0) {
		*ret_len += n;
		if (*ret_len == size)
			input = memory(input, size *= 2);
	}
	if (ferror(stdin))
		die("standard input cannot be read");
	return input;
}

static void event_print(const struct llguard_event *event)
{
	int n = llguard_event_describe_json(event, text, text_size);

	if (n >= 0 && (size_t)n >= text_size) {
		text_size = (size_t)n + 1;
		text = memory(text, text_size);
		if (llguard_event_describe_json(event, text, text_size) != n)
			die("the same event has another length");
	}
	if (n < 0 || strlen(text) != (size_t)n)
		die("an event cannot be described");
	puts(text);
}

static void events_print(void)
{
	const struct llguard_event *event;
	int err;

	while ((err = llguard_reader_next(&reader, &event)) > 0)
		event_print(event);
	if (err)
		die("llguard_reader_next");
}

/* The next length of a chunk: xorshift, the same for a seed everywhere. */
static size_t chunk_length(struct options *options)
{
	if (!options->seed)
		return options->chunk;
	options->seed ^= options->seed << 13;
	options->seed ^= options->seed >> 7;
	options->seed ^= options->seed << 17;
	return options->seed % (options->chunk + 1);
}

static void bytes_feed(struct options *options, const char *input, size_t len)
{
	for (size_t at = 0; at < len;) {
		size_t n = chunk_length(options);
		char *chunk;

		if (n > len - at)
			n = len - at;
		chunk = memory(NULL, n);
		memcpy(chunk, input + at, n);
		if (llguard_reader_feed(&reader, chunk, n))
			die("llguard_reader_feed");
		events_print();
		free(chunk);
		at += n;
	}
}

static void packets_feed(const char *input, size_t len)
{
	for (size_t at = 0; at < len;) {
		uint32_t head[2];
		char *payload;

		if (len - at < sizeof(head))
			die("half a packet");
		memcpy(head, input + at, sizeof(head));
		at += sizeof(head);
		if (len - at < head[1])
			die("half a packet");
		payload = memory(NULL, head[1]);
		memcpy(payload, input + at, head[1]);
		at += head[1];
		if (llguard_reader_feed_record(
			    &reader, head[0], payload, head[1]))
			die("llguard_reader_feed_record");
		events_print();
		free(payload);
	}
}

static void counters_print(void)
{
	fprintf(stderr,
		"lines=%" PRIu64 " records=%" PRIu64 " ignored=%" PRIu64
		" unparsed=%" PRIu64 " denials=%" PRIu64 " domains=%" PRIu64
		" unlogged=%" PRIu64 " late=%" PRIu64 " truncated=%" PRIu64
		" evicted=%" PRIu64 "\n",
		reader.lines, reader.records, reader.ignored, reader.unparsed,
		reader.denials, reader.domains, reader.unlogged, reader.late,
		reader.truncated, reader.evicted);
}

int main(int argc, char **argv)
{
	struct options options = {
		.form = LLGUARD_FORM_AUTO,
		.chunk = SIZE_MAX - 1,
		.buffer = LLGUARD_READER_USUAL,
	};
	char *buffer, *input;
	size_t len;

	if (!options_parse(argc, argv, &options)) {
		fputs(usage, stderr);
		return 2;
	}
	buffer = memory(NULL, options.buffer);
	text = memory(NULL, text_size);
	input = input_read(&len);
	if (llguard_reader_init(&reader, options.form, buffer, options.buffer))
		die("llguard_reader_init");
	if (options.form == LLGUARD_FORM_NETLINK)
		packets_feed(input, len);
	else
		bytes_feed(&options, input, len);
	if (llguard_reader_finish(&reader))
		die("llguard_reader_finish");
	events_print();
	if (fflush(stdout))
		die("standard output cannot be written");
	counters_print();
	free(input);
	free(buffer);
	free(text);
	return 0;
}
