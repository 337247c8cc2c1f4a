/* SPDX-License-Identifier: MIT */
/*
 * What a program sees: bytes in, events out.
 */
#include "take.h"

#include "../extensible.h"
#include "journal_take.h"
#include "line.h"
#include "record.h"
#include "write_status.h"

/* What share of the buffer the domains have. */
#define DOMAINS_SHARE 8

static struct llguard__state *state_of(const struct llguard_reader *reader)
{
	return reader && reader->size >= sizeof(*reader) ? reader->state : NULL;
}

static bool form_is_valid(uint32_t form)
{
	return form <= LLGUARD_FORM_NETLINK;
}

int llguard_reader_init(
	struct llguard_reader *reader, uint32_t form, void *buffer, size_t size)
{
	const struct llguard_reader init = LLGUARD_READER_INIT;
	const uint32_t reader_size = llguard__size_of(reader);
	const size_t misfit = -(uintptr_t)buffer & 15;
	struct llguard__state *state;
	char *memory;
	size_t left;

	if (reader_size < sizeof(*reader) || !buffer ||
		size < LLGUARD_READER_MIN || !form_is_valid(form))
		return -EINVAL;
	state = (struct llguard__state *)(void *)((char *)buffer + misfit);
	memory = (char *)(state + 1);
	left = size - misfit - sizeof(*state);
	*reader = init;
	reader->size = reader_size;
	reader->form = form;
	reader->state = state;
	memset(state, 0, offsetof(struct llguard__state, line));
	llguard__recent_init(&state->given);
	llguard__recent_init(&state->read);
	state->cursor.slot = state->stamp_slot = LLGUARD__NO_SLOT;
	llguard__domains_init(
		&state->domains, memory, left / DOMAINS_SHARE & ~(size_t)15);
	llguard__inflight_init(&state->inflight,
		memory + (left / DOMAINS_SHARE & ~(size_t)15),
		left - left / DOMAINS_SHARE);
	return 0;
}

static int feed(struct llguard_reader *reader, uint32_t type, const char *bytes,
	size_t n)
{
	struct llguard__state *state = state_of(reader);

	if (!state || (!bytes && n) || state->finished || state->pending ||
		state->chunk != state->chunk_end ||
		(reader->form == LLGUARD_FORM_NETLINK) != (type != 0))
		return -EINVAL;
	/* Not NULL, which nothing can be added to. */
	if (!n)
		bytes = "";
	state->packet_type = type;
	state->record.stamp.len = 0; /* its text is gone */
	if (type) {
		llguard__line_set(state, bytes, n);
	} else {
		state->chunk = bytes;
		state->chunk_end = bytes + n;
	}
	return 0;
}

int llguard_reader_feed(
	struct llguard_reader *reader, const void *chunk, size_t n)
{
	return feed(reader, 0, chunk, n);
}

int llguard_reader_feed_record(struct llguard_reader *reader, uint32_t type,
	const void *payload, size_t n)
{
	return type ? feed(reader, type, payload, n) : -EINVAL;
}

int llguard_reader_feed_time(
	struct llguard_reader *reader, uint64_t seconds, uint32_t milliseconds)
{
	struct llguard__state *state = state_of(reader);

	if (!state || milliseconds > 999)
		return -EINVAL;
	state->now = llguard__stamp_time(seconds, milliseconds);
	state->has_now = true;
	return 0;
}

/* An event whose time is over without a record that says so. */
static bool expired_begin(struct llguard_reader *reader)
{
	struct llguard__state *state = reader->state;
	uint32_t slot = LLGUARD__NO_SLOT;

	if (state->finished || state->has_now)
		slot = llguard__inflight_first(
			&state->inflight, state->finished ? NULL : &state->now);
	if (slot == LLGUARD__NO_SLOT) {
		state->has_now = false;
		return false;
	}
	llguard__event_complete(reader, slot);
	return true;
}

