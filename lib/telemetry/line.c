/* SPDX-License-Identifier: MIT */
/*
 * Bytes to lines, lines to records.
 */
#include "line.h"

#include "front.h"
#include "journal_take.h"
#include "record.h"
#include "scan.h"
#include "take.h"
#include "text_take.h"

/* Keep a piece of a line until the rest comes. */
static void piece_keep(
	struct llguard__state *state, const char *piece, size_t n)
{
	const size_t room = sizeof(state->line) - state->line_len;

	if (!n)
		return;
	if (n > room) {
		state->line_is_long = true;
		n = room;
	}
	memcpy(state->line + state->line_len, piece, n);
	state->line_len += n;
}

void llguard__line_set(
	struct llguard__state *state, const char *line, size_t len)
{
	state->pending = true;
	state->pending_line = (struct llguard_str){ line, len };
}

void llguard__line_finish(struct llguard__state *state)
{
	llguard__line_set(state, state->line,
		state->line_is_long ? sizeof(state->line) : state->line_len);
	state->line_len = 0;
	state->line_is_long = false;
	/* The text of the last stamp may have stood where this line does. */
	state->record.stamp.len = 0;
}

/* The pending line, or the next one of the chunk; false when its end is not there. */
static bool line_next(struct llguard__state *state, struct llguard_str *line)
{
	const char *const from = state->chunk;
	const size_t left = (size_t)(state->chunk_end - from);
	const char *newline;

	if (state->pending) {
		*line = state->pending_line;
		return true;
	}
	newline = left ? memchr(from, '\n', left) : NULL;
	if (!newline) {
		piece_keep(state, from, left);
		state->chunk = state->chunk_end;
		return false;
	}
	state->chunk = newline + 1;
	if (state->line_len) {
		piece_keep(state, from, (size_t)(newline - from));
		llguard__line_finish(state);
		*line = state->pending_line;
	} else {
		*line = (struct llguard_str){ from, (size_t)(newline - from) };
	}
	return true;
}

/* A line, without its carriage return, as a record. */
static bool line_parse(struct llguard_reader *reader, struct llguard_str line,
	struct llguard_record *record)
{
	const struct llguard__state *state = reader->state;

	if (state->packet_type)
		return line.len <= LLGUARD_LINE_MAX &&
		       llguard__record_payload(
			       line.ptr, line.len, state->packet_type, record);
	if (line.len && line.ptr[line.len - 1] == '\r')
		line.len--;
	if (!line.len || line.len > LLGUARD_LINE_MAX)
		return false;
	if (reader->form == LLGUARD_FORM_AUTO)
		reader->form = llguard__record_form(line.ptr, line.len);
	if (reader->form == LLGUARD_FORM_TEXT)
		return llguard__text_line(reader, line, record);
	return reader->form != LLGUARD_FORM_AUTO &&
	       llguard__record_parse(line.ptr, line.len, reader->form, record);
}

static bool line_is_empty(
	const struct llguard__state *state, struct llguard_str line)
{
	if (line.len && line.ptr[line.len - 1] == '\r')
		line.len--;
	/* ausearch draws lines between events. */
	return !state->packet_type &&
	       (!line.len || line.ptr[0] == '#' ||
		       (line.len == 4 && LLGUARD__IS(line.ptr, "----")));
}

/*
 * Take the record of a line; it is taken again when that has to be.  is_same: as
 * llguard__take().
 */
LLGUARD__INLINE enum llguard__taken parsed_take(struct llguard_reader *reader,
	const char *line, size_t len, bool is_same, bool is_text)
{
	struct llguard__state *state = reader->state;
	const enum llguard__taken taken =
		is_text ? llguard__text_take(reader, &state->record)
			: llguard__take(reader, &state->record, is_same);

	if (taken == LLGUARD__EVENT_FIRST) {
		llguard__line_set(state, line, len);
		state->is_parsed = true;
		return taken;
	}
	reader->records++;
	reader->lines++;
	return taken;
}

