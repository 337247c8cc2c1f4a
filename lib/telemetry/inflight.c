/* SPDX-License-Identifier: MIT */
#include "inflight.h"

/* Bytes of buffer for each slot, from what most events take of the ring. */
#define BYTES_PER_SLOT 320

static uint32_t power_of_two_below(uint32_t n)
{
	uint32_t power = 1;

	while (power <= n / 2)
		power *= 2;
	return power;
}

void llguard__inflight_init(
	struct llguard__inflight *inflight, char *memory, size_t size)
{
	const size_t most = (size_t)1 << 31; /* offsets have 32 bits */
	const uint32_t usable = (uint32_t)((size < most ? size : most) & ~7u);
	const uint32_t slots = usable / BYTES_PER_SLOT;
	const uint32_t buckets = power_of_two_below(slots);

	memset(inflight->nodes, 0, sizeof(inflight->nodes));
	for (uint32_t i = 0; i < LLGUARD__NODES; i++)
		inflight->nodes[i].oldest = inflight->nodes[i].newest =
			LLGUARD__NO_SLOT;
	inflight->records = inflight->arrivals = 0;
	inflight->serial_most = 0;
	inflight->node_ids = 0;
	inflight->slots = (struct llguard__slot *)(void *)memory;
	memory += slots * sizeof(*inflight->slots);
	inflight->buckets = (uint32_t *)(void *)memory;
	memory += buckets * sizeof(*inflight->buckets);
	inflight->bucket_mask = buckets - 1;
	memset(inflight->buckets, 0xff, buckets * sizeof(*inflight->buckets));
	inflight->free = 0;
	for (uint32_t i = 0; i < slots; i++)
		inflight->slots[i].chain =
			i + 1 < slots ? i + 1 : LLGUARD__NO_SLOT;
	inflight->ring = memory;
	inflight->ring_size =
		(usable - (uint32_t)(slots * sizeof(*inflight->slots) +
				     buckets * sizeof(uint32_t))) &
		~7u;
	inflight->head = inflight->tail = inflight->used = 0;
	inflight->room = inflight->ring_size;
}

uint32_t llguard__inflight_node(struct llguard__inflight *inflight,
	const struct llguard_str *name, uint32_t *ret_victim)
{
	const size_t len =
		name->len < LLGUARD__NODE_MAX ? name->len : LLGUARD__NODE_MAX;
	uint32_t oldest = 1;

	inflight->records++;
	for (uint32_t i = 1; i < LLGUARD__NODES; i++) {
		struct llguard__node *node = &inflight->nodes[i];

		if (node->used && node->len == len &&
			memcmp(node->name, name->ptr, len) == 0) {
			node->used = inflight->records;
			return i;
		}
		if (node->used < inflight->nodes[oldest].used)
			oldest = i;
	}
	*ret_victim = oldest;
	if (inflight->nodes[oldest].oldest != LLGUARD__NO_SLOT)
		return LLGUARD__NODES;
	inflight->nodes[oldest].used = inflight->records;
	inflight->nodes[oldest].id = ++inflight->node_ids;
	inflight->nodes[oldest].len = (uint8_t)len;
	memcpy(inflight->nodes[oldest].name, name->ptr, len);
	return oldest;
}

uint32_t llguard__inflight_find(const struct llguard__inflight *inflight,
	const struct llguard_record *record, uint32_t node, uint64_t hash)
{
	uint32_t at = *llguard__slot_bucket(inflight, hash);

	while (at != LLGUARD__NO_SLOT) {
		const struct llguard__slot *slot = &inflight->slots[at];

		if (slot->serial == record->serial &&
			slot->seconds == record->seconds &&
			slot->milliseconds == record->milliseconds &&
			slot->node == node)
			break;
		at = slot->chain;
	}
	return at;
}

/* What the head may go up to has changed. */
static void room_set(struct llguard__inflight *inflight)
{
	const uint32_t to_end = inflight->ring_size - inflight->head;
	const uint32_t left = inflight->ring_size - inflight->used;

	inflight->room = left < to_end ? left : to_end;
}

