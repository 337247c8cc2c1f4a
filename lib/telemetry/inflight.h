/* SPDX-License-Identifier: MIT */
/*
 * Events whose records are still coming.
 *
 * Records stand in a ring, in the order in which they came, and are chained by
 * event; events are found by their key through a hash.  Every step is O(1); when
 * there is no room, the event that the oldest record belongs to has to go.
 */
#ifndef LLGUARD__INFLIGHT_H
#define LLGUARD__INFLIGHT_H

#include "../base.h"

#include <llguard/telemetry.h>

#define LLGUARD__NO_SLOT UINT32_MAX

/* The most nodes whose clocks and names are remembered at once. */
#define LLGUARD__NODES 64

/* An event without an EOE record is complete after so long, in milliseconds. */
#define LLGUARD__WAIT 2000

/* The longest node name; a longer one is cut. */
#define LLGUARD__NODE_MAX 255

/*
 * Zero bytes behind every body in the ring.  Whoever compares or searches up to
 * so many bytes at once need not look where the body ends: no literal and no
 * number goes on in them.
 */
#define LLGUARD__SLACK 32

/* The type of an entry whose body is a PROCTITLE record's title, decoded. */
#define LLGUARD__TITLE 1

/* A record in the ring, and its body behind it. */
struct llguard__entry {
	uint32_t size; /* with the body, a multiple of 8 */
	uint16_t type;
	uint16_t len;
	uint32_t slot; /* its event, or LLGUARD__NO_SLOT when it is done with */
	uint32_t flags; /* LLGUARD_FLAG_* */
	uint32_t next;  /* its event's next entry, or LLGUARD__NO_SLOT */
	uint32_t line; /* of a Landlock record: the lines before it, mod 2^32 */
	uint64_t domain; /* of a Landlock record */
};

/* An event. */
struct llguard__slot {
	uint64_t seconds;
	uint64_t arrival; /* counts the events of all nodes */
	uint64_t hash;    /* llguard__stamp_hash() */
	uint32_t serial;
	uint16_t milliseconds;
	uint8_t node;
	bool complete;
	uint32_t first; /* entries, or LLGUARD__NO_SLOT */
	uint32_t last;
	uint32_t older; /* of the same node */
	uint32_t newer;
	uint32_t chain; /* in its hash bucket, or the next free slot */
	uint32_t denials;
	uint32_t given; /* denials that were given out in an earlier piece */
	uint16_t flags; /* LLGUARD_FLAG_* of all its events */
	uint16_t form;  /* LLGUARD_FORM_* that its records have */
};

struct llguard__node {
	uint64_t used; /* when, in records that name a node */
	uint32_t id;   /* of this name; never used again, 0 for no node= */
	uint32_t oldest;
	uint32_t newest;
	uint8_t len;
	char name[LLGUARD__NODE_MAX];
};

struct llguard__inflight {
	char *ring;
	uint32_t ring_size;
	uint32_t head; /* where the next entry goes */
	uint32_t room; /* bytes there up to the tail or the ring's end */
	uint32_t tail; /* the oldest entry */
	uint32_t used; /* bytes from tail to head */
	struct llguard__slot *slots;
	uint32_t free; /* the first free slot */
	uint32_t *buckets;
	uint32_t bucket_mask;
	uint64_t records;
	uint64_t arrivals;
	uint32_t serial_most; /* of all events so far */
	uint32_t node_ids;
	struct llguard__node nodes[LLGUARD__NODES]; /* 0: no node= */
};

/* Begin in size bytes at memory, which is aligned for anything. */
void llguard__inflight_init(
	struct llguard__inflight *inflight, char *memory, size_t size);

/*
 * The index of a record's node, which it names.  When all are taken by nodes with events, returns
 * LLGUARD__NODES and the one whose events have to go first.
 */
uint32_t llguard__inflight_node(struct llguard__inflight *inflight,
	const struct llguard_str *name, uint32_t *ret_victim);

/* A hash of what an event is known by: a node and a record's stamp. */
static inline uint64_t llguard__stamp_hash(
	const struct llguard_record *record, uint32_t node)
{
	const uint64_t odd = UINT64_C(0x9e3779b97f4a7c15);
	uint64_t hash = ((uint64_t)node << 32 | record->serial) * odd;

	hash = (hash ^ hash >> 32 ^ record->seconds) * odd;
	hash = (hash ^ hash >> 32 ^ record->milliseconds) * odd;
	return hash ^ hash >> 32;
}

/* The event of a record, whose hash this is, or LLGUARD__NO_SLOT. */
uint32_t llguard__inflight_find(const struct llguard__inflight *inflight,
	const struct llguard_record *record, uint32_t node, uint64_t hash);

/* The event that has to go to make room. */
uint32_t llguard__inflight_victim(const struct llguard__inflight *inflight);

/* The milliseconds of a stamp. */
static inline uint64_t llguard__stamp_time(
	uint64_t seconds, uint32_t milliseconds)
{
	return seconds * 1000 + milliseconds;
}

