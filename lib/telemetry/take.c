/* SPDX-License-Identifier: MIT */
/*
 * A record finds its event.
 *
 * A record is taken in steps, and again from the start when an event has to be
 * given out first: because its time is over by this record's stamp, or for want
 * of room.  So one step does the work of one event, and nothing is copied but
 * records of events that have a Landlock record.
 */
#include "take.h"

#include "record.h"
#include "scan.h"
#include "text_form.h"
#include "track.h"
#include "value.h"

/* Text of a kernel message beyond which printk has cut it. */
#define PRINTK_MAX 1021

static uint64_t hash_mix(uint64_t hash, uint64_t word)
{
	hash = (hash ^ word) * UINT64_C(0x9e3779b97f4a7c15);
	return hash ^ hash >> 32;
}

/* Sixteen bytes, in two halves that need not wait for each other. */
LLGUARD__INLINE void hash_step(uint64_t halves[2], const char *bytes)
{
	const uint64_t odd = UINT64_C(0x9e3779b97f4a7c15);

	halves[0] = (halves[0] ^ llguard__load_8(bytes)) * odd;
	halves[0] = halves[0] << 32 | halves[0] >> 32;
	halves[1] = (halves[1] ^ llguard__load_8(bytes + 8)) * odd;
	halves[1] = halves[1] << 32 | halves[1] >> 32;
}

LLGUARD__INLINE uint64_t hash_bytes(uint64_t hash, const char *bytes, size_t n)
{
	uint64_t halves[2] = { hash, n };
	const char *const end = bytes + n;

	if (n < 16) {
		while (n--)
			hash = hash_mix(hash, (unsigned char)*bytes++);
		return hash;
	}
	for (; end - bytes > 32; bytes += 32) {
		hash_step(halves, bytes);
		hash_step(halves, bytes + 16);
	}
	if (end - bytes > 16)
		hash_step(halves, bytes);
	/* The last sixteen, some of them again. */
	hash_step(halves, end - 16);
	return hash_mix(halves[0], halves[1]);
}

/* Whether this very record was read before; from here on it was. */
LLGUARD__INLINE bool was_read(struct llguard__state *state,
	const struct llguard_record *record, uint64_t hash, bool is_first)
{
	bool was;

	hash = hash_bytes(
		hash + record->type, record->body.ptr, record->body.len);
	was = !is_first && llguard__recent_has(&state->read, hash);
	llguard__recent_add(&state->read, hash);
	return was;
}

/* The event has been given out: forget it, or the piece that was. */
void llguard__event_end(struct llguard__state *state)
{
	const uint32_t at = state->cursor.slot;
	struct llguard__slot *slot = &state->inflight.slots[at];

	state->cursor.slot = LLGUARD__NO_SLOT;
	if (!slot->complete) {
		slot->given = state->cursor.part;
		llguard__inflight_empty(&state->inflight, at);
		return;
	}
	llguard__recent_add(&state->given, slot->hash);
	llguard__inflight_close(&state->inflight, at);
	if (state->stamp_slot == at)
		state->stamp_is_last = false;
}

void llguard__event_complete(struct llguard_reader *reader, uint32_t slot)
{
	struct llguard__state *state = reader->state;

	state->inflight.slots[slot].complete = true;
	llguard__event_begin(state, slot, &reader->boot, false);
}

/* Make room by giving out the event that has waited longest, or a piece. */
LLGUARD__APART enum llguard__taken room_make(
	struct llguard_reader *reader, uint32_t slot)
{
	struct llguard__state *state = reader->state;
	const uint32_t victim = llguard__inflight_victim(&state->inflight);

	if (victim == slot) {
		llguard__event_begin(state, slot, &reader->boot, true);
	} else {
		reader->evicted++;
		llguard__event_complete(reader, victim);
	}
	return LLGUARD__EVENT_FIRST;
}

LLGUARD__APART enum llguard__taken expired_first(
	struct llguard_reader *reader, uint32_t slot)
{
	llguard__event_complete(reader, slot);
	return LLGUARD__EVENT_FIRST;
}

enum llguard__taken llguard__node_find(
	struct llguard_reader *reader, const struct llguard_record *record)
{
	struct llguard__state *state = reader->state;
	struct llguard__inflight *inflight = &state->inflight;
	uint32_t victim;

	state->stamp_is_last = false;
	state->stamp_node = 0;
	if (record->node.ptr)
		state->stamp_node = llguard__inflight_node(
			inflight, &record->node, &victim);
	if (state->stamp_node < LLGUARD__NODES)
		return LLGUARD__TAKEN;
	reader->evicted++;
	return expired_first(reader, inflight->nodes[victim].oldest);
}

