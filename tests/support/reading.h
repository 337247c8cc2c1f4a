/* SPDX-License-Identifier: MIT */
/*
 * Reading a text, in tests: one input, one event at a time.
 */
#ifndef READING_H
#define READING_H

#include <criterion/criterion.h>

#include <errno.h>
#include <string.h>

#include <llguard.h>

#include "base.h"

/* A line of auditd. */
#define LINE(type, stamp, body) "type=" type " msg=audit(" stamp "): " body "\n"

static struct llguard_reader reading = LLGUARD_READER_INIT;
static _Alignas(16) char reading_memory[LLGUARD_READER_USUAL];
static char reading_text[1 << 16];

static inline void reading_begin(uint32_t form)
{
	cr_assert_eq(llguard_reader_init(&reading, form, reading_memory,
			     sizeof(reading_memory)),
		0);
}

static inline void reading_feed(const char *text)
{
	cr_assert_eq(llguard_reader_feed(&reading, text, strlen(text)), 0);
}

/* The next event, or NULL. */
static inline const struct llguard_event *reading_next(void)
{
	const struct llguard_event *event = NULL;
	const int ret = llguard_reader_next(&reading, &event);

	cr_assert(ret == 0 || ret == 1);
	return ret ? event : NULL;
}

/* The same, which has to be there and of a kind. */
static inline const struct llguard_event *reading_expect(uint32_t kind)
{
	const struct llguard_event *event = reading_next();

	cr_assert_not_null(event);
	cr_assert_eq(event->kind, kind, "kind %u", event->kind);
	return event;
}

static inline void reading_finish(void)
{
	cr_assert_eq(llguard_reader_finish(&reading), 0);
}

/* An event as JSON, valid until the next call. */
static inline const char *reading_json(const struct llguard_event *event)
{
	const int len = llguard_event_describe_json(
		event, reading_text, sizeof(reading_text));

	cr_assert(len > 0 && (size_t)len < sizeof(reading_text));
	return reading_text;
}

/* How many events are left. */
static inline size_t reading_count(void)
{
	size_t count = 0;

	while (reading_next())
		count++;
	return count;
}

static inline bool reading_is(
	const struct llguard_str *text, const char *expected)
{
	return text->ptr && text->len == strlen(expected) &&
	       memcmp(text->ptr, expected, text->len) == 0;
}

#define EXPECT_STR(text, expected)                                             \
	do {                                                                   \
		const struct llguard_str str = (text);                         \
                                                                               \
		cr_expect(reading_is(&str, expected), "%s: \"%.*s\"", #text,   \
			(int)str.len, str.ptr ? str.ptr : "");                 \
	} while (0)

#endif /* READING_H */
