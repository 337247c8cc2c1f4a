/* SPDX-License-Identifier: MIT */
/*
 * A tally beside a plain table that forgets nothing.  The first four bytes say how
 * it counts and how much room it has; then each three are a denial: of which kind,
 * how long its texts are, and how much later it comes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <llguard.h>

#include "fuzz.h"

#define KINDS  1024
#define EVENTS (1 << 16)

static char memory[LLGUARD_TALLY_MIN + 255 * 64];
static char text[1 << 14];
static char filler[1024];

/* What is right of a kind. */
static struct kind {
	uint64_t count;
	uint64_t first;
	uint64_t last;
	bool is_open;
	uint64_t window;
	uint64_t in_window;
} kinds[KINDS];

/* Windows in the order in which they were opened. */
static uint32_t queue[EVENTS + 1];
static size_t queue_from, queue_to;

static struct llguard_tally tally;
static uint64_t held, told;

/* Kinds differ in a number in the path, and in all that its length makes. */
static struct llguard_event event_of(uint32_t kind, uint64_t time)
{
	static char path[1100];
	const size_t lengths[] = { 0, 40, 300, 1000 };
	const size_t n = lengths[kind >> 8];
	struct llguard_event event = {
		.size = sizeof(event),
		.kind = LLGUARD_EVENT_DENIAL,
		.has = LLGUARD_HAS_STAMP | LLGUARD_HAS_CREATOR,
		.seconds = time / 1000,
		.milliseconds = (uint32_t)(time % 1000),
		.domain = 7,
		.blockers = { "fs.read_file", 12 },
		.class_of = LLGUARD_CLASS_FS,
		.outcome = LLGUARD_OUTCOME_DENIED,
		.object = LLGUARD_OBJECT_PATH,
	};

	memcpy(path, filler, n);
	snprintf(path + n, sizeof(path) - n, "/%03x", kind);
	event.path = (struct llguard_str){ path, n + 4 };
	event.creator_exe = (struct llguard_str){ filler, n };
	return event;
}

/* The kind of an entry; what was cut can be any of its length. */
static uint32_t kind_of(const struct llguard_tally_entry *entry)
{
	const struct llguard_event *event = entry->event;
	unsigned int kind;

	if (event->flags & LLGUARD_FLAG_CUT)
		return KINDS;
	FUZZ_CHECK(event->path.len >= 4);
	FUZZ_CHECK(sscanf(event->path.ptr + event->path.len - 3, "%3x",
			   &kind) == 1);
	FUZZ_CHECK(kind < KINDS);
	return kind;
}

static void describe_check(const struct llguard_tally_entry *entry)
{
	static int (*const writers[])(const struct llguard_tally_entry *,
		char *, size_t) = { llguard_tally_describe_json,
		llguard_tally_describe_flat, llguard_tally_describe };

	for (size_t i = 0; i < sizeof(writers) / sizeof(writers[0]); i++) {
		const int len = writers[i](entry, text, sizeof(text));

		FUZZ_CHECK(len > 0 && (size_t)len < sizeof(text));
		FUZZ_CHECK(strlen(text) == (size_t)len);
	}
}

static bool is_over(const struct kind *kind, uint64_t now)
{
	return (now > kind->window ? now - kind->window : kind->window - now) >=
	       (uint64_t)tally.window * 1000;
}

/* What is held back is told once, when its window is over. */
static void summaries_check(uint64_t seconds, uint32_t milliseconds)
{
	const uint64_t now = seconds == UINT64_MAX
				     ? UINT64_MAX
				     : seconds * 1000 + milliseconds;
	const struct llguard_tally_entry *entry;

	while (llguard_tally_summary(&tally, seconds, milliseconds, &entry) ==
		1) {
		FUZZ_CHECK(entry->kind == LLGUARD_TALLY_HELD);
		FUZZ_CHECK(entry->count > 0);
		told += entry->count;
		describe_check(entry);
		if (tally.evicted)
			continue;
		while (queue_from < queue_to) {
			struct kind *kind = &kinds[queue[queue_from++]];

			FUZZ_CHECK(is_over(kind, now));
			kind->is_open = false;
			if (kind->in_window <= tally.suppress)
				continue;
			FUZZ_CHECK(entry->count ==
				   kind->in_window - tally.suppress);
			break;
		}
	}
	if (tally.evicted)
		return;
	while (queue_from < queue_to &&
		is_over(&kinds[queue[queue_from]], now)) {
		struct kind *kind = &kinds[queue[queue_from++]];

		FUZZ_CHECK(kind->in_window <= tally.suppress);
		kind->is_open = false;
	}
}