LLGUARD__INLINE enum llguard__taken stamp_find(struct llguard_reader *reader,
	const struct llguard_record *record, uint32_t node)
{
	struct llguard__state *state = reader->state;
	struct llguard__inflight *inflight = &state->inflight;
	uint32_t slot = LLGUARD__NO_SLOT;

	state->stamp_node = node;
	if (inflight->nodes[node].oldest != LLGUARD__NO_SLOT) {
		const uint32_t expired =
			llguard__inflight_expired(inflight, node,
				llguard__stamp_time(
					record->seconds, record->milliseconds));

		/* What auditd says of itself it says by its own clock, ahead of
		 * what the kernel has in its queue. */
		if (expired != LLGUARD__NO_SLOT &&
			record->type != LLGUARD_RECORD_DAEMON)
			return expired_first(reader, expired);
		/* Most often its serial is beyond those of all events. */
		if (record->serial <= inflight->serial_most)
			slot = llguard__inflight_find(inflight, record, node,
				llguard__stamp_hash(
					record, inflight->nodes[node].id));
	}
	state->stamp_slot = slot;
	state->stamp_seconds = record->seconds;
	state->stamp_milliseconds = record->milliseconds;
	state->stamp_serial = record->serial;
	state->stamp_is_last = true;
	return LLGUARD__TAKEN;
}

/* The same of a record that names its node. */
LLGUARD__APART enum llguard__taken node_stamp_find(
	struct llguard_reader *reader, const struct llguard_record *record)
{
	const struct llguard__state *state = reader->state;
	const enum llguard__taken found = llguard__node_find(reader, record);

	return found == LLGUARD__TAKEN
		       ? stamp_find(reader, record, state->stamp_node)
		       : found;
}

enum llguard__taken llguard__event_find(
	struct llguard_reader *reader, const struct llguard_record *record)
{
	struct llguard__state *state = reader->state;

	state->stamp_is_last = false;
	return record->node.ptr ? node_stamp_find(reader, record)
				: stamp_find(reader, record, 0);
}

/* The end of a domain is an event of its own; nothing else is to come. */
static bool is_lone_end(
	const struct llguard__slot *slot, const struct llguard_record *record)
{
	struct llguard__scan scan = { record->body.ptr,
		record->body.ptr + record->body.len };

	if (slot->first != slot->last || slot->denials)
		return false;
	(void)llguard__scan_until(&scan, ' ');
	return LLGUARD__SCAN(&scan, " status=") &&
	       LLGUARD__SCAN(&scan, "deallocated ");
}

/* printk cuts without a word: it shows in the length alone. */
LLGUARD__INLINE uint32_t cut_flag(const struct llguard_reader *reader,
	const struct llguard_record *record)
{
	const char *end = record->body.ptr + record->body.len;

	if (LLGUARD__LIKELY(reader->form < LLGUARD_FORM_KMSG) ||
		(reader->form != LLGUARD_FORM_KMSG &&
			!(reader->form & LLGUARD__TEXT_PRINTK)))
		return 0;
	return strlen("audit: type=1423 audit(") +
				       (size_t)(end - record->stamp.ptr) >=
			       PRINTK_MAX
		       ? LLGUARD_FLAG_TRUNCATED
		       : 0;
}

/* The flags of a Landlock record that its own text does not show. */
LLGUARD__INLINE uint32_t record_flags(const struct llguard_reader *reader,
	const struct llguard_record *record, uint64_t hash, bool is_first)
{
	uint32_t flags = cut_flag(reader, record);

	if (was_read(reader->state, record, hash, is_first))
		flags |= LLGUARD_FLAG_DUPLICATE;
	return flags;
}

/*
 * A new event of the record's stamp; false when there is no room.  is_first: no
 * event has had its serial.
 */
LLGUARD__INLINE bool event_open(struct llguard_reader *reader,
	const struct llguard_record *record, bool is_first)
{
	struct llguard__state *state = reader->state;
	/* By its id: what was given out may be of a node that was forgotten. */
	const uint64_t hash = llguard__stamp_hash(
		record, state->inflight.nodes[state->stamp_node].id);
	const uint32_t at = llguard__inflight_open(
		&state->inflight, record, state->stamp_node, hash);
	struct llguard__slot *slot;

	state->stamp_slot = at;
	if (at == LLGUARD__NO_SLOT)
		return false;
	slot = &state->inflight.slots[at];
	slot->form = (uint16_t)reader->form;
	if (!is_first && llguard__recent_has(&state->given, hash))
		slot->flags |= LLGUARD_FLAG_LATE;
	return true;
}

