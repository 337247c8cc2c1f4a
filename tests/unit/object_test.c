/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "policy/object.h"
#include "policy/preset.h"
#include "sys_fake.h"

#include <llguard/explain.h>

static const struct llguard_rule rules[] = {
	LLGUARD_PATH("/a", LLGUARD_FS_READ),
	LLGUARD_PRESET(LLGUARD_PRESET_DEV_1),
	LLGUARD_PORT(53, LLGUARD_NET_CONNECT_SEND_UDP),
	LLGUARD_PRESET(LLGUARD_PRESET_RESOLVER_1),
};
static const struct llguard_policy policy =
	LLGUARD_POLICY(LLGUARD_ABI_10, rules);

Test(object, in_order)
{
	struct llguard__objects at = { 0 };
	struct llguard_rule object;
	uint32_t counts[4] = { 0 };
	uint32_t implied = 0;

	while (llguard__object_next(&policy, &at, &object)) {
		cr_expect_neq(object.kind, LLGUARD_KIND_PRESET);
		if (at.from == LLGUARD_NO_RULE)
			implied++;
		else
			counts[at.from]++;
	}
	cr_expect_not(llguard__object_next(&policy, &at, &object));
	cr_expect_eq(counts[0], 1);
	cr_expect_eq(counts[1], 5);
	cr_expect_eq(counts[2], 1);
	cr_expect_eq(counts[3], 9);
	cr_expect_eq(implied, 1);
}

static uint32_t verdict_of(
	const struct llguard_query *query, uint32_t *ret_rule)
{
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;
	struct llguard_answer answer = LLGUARD_ANSWER_INIT;

	kernel.abi = 10;
	cr_expect_eq(
		llguard_policy_explain(&policy, &kernel, query, &answer), 0);
	*ret_rule = answer.rule;
	return answer.verdict;
}

/* What a preset allows is no riddle to explain. */
Test(object, explained)
{
	static const struct {
		uint32_t operation, flags, port;
		const char *path;
		uint32_t verdict, rule;
	} rows[] = {
		{ LLGUARD_OPERATION_OPEN, LLGUARD_QUERY_READ, 0, "/dev/zero",
			LLGUARD_VERDICT_ALLOWED, 1 },
		{ LLGUARD_OPERATION_OPEN, LLGUARD_QUERY_WRITE, 0,
			"/dev/urandom", LLGUARD_VERDICT_DENIED, 1 },
		{ LLGUARD_OPERATION_OPEN, LLGUARD_QUERY_READ, 0, "/etc/hosts",
			LLGUARD_VERDICT_ALLOWED, 3 },
		{ LLGUARD_OPERATION_OPEN, LLGUARD_QUERY_READ, 0, "/var/x",
			LLGUARD_VERDICT_DENIED, LLGUARD_NO_RULE },
		{ LLGUARD_OPERATION_CONNECT, 0, 53, NULL,
			LLGUARD_VERDICT_ALLOWED, 3 },
		{ LLGUARD_OPERATION_CONNECT, 0, 54, NULL,
			LLGUARD_VERDICT_DENIED, LLGUARD_NO_RULE },
		{ LLGUARD_OPERATION_SEND, LLGUARD_QUERY_UDP, 53, NULL,
			LLGUARD_VERDICT_ALLOWED, 2 },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		struct llguard_query query = LLGUARD_QUERY_INIT;
		uint32_t rule;

		query.operation = rows[i].operation;
		query.flags = rows[i].flags;
		query.port = rows[i].port;
		query.path = rows[i].path;
		query.object = rows[i].path ? LLGUARD_TARGET_FILE : 0;
		cr_expect_eq(verdict_of(&query, &rule), rows[i].verdict,
			"row %zu", i);
		cr_expect_eq(rule, rows[i].rule, "row %zu: %u", i, rule);
	}
}