/* The oldest event of a node whose time is over at now; LLGUARD__NO_SLOT. */
static inline uint32_t llguard__inflight_expired(
	const struct llguard__inflight *inflight, uint32_t node, uint64_t now)
{
	const uint32_t at = inflight->nodes[node].oldest;
	const struct llguard__slot *slot = &inflight->slots[at];
	uint64_t time;

	if (at == LLGUARD__NO_SLOT)
		return at;
	/* A clock that was set back ends the wait as well. */
	time = llguard__stamp_time(slot->seconds, slot->milliseconds);
	return (now > time ? now - time : time - now) >= LLGUARD__WAIT
		       ? at
		       : LLGUARD__NO_SLOT;
}

/*
 * Of the events of all nodes the one that came first: of those whose time is over
 * at *now, or of all when now is NULL; LLGUARD__NO_SLOT.
 */
uint32_t llguard__inflight_first(
	const struct llguard__inflight *inflight, const uint64_t *now);

/* Forget an event's records, and keep the event open for more. */
void llguard__inflight_empty(struct llguard__inflight *inflight, uint32_t at);

/* Forget an event. */
void llguard__inflight_close(struct llguard__inflight *inflight, uint32_t at);

static inline struct llguard__entry *llguard__inflight_entry(
	const struct llguard__inflight *inflight, uint32_t at)
{
	return (struct llguard__entry *)(void *)(inflight->ring + at);
}

static inline const char *llguard__entry_body(
	const struct llguard__entry *entry)
{
	return (const char *)(entry + 1);
}

static inline uint32_t *llguard__slot_bucket(
	const struct llguard__inflight *inflight, uint64_t hash)
{
	return &inflight->buckets[(uint32_t)hash & inflight->bucket_mask];
}

/* A new event; LLGUARD__NO_SLOT when there is no room.  Its form is to be set. */
static inline uint32_t llguard__inflight_open(
	struct llguard__inflight *inflight, const struct llguard_record *record,
	uint32_t node, uint64_t hash)
{
	uint32_t *bucket = llguard__slot_bucket(inflight, hash);
	struct llguard__node *list = &inflight->nodes[node];
	const uint32_t newest = list->newest;
	const uint32_t at = inflight->free;
	struct llguard__slot *slot;

	if (at == LLGUARD__NO_SLOT)
		return at;
	slot = &inflight->slots[at];
	inflight->free = slot->chain;
	*slot = (struct llguard__slot){
		.seconds = record->seconds,
		.arrival = inflight->arrivals++,
		.hash = hash,
		.serial = record->serial,
		.milliseconds = (uint16_t)record->milliseconds,
		.node = (uint8_t)node,
		.first = LLGUARD__NO_SLOT,
		.last = LLGUARD__NO_SLOT,
		.older = newest,
		.newer = LLGUARD__NO_SLOT,
		.chain = *bucket,
	};
	*bucket = at;
	if (record->serial > inflight->serial_most)
		inflight->serial_most = record->serial;
	if (newest != LLGUARD__NO_SLOT)
		inflight->slots[newest].newer = at;
	else
		list->oldest = at;
	list->newest = at;
	return at;
}

/*
 * A place for a record at the end of an event's.  Its flags and its domain are to
 * be set, and its body to be copied.  NULL when the ring has no room for it here.
 */
static inline struct llguard__entry *llguard__inflight_add(
	struct llguard__inflight *inflight, uint32_t at,
	const struct llguard_record *record)
{
	struct llguard__slot *slot = &inflight->slots[at];
	const uint32_t len = (uint32_t)record->body.len;
	const uint32_t size = (uint32_t)(sizeof(struct llguard__entry) + len +
					 LLGUARD__SLACK + 7) &
			      ~7u;
	const uint32_t place = inflight->head;
	struct llguard__entry *entry;

	if (size > inflight->room)
		return NULL;
	inflight->room -= size;
	inflight->used += size;
	inflight->head = place + size;
	entry = llguard__inflight_entry(inflight, place);
	entry->size = size;
	entry->type = (uint16_t)record->type;
	entry->len = (uint16_t)len;
	entry->slot = at;
	entry->next = LLGUARD__NO_SLOT;
	if (slot->last == LLGUARD__NO_SLOT)
		slot->first = place;
	else
		llguard__inflight_entry(inflight, slot->last)->next = place;
	slot->last = place;
	return entry;
}

/* The same here or at the beginning of the ring. */
struct llguard__entry *llguard__inflight_add_any(
	struct llguard__inflight *inflight, uint32_t at,
	const struct llguard_record *record);

/* Its body, and the slack behind it. */
static inline void llguard__entry_copy(
	struct llguard__entry *entry, struct llguard_str body)
{
	char *const to = (char *)(entry + 1);

	memset(to + body.len, 0, LLGUARD__SLACK);
	memcpy(to, body.ptr, body.len);
}

#endif /* LLGUARD__INFLIGHT_H */
