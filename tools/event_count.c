/* SPDX-License-Identifier: MIT */
#include "event_count.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "errors.h"

/* A day, and more than anybody reads. */
#define SUPPRESS_MOST 1000000
#define WINDOW_MOST   86400

static int who_take(struct event_count *count, const struct args *args)
{
	if (strcmp(args->value, "domain") == 0) {
		count->by = LLGUARD_TALLY_BY_DOMAIN;
	} else if (strcmp(args->value, "exe") == 0) {
		count->by = LLGUARD_TALLY_BY_CREATOR;
	} else {
		error_usage(args->option, args->value, "is not known",
			"domain, or exe: the program that has made it", NULL);
		return -1;
	}
	return 0;
}

/* "5/60" */
static int suppress_take(struct event_count *count, const struct args *args)
{
	const char *slash = strchr(args->value, '/');
	char *end;

	if (slash && args->value[0] >= '1' && args->value[0] <= '9' &&
		slash[1] >= '1' && slash[1] <= '9') {
		const unsigned long many = strtoul(args->value, &end, 10);
		const bool is_number = end == slash;
		const unsigned long seconds = strtoul(slash + 1, &end, 10);

		if (is_number && !*end && many <= SUPPRESS_MOST &&
			seconds <= WINDOW_MOST) {
			count->suppress = (uint32_t)many;
			count->window = (uint32_t)seconds;
			return 0;
		}
	}
	error_usage(args->option, args->value, "is not valid",
		"N/SECONDS: 1 to 1000000, and 1 to 86400, as in 5/60", NULL);
	return -1;
}

int event_count_option(
	struct event_count *count, int id, const struct args *args)
{
	switch (id) {
	case EVENT_COUNT_TALLY:
		return who_take(count, args);
	case EVENT_COUNT_SUPPRESS:
		return suppress_take(count, args);
	default:
		count->metrics_name = args->value;
		return 0;
	}
}

int event_count_check(const struct event_count *count, enum event_format format)
{
	const bool has_lines = count->by || count->suppress;

	if (count->by && count->suppress) {
		error_usage("--suppress", NULL,
			"counts what --tally has counted already", NULL,
			"leave out one of them");
		return -1;
	}
	if (has_lines && format != EVENT_JSON && format != EVENT_FLAT &&
		format != EVENT_TEXT) {
		error_usage(count->by ? "--tally" : "--suppress", NULL,
			"has lines that this --format has not",
			"json, flat or text", NULL);
		return -1;
	}
	return 0;
}

static int tally_open(struct event_count *count)
{
	count->tally = (struct llguard_tally)LLGUARD_TALLY_INIT;
	count->tally.suppress = count->suppress;
	count->tally.window = count->window;
	(void)!getrandom(
		count->tally.seed, sizeof(count->tally.seed), GRND_NONBLOCK);
	count->memory = malloc(LLGUARD_TALLY_USUAL);
	if (count->memory &&
		llguard_tally_init(&count->tally,
			count->by ? count->by : LLGUARD_TALLY_BY_DOMAIN,
			count->memory, LLGUARD_TALLY_USUAL) == 0)
		return 0;
	error_system("--tally", ENOMEM);
	return -1;
}

int event_count_open(struct event_count *count, struct event_sink *sink,
	const struct llguard_reader *reader)
{
	count->reader = reader;
	if (!count->by && !count->suppress && !count->metrics_name)
		return 0;
	if ((count->by || count->suppress) && tally_open(count))
		return -1;
	if (count->metrics_name &&
		event_metrics_open(&count->metrics, count->metrics_name))
		return -1;
	sink->count = count;
	return 0;
}

size_t event_count_rule(
	const struct event_count *count, struct llguard_rule *ret)
{
	const uint64_t access = LLGUARD_FS_WRITE_FILE | LLGUARD_FS_MAKE_REG |
				LLGUARD_FS_REMOVE_FILE;

	if (!count->metrics.name)
		return 0;
	*ret = (struct llguard_rule)LLGUARD_FD(
		count->metrics.directory, access);
	return 1;
}

static const struct llguard_tally *tally_of(const struct event_count *count)
{
	return count->memory ? &count->tally : NULL;
}

int event_count_begin(struct event_count *count, uint32_t audit)
{
	count->metrics.metrics.audit = audit;
	return event_metrics_write(
		&count->metrics, count->reader, tally_of(count));
}

static int held_print(struct event_count *count, struct event_sink *sink,
	uint64_t seconds, uint32_t milliseconds)
{
	const struct llguard_tally_entry *entry;

	if (!count->suppress)
		return 0;
	while (llguard_tally_summary(
		       &count->tally, seconds, milliseconds, &entry) > 0)
		/* Who counts all has them counted. */
		if (!count->by && event_sink_entry(sink, entry))
			return -1;
	return 0;
}

int event_count_event(struct event_count *count, struct event_sink *sink,
	const struct llguard_event *event)
{
	int shown = LLGUARD_TALLY_SHOW;

	if ((event->has & LLGUARD_HAS_STAMP) &&
		held_print(count, sink, event->seconds, event->milliseconds))
		return -1;
	if (count->memory)
		shown = llguard_tally_add(&count->tally, event);
	if (count->metrics.name) {
		(void)llguard_metrics_add(&count->metrics.metrics, event);
		/* That it fails has been said, and is no reason to end. */
		(void)event_metrics_refresh(
			&count->metrics, count->reader, tally_of(count));
	}
	if (count->by)
		return event->kind == LLGUARD_EVENT_LOSS;
	return shown != LLGUARD_TALLY_HOLD;
}

static int entries_print(struct event_count *count, struct event_sink *sink)
{
	const struct llguard_tally_entry *entry;
	uint32_t at = 0;

	if (!count->by)
		return 0;
	while (llguard_tally_next(&count->tally, &at, &entry) > 0)
		if (event_sink_entry(sink, entry))
			return -1;
	return 0;
}

int event_count_report(struct event_count *count, struct event_sink *sink)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	if (held_print(count, sink, (uint64_t)now.tv_sec,
		    (uint32_t)(now.tv_nsec / 1000000)) ||
		entries_print(count, sink))
		return -1;
	(void)event_metrics_write(
		&count->metrics, count->reader, tally_of(count));
	return 0;
}

int event_count_finish(struct event_count *count, struct event_sink *sink)
{
	if (held_print(count, sink, UINT64_MAX, 0) ||
		entries_print(count, sink) || event_sink_flush(sink))
		return -1;
	(void)event_metrics_write(
		&count->metrics, count->reader, tally_of(count));
	return count->metrics.failed ? -1 : 0;
}

void event_count_close(struct event_count *count)
{
	event_metrics_close(&count->metrics);
	free(count->memory);
	count->memory = NULL;
}