/* A window that is opened again leaves its place in the queue. */
static void window_open(uint32_t at, uint64_t now)
{
	struct kind *kind = &kinds[at];
	size_t to = queue_from;

	for (size_t i = queue_from; i < queue_to; i++)
		if (queue[i] != at)
			queue[to++] = queue[i];
	queue[to++] = at;
	queue_to = to;
	kind->is_open = true;
	kind->window = now;
	kind->in_window = 0;
}

static int model_add(uint32_t at, uint64_t now)
{
	struct kind *kind = &kinds[at];

	if (!kind->count++ || now < kind->first)
		kind->first = now;
	if (now > kind->last)
		kind->last = now;
	if (!tally.suppress)
		return LLGUARD_TALLY_SHOW;
	if (!kind->is_open ||
		(kind->in_window <= tally.suppress && is_over(kind, now)))
		window_open(at, now);
	return ++kind->in_window <= tally.suppress ? LLGUARD_TALLY_SHOW
						   : LLGUARD_TALLY_HOLD;
}

static void entries_check(uint64_t denials)
{
	static bool seen[KINDS];
	const struct llguard_tally_entry *entry;
	uint64_t counted = 0, missed = 0;
	uint32_t entries = 0, at = 0;

	memset(seen, 0, sizeof(seen));
	while (llguard_tally_next(&tally, &at, &entry) == 1) {
		const uint32_t kind = kind_of(entry);

		entries++;
		counted += entry->count;
		if (entry->missed > missed)
			missed = entry->missed;
		FUZZ_CHECK(entry->kind == LLGUARD_TALLY_COUNT);
		describe_check(entry);
		if (kind == KINDS)
			continue;
		FUZZ_CHECK(!seen[kind]);
		seen[kind] = true;
		FUZZ_CHECK(entry->count <= kinds[kind].count);
		FUZZ_CHECK(entry->count + entry->missed >= kinds[kind].count);
		if (tally.evicted)
			continue;
		FUZZ_CHECK(entry->count == kinds[kind].count);
		FUZZ_CHECK(entry->first_seconds * 1000 +
				   entry->first_milliseconds ==
			   kinds[kind].first);
		FUZZ_CHECK(
			entry->last_seconds * 1000 + entry->last_milliseconds ==
			kinds[kind].last);
	}
	FUZZ_CHECK(entries == tally.entries);
	FUZZ_CHECK(tally.denials == denials);
	FUZZ_CHECK(counted + tally.evicted_denials == denials);
	FUZZ_CHECK(tally.evicted || !missed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint64_t now = 1000000000, denials = 0;

	if (size < 4)
		return 0;
	memset(filler, 'f', sizeof(filler));
	memset(kinds, 0, sizeof(kinds));
	queue_from = queue_to = 0;
	held = told = 0;
	tally = (struct llguard_tally)LLGUARD_TALLY_INIT;
	tally.suppress = data[1] & 7;
	tally.window = 1 + (data[1] >> 3);
	memcpy(tally.seed, data, 4);
	FUZZ_CHECK(llguard_tally_init(&tally, 1 + (data[0] & 1), memory,
			   LLGUARD_TALLY_MIN + data[2] * (size_t)64) == 0);
	for (size_t i = 4; i + 3 <= size && denials < EVENTS; i += 3) {
		const uint32_t kind = data[i] | (data[i + 1] & 3u) << 8;
		struct llguard_event event;
		int expected, found;

		now += (data[i + 2] & 0x7f) * UINT64_C(50);
		if (data[i + 2] & 0x80) /* a clock that was set back */
			now -= (data[i + 2] & 0x7f) * UINT64_C(100);
		event = event_of(kind, now);
		summaries_check(event.seconds, event.milliseconds);
		expected = model_add(kind, now);
		found = llguard_tally_add(&tally, &event);
		FUZZ_CHECK(tally.evicted || found == expected);
		held += found == LLGUARD_TALLY_HOLD;
		denials++;
	}
	summaries_check(UINT64_MAX, 0);
	FUZZ_CHECK(tally.held == held);
	FUZZ_CHECK(told + tally.untold == held);
	FUZZ_CHECK(tally.evicted || !tally.untold);
	entries_check(denials);
	return 0;
}
