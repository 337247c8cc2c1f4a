/* SPDX-License-Identifier: MIT */
/*
 * events: what the kernel has denied, one line a record.
 */
#include "cmd.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "args.h"
#include "confine.h"
#include "errors.h"
#include "event_count.h"
#include "event_inputs.h"
#include "event_live.h"
#include "event_sink.h"
#include "output.h"

enum {
	EVENTS_FORMAT = 1,
	EVENTS_FROM,
	EVENTS_LIVE,
	EVENTS_SUMMARY,
	EVENTS_NO_SANDBOX,
	EVENTS_HELP,
};

static const struct args_option options[] = {
	{ EVENTS_FORMAT, "--format", "FORMAT",
		"json (the default), flat, ecs, ocsf, auparse, csv, logfmt or text" },
	{ EVENTS_FROM, "--from", "FORM",
		"auto (the default: as the first record is), auditd, journal, "
		"kmsg or text" },
	{ EVENTS_LIVE, "--live", NULL, "as the kernel records them, till ^C" },
	EVENT_COUNT_OPTIONS,
	{ EVENTS_SUMMARY, "--summary", NULL, "end with a line of counters" },
	{ EVENTS_NO_SANDBOX, "--no-sandbox", NULL,
		"do not confine this program itself" },
	{ EVENTS_HELP, "--help", NULL, "say this" },
};

#define OPTION_COUNT (sizeof(options) / sizeof(options[0]))

struct events {
	enum event_format format;
	uint32_t form; /* LLGUARD_FORM_* */
	bool live;
	bool summary;
	bool no_sandbox;
	bool help;
	struct event_count count;
};

static const struct word {
	const char *name;
	uint32_t value;
} formats[] = {
	{ "json", EVENT_JSON },
	{ "flat", EVENT_FLAT },
	{ "text", EVENT_TEXT },
	{ "ecs", EVENT_ECS },
	{ "ocsf", EVENT_OCSF },
	{ "auparse", EVENT_AUPARSE },
	{ "csv", EVENT_CSV },
	{ "logfmt", EVENT_LOGFMT },
}, forms[] = {
	{ "auto", LLGUARD_FORM_AUTO },
	{ "auditd", LLGUARD_FORM_AUDITD },
	{ "journal", LLGUARD_FORM_JOURNAL },
	{ "kmsg", LLGUARD_FORM_KMSG },
	{ "text", LLGUARD_FORM_TEXT },
};

static int word_take(const struct args *args, const struct word *words,
	size_t count, const char *expected, uint32_t *ret)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(args->value, words[i].name) == 0) {
			*ret = words[i].value;
			return 0;
		}
	error_usage(args->option, args->value, "is not known", expected, NULL);
	return -1;
}

static int option_take(struct events *events, int id, const struct args *args)
{
	uint32_t value;

	switch (id) {
	case EVENTS_FORMAT:
		if (word_take(args, formats,
			    sizeof(formats) / sizeof(formats[0]),
			    "json, flat, ecs, ocsf, auparse, csv, logfmt or text",
			    &value))
			return -1;
		events->format = (enum event_format)value;
		if (events->format != EVENT_TEXT)
			errors_as_json();
		return 0;
	case EVENTS_FROM:
		return word_take(args, forms, sizeof(forms) / sizeof(forms[0]),
			"auto, auditd, journal, kmsg or text", &events->form);
	case EVENTS_LIVE:
		events->live = true;
		return 0;
	case EVENTS_SUMMARY:
		events->summary = true;
		return 0;
	case EVENTS_NO_SANDBOX:
		events->no_sandbox = true;
		return 0;
	case EVENTS_HELP:
		events->help = true;
		return 0;
	default:
		return event_count_option(&events->count, id, args);
	}
}

static void help(void)
{
	puts("usage: landlock-guard events [OPTION...] [FILE...|-]\n"
	     "\n"
	     "Print what Landlock has denied, from audit records: those of the files, of\n"
	     "standard input (-), of the kernel as they come (--live), or of\n" EVENT_INPUT_USUAL
	     ".\n");
	args_help(options, OPTION_COUNT);
}

/* Everything is open: confine, and read. */
static int inputs_run(struct events *events, struct event_inputs *inputs,
	struct event_live *live, struct llguard_reader *reader,
	struct event_sink *sink)
{
	struct llguard_rule rule;
	int err;

	if (!events->no_sandbox &&
		confine_self_but(
			&rule, event_count_rule(&events->count, &rule)))
		return -1;
	if (event_count_begin(
		    &events->count, events->live ? live->audit.state : 0))
		return -1;
	err = events->live
		      ? event_live_read(live, reader, sink)
		      : event_inputs_read(inputs, reader, events->form, sink);
	/* What could be read is given out in any case. */
	if (sink->gone || sink->failed || llguard_reader_finish(reader) ||
		events_drain(reader, sink))
		return -1;
	if (event_count_finish(&events->count, sink))
		err = -1;
	if ((events->summary || (events->live && !err)) &&
		(event_sink_status(sink, reader, "stopped", "") ||
			event_sink_flush(sink)))
		return -1;
	return err;
}

static int run(struct events *events, char **names, int count)
{
	static char memory[LLGUARD_READER_USUAL];
	struct llguard_reader reader = LLGUARD_READER_INIT;
	struct event_inputs inputs = { 0 };
	struct event_live live = { .live = LLGUARD_LIVE_INIT };
	struct event_sink sink = { 0 };
	int err = -1;

	if (llguard_reader_init(&reader,
		    events->live ? LLGUARD_FORM_NETLINK : events->form, memory,
		    sizeof(memory)) == 0 &&
		event_sink_open(&sink, events->format) == 0 &&
		event_count_open(&events->count, &sink, &reader) == 0 &&
		(events->live ? event_live_open(&live)
			      : event_inputs_open(&inputs, names, count)) == 0)
		err = inputs_run(events, &inputs, &live, &reader, &sink);
	event_live_close(&live);
	event_inputs_close(&inputs);
	event_count_close(&events->count);
	event_sink_close(&sink);
	return err && !sink.gone ? EXIT_REFUSED : 0;
}

int cmd_events(int argc, char **argv)
{
	struct events events = { .format = EVENT_JSON };
	struct args args = { .argc = argc, .argv = argv };
	int names = 0; /* moved to the front */
	int id;

	for (;;) {
		while ((id = args_next(&args, options, OPTION_COUNT)) != 0)
			if (id < 0 || option_take(&events, id, &args))
				return EXIT_USAGE;
		if (args.at == argc)
			break;
		/* Options may stand behind names. */
		argv[names++] = argv[args.at++];
	}
	if (events.help) {
		help();
		return output_finish() ? EXIT_REFUSED : 0;
	}
	if (event_count_check(&events.count, events.format))
		return EXIT_USAGE;
	if (events.live && (names || events.form)) {
		error_usage("--live", NULL,
			"reads the kernel's records and nothing else", NULL,
			"leave out the files and --from");
		return EXIT_USAGE;
	}
	return run(&events, argv, names);
}
