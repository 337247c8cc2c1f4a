/* SPDX-License-Identifier: MIT */
#include "reading.h"

#include <stdio.h>

#include "telemetry/inflight.h"

#define NONE LLGUARD__NO_SLOT

static struct llguard__inflight inflight;
static _Alignas(16) char memory[1 << 16];

static void init(size_t size)
{
	memset(memory, 0xa5, sizeof(memory));
	llguard__inflight_init(&inflight, memory, size);
}

static struct llguard_record record_of(uint64_t seconds, uint32_t serial)
{
	struct llguard_record record = LLGUARD_RECORD_INIT;

	record.type = 1423;
	record.seconds = seconds;
	record.milliseconds = 7;
	record.serial = serial;
	record.body = LLGUARD__STR("domain=1");
	return record;
}

static uint32_t find(uint32_t node, uint64_t seconds, uint32_t serial)
{
	const struct llguard_record record = record_of(seconds, serial);

	return llguard__inflight_find(
		&inflight, &record, node, llguard__stamp_hash(&record, node));
}

static uint32_t open(uint32_t node, uint64_t seconds, uint32_t serial)
{
	const struct llguard_record record = record_of(seconds, serial);

	return llguard__inflight_open(
		&inflight, &record, node, llguard__stamp_hash(&record, node));
}

static const char *add(uint32_t slot, const char *body, size_t len)
{
	struct llguard_record record = record_of(1, 1);
	struct llguard__entry *entry;

	record.body = (struct llguard_str){ body, len };
	entry = llguard__inflight_add_any(&inflight, slot, &record);
	if (!entry)
		return NULL;
	llguard__entry_copy(entry, record.body);
	return llguard__entry_body(entry);
}

/*
 * Node, seconds, milliseconds and serial: all of them are the key, also of events
 * in one bucket.
 */
Test(inflight, keys)
{
	const struct llguard_record base = record_of(5, 9);
	struct llguard_record record = base;
	uint32_t slot, other;

	init(sizeof(memory));
	slot = llguard__inflight_open(&inflight, &base, 0, 3);
	cr_assert_neq(slot, NONE);
	cr_expect_eq(llguard__inflight_find(&inflight, &base, 0, 3), slot);
	cr_expect_eq(llguard__inflight_find(&inflight, &base, 1, 3), NONE);
	record.seconds++;
	cr_expect_eq(llguard__inflight_find(&inflight, &record, 0, 3), NONE);
	record = base;
	record.serial++;
	cr_expect_eq(llguard__inflight_find(&inflight, &record, 0, 3), NONE);
	record = base;
	record.milliseconds++;
	cr_expect_eq(llguard__inflight_find(&inflight, &record, 0, 3), NONE);
	other = llguard__inflight_open(&inflight, &record, 0, 3);
	cr_expect_eq(llguard__inflight_find(&inflight, &base, 0, 3), slot);
	llguard__inflight_close(&inflight, slot);
	cr_expect_eq(llguard__inflight_find(&inflight, &base, 0, 3), NONE);
	cr_expect_eq(llguard__inflight_find(&inflight, &record, 0, 3), other);
	llguard__inflight_close(&inflight, other);
	cr_expect_eq(llguard__inflight_first(&inflight, NULL), NONE);
}

/* Nor have two stamps of one second the same hash. */
Test(inflight, hashes)
{
	struct llguard_record record = record_of(5, 9);
	const uint64_t hash = llguard__stamp_hash(&record, 0);

	cr_expect_neq(llguard__stamp_hash(&record, 1), hash);
	record.milliseconds++;
	cr_expect_neq(llguard__stamp_hash(&record, 0), hash);
	record = record_of(6, 9);
	cr_expect_neq(llguard__stamp_hash(&record, 0), hash);
	record = record_of(5, 10);
	cr_expect_neq(llguard__stamp_hash(&record, 0), hash);
}

/* A body is copied, and zeros are behind it. */
Test(inflight, bodies)
{
	static const char zeros[LLGUARD__SLACK];
	const struct llguard__entry *entry;
	const char *body;
	uint32_t slot;

	init(sizeof(memory));
	slot = open(0, 1, 1);
	for (size_t len = 0; len < 40; len++) {
		body = add(
			slot, "0123456789012345678901234567890123456789", len);
		cr_assert_not_null(body);
		entry = (const struct llguard__entry *)(const void *)body - 1;
		cr_expect_eq(entry->len, len);
		cr_expect_eq(entry->type, 1423);
		cr_expect_eq(entry->size % 8, 0);
		cr_expect_arr_eq(
			body, "0123456789012345678901234567890123456789", len);
		cr_expect_arr_eq(body + len, zeros, LLGUARD__SLACK);
	}
	llguard__inflight_empty(&inflight, slot);
	cr_expect_eq(inflight.used, 0);
	cr_expect_eq(inflight.slots[slot].first, NONE);
	cr_expect_eq(find(0, 1, 1), slot);
}

/* The one that the oldest record belongs to goes first; without records any. */
Test(inflight, victims)
{
	uint32_t first, second;

	init(sizeof(memory));
	cr_expect_eq(llguard__inflight_victim(&inflight), NONE);
	first = open(0, 1, 1);
	second = open(0, 1, 2);
	cr_expect_eq(llguard__inflight_victim(&inflight), first);
	add(second, "a", 1);
	add(first, "b", 1);
	cr_expect_eq(llguard__inflight_victim(&inflight), second);
	llguard__inflight_close(&inflight, second);
	cr_expect_eq(llguard__inflight_victim(&inflight), first);
}

