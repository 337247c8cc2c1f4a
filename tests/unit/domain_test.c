/* SPDX-License-Identifier: MIT */
#include "reading.h"

#include <stdio.h>

#include "telemetry/domain.h"

#define BLOCK (sizeof(union llguard__domain_block) + sizeof(uint32_t))
#define NONE  LLGUARD__NO_DOMAIN
#define ONE   LLGUARD__DOMAIN_INLINE
#define MORE  LLGUARD__DOMAIN_MORE

static struct llguard__domains domains;
static _Alignas(16) char memory[64 * BLOCK];
static char text[2 * LLGUARD__DOMAIN_NAMES];

static void init(size_t blocks)
{
	memset(memory, 0xa5, sizeof(memory));
	llguard__domains_init(&domains, memory, blocks * BLOCK);
	for (size_t i = 0; i < sizeof(text); i++)
		text[i] = (char)(i * 7 + i / 251);
}

static bool touch(uint32_t node, uint64_t id)
{
	bool is_new;
	const uint32_t at = llguard__domain_touch(&domains, node, id, &is_new);

	cr_assert_neq(at, NONE);
	cr_assert_eq(llguard__domain_find(&domains, node, id), at);
	return is_new;
}

static bool has(uint32_t node, uint64_t id)
{
	return llguard__domain_find(&domains, node, id) != NONE;
}

static int list_of(uint32_t node, uint64_t id)
{
	return llguard__domain_at(
		&domains, llguard__domain_find(&domains, node, id))
		->list;
}

static bool start(uint64_t id, size_t exe, size_t comm, size_t mode)
{
	const struct llguard__creator creator = {
		.pid = (uint32_t)id,
		.uid = UINT32_MAX,
		.exe = { text, exe },
		.comm = { text + exe, comm },
		.mode = { text + exe + comm, mode },
	};

	touch(0, id);
	return llguard__domain_start(
		&domains, llguard__domain_find(&domains, 0, id), &creator);
}

static void creator_expect(uint64_t id, size_t exe, size_t comm, size_t mode)
{
	struct llguard__creator creator = { 0 };

	cr_assert(llguard__domain_creator(
		&domains, llguard__domain_find(&domains, 0, id), &creator));
	cr_expect_eq(creator.pid, id);
	cr_expect_eq(creator.uid, UINT32_MAX);
	cr_assert_eq(creator.exe.len, exe);
	cr_assert_eq(creator.comm.len, comm);
	cr_assert_eq(creator.mode.len, mode);
	if (exe)
		cr_expect_arr_eq(creator.exe.ptr, text, exe);
	if (comm)
		cr_expect_arr_eq(creator.comm.ptr, text + exe, comm);
	if (mode)
		cr_expect_arr_eq(creator.mode.ptr, text + exe + comm, mode);
}

/* A domain is known by its node and the whole of its id. */
Test(domain, keys)
{
	init(16);
	cr_expect_not(has(0, 0));
	cr_expect(touch(0, 0x11266faef9));
	cr_expect_not(touch(0, 0x11266faef9));
	cr_expect(touch(1, 0x11266faef9));
	cr_expect(touch(0, 0x1266faef9));
	cr_expect(touch(0, 0));
	cr_expect(touch(0, UINT64_MAX));
	cr_expect_not(touch(1, 0x11266faef9));
	cr_expect_not(has(2, 0));
	cr_expect_not(has(256, 0));
}

/* Names of every length around what a block has room for. */
Test(domain, names)
{
	static const size_t lengths[] = { 0, 1, 15, ONE - 17, ONE - 16,
		ONE - 15, ONE - 1, ONE, ONE + 1, ONE + MORE - 17,
		ONE + MORE - 16, ONE + MORE - 15, ONE + MORE, 310, 1000, 4096 };

	for (size_t i = 0; i < LLGUARD__COUNT(lengths); i++) {
		init(48);
		cr_expect(start(7, lengths[i], 7, 9), "%zu", lengths[i]);
		touch(0, 8);
		creator_expect(7, lengths[i], 7, 9);
	}
}

/* Names that are too long are no names; what they took is there again. */
Test(domain, names_without_room)
{
	struct llguard__creator creator;
	uint32_t at;

	init(4);
	cr_expect_not(start(1, LLGUARD__DOMAIN_NAMES + 1, 0, 0));
	cr_expect_not(start(1, ONE + 3 * MORE + 1, 0, 0));
	at = llguard__domain_find(&domains, 0, 1);
	cr_assert_neq(at, NONE);
	cr_expect_not(llguard__domain_creator(&domains, at, &creator));
	cr_expect(start(1, ONE + 3 * MORE, 0, 0));
	creator_expect(1, ONE + 3 * MORE, 0, 0);
	cr_expect(start(1, 1, 1, 1)); /* again, with shorter ones */
	for (uint64_t id = 2; id < 5; id++)
		cr_expect(touch(0, id));
	creator_expect(1, 1, 1, 1);
	cr_expect(touch(0, 5));
	cr_expect_not(has(0, 1));
}

Test(domain, not_started)
{
	struct llguard__creator creator;

	init(4);
	touch(0, 1);
	cr_expect_not(llguard__domain_creator(
		&domains, llguard__domain_find(&domains, 0, 1), &creator));
}

