/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <llguard.h>

#define FILES                                                                  \
	(LLGUARD_FS_EXECUTE | LLGUARD_FS_READ_FILE | LLGUARD_FS_READ_DIR |     \
		LLGUARD_FS_WRITE_FILE | LLGUARD_FS_MAKE_REG |                  \
		LLGUARD_FS_MAKE_DIR | LLGUARD_FS_REMOVE_FILE |                 \
		LLGUARD_FS_REMOVE_DIR | LLGUARD_FS_REFER |                     \
		LLGUARD_FS_TRUNCATE)

static const struct llguard_rule rules[] = {
	LLGUARD_PATH("/usr", LLGUARD_FS_READ_EXECUTE),
	LLGUARD_PATH("/srv/data",
		LLGUARD_FS_READ_FILE | LLGUARD_FS_READ_DIR |
			LLGUARD_FS_WRITE_FILE | LLGUARD_FS_MAKE_REG |
			LLGUARD_FS_REMOVE_FILE | LLGUARD_FS_REFER),
	LLGUARD_PATH("/srv/log", LLGUARD_FS_WRITE_FILE | LLGUARD_FS_MAKE_REG),
	LLGUARD_PORT(443, LLGUARD_NET_CONNECT_TCP),
};
static const struct llguard_policy policy =
	LLGUARD_POLICY(FILES | LLGUARD_NET_CONNECT_TCP | LLGUARD_NET_BIND_TCP |
			       LLGUARD_SCOPE_SIGNAL,
		rules);

static struct llguard_answer ask(const struct llguard_policy *asked,
	uint32_t abi, const struct llguard_query *query)
{
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;
	struct llguard_answer answer = LLGUARD_ANSWER_INIT;

	kernel.abi = abi;
	cr_expect_eq(llguard_policy_explain(asked, &kernel, query, &answer), 0,
		"why %u", answer.why);
	return answer;
}

#define QUERY(...)                                                             \
	{                                                                      \
		.size = sizeof(struct llguard_query), __VA_ARGS__              \
	}