/* Take the next line, as far as it goes; false when its end is not there. */
static bool line_take(struct llguard_reader *reader)
{
	struct llguard__state *state = reader->state;
	struct llguard_str line;
	bool is_record;

	if (reader->form == LLGUARD_FORM_JOURNAL && !state->pending)
		return llguard__journal_take(reader);
	if (!line_next(state, &line))
		return false;
	if (reader->form == LLGUARD_FORM_AUTO &&
		llguard__journal_line_take(reader, line))
		return true;
	is_record =
		state->is_parsed || line_parse(reader, line, &state->record);
	state->pending = state->is_parsed = false;
	if (is_record) {
		(void)parsed_take(reader, line.ptr, line.len, false,
			reader->form == LLGUARD_FORM_TEXT);
		return true;
	}
	if (line_is_empty(state, line))
		reader->ignored++;
	else
		reader->unparsed++;
	reader->lines++;
	return true;
}

/* The end of a line whose body begins at body; NULL when it is not near. */
LLGUARD__INLINE const char *line_end(
	const char *from, const char *body, const char *end)
{
	const char *newline = memchr(body, '\n', (size_t)(end - body));

	return newline && newline - from <= LLGUARD_LINE_MAX ? newline : NULL;
}

/*
 * The same for lines of auditd in one piece, up to one that is anything else or
 * comes to an event.  Their fronts are read before their ends are looked for: no
 * newline can be there.
 */
static void lines_take_usual(struct llguard_reader *reader)
{
	struct llguard__state *state = reader->state;
	struct llguard_record *record = &state->record;
	const char *const end = state->chunk_end;
	struct llguard__front front = llguard__front_of(record);
	bool is_last = state->stamp_is_last && !state->stamp_node;
	enum llguard__taken taken = LLGUARD__TAKEN;

	/* Another event had to be given out first. */
	if (state->is_parsed) {
		state->pending = state->is_parsed = false;
		taken = parsed_take(reader, state->pending_line.ptr,
			state->pending_line.len, false, false);
		is_last = !record->node.ptr;
	}
	while (taken == LLGUARD__TAKEN) {
		const char *const from = state->chunk;
		const char *body = NULL;
		const char *newline;
		bool is_same = false;

		if (LLGUARD__LIKELY(end - from >= LLGUARD__FRONT_MOST))
			body = llguard__front_name(from, &record->type);
		if (LLGUARD__LIKELY(body)) {
			is_same = llguard__front_again(&front, body);
			if (is_same) {
				body += front.last + 32;
				is_same = is_last;
			} else {
				body = llguard__front_read(
					body, &front, record);
				front = llguard__front_of(record);
			}
		}
		if (LLGUARD__LIKELY(body)) {
			body += *body == ' ';
			if (!is_same)
				record->node = (struct llguard_str){ NULL, 0 };
		} else {
			if (from == end)
				return;
			body = llguard__record_front(from, end, record);
			if (!body || body == end)
				return;
			front = llguard__front_of(record);
		}
		newline = line_end(from, body, end);
		if (!newline) {
			/* Its stamp is of no record that has been taken. */
			record->stamp.len = 0;
			return;
		}
		state->chunk = newline + 1;
		/* An event that nothing is kept of, as most of most logs are. */
		if (is_same && state->stamp_slot == LLGUARD__NO_SLOT &&
			!llguard__is_landlock(record)) {
			reader->records++;
			reader->lines++;
			continue;
		}
		/* What precedes an empty body is no carriage return. */
		record->body.ptr = body;
		record->body.len =
			(size_t)(newline - body) - (newline[-1] == '\r');
		taken = parsed_take(
			reader, from, (size_t)(newline - from), is_same, false);
		is_last = true;
	}
}

bool llguard__lines_take(struct llguard_reader *reader)
{
	const struct llguard__state *state = reader->state;

	while (state->cursor.slot == LLGUARD__NO_SLOT) {
		if (reader->form == LLGUARD_FORM_AUDITD && !state->line_len &&
			state->pending == state->is_parsed) {
			lines_take_usual(reader);
			if (state->cursor.slot != LLGUARD__NO_SLOT)
				return true;
		}
		if (!line_take(reader))
			return false;
	}
	return true;
}
