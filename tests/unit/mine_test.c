/* SPDX-License-Identifier: MIT */
#include "reading.h"

#include <llguard/mine.h>

static struct llguard_mine mine;
static char mine_memory[LLGUARD_MINE_USUAL + 1];

static void begin(const uint32_t *pids, size_t n, size_t room)
{
	mine = (struct llguard_mine)LLGUARD_MINE_INIT;
	memset(mine_memory, 0xa5, sizeof(mine_memory));
	/* Wherever the buffer stands. */
	cr_assert_eq(llguard_mine_init(&mine, pids, n, mine_memory + 1,
			     LLGUARD_MINE_SIZE(n + room)),
		0);
}

/* A denial of a task (0: none), in a domain that creator (0: unknown) made. */
static int denial(
	uint32_t pid, uint32_t ppid, uint64_t domain, uint32_t creator)
{
	struct llguard_event event = { .size = sizeof(event) };

	event.kind = LLGUARD_EVENT_DENIAL;
	event.domain = domain;
	event.pid = pid;
	event.ppid = ppid;
	event.creator_pid = creator;
	if (pid)
		event.has |= LLGUARD_HAS_PID | LLGUARD_HAS_PPID;
	if (creator)
		event.has |= LLGUARD_HAS_CREATOR | LLGUARD_HAS_CREATOR_PID;
	return llguard_mine_event(&mine, &event);
}

Test(mine, arguments)
{
	static const uint32_t pids[] = { 7 };
	struct llguard_mine none = { .size = sizeof(none) };
	struct llguard_event event = { .size = sizeof(event) };
	const size_t size = LLGUARD_MINE_SIZE(2);

	cr_expect_eq(llguard_mine_add(&none, 1), -EINVAL);
	cr_expect_eq(llguard_mine_event(&none, &event), -EINVAL);
	cr_expect_eq(
		llguard_mine_init(NULL, pids, 1, mine_memory, size), -EINVAL);
	cr_expect_eq(
		llguard_mine_init(&none, NULL, 1, mine_memory, size), -EINVAL);
	cr_expect_eq(llguard_mine_init(&none, pids, 1, NULL, size), -EINVAL);
	cr_expect_eq(llguard_mine_init(&none, pids, 1, mine_memory, size - 1),
		-EINVAL);
	cr_expect_eq(llguard_mine_init(&none, pids, 1, mine_memory, size), 0);
	cr_expect_eq(llguard_mine_event(&none, NULL), -EINVAL);
	none.size--;
	cr_expect_eq(
		llguard_mine_init(&none, pids, 1, mine_memory, size), -EINVAL);
	cr_expect_eq(llguard_mine_add(&none, 1), -EINVAL);
}

/* The creator decides; the task does where the creator is not known. */
Test(mine, creators)
{
	static const uint32_t pids[] = { 7, 8, 7 };

	begin(pids, 3, 8);
	cr_expect_eq(mine.count, 2);
	cr_expect_eq(denial(100, 99, 1, 7), 1);
	cr_expect_eq(denial(100, 99, 2, 8), 1);
	cr_expect_eq(denial(100, 99, 3, 9), 0);
	cr_expect_eq(denial(7, 1, 3, 9), 0); /* in another's domain */
	cr_expect_eq(denial(7, 1, 4, 0), 1);
	cr_expect_eq(denial(100, 99, 4, 0), 0);
	/* Remembered, once its creator is forgotten. */
	cr_expect_eq(denial(100, 99, 1, 0), 1);
	cr_expect_eq(denial(0, 0, 2, 0), 1);
	cr_expect_eq(denial(0, 0, 5, 0), 0);
}

/* A child is known by its parent, in the order of the log. */
Test(mine, children)
{
	static const uint32_t pids[] = { 7 };

	begin(pids, 1, 8);
	cr_expect_eq(denial(70, 7, 1, 70), 1);
	cr_expect_eq(denial(700, 70, 2, 700), 1);
	cr_expect_eq(denial(8000, 800, 3, 8000), 0);
	cr_expect_eq(denial(800, 700, 4, 0), 1);
	cr_expect_eq(denial(8000, 800, 3, 8000), 1);
	cr_expect_eq(denial(9, 1, 5, 10), 0);
	cr_assert_eq(llguard_mine_add(&mine, 10), 0);
	cr_expect_eq(denial(9, 1, 5, 10), 1);
	cr_expect_eq(denial(11, 10, 6, 11), 1);
}

/* The task is one of them, and is not in the domain. */
Test(mine, not_member)
{
	static const uint32_t pids[] = { 7 };
	struct llguard_event event = {
		.size = sizeof(event),
		.kind = LLGUARD_EVENT_DENIAL,
		.has = LLGUARD_HAS_PID,
		.pid = 7,
		.domain = 1,
	};

	begin(pids, 1, 8);
	cr_expect_eq(llguard_mine_event(&mine, &event), 1);
	event.flags = LLGUARD_FLAG_NOT_MEMBER;
	cr_expect_eq(llguard_mine_event(&mine, &event), 0);
	event.kind = LLGUARD_EVENT_LOSS;
	event.flags = 0;
	cr_expect_eq(llguard_mine_event(&mine, &event), 0);
}

/* What was learned on one node, or in one boot, is not so on another. */
Test(mine, places)
{
	static const uint32_t pids[] = { 7 };
	struct llguard_event event = {
		.size = sizeof(event),
		.kind = LLGUARD_EVENT_DENIAL,
		.has = LLGUARD_HAS_PID | LLGUARD_HAS_PPID,
		.pid = 70,
		.ppid = 7,
		.domain = 1,
		.node = { "a", 1 },
	};

	begin(pids, 1, 8);
	cr_expect_eq(llguard_mine_event(&mine, &event), 1);
	event.ppid = 1;
	cr_expect_eq(llguard_mine_event(&mine, &event), 1);
	event.boot = (struct llguard_str){ "a", 1 };
	event.node = (struct llguard_str){ NULL, 0 };
	cr_expect_eq(llguard_mine_event(&mine, &event), 0);
	event.pid = 7; /* given: on each */
	cr_expect_eq(llguard_mine_event(&mine, &event), 1);
	cr_assert_eq(llguard_mine_add(&mine, 70), 0);
	event.pid = 70;
	cr_expect_eq(llguard_mine_event(&mine, &event), 1);
}

/* What was heard of longest ago goes; what was given stays. */
Test(mine, forgotten)
{
	static const uint32_t pids[] = { 7 };

	begin(pids, 1, 2);
	cr_expect_eq(denial(70, 7, 0, 0), 1);
	cr_expect_eq(denial(71, 7, 0, 0), 1);
	cr_expect_eq(mine.forgotten, 0);
	cr_expect_eq(denial(70, 1, 0, 0), 1);
	cr_expect_eq(denial(72, 7, 0, 0), 1); /* instead of 71 */
	cr_expect_eq(mine.forgotten, 1);
	cr_expect_eq(denial(71, 1, 0, 0), 0);
	cr_expect_eq(denial(70, 1, 0, 0), 1);
	for (uint32_t i = 0; i < 100000; i++)
		cr_assert_eq(denial(100 + i, 7, i, 0), 1);
	cr_expect_eq(mine.count, 3);
	cr_expect_eq(mine.forgotten, 100001);
	cr_expect_eq(denial(0, 0, 5, 7), 1);
}
