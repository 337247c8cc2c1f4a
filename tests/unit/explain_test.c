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

/* More operations, under a policy that handles all that ABI 11 knows. */
static const struct llguard_rule wide_rules[] = {
	LLGUARD_PATH("/srv", LLGUARD_FS_READ_FILE | LLGUARD_FS_WRITE_FILE |
				     LLGUARD_FS_MAKE_REG |
				     LLGUARD_FS_REMOVE_FILE | LLGUARD_FS_REFER |
				     LLGUARD_FS_RESOLVE_UNIX),
	LLGUARD_PATH("/srv/all",
		LLGUARD_FS_EXECUTE | LLGUARD_FS_READ_FILE |
			LLGUARD_FS_WRITE_FILE | LLGUARD_FS_TRUNCATE |
			LLGUARD_FS_IOCTL_DEV | LLGUARD_FS_MAKE_REG |
			LLGUARD_FS_REMOVE_FILE | LLGUARD_FS_REFER),
	LLGUARD_PORT(53, LLGUARD_NET_CONNECT_SEND_UDP),
	LLGUARD_PORT(0, LLGUARD_NET_BIND_UDP),
};
static const struct llguard_policy wide =
	LLGUARD_POLICY(LLGUARD_ABI_11, wide_rules);

#define OTHER(op, p, what)                                                     \
	QUERY(.operation = LLGUARD_OPERATION_##op, .path = (p),                \
		.object = LLGUARD_TARGET_##what)
#define TWO(op, from, to, what, what_2, how)                                   \
	QUERY(.operation = LLGUARD_OPERATION_##op, .path = (from),             \
		.path_2 = (to), .object = LLGUARD_TARGET_##what,               \
		.object_2 = LLGUARD_TARGET_##what_2, .flags = (how))
#define NET(op, number, how)                                                   \
	QUERY(.operation = LLGUARD_OPERATION_##op, .port = (number),           \
		.flags = (how))
#define SOCKET(p, where)                                                       \
	QUERY(.operation = LLGUARD_OPERATION_UNIX, .path = (p),                \
		.object = LLGUARD_TARGET_SOCKET, .peer = LLGUARD_PEER_##where)

static const struct wide_row {
	struct llguard_query query;
	uint32_t abi; /* the first one that says so */
	uint32_t why;
	int32_t error;
	uint32_t why_below; /* on the ABI before; 0: not asked */
} wide_table[] = {
	/* clang-format off */
	{ OTHER(EXECUTE, "/srv/all/x", FILE), 1, LLGUARD_WHY_RULE, 0, LLGUARD_WHY_ABI },
	{ OTHER(EXECUTE, "/srv/x", FILE), 1, LLGUARD_WHY_NO_RULE, EACCES, LLGUARD_WHY_ABI },
	{ OTHER(TRUNCATE, "/srv/f", FILE), 3, LLGUARD_WHY_NO_RULE, EACCES, LLGUARD_WHY_ABI },
	{ OTHER(TRUNCATE, "/srv/all/f", FILE), 3, LLGUARD_WHY_RULE, 0, LLGUARD_WHY_ABI },
	{ OTHER(IOCTL, "/srv/tty", CHARACTER), 5, LLGUARD_WHY_NO_RULE, EACCES, LLGUARD_WHY_ABI },
	{ OTHER(IOCTL, "/srv/all/tty", CHARACTER), 5, LLGUARD_WHY_RULE, 0, LLGUARD_WHY_ABI },
	{ OTHER(IOCTL, "/srv/f", FILE), 5, LLGUARD_WHY_NOT_HANDLED, 0, 0 },
	{ OTHER(IOCTL, "/srv/f", UNKNOWN), 5, LLGUARD_WHY_OBJECT, 0, 0 },
	{ SOCKET("/srv/s", OUTSIDE), 9, LLGUARD_WHY_RULE, 0, LLGUARD_WHY_ABI },
	{ SOCKET("/run/s", OUTSIDE), 9, LLGUARD_WHY_NO_RULE, EACCES, LLGUARD_WHY_ABI },
	{ SOCKET("/run/s", INSIDE), 9, LLGUARD_WHY_INSIDE, 0, LLGUARD_WHY_ABI },
	{ SOCKET("/run/s", UNKNOWN), 9, LLGUARD_WHY_PEER, 0, LLGUARD_WHY_ABI },
	{ NET(SEND, 53, LLGUARD_QUERY_UDP), 10, LLGUARD_WHY_RULE, 0, LLGUARD_WHY_ABI },
	{ NET(SEND, 54, LLGUARD_QUERY_UDP), 10, LLGUARD_WHY_NO_RULE, EACCES, LLGUARD_WHY_ABI },
	{ NET(CONNECT, 53, LLGUARD_QUERY_UDP), 10, LLGUARD_WHY_RULE, 0, LLGUARD_WHY_ABI },
	{ NET(BIND, 0, LLGUARD_QUERY_UDP), 10, LLGUARD_WHY_RULE, 0, LLGUARD_WHY_ABI },
	{ NET(BIND, 53, LLGUARD_QUERY_UDP), 10, LLGUARD_WHY_NO_RULE, EACCES, LLGUARD_WHY_ABI },
	{ PEER(ABSTRACT, OUTSIDE), 6, LLGUARD_WHY_OUTSIDE, EPERM, LLGUARD_WHY_ABI },
	{ QUERY(.operation = LLGUARD_OPERATION_MOUNT), 1, LLGUARD_WHY_TOPOLOGY, EPERM, 0 },
	/* A link or a rename may not give a file more than it had. */
	{ TWO(LINK, "/srv/f", "/srv/d/f", FILE, MISSING, 0), 2, LLGUARD_WHY_RULE, 0,
		LLGUARD_WHY_REFER },
	{ TWO(LINK, "/srv/f", "/srv/all/f", FILE, MISSING, 0), 2, LLGUARD_WHY_GAIN, EXDEV,
		LLGUARD_WHY_REFER },
	{ TWO(RENAME, "/srv/f", "/srv/all/f", FILE, MISSING, 0), 2, LLGUARD_WHY_GAIN, EXDEV,
		LLGUARD_WHY_REFER },
	{ TWO(RENAME, "/srv/f", "/srv/all/f", FILE, FILE, LLGUARD_QUERY_EXCHANGE), 2,
		LLGUARD_WHY_GAIN, EXDEV, LLGUARD_WHY_REFER },
	{ TWO(RENAME, "/srv/f", "/srv/d/f", FILE, FILE, LLGUARD_QUERY_EXCHANGE), 2,
		LLGUARD_WHY_RULE, 0, LLGUARD_WHY_REFER },
	/* clang-format on */
};

/* From its ABI to the newest one, and what the one below says. */
Test(explain, every_abi)
{
	for (size_t i = 0; i < sizeof(wide_table) / sizeof(wide_table[0]);
		i++) {
		const struct wide_row *row = &wide_table[i];

		for (uint32_t abi = row->abi; abi <= LLGUARD_ABI_NEWEST;
			abi++) {
			const struct llguard_answer answer =
				ask(&wide, abi, &row->query);

			cr_expect_eq(answer.why, row->why,
				"row %zu, ABI %u: %u", i, abi, answer.why);
			cr_expect_eq(answer.error, row->error,
				"row %zu, ABI %u: %d", i, abi, answer.error);
		}
		if (row->why_below)
			cr_expect_eq(ask(&wide, row->abi - 1, &row->query).why,
				row->why_below, "row %zu, below", i);
	}
}

/* What a later stage denies stays denied, and the last one that denies is named. */
Test(explain, refer_over_stages)
{
	static const struct llguard_rule referring[] = { LLGUARD_PATH(
		"/", FILES) };
	static const struct llguard_rule plain[] = { LLGUARD_PATH(
		"/", FILES & ~LLGUARD_FS_REFER) };
	static const struct llguard_policy first =
		LLGUARD_POLICY(FILES, referring);
	struct llguard_policy second = LLGUARD_POLICY(FILES, plain);
	const struct llguard_query between = RENAME("/a/f", "/b/f");
	const struct llguard_query inside = RENAME("/a/f", "/a/g");
	struct llguard_answer answer;

	second.after = &first;
	answer = ask(&second, 7, &between);
	cr_expect_eq(answer.why, LLGUARD_WHY_REFER);
	cr_expect_eq(answer.error, EXDEV);
	cr_expect_eq(answer.stage, 1);
	cr_expect_eq(ask(&second, 7, &inside).verdict, LLGUARD_VERDICT_ALLOWED);
	cr_expect_eq(ask(&first, 7, &between).verdict, LLGUARD_VERDICT_ALLOWED);
}

/* Seventeen stages, or a circle. */
Test(explain, chains)
{
	struct llguard_policy chain[17];
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;
	struct llguard_answer answer = LLGUARD_ANSWER_INIT;
	const struct llguard_query query =
		QUERY(.operation = LLGUARD_OPERATION_MOUNT);

	for (size_t i = 0; i < 17; i++) {
		chain[i] = policy;
		chain[i].after = i ? &chain[i - 1] : NULL;
	}
	kernel.abi = 7;
	cr_expect_eq(
		llguard_policy_explain(&chain[15], &kernel, &query, &answer),
		0);
	cr_expect_eq(
		llguard_policy_explain(&chain[16], &kernel, &query, &answer),
		-EINVAL);
	cr_expect_eq(answer.why, LLGUARD_WHY_BAD_CHAIN);
	chain[0].after = &chain[3];
	cr_expect_eq(
		llguard_policy_explain(&chain[3], &kernel, &query, &answer),
		-EINVAL);
	cr_expect_eq(answer.why, LLGUARD_WHY_BAD_CHAIN);
}

/* A caller of a later release, who uses what is not known here. */
Test(explain, too_new)
{
	struct {
		struct llguard_query query;
		uint64_t more;
	} newer = { QUERY(.operation = LLGUARD_OPERATION_MOUNT), 0 };
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;
	struct llguard_answer answer = LLGUARD_ANSWER_INIT;

	kernel.abi = 7;
	newer.query.size = sizeof(newer);
	cr_expect_eq(
		llguard_policy_explain(&policy, &kernel, &newer.query, &answer),
		0);
	newer.more = 1;
	cr_expect_eq(
		llguard_policy_explain(&policy, &kernel, &newer.query, &answer),
		-E2BIG);
	cr_expect_eq(answer.why, LLGUARD_WHY_BAD_QUERY);
	answer.size = sizeof(answer) - 1;
	cr_expect_eq(
		llguard_policy_explain(&policy, &kernel, &newer.query, &answer),
		-EINVAL);
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
		{ TWO(LINK, "/a", "/b", DIRECTORY, MISSING, 0),
			LLGUARD_WHY_BAD_OBJECT },
		{ TWO(LINK, "/a", "/b", FILE, DIRECTORY, 0),
			LLGUARD_WHY_BAD_OBJECT_2 },
		{ TWO(RENAME, "/a", "/b", DIRECTORY, FILE, 0),
			LLGUARD_WHY_BAD_OBJECT_2 },
		{ TWO(RENAME, "/a", "b", FILE, FILE, 0),
			LLGUARD_WHY_BAD_PATH_2 },
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