struct llguard__entry *llguard__inflight_add_any(
	struct llguard__inflight *inflight, uint32_t at,
	const struct llguard_record *record)
{
	struct llguard__entry *entry =
		llguard__inflight_add(inflight, at, record);
	const uint32_t to_end = inflight->ring_size - inflight->head;
	const size_t size =
		(sizeof(*entry) + record->body.len + LLGUARD__SLACK + 7) &
		~(size_t)7;

	if (entry || size + to_end > inflight->ring_size - inflight->used)
		return entry;
	if (to_end) {
		entry = llguard__inflight_entry(inflight, inflight->head);
		entry->size = to_end;
		entry->slot = LLGUARD__NO_SLOT;
		inflight->used += to_end;
	}
	inflight->head = 0;
	room_set(inflight);
	return llguard__inflight_add(inflight, at, record);
}

uint32_t llguard__inflight_victim(const struct llguard__inflight *inflight)
{
	if (inflight->used)
		return llguard__inflight_entry(inflight, inflight->tail)->slot;
	return llguard__inflight_first(inflight, NULL);
}

uint32_t llguard__inflight_first(
	const struct llguard__inflight *inflight, const uint64_t *now)
{
	uint32_t first = LLGUARD__NO_SLOT;

	/* Nodes are taken from the second one on. */
	for (uint32_t i = 0;
		i < LLGUARD__NODES && (!i || inflight->nodes[i].used); i++) {
		const uint32_t at =
			now ? llguard__inflight_expired(inflight, i, *now)
			    : inflight->nodes[i].oldest;

		if (at != LLGUARD__NO_SLOT &&
			(first == LLGUARD__NO_SLOT ||
				inflight->slots[at].arrival <
					inflight->slots[first].arrival))
			first = at;
	}
	return first;
}

static inline uint32_t tail_next(const struct llguard__inflight *inflight,
	uint32_t tail, const struct llguard__entry *entry)
{
	tail += entry->size;
	return tail == inflight->ring_size ? 0 : tail;
}

static inline void slot_empty(
	struct llguard__inflight *inflight, struct llguard__slot *slot)
{
	uint32_t place = slot->first;
	uint32_t tail = inflight->tail;
	uint32_t used = inflight->used;
	struct llguard__entry *entry;

	for (; place != LLGUARD__NO_SLOT; place = entry->next) {
		entry = llguard__inflight_entry(inflight, place);
		/* Most often these are the oldest ones. */
		if (place == tail) {
			used -= entry->size;
			tail = tail_next(inflight, tail, entry);
		} else {
			entry->slot = LLGUARD__NO_SLOT;
		}
	}
	slot->first = slot->last = LLGUARD__NO_SLOT;
	while (used) {
		entry = llguard__inflight_entry(inflight, tail);
		if (entry->slot != LLGUARD__NO_SLOT)
			break;
		used -= entry->size;
		tail = tail_next(inflight, tail, entry);
	}
	if (!used)
		inflight->head = tail = 0;
	inflight->used = used;
	inflight->tail = tail;
	room_set(inflight);
}

void llguard__inflight_empty(struct llguard__inflight *inflight, uint32_t at)
{
	slot_empty(inflight, &inflight->slots[at]);
}

void llguard__inflight_close(struct llguard__inflight *inflight, uint32_t at)
{
	struct llguard__slot *slot = &inflight->slots[at];
	struct llguard__node *list = &inflight->nodes[slot->node];
	uint32_t *link = llguard__slot_bucket(inflight, slot->hash);

	slot_empty(inflight, slot);
	while (*link != at)
		link = &inflight->slots[*link].chain;
	*link = slot->chain;
	if (slot->older != LLGUARD__NO_SLOT)
		inflight->slots[slot->older].newer = slot->newer;
	else
		list->oldest = slot->newer;
	if (slot->newer != LLGUARD__NO_SLOT)
		inflight->slots[slot->newer].older = slot->older;
	else
		list->newest = slot->older;
	slot->chain = inflight->free;
	inflight->free = at;
}