static const struct row {
	struct llguard_query query;
	uint32_t abi;
	uint32_t verdict;
	int32_t error;
	uint32_t rule;
} rows[] = {
#define OPEN(p, how)                                                           \
	QUERY(.operation = LLGUARD_OPERATION_OPEN, .path = (p),                \
		.object = LLGUARD_TARGET_FILE, .flags = (how))
	{ OPEN("/usr/bin/env", LLGUARD_QUERY_READ), 7, LLGUARD_VERDICT_ALLOWED,
		0, 0 },
	{ OPEN("/usrlocal", LLGUARD_QUERY_READ), 7, LLGUARD_VERDICT_DENIED,
		EACCES, LLGUARD_NO_RULE },
	{ OPEN("/usr/bin/env", LLGUARD_QUERY_WRITE), 7, LLGUARD_VERDICT_DENIED,
		EACCES, 0 },
	{ OPEN("/etc/passwd", LLGUARD_QUERY_READ), 7, LLGUARD_VERDICT_DENIED,
		EACCES, LLGUARD_NO_RULE },
	{ OPEN("/etc/passwd", LLGUARD_QUERY_O_PATH), 7, LLGUARD_VERDICT_ALLOWED,
		0, LLGUARD_NO_RULE },
	{ OPEN("/etc/passwd", LLGUARD_QUERY_READ), 0, LLGUARD_VERDICT_ALLOWED,
		0, LLGUARD_NO_RULE },
	{ OPEN("/srv/data/f", LLGUARD_QUERY_WRITE), 7, LLGUARD_VERDICT_ALLOWED,
		0, 1 },
	/* truncate is a right of its own from ABI 3 on. */
	{ OPEN("/srv/data/f", LLGUARD_QUERY_WRITE | LLGUARD_QUERY_TRUNCATE), 2,
		LLGUARD_VERDICT_ALLOWED, 0, 1 },
	{ OPEN("/srv/data/f", LLGUARD_QUERY_WRITE | LLGUARD_QUERY_TRUNCATE), 3,
		LLGUARD_VERDICT_DENIED, EACCES, 1 },
#define CREATE(p, what)                                                        \
	QUERY(.operation = LLGUARD_OPERATION_CREATE, .path = (p),              \
		.object = LLGUARD_TARGET_##what)
	{ CREATE("/srv/data/new", DIRECTORY), 7, LLGUARD_VERDICT_DENIED, EACCES,
		1 },
	{ CREATE("/srv/data/new", FIFO), 7, LLGUARD_VERDICT_ALLOWED, 0,
		LLGUARD_NO_RULE },
#define UNLINK(p)                                                              \
	QUERY(.operation = LLGUARD_OPERATION_UNLINK, .path = (p),              \
		.object = LLGUARD_TARGET_FILE)
	{ UNLINK("/srv/data/f"), 7, LLGUARD_VERDICT_ALLOWED, 0, 1 },
	{ UNLINK("/srv/log/f"), 7, LLGUARD_VERDICT_DENIED, EACCES, 2 },
#define RENAME(from, to)                                                       \
	QUERY(.operation = LLGUARD_OPERATION_RENAME, .path = (from),           \
		.path_2 = (to), .object = LLGUARD_TARGET_FILE,                 \
		.object_2 = LLGUARD_TARGET_MISSING)
	{ RENAME("/srv/data/a", "/srv/data/b"), 7, LLGUARD_VERDICT_ALLOWED, 0,
		1 },
	/* Between directories needs refer in both, and never without ABI 2. */
	{ RENAME("/srv/data/a", "/srv/data/d/b"), 7, LLGUARD_VERDICT_ALLOWED, 0,
		1 },
	{ RENAME("/srv/data/a", "/srv/data/d/b"), 1, LLGUARD_VERDICT_DENIED,
		EXDEV, LLGUARD_NO_RULE },
#define CONNECT(number)                                                        \
	QUERY(.operation = LLGUARD_OPERATION_CONNECT, .port = (number))
	{ CONNECT(443), 4, LLGUARD_VERDICT_ALLOWED, 0, 3 },
	{ CONNECT(80), 4, LLGUARD_VERDICT_DENIED, EACCES, LLGUARD_NO_RULE },
	{ CONNECT(80), 3, LLGUARD_VERDICT_ALLOWED, 0, LLGUARD_NO_RULE },
#define PEER(what, where)                                                      \
	QUERY(.operation = LLGUARD_OPERATION_##what,                           \
		.peer = LLGUARD_PEER_##where)
	{ PEER(SIGNAL, OUTSIDE), 6, LLGUARD_VERDICT_DENIED, EPERM,
		LLGUARD_NO_RULE },
	{ PEER(SIGNAL, OUTSIDE), 5, LLGUARD_VERDICT_ALLOWED, 0,
		LLGUARD_NO_RULE },
	{ PEER(SIGNAL, INSIDE), 6, LLGUARD_VERDICT_ALLOWED, 0,
		LLGUARD_NO_RULE },
	{ PEER(SIGNAL, UNKNOWN), 6, LLGUARD_VERDICT_UNKNOWN, 0,
		LLGUARD_NO_RULE },
	{ PEER(ABSTRACT, OUTSIDE), 7, LLGUARD_VERDICT_ALLOWED, 0,
		LLGUARD_NO_RULE },
	{ PEER(PTRACE, OUTSIDE), 1, LLGUARD_VERDICT_DENIED, EPERM,
		LLGUARD_NO_RULE },
	{ QUERY(.operation = LLGUARD_OPERATION_MOUNT), 1,
		LLGUARD_VERDICT_DENIED, EPERM, LLGUARD_NO_RULE },
	{ QUERY(.operation = LLGUARD_OPERATION_MOUNT), 0,
		LLGUARD_VERDICT_ALLOWED, 0, LLGUARD_NO_RULE },
};

Test(explain, rows)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct llguard_answer answer =
			ask(&policy, rows[i].abi, &rows[i].query);

		cr_expect_eq(answer.verdict, rows[i].verdict, "row %zu: %u", i,
			answer.verdict);
		cr_expect_eq(answer.error, rows[i].error, "row %zu: %d", i,
			answer.error);
		cr_expect_eq(answer.rule, rows[i].rule, "row %zu: rule %u", i,
			answer.rule);
	}
}

