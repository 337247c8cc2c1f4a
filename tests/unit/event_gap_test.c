/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "event_gap.h"

/* What comes, in order: serials one after another, or a word. */
struct step {
	uint32_t from;
	uint32_t count; /* 0: what .from says */
};

/* clang-format off */
#define RESTART { 2, 0 }
#define TICK    { 1, 0 }

static const struct row {
	const char *name;
	struct step steps[10];
	uint64_t missing;
} rows[] = {
	{ "nothing", { TICK }, 0 },
	{ "in order", { { 1, 5000 } }, 0 },
	{ "each in two records", { { 1, 500 }, { 1, 500 }, { 501, 9 } }, 0 },
	{ "one", { { 1, 100 }, { 102, 100 } }, 1 },
	{ "two holes", { { 1, 100 }, { 102, 100 }, { 204, 1 } }, 3 },
	{ "out of order", { { 1, 100 }, { 201, 100 }, { 101, 100 } }, 0 },
	{ "as late as may be",
	  { { 1, 100 }, { 102, 1023 }, { 101, 1 }, { 1125, 2000 } }, 0 },
	{ "later", { { 1, 100 }, { 102, 1024 }, { 101, 1 }, { 1126, 99 } }, 1 },
	{ "before two ticks", { { 1, 100 }, { 102, 1 }, TICK, TICK, { 101, 1 } }, 0 },
	{ "after them",
	  { { 1, 100 }, { 102, 1 }, TICK, TICK, TICK, { 101, 1 } }, 1 },
	{ "more than the window", { { 1, 100 }, { 10101, 5 } }, 10000 },
	{ "much more", { { 1, 100 }, { 2000000101, 1 } }, 2000000000 },
	{ "before the first", { { 1000, 100 }, { 900, 10 } }, 0 },
	{ "over before the first", { { 1000, 1 }, { 1064, 10 } }, 0 },
	{ "and not long before", { { 1000, 1 }, { 1065, 10 } }, 1 },
	{ "a restart", { { 1, 100 }, RESTART, { 5000, 100 } }, 0 },
	{ "not judged by then",
	  { { 1, 100 }, { 102, 9 }, RESTART, { 5000, 100 } }, 0 },
	{ "judged by then",
	  { { 1, 100 }, { 102, 2000 }, RESTART, { 5000, 100 } }, 1 },
	{ "after a restart",
	  { { 1, 100 }, RESTART, { 5000, 100 }, { 5102, 9 } }, 2 },
	{ "it wraps", { { 4294967196, 200 } }, 0 },
	{ "and 0 is passed over", { { 4294967196, 100 }, { 1, 100 } }, 0 },
	{ "a hole where it wraps", { { 4294967196, 98 }, { 3, 9 } }, 4 },
	{ "a large one", { { 4294967196, 98 }, { 3003, 9 } }, 3004 },
	{ "up to 0", { { 4294963000, 100 }, { 0, 9 } }, 4196 },
	{ "from 0 on", { { 4294967196, 100 }, { 5001, 9 } }, 5000 },
};
/* clang-format on */

static uint64_t tick(struct event_gap *gap, int64_t *now)
{
	*now += EVENT_GAP_TICK;
	return event_gap_tick(gap, *now);
}

static uint64_t step_take(
	struct event_gap *gap, const struct step *step, int64_t *now)
{
	static const struct step tick_step = TICK, restart = RESTART;

	if (!step->count && step->from == tick_step.from)
		return tick(gap, now);
	if (!step->count && step->from == restart.from)
		event_gap_restart(gap);
	for (uint32_t i = 0; i < step->count; i++)
		event_gap_take(gap, step->from + i);
	return 0;
}

static uint64_t row_run(const struct row *row, int64_t now)
{
	struct event_gap gap = { .is_begun = false };
	uint64_t missing = 0;

	for (int i = 0; i < 10; i++)
		missing += step_take(&gap, &row->steps[i], &now);
	for (int i = 0; i < 3; i++)
		missing += tick(&gap, &now);
	cr_expect_eq(tick(&gap, &now), 0, "%s: told again", row->name);
	return missing;
}

Test(event_gap, rows)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const uint64_t missing = row_run(&rows[i], 5000);

		cr_expect_eq(missing, rows[i].missing, "%s: %llu", rows[i].name,
			(unsigned long long)missing);
	}
}

/* However often it is asked, only time makes a serial late. */
Test(event_gap, asked_often)
{
	struct event_gap gap = { .is_begun = false };

	for (uint32_t serial = 1; serial <= 100; serial++)
		event_gap_take(&gap, serial);
	event_gap_take(&gap, 102);
	for (int i = 0; i < 100; i++)
		cr_expect_eq(event_gap_tick(&gap, 7000), 0);
	cr_expect_eq(event_gap_tick(&gap, 7999), 0);
	cr_expect_eq(event_gap_tick(&gap, 8000), 0);
	cr_expect_eq(event_gap_tick(&gap, 8999), 0);
	cr_expect_eq(event_gap_tick(&gap, 9000), 1);
	cr_expect_eq(event_gap_tick(&gap, 99000), 0);
}
