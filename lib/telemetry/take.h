/* SPDX-License-Identifier: MIT */
#ifndef LLGUARD__TAKE_H
#define LLGUARD__TAKE_H

#include "scan.h"
#include "state.h"

/* What taking a record has come to. */
enum llguard__taken {
	LLGUARD__TAKEN,       /* it is used up */
	LLGUARD__TAKEN_EVENT, /* and its event is complete: state->cursor */
	LLGUARD__EVENT_FIRST, /* another event is complete: take it again after */
};

/* Whether a record has the node and the stamp of the one before. */
LLGUARD__INLINE bool llguard__is_same_event(
	const struct llguard__state *state, const struct llguard_record *record)
{
	const struct llguard__node *node =
		&state->inflight.nodes[state->stamp_node];

	if (!state->stamp_is_last || state->stamp_serial != record->serial ||
		state->stamp_milliseconds != record->milliseconds ||
		state->stamp_seconds != record->seconds)
		return false;
	if (!record->node.ptr)
		return !state->stamp_node;
	return state->stamp_node && node->len == record->node.len &&
	       memcmp(node->name, record->node.ptr, node->len) == 0;
}

LLGUARD__INLINE bool llguard__is_landlock(const struct llguard_record *record)
{
	return record->type == LLGUARD_RECORD_LANDLOCK_ACCESS ||
	       record->type == LLGUARD_RECORD_LANDLOCK_DOMAIN;
}

/*
 * Whether what auditd has added to a record is cut where it is decoded: of the most
 * frequent kinds most have nothing there that has to be searched for it.
 */
LLGUARD__INLINE bool llguard__is_cut_later(uint32_t type)
{
	return type == LLGUARD_RECORD_SYSCALL ||
	       type == LLGUARD_RECORD_PROCTITLE;
}

/* Find the node of a record: state->stamp_node.  Returns as the next one. */
enum llguard__taken llguard__node_find(
	struct llguard_reader *reader, const struct llguard_record *record);

/* Find the event of a record; LLGUARD__TAKEN, or LLGUARD__EVENT_FIRST. */
enum llguard__taken llguard__event_find(
	struct llguard_reader *reader, const struct llguard_record *record);

/* A Landlock record; and any other one of those kinds that an event has. */
enum llguard__taken llguard__landlock_take(
	struct llguard_reader *reader, struct llguard_record *record);
enum llguard__taken llguard__other_take(
	struct llguard_reader *reader, struct llguard_record *record);

/*
 * Inline, for most lines of most logs are no more than looked at.  is_same: the
 * record is known to have the node and the stamp of the one before.
 */
LLGUARD__INLINE enum llguard__taken llguard__take(struct llguard_reader *reader,
	struct llguard_record *record, bool is_same)
{
	const struct llguard__state *state = reader->state;

	if (!is_same && !llguard__is_same_event(state, record)) {
		const enum llguard__taken found =
			llguard__event_find(reader, record);

		if (found != LLGUARD__TAKEN)
			return found;
	}
	if (llguard__is_landlock(record))
		return llguard__landlock_take(reader, record);
	if (state->stamp_slot == LLGUARD__NO_SLOT ||
		record->type < LLGUARD_RECORD_SYSCALL)
		return LLGUARD__TAKEN;
	return llguard__other_take(reader, record);
}

/* Begin to give out an event that nothing more is expected of. */
void llguard__event_complete(struct llguard_reader *reader, uint32_t slot);

/* The event has been given out: forget it, or the piece that was. */
void llguard__event_end(struct llguard__state *state);

#endif /* LLGUARD__TAKE_H */