/* Ended ones go first, then the one that was heard of longest ago. */
Test(domain, forgotten)
{
	init(4);
	for (uint64_t id = 1; id <= 4; id++)
		touch(0, id);
	llguard__domain_end(&domains, llguard__domain_find(&domains, 0, 3));
	touch(0, 1);
	touch(0, 5);
	cr_expect_not(has(0, 3));
	touch(0, 6);
	cr_expect_not(has(0, 2));
	cr_expect(has(0, 1));
	touch(0, 7);
	cr_expect_not(has(0, 4));
	touch(0, 8);
	cr_expect_not(has(0, 1));
	for (uint64_t id = 5; id <= 8; id++)
		cr_expect(has(0, id));
}

/* A boot ends on one node, or on all others. */
Test(domain, boots)
{
	init(8);
	touch(1, 1);
	touch(2, 2);
	touch(1, 3);
	touch(2, 4);
	llguard__domains_end_boot(
		&domains, 1, true, llguard__domain_find(&domains, 1, 3));
	cr_expect_eq(list_of(1, 1), LLGUARD__DOMAIN_GONE);
	cr_expect_eq(list_of(2, 2), LLGUARD__DOMAIN_OPEN);
	cr_expect_eq(list_of(1, 3), LLGUARD__DOMAIN_OPEN);
	llguard__domains_end_boot(&domains, 1, false, NONE);
	cr_expect_eq(list_of(1, 3), LLGUARD__DOMAIN_OPEN);
	cr_expect_eq(list_of(2, 2), LLGUARD__DOMAIN_GONE);
	cr_expect_eq(list_of(2, 4), LLGUARD__DOMAIN_GONE);
	cr_expect_not(touch(2, 2));
	cr_expect_eq(list_of(2, 2), LLGUARD__DOMAIN_OPEN);
	/* An end that was read is one for ever. */
	llguard__domain_end(&domains, llguard__domain_find(&domains, 2, 2));
	llguard__domains_end_boot(&domains, 2, true, NONE);
	cr_expect_not(touch(2, 2));
	cr_expect_eq(list_of(2, 2), LLGUARD__DOMAIN_ENDED);
}

/* Long names push others out, never themselves. */
Test(domain, forgotten_for_names)
{
	init(4);
	for (uint64_t id = 1; id <= 4; id++)
		start(id, 10, 1, 1);
	cr_expect(start(1, 200, 1, 1));
	creator_expect(1, 200, 1, 1);
	cr_expect_not(has(0, 2));
	cr_expect_not(has(0, 3));
	cr_expect(has(0, 4));
}

/* The same by counting when each one was heard of. */
struct model {
	uint64_t heard; /* 0: not known */
	int list;       /* enum llguard__domain_list */
};

static uint64_t forgotten;

/* The boot is over of all that are open, but for one. */
static void model_end_boot(struct model *model, size_t n, uint64_t but)
{
	for (size_t i = 0; i < n; i++)
		if (model[i].list == LLGUARD__DOMAIN_OPEN && i != but)
			model[i].list = LLGUARD__DOMAIN_GONE;
}

static void model_forget(struct model *model, size_t n)
{
	struct model *victim = NULL;

	for (struct model *m = model; m < model + n; m++)
		if (m->heard && (!victim || m->list > victim->list ||
					(m->list == victim->list &&
						m->heard < victim->heard)))
			victim = m;
	forgotten += victim->list == LLGUARD__DOMAIN_OPEN;
	victim->heard = 0;
}

Test(domain, model)
{
	enum {
		IDS = 40,
		BLOCKS = 16
	};
	struct model model[IDS] = { 0 };
	uint32_t random = 1, known = 0;

	init(BLOCKS);
	for (uint64_t step = 1; step < 20000; step++) {
		uint64_t id;

		random = random * 1103515245 + 12345;
		id = (random >> 16) % IDS;
		if (random >> 31 && model[id].heard) {
			llguard__domain_end(&domains,
				llguard__domain_find(&domains, 0, id));
			model[id].list = LLGUARD__DOMAIN_ENDED;
			model[id].heard = step;
		} else if ((random >> 8 & 63) == 0 && model[id].heard) {
			llguard__domains_end_boot(&domains, 0, true,
				llguard__domain_find(&domains, 0, id));
			model_end_boot(model, IDS, id);
		} else {
			cr_assert_eq(touch(0, id), !model[id].heard);
			if (!model[id].heard) {
				if (known == BLOCKS)
					model_forget(model, IDS);
				else
					known++;
				model[id].list = LLGUARD__DOMAIN_OPEN;
			}
			if (model[id].list == LLGUARD__DOMAIN_GONE)
				model[id].list = LLGUARD__DOMAIN_OPEN;
			model[id].heard = step;
		}
		for (uint64_t i = 0; i < IDS; i++)
			cr_assert_eq(has(0, i), model[i].heard != 0,
				"%lu at %lu", (unsigned long)i,
				(unsigned long)step);
		cr_assert_eq(domains.forgotten, forgotten);
	}
	cr_expect_gt(forgotten, 0);
}

/* The block of the one found last may have another's names next. */
Test(domain, found_and_forgotten)
{
	const struct llguard__creator creator = { .exe = { text, ONE + MORE } };
	const struct llguard__domain *domain;
	uint32_t other, block;

	init(2);
	touch(0, 2);
	other = llguard__domain_find(&domains, 0, 2);
	touch(0, 1);
	block = llguard__domain_find(&domains, 0, 1);
	domain = &domains.blocks[block].domain;
	llguard__domain_end(&domains, block);
	cr_assert(llguard__domain_start(&domains, other, &creator));
	cr_assert_eq(llguard__domain_at(&domains, other)->more, block);
	cr_expect_not(has(domain->node, domain->id));
}
