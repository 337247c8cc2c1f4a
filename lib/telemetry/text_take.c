/* SPDX-License-Identifier: MIT */
/*
 * Records of text find their events: those that have a stamp as any other, those
 * without are an event each.
 */
#include "text_take.h"

#include "text_form.h"

bool llguard__text_line(struct llguard_reader *reader, struct llguard_str line,
	struct llguard_record *record)
{
	struct llguard__state *state = reader->state;
	struct llguard__text_traits traits;

	if (!llguard__text_parse(line.ptr, line.len, record, &traits))
		return false;
	state->text = traits.bits;
	/* Hosts have clocks and domains of their own, as nodes do. */
	if (!record->node.ptr)
		record->node = traits.host;
	if (traits.bits & LLGUARD_FLAG_LOSSY) {
		/* It may be there already, and its node stays. */
		const size_t node = record->node.ptr
					    ? strlen("node=") + record->node.len
					    : 0;

		record->body.ptr = state->line + (record->body.ptr - line.ptr);
		memmove(state->line, line.ptr, line.len);
		llguard__text_rewrite(record, state->line + node);
	}
	return true;
}

/* A record that belongs to no other: its key is a number of its own. */
static enum llguard__taken alone_take(
	struct llguard_reader *reader, struct llguard_record *record)
{
	struct llguard__state *state = reader->state;
	enum llguard__taken taken;

	if (!llguard__is_landlock(record))
		return LLGUARD__TAKEN;
	/* Of about the time of the records before it, for what it is worth. */
	record->seconds = state->stamp_seconds;
	record->milliseconds = LLGUARD__TEXT_NO_TIME;
	record->serial = state->text_alone;
	taken = llguard__node_find(reader, record);
	if (taken != LLGUARD__TAKEN)
		return taken;
	state->stamp_slot = LLGUARD__NO_SLOT;
	taken = llguard__landlock_take(reader, record);
	if (taken == LLGUARD__TAKEN) {
		llguard__event_complete(reader, state->stamp_slot);
		taken = LLGUARD__TAKEN_EVENT;
	}
	state->text_alone += taken == LLGUARD__TAKEN_EVENT;
	state->stamp_is_last = false;
	return taken;
}

enum llguard__taken llguard__text_take(
	struct llguard_reader *reader, struct llguard_record *record)
{
	const struct llguard__state *state = reader->state;
	enum llguard__taken taken;

	/* An event that begins now remembers how it can be read. */
	reader->form |= state->text;
	taken = state->text & LLGUARD__TEXT_ALONE
			? alone_take(reader, record)
			: llguard__take(reader, record, false);
	reader->form &= LLGUARD__TEXT_FORM;
	return taken;
}