enum llguard__taken llguard__landlock_take(
	struct llguard_reader *reader, struct llguard_record *record)
{
	struct llguard__state *state = reader->state;
	struct llguard__inflight *inflight = &state->inflight;
	const bool is_first = record->serial > inflight->serial_most;
	struct llguard__slot *slot;
	struct llguard__entry *entry;
	uint32_t flags, node;

	if (llguard__has(
		    record->body.ptr, record->body.len, LLGUARD__ENRICHMENT))
		llguard__record_cut(record);
	if (state->stamp_slot == LLGUARD__NO_SLOT &&
		!event_open(reader, record, is_first)) {
		state->stamp_is_last = false;
		return room_make(reader, LLGUARD__NO_SLOT);
	}
	slot = &inflight->slots[state->stamp_slot];
	entry = llguard__inflight_add(inflight, state->stamp_slot, record);
	if (!entry)
		entry = llguard__inflight_add_any(
			inflight, state->stamp_slot, record);
	if (!entry)
		return room_make(reader, state->stamp_slot);
	entry->line = (uint32_t)reader->lines;
	llguard__entry_copy(entry, record->body);
	if (LLGUARD__LIKELY(record->type == LLGUARD_RECORD_LANDLOCK_ACCESS)) {
		reader->denials++;
		slot->denials++;
	}
	flags = record_flags(reader, record, slot->hash, is_first);
	node = inflight->nodes[state->stamp_node].id;
	if (!flags && record->type == LLGUARD_RECORD_LANDLOCK_ACCESS &&
		llguard__track_again(state, record, node))
		entry->domain = state->domain_id;
	else
		flags = llguard__track(
			reader, record, node, flags, &entry->domain);
	entry->flags = flags;
	if (slot->flags & LLGUARD_FLAG_LATE)
		reader->late++;
	if (LLGUARD__LIKELY(record->type == LLGUARD_RECORD_LANDLOCK_ACCESS) ||
		!is_lone_end(slot, record))
		return LLGUARD__TAKEN;
	llguard__event_complete(reader, state->stamp_slot);
	return LLGUARD__TAKEN_EVENT;
}

LLGUARD__APART enum llguard__taken event_over(struct llguard_reader *reader)
{
	const struct llguard__state *state = reader->state;

	llguard__event_complete(reader, state->stamp_slot);
	return LLGUARD__TAKEN_EVENT;
}

/* Any record, also one to be cut or that the ring has no room for at its head. */
LLGUARD__APART enum llguard__taken other_take_any(
	struct llguard_reader *reader, struct llguard_record *record)
{
	struct llguard__state *state = reader->state;
	struct llguard__entry *entry;

	if (!llguard__is_cut_later(record->type))
		llguard__record_cut(record);
	entry = llguard__inflight_add_any(
		&state->inflight, state->stamp_slot, record);
	if (!entry)
		return room_make(reader, state->stamp_slot);
	entry->flags = cut_flag(reader, record);
	llguard__entry_copy(entry, record->body);
	return LLGUARD__TAKEN;
}

/* Decoded at once, for most often all of it is hexadecimal. */
LLGUARD__INLINE bool title_keep(
	struct llguard__entry *entry, const struct llguard_str *body)
{
	const size_t key = strlen("proctitle=");
	char *const to = (char *)(entry + 1);

	if (!LLGUARD__LITERAL_IS(body->ptr, body->len, "proctitle=") ||
		!llguard__hex_decode(to, body->ptr + key, body->len - key))
		return false;
	entry->type = LLGUARD__TITLE;
	entry->len = (uint16_t)((body->len - key) / 2);
	return true;
}

enum llguard__taken llguard__other_take(
	struct llguard_reader *reader, struct llguard_record *record)
{
	struct llguard__state *state = reader->state;
	struct llguard__entry *entry;

	if (record->type == LLGUARD_RECORD_EOE)
		return event_over(reader);
	if (!llguard__is_cut_later(record->type) ||
		reader->form == LLGUARD_FORM_KMSG)
		return other_take_any(reader, record);
	entry = llguard__inflight_add(
		&state->inflight, state->stamp_slot, record);
	if (!entry)
		return other_take_any(reader, record);
	entry->flags = 0;
	if (record->type != LLGUARD_RECORD_PROCTITLE ||
		!title_keep(entry, &record->body))
		llguard__entry_copy(entry, record->body);
	return LLGUARD__TAKEN;
}
