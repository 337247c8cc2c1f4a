/* SPDX-License-Identifier: MIT */
#include "reading.h"

#include "telemetry/tally.h"

/* Levels never go down, and none is wider than a quarter of its ranks. */
Test(tally_table, levels)
{
	uint64_t begins = 0;

	for (uint64_t rank = 0; rank < 16; rank++)
		cr_expect_eq(llguard__tally_level(rank), rank);
	for (uint64_t rank = 1; rank < 100000; rank++) {
		const uint32_t level = llguard__tally_level(rank);
		const uint32_t before = llguard__tally_level(rank - 1);

		cr_assert(level == before || level == before + 1, "%lu",
			(unsigned long)rank);
		if (level != before)
			begins = rank;
		cr_assert_leq(4 * (rank - begins), rank);
	}
	cr_expect_eq(
		llguard__tally_level(UINT64_MAX), LLGUARD__TALLY_LEVELS - 1);
}

/* The longest texts there are push out others, and not themselves. */
Test(tally_table, longest)
{
	static _Alignas(16) char memory[LLGUARD_TALLY_MIN];
	static char text[LLGUARD_TALLY_TEXT_MAX];
	struct llguard_tally tally = LLGUARD_TALLY_INIT;
	struct llguard_event event = {
		.size = sizeof(event),
		.kind = LLGUARD_EVENT_DENIAL,
		.object = LLGUARD_OBJECT_MOUNT,
	};
	const struct llguard_tally_entry *entry;

	cr_assert_eq(llguard_tally_init(&tally, LLGUARD_TALLY_BY_CREATOR,
			     memory, sizeof(memory)),
		0);
	event.node = event.blockers = event.name = event.dev =
		event.creator_exe = (struct llguard_str){ text, sizeof(text) };
	for (uint64_t i = 0; i < 1000; i++) {
		uint32_t at = 0;

		event.domain = i;
		memset(text, (int)('a' + i % 26), sizeof(text));
		cr_assert_eq(
			llguard_tally_add(&tally, &event), LLGUARD_TALLY_SHOW);
		cr_assert_eq(llguard_tally_next(&tally, &at, &entry), 1);
		cr_assert_eq(entry->event->node.ptr[0], text[0]);
		cr_assert_eq(entry->event->creator_exe.ptr[511], text[511]);
	}
	cr_expect_geq(tally.entries, 2);
	cr_expect_eq(tally.evicted, 1000 - tally.entries);
}
