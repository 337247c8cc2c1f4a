/* SPDX-License-Identifier: MIT */
#include "event_filter.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "errors.h"
#include "event_mine.h"
#include "event_time.h"
#include "event_words.h"

static int too_many(const struct args *args)
{
	error_usage(args->option, args->value, "there are too many of these",
		"64 at most", NULL);
	return -1;
}

static int domain_take(struct event_filter *filter, const struct args *args)
{
	const char *text = args->value;
	char *end;

	if (strncmp(text, "0x", 2) == 0)
		text += 2;
	if (filter->domain_count == EVENT_FILTER_MOST)
		return too_many(args);
	filter->domains[filter->domain_count++] = strtoull(text, &end, 16);
	if (isxdigit((unsigned char)*text) && *end == '\0' && end - text <= 16)
		return 0;
	error_usage(args->option, args->value, "is no domain",
		"hexadecimal digits, as in 1266faef9", NULL);
	return -1;
}

static int text_take(
	const char **list, uint32_t *count, const struct args *args)
{
	if (*count == EVENT_FILTER_MOST)
		return too_many(args);
	list[(*count)++] = args->value;
	return 0;
}

static int mine_take(struct event_filter *filter, const struct args *args)
{
	uint32_t pid;

	if (args_number(args, INT32_MAX, "the id of a process", &pid))
		return -1;
	if (!pid || filter->mine) {
		error_usage(args->option, args->value,
			pid ? "there are two of these" : "is no process",
			"the id of one process", NULL);
		return -1;
	}
	filter->mine = event_mine_open(pid);
	return filter->mine ? 0 : -1;
}

int event_filter_take(struct event_filter *filter, enum event_filter_kind kind,
	const struct args *args)
{
	uint32_t class_of;

	switch (kind) {
	case EVENT_FILTER_SINCE:
		filter->has_since = true;
		return event_time_take(args, &filter->since);
	case EVENT_FILTER_UNTIL:
		filter->has_until = true;
		return event_time_take(args, &filter->until);
	case EVENT_FILTER_DOMAIN:
		return domain_take(filter, args);
	case EVENT_FILTER_EXE:
		return text_take(filter->exes, &filter->exe_count, args);
	case EVENT_FILTER_BLOCKER:
		return event_words_blocker(args)
			       ? -1
			       : text_take(filter->blockers,
					 &filter->blocker_count, args);
	case EVENT_FILTER_CLASS:
		if (event_words_class(args, &class_of))
			return -1;
		filter->classes |= UINT32_C(1) << class_of;
		return 0;
	default:
		return mine_take(filter, args);
	}
}

static bool time_passes(
	const struct event_filter *filter, const struct llguard_event *event)
{
	const uint64_t time = event->seconds * 1000 + event->milliseconds;

	if (!filter->has_since && !filter->has_until)
		return true;
	return event->has & LLGUARD_HAS_STAMP &&
	       (!filter->has_since || time >= filter->since) &&
	       (!filter->has_until || time < filter->until);
}

static bool str_is(const struct llguard_str *value, const char *text)
{
	return value->ptr && value->len == strlen(text) &&
	       memcmp(value->ptr, text, value->len) == 0;
}

static bool domain_passes(
	const struct event_filter *filter, const struct llguard_event *event)
{
	for (uint32_t i = 0; i < filter->domain_count; i++)
		if (filter->domains[i] == event->domain)
			return true;
	return !filter->domain_count;
}

/* Of the task that was refused, or of who made the domain that begins or ends. */
static bool exe_passes(
	const struct event_filter *filter, const struct llguard_event *event)
{
	for (uint32_t i = 0; i < filter->exe_count; i++)
		if (str_is(event->kind == LLGUARD_EVENT_DENIAL
				    ? &event->exe
				    : &event->creator_exe,
			    filter->exes[i]))
			return true;
	return !filter->exe_count;
}

static bool blockers_have(const struct llguard_str *blockers, const char *word)
{
	const char *at = blockers->ptr;
	const char *const end = at ? at + blockers->len : NULL;

	while (at && at < end) {
		const char *comma = memchr(at, ',', (size_t)(end - at));
		const char *to = comma ? comma : end;
		const struct llguard_str one = { at, (size_t)(to - at) };

		if (str_is(&one, word))
			return true;
		at = comma ? comma + 1 : end;
	}
	return false;
}

static bool blocker_passes(
	const struct event_filter *filter, const struct llguard_event *event)
{
	for (uint32_t i = 0; i < filter->blocker_count; i++)
		if (event->kind == LLGUARD_EVENT_DENIAL &&
			blockers_have(&event->blockers, filter->blockers[i]))
			return true;
	return !filter->blocker_count;
}

static bool class_passes(
	const struct event_filter *filter, const struct llguard_event *event)
{
	return !filter->classes ||
	       (event->kind == LLGUARD_EVENT_DENIAL &&
		       filter->classes >> event->class_of & 1);
}

bool event_filter_passes(
	const struct event_filter *filter, const struct llguard_event *event)
{
	/* Who is whose child is learned from every event. */
	const bool is_mine = !filter || !filter->mine ||
			     llguard_mine_event(filter->mine, event) > 0;

	if (!filter || event->kind == LLGUARD_EVENT_LOSS)
		return true;
	return is_mine && time_passes(filter, event) &&
	       domain_passes(filter, event) && exe_passes(filter, event) &&
	       blocker_passes(filter, event) && class_passes(filter, event);
}