Test(inflight, expired)
{
	uint32_t slot;

	init(sizeof(memory));
	cr_expect_eq(llguard__inflight_expired(&inflight, 0, UINT64_MAX), NONE);
	slot = open(0, 100, 1); /* at 100,007 ms */
	open(0, 50, 2);
	cr_expect_eq(llguard__inflight_expired(&inflight, 0, 102006), NONE);
	cr_expect_eq(llguard__inflight_expired(&inflight, 0, 102007), slot);
	cr_expect_eq(llguard__inflight_expired(&inflight, 0, 98008), NONE);
	cr_expect_eq(llguard__inflight_expired(&inflight, 0, 98007), slot);
	cr_expect_eq(llguard__inflight_expired(&inflight, 1, 200000), NONE);
}

/* No more events than slots, no more bytes than the ring has. */
Test(inflight, room)
{
	static char large[1 << 15];
	uint32_t slots = 0, slot;
	size_t bytes = 0;

	init(32768);
	for (uint32_t serial = 0; open(0, 1, serial) != NONE; serial++)
		slots++;
	cr_expect_gt(slots, 32);
	slot = find(0, 1, 0);
	cr_expect_null(add(slot, large, inflight.ring_size));
	while (add(slot, large, 100))
		bytes += 100;
	cr_expect_gt(bytes, 10000);
	cr_expect_leq(inflight.used, inflight.ring_size);
	llguard__inflight_close(&inflight, slot);
	cr_expect_neq(open(0, 1, slots), NONE);
	cr_expect_eq(open(0, 1, slots + 1), NONE);
}

/* Events of all sizes that end in any order: each has its own records. */
Test(inflight, ring)
{
	enum {
		EVENTS = 12
	};
	uint32_t slots[EVENTS], counts[EVENTS] = { 0 };
	static char body[600];
	uint32_t random = 1;

	init(16384);
	for (uint32_t i = 0; i < EVENTS; i++)
		slots[i] = open(0, 1, i);
	for (int step = 0; step < 50000; step++) {
		uint32_t i, n = 0;

		random = random * 1103515245 + 12345;
		i = (random >> 16) % EVENTS;
		memset(body, (int)('a' + i), sizeof(body));
		if ((random >> 8) % 8 &&
			add(slots[i], body, (random >> 12) % sizeof(body))) {
			counts[i]++;
			continue;
		}
		i = step % 3 ? i
			     : inflight.slots[llguard__inflight_victim(
						      &inflight)]
				       .serial;
		for (uint32_t at = inflight.slots[slots[i]].first; at != NONE;
			n++) {
			const struct llguard__entry *entry =
				llguard__inflight_entry(&inflight, at);

			cr_assert_eq(entry->slot, slots[i]);
			for (uint32_t k = 0; k < entry->len; k++)
				cr_assert_eq(llguard__entry_body(entry)[k],
					(char)('a' + i));
			at = entry->next;
		}
		cr_assert_eq(n, counts[i], "event %u at step %d", i, step);
		counts[i] = 0;
		if (step % 2) {
			llguard__inflight_empty(&inflight, slots[i]);
		} else {
			llguard__inflight_close(&inflight, slots[i]);
			slots[i] = open(0, 1, i);
		}
	}
	for (uint32_t i = 0; i < EVENTS; i++)
		llguard__inflight_close(&inflight, slots[i]);
	cr_expect_eq(inflight.used, 0);
}

static uint32_t node(const char *name, uint32_t *victim)
{
	const struct llguard_str str = { name, strlen(name) };

	return llguard__inflight_node(&inflight, &str, victim);
}

Test(inflight, nodes)
{
	uint32_t victim = 0, web, id;

	init(sizeof(memory));
	web = node("web", &victim);
	id = inflight.nodes[web].id;
	cr_expect(web > 0 && web < LLGUARD__NODES);
	cr_expect_eq(node("web", &victim), web);
	cr_expect_neq(node("web2", &victim), web);
	cr_expect_neq(node("", &victim), web);
	cr_expect_eq(inflight.nodes[web].id, id);
	open(web, 1, 1);
	for (int i = 0; i < LLGUARD__NODES - 4; i++) {
		char name[16];

		sprintf(name, "n%d", i);
		cr_assert_lt(node(name, &victim), LLGUARD__NODES);
	}
	/* All are taken; the one of longest ago has an event. */
	cr_expect_eq(node("another", &victim), LLGUARD__NODES);
	cr_expect_eq(victim, web);
	llguard__inflight_close(&inflight, inflight.nodes[web].oldest);
	cr_expect_eq(node("another", &victim), web);
	cr_expect_neq(inflight.nodes[web].id, id);
}

Test(inflight, node_names)
{
	char name[300];
	uint32_t victim, first;

	init(sizeof(memory));
	memset(name, 'n', sizeof(name));
	name[299] = '\0';
	first = node(name, &victim);
	cr_expect_eq(inflight.nodes[first].len, LLGUARD__NODE_MAX);
	name[254] = '\0';
	cr_expect_neq(node(name, &victim), first);
}