/* As soon as one stage has files, every one must allow refer. */
Test(explain, stages)
{
	static const struct llguard_rule all[] = { LLGUARD_PATH("/", FILES) };
	static const struct llguard_policy first = LLGUARD_POLICY(FILES, all);
	struct llguard_policy second =
		LLGUARD_POLICY(LLGUARD_NET_BIND_TCP, all);
	const struct llguard_query rename = RENAME("/a/f", "/b/f");
	const struct llguard_query bind =
		QUERY(.operation = LLGUARD_OPERATION_BIND, .port = 80);
	struct llguard_answer answer;

	second.rule_count = 0;
	second.rules = NULL;
	second.after = &first;
	answer = ask(&second, 7, &bind);
	cr_expect_eq(answer.verdict, LLGUARD_VERDICT_DENIED);
	cr_expect_eq(answer.stage, 1);
	/* The library carries refer into the second. */
	cr_expect_eq(ask(&second, 7, &rename).verdict, LLGUARD_VERDICT_ALLOWED);
}

Test(explain, unresolved)
{
	static const struct llguard_rule relative[] = { LLGUARD_PATH(
		"data", LLGUARD_FS_READ) };
	static const struct llguard_policy unclear =
		LLGUARD_POLICY(LLGUARD_FS_READ, relative);
	const struct llguard_query query =
		OPEN("/srv/data/f", LLGUARD_QUERY_READ);
	const struct llguard_answer answer = ask(&unclear, 7, &query);

	cr_expect_eq(answer.verdict, LLGUARD_VERDICT_UNKNOWN);
	cr_expect_eq(answer.why, LLGUARD_WHY_UNRESOLVED);
}

Test(explain, wrong)
{
	static const struct {
		struct llguard_query query;
		uint32_t why;
	} wrong[] = {
		{ QUERY(.operation = 0), LLGUARD_WHY_BAD_OPERATION },
		{ QUERY(.operation = 17), LLGUARD_WHY_BAD_OPERATION },
		{ OPEN("relative", LLGUARD_QUERY_READ), LLGUARD_WHY_BAD_PATH },
		{ OPEN("/a/../b", LLGUARD_QUERY_READ), LLGUARD_WHY_BAD_PATH },
		{ OPEN(NULL, LLGUARD_QUERY_READ), LLGUARD_WHY_BAD_PATH },
		{ OPEN("/a", 0), LLGUARD_WHY_BAD_FLAGS },
		{ OPEN("/a", LLGUARD_QUERY_UDP), LLGUARD_WHY_BAD_FLAGS },
		{ CONNECT(65536), LLGUARD_WHY_BAD_PORT },
		{ QUERY(.operation = LLGUARD_OPERATION_SIGNAL, .peer = 3),
			LLGUARD_WHY_BAD_PEER },
		{ CREATE("/a", MISSING), LLGUARD_WHY_BAD_OBJECT },
		{ QUERY(.operation = LLGUARD_OPERATION_MOUNT, .reserved = 1),
			LLGUARD_WHY_BAD_QUERY },
	};
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct llguard_answer answer = LLGUARD_ANSWER_INIT;
		char text[256];

		cr_expect_eq(llguard_policy_explain(&policy, &kernel,
				     &wrong[i].query, &answer),
			-EINVAL, "row %zu", i);
		cr_expect_eq(
			answer.why, wrong[i].why, "row %zu: %u", i, answer.why);
		cr_expect_gt(llguard_answer_describe(&policy, &wrong[i].query,
				     &answer, text, sizeof(text)),
			0);
		cr_expect_eq(
			llguard_answer_describe_json(&policy, &wrong[i].query,
				&answer, text, sizeof(text)),
			-EINVAL);
	}
	cr_expect_eq(llguard_policy_explain(NULL, &kernel, &wrong[0].query,
			     &(struct llguard_answer)LLGUARD_ANSWER_INIT),
		-EINVAL);
}

Test(explain, words)
{
	const struct llguard_query query =
		OPEN("/etc/passwd", LLGUARD_QUERY_READ);
	const struct llguard_answer answer = ask(&policy, 7, &query);
	char text[512];

	cr_assert_gt(llguard_answer_describe_json(
			     &policy, &query, &answer, text, sizeof(text)),
		0);
	cr_expect_str_eq(text,
		"{\"v\":1,\"kind\":\"answer\",\"operation\":\"open\","
		"\"verdict\":\"denied\",\"errno\":\"EACCES\","
		"\"right\":\"read_file\",\"stage\":0,\"text\":\"no rule of stage "
		"0 allows fs.read_file\"}");
	cr_assert_gt(llguard_answer_describe(
			     &policy, &query, &answer, text, sizeof(text)),
		0);
	cr_expect_str_eq(text, "open /etc/passwd: denied (EACCES): no rule of "
			       "stage 0 allows fs.read_file");
}
