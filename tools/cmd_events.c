/* SPDX-License-Identifier: MIT */
/*
 * events: what the kernel has denied, one line a record.
 */
#include "cmd.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "args.h"
#include "errors.h"
#include "event_inputs.h"
#include "event_run.h"
#include "output.h"

enum {
	EVENTS_FORMAT = 1,
	EVENTS_FROM,
	EVENTS_LIVE,
	EVENTS_FALLBACK,
	EVENTS_FOLLOW,
	EVENTS_ROTATED,
	EVENTS_STATE,
	EVENTS_HEARTBEAT,
	EVENTS_MAX_LINE,
	EVENTS_SUMMARY,
	EVENTS_NO_SANDBOX,
	EVENTS_HELP,
	EVENTS_FILTER, /* and from here on an enum event_filter_kind */
};

static const struct args_option options[] = {
	{ EVENTS_FORMAT, "--format", "FORMAT",
		"json (the default), flat, ecs, ocsf, auparse, csv, logfmt or text" },
	{ EVENTS_FROM, "--from", "FORM",
		"auto (the default: as the first record is), auditd, journal, "
		"kmsg or text" },
	{ EVENTS_LIVE, "--live", NULL, "as the kernel records them, till ^C" },
	{ EVENTS_FALLBACK, "--fallback", NULL,
		"with --live: else as journald or auditd records them" },
	{ EVENTS_FOLLOW, "--follow", NULL,
		"as they are written to FILE or -, till ^C" },
	{ EVENTS_ROTATED, "--rotated", NULL,
		"FILE.1, FILE.2 and so on before FILE" },
	{ EVENTS_STATE, "--state", "FILE",
		"go on where the run before has ended" },
	{ EVENTS_HEARTBEAT, "--heartbeat", "SECONDS",
		"a line of counters so often" },
	{ EVENTS_FILTER + EVENT_FILTER_SINCE, "--since", "TIME",
		"2025-11-25T14:25:35Z, @SECONDS, or -2h" },
	{ EVENTS_FILTER + EVENT_FILTER_UNTIL, "--until", "TIME",
		"and not from then on" },
	{ EVENTS_FILTER + EVENT_FILTER_DOMAIN, "--domain", "HEX",
		"of this domain" },
	{ EVENTS_FILTER + EVENT_FILTER_EXE, "--exe", "PATH",
		"of this program" },
	{ EVENTS_FILTER + EVENT_FILTER_BLOCKER, "--blocker", "WORD",
		"fs.read_file, net.connect_tcp, ptrace, ..." },
	{ EVENTS_FILTER + EVENT_FILTER_CLASS, "--class", "CLASS",
		"fs, net, scope, ptrace, mount, ..." },
	{ EVENTS_FILTER + EVENT_FILTER_MINE, "--mine", "PID",
		"of domains of this process and its children" },
	EVENT_COUNT_OPTIONS,
	{ EVENTS_MAX_LINE, "--max-line", "BYTES",
		"cut strings that are longer; json and flat" },
	{ EVENTS_SUMMARY, "--summary", NULL, "end with a line of counters" },
	{ EVENTS_NO_SANDBOX, "--no-sandbox", NULL,
		"do not confine this program itself" },
	{ EVENTS_HELP, "--help", NULL, "say this" },
};

#define OPTION_COUNT (sizeof(options) / sizeof(options[0]))

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

/* From 1 to most. */
static int number_take(const struct args *args, uint32_t most,
	const char *expected, uint32_t *ret)
{
	if (args_number(args, most, expected, ret))
		return -1;
	if (*ret)
		return 0;
	error_usage(args->option, args->value, "is not valid", expected, NULL);
	return -1;
}

static int option_take(
	struct event_options *events, int id, const struct args *args)
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
	case EVENTS_FALLBACK:
		events->fallback = true;
		return 0;
	case EVENTS_FOLLOW:
		events->follow = true;
		return 0;
	case EVENTS_ROTATED:
		events->rotated = true;
		return 0;
	case EVENTS_STATE:
		events->state = args->value;
		return 0;
	case EVENTS_HEARTBEAT:
		return number_take(args, 86400, "seconds, from 1 to 86400",
			&events->heartbeat);
	case EVENTS_MAX_LINE:
		return number_take(args, 65536, "bytes, from 1 to 65536",
			&events->max_line);
	case EVENTS_SUMMARY:
		events->summary = true;
		return 0;
	case EVENTS_NO_SANDBOX:
		events->no_sandbox = true;
		return 0;
	case EVENTS_HELP:
		events->help = true;
		return 0;
	case EVENT_COUNT_TALLY:
	case EVENT_COUNT_SUPPRESS:
	case EVENT_COUNT_METRICS:
		return event_count_option(&events->count, id, args);
	default:
		events->has_filter = true;
		return event_filter_take(&events->filter,
			(enum event_filter_kind)(id - EVENTS_FILTER), args);
	}
}

static void help(void)
{
	puts("usage: landlock-guard events [OPTION...] [FILE...|-]\n"
	     "\n"
	     "Print what Landlock has denied, from audit records: those of the files, of\n"
	     "standard input (-), of the kernel as they come (--live), or of\n" EVENT_INPUT_USUAL
	     ".  The oldest file is read first; gzip's are taken apart.\n");
	args_help(options, OPTION_COUNT);
}

static int misuse(const char *option, const char *text, const char *hint)
{
	error_usage(option, NULL, text, NULL, hint);
	return -1;
}

/* What cannot be meant together. */
static int options_check(
	const struct event_options *events, char **names, int count)
{
	const bool is_stdin = count == 1 && strcmp(names[0], "-") == 0;
	const char *const one = events->follow    ? "--follow"
				: events->state   ? "--state"
				: events->rotated ? "--rotated"
						  : NULL;

	if (events->live && (count || events->form))
		return misuse("--live",
			"reads the kernel's records and nothing else",
			"leave out the files and --from");
	if (events->live && one)
		return misuse(one, "is for files", "leave it out, or --live");
	if (events->fallback && !events->live)
		return misuse("--fallback", "is for --live", "add --live");
	if (events->heartbeat && !events->live && !events->follow)
		return misuse("--heartbeat", "needs an input that goes on",
			"add --follow or --live");
	if (events->max_line && events->format != EVENT_JSON &&
		events->format != EVENT_FLAT)
		return misuse("--max-line",
			"is for formats that say what was cut",
			"use --format json or flat");
	if (one && count > 1)
		return misuse(one, "is for one file", "leave out the others");
	if (is_stdin && (events->state || events->rotated))
		return misuse(events->state ? "--state" : "--rotated",
			"needs a file with a name", "give its name");
	return 0;
}

int cmd_events(int argc, char **argv)
{
	static struct event_options events = { .format = EVENT_JSON };
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
	if (options_check(&events, argv, names))
		return EXIT_USAGE;
	return event_run(&events, argv, names) ? EXIT_REFUSED : 0;
}