static void loss_set(struct llguard__state *state)
{
	struct llguard_event *event = &state->event;

	memset(event, 0, sizeof(*event));
	event->size = sizeof(*event);
	event->kind = LLGUARD_EVENT_LOSS;
	event->seconds = state->now / 1000;
	event->milliseconds = (uint32_t)(state->now % 1000);
	/* By the log's clock, when nobody has said what time it is. */
	if (!state->now) {
		event->seconds = state->stamp_seconds;
		event->milliseconds = state->stamp_milliseconds;
	}
	event->why = llguard__loss_why(state->loss_why);
	event->count = state->loss_count;
	state->loss_count = 0;
}

static void input_begin(struct llguard_reader *reader)
{
	struct llguard__state *state = reader->state;

	reader->form = state->next_form;
	state->input_is_over = false;
}

/* The number of a line that so many lines stand before, in 32 bits. */
static uint64_t line_number(
	const struct llguard_reader *reader, uint32_t before)
{
	return reader->lines - ((uint32_t)reader->lines - before) + 1;
}

int llguard_reader_next(
	struct llguard_reader *reader, const struct llguard_event **event)
{
	struct llguard__state *state = state_of(reader);

	if (!state || !event)
		return -EINVAL;
	for (;;) {
		if (state->cursor.slot != LLGUARD__NO_SLOT) {
			if (state->cursor.left && llguard__event_next(state)) {
				reader->truncated +=
					(state->event.flags &
						LLGUARD_FLAG_TRUNCATED) != 0;
				state->event.line = line_number(
					reader, (uint32_t)state->event.line);
				*event = &state->event;
				return 1;
			}
			llguard__event_end(state);
		}
		if (llguard__lines_take(reader))
			continue;
		if (state->loss_count) {
			loss_set(state);
			*event = &state->event;
			return 1;
		} else {
			if (state->input_is_over)
				input_begin(reader);
			if (!expired_begin(reader))
				return 0;
		}
	}
}

uint64_t llguard_reader_waiting(const struct llguard_reader *reader)
{
	const struct llguard__state *state = state_of(reader);
	uint64_t first = 0;

	if (!state)
		return 0;
	/* Of an entry that has begun nothing has been counted. */
	if (state->journal.is_begun)
		first = reader->lines + 1;
	for (uint32_t i = 0; i < LLGUARD__NODES; i++) {
		uint32_t at = state->inflight.nodes[i].oldest;

		while (at != LLGUARD__NO_SLOT) {
			const struct llguard__slot *slot =
				&state->inflight.slots[at];
			uint64_t line;

			at = slot->newer;
			if (slot->first == LLGUARD__NO_SLOT)
				continue;
			/* No event begins to be kept but with such a record. */
			line = line_number(
				reader, llguard__inflight_entry(
						&state->inflight, slot->first)
						->line);
			if (!first || line < first)
				first = line;
		}
	}
	return first;
}

int llguard_reader_feed_loss(
	struct llguard_reader *reader, uint32_t why, uint64_t count)
{
	struct llguard__state *state = state_of(reader);

	if (!state || state->loss_count || !count ||
		!llguard__loss_why(why).len)
		return -EINVAL;
	state->loss_why = why;
	state->loss_count = count;
	reader->lost += count;
	return 0;
}

int llguard_reader_next_input(struct llguard_reader *reader, uint32_t form)
{
	struct llguard__state *state = state_of(reader);

	if (!state || state->finished || state->pending ||
		state->chunk != state->chunk_end || !form_is_valid(form))
		return -EINVAL;
	state->next_form = form;
	state->input_is_over = true;
	if (state->line_len)
		llguard__line_finish(state);
	else
		llguard__journal_finish(reader);
	if (!state->pending)
		input_begin(reader);
	return 0;
}

int llguard_reader_finish(struct llguard_reader *reader)
{
	struct llguard__state *state = state_of(reader);

	if (!state || state->finished || state->pending ||
		state->chunk != state->chunk_end)
		return -EINVAL;
	state->finished = true;
	if (state->line_len)
		llguard__line_finish(state);
	else
		llguard__journal_finish(reader);
	return 0;
}
