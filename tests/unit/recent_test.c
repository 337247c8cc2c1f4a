/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "telemetry/recent.h"

static struct llguard__recent recent;

/* Exactly the last ones, whatever they are. */
static void window_check(uint64_t (*hash)(uint64_t), uint64_t count)
{
	llguard__recent_init(&recent);
	for (uint64_t i = 0; i < count; i++) {
		cr_assert_not(llguard__recent_has(&recent, hash(i)), "%lu",
			(unsigned long)i);
		llguard__recent_add(&recent, hash(i));
		cr_assert(llguard__recent_has(&recent, hash(i)));
	}
	for (uint64_t i = 0; i < count; i++)
		cr_expect_eq(llguard__recent_has(&recent, hash(i)),
			i + LLGUARD__RECENT >= count, "%lu", (unsigned long)i);
}

static uint64_t in_turn(uint64_t i)
{
	return i + 1;
}

static uint64_t in_one_bucket(uint64_t i)
{
	return i * LLGUARD__RECENT + 5;
}

static uint64_t anywhere(uint64_t i)
{
	return (i + 1) * UINT64_C(0x9e3779b97f4a7c15);
}

Test(recent, window)
{
	static uint64_t (*const hashes[])(
		uint64_t) = { in_turn, in_one_bucket, anywhere };

	for (size_t i = 0; i < LLGUARD__COUNT(hashes); i++) {
		window_check(hashes[i], 10);
		window_check(hashes[i], LLGUARD__RECENT);
		window_check(hashes[i], LLGUARD__RECENT + 1);
		window_check(hashes[i], 3 * LLGUARD__RECENT + 7);
	}
}

Test(recent, empty)
{
	memset(&recent, 0xff, sizeof(recent));
	llguard__recent_init(&recent);
	for (uint64_t hash = 0; hash < 2 * LLGUARD__RECENT; hash++)
		cr_expect_not(llguard__recent_has(&recent, hash));
}

/* One that comes again lives from its last time on. */
Test(recent, again)
{
	llguard__recent_init(&recent);
	llguard__recent_add(&recent, 1);
	for (uint64_t i = 0; i < LLGUARD__RECENT - 1; i++)
		llguard__recent_add(&recent, anywhere(i));
	cr_expect(llguard__recent_has(&recent, 1));
	llguard__recent_add(&recent, 1);
	for (uint64_t i = 0; i < LLGUARD__RECENT - 1; i++)
		llguard__recent_add(&recent, anywhere(i));
	cr_expect(llguard__recent_has(&recent, 1));
	llguard__recent_add(&recent, 2);
	cr_expect_not(llguard__recent_has(&recent, 1));
}

/* The counter wraps after 2^32: what is in a bucket since is not near again. */
Test(recent, wrap)
{
	llguard__recent_init(&recent);
	recent.count = UINT32_MAX - 3;
	for (size_t i = 0; i < LLGUARD__RECENT; i++)
		recent.newest[i] = recent.count - LLGUARD__RECENT;
	for (uint64_t i = 0; i < 3 * LLGUARD__RECENT; i++)
		llguard__recent_add(&recent, in_one_bucket(i));
	for (uint64_t i = 0; i < 3 * LLGUARD__RECENT; i++)
		cr_expect_eq(llguard__recent_has(&recent, in_one_bucket(i)),
			i >= 2 * LLGUARD__RECENT, "%lu", (unsigned long)i);
}
