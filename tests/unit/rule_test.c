/* SPDX-License-Identifier: MIT */
/*
 * What each kind of rule asks of the kernel, call by call.
 */
#include <criterion/criterion.h>

#include "policy/prepare.h"
#include "sys.h"
#include "sys_fake.h"
#include "uapi.h"

#define RULESET 3

/* Add one rule to a ruleset of ABI 9, of the policy's quiet rights. */
static int add(const struct llguard_rule *rule, uint64_t quiet,
	struct llguard_report *report, struct llguard_rule_result *result)
{
	struct llguard_policy policy =
		LLGUARD_POLICY_NO_RULES_WITH(LLGUARD_ABI_9, 0, 0, quiet, NULL);
	const struct llguard__ruleset_attr attr =
		llguard__uapi_ruleset(LLGUARD_ABI_9, 0);
	const struct llguard_report init = LLGUARD_REPORT_INIT;

	policy.rules = rule;
	policy.rule_count = 1;
	*report = init;
	report->handled = LLGUARD_ABI_9;
	report->quiet = quiet;
	report->result_size = sizeof(*result);
	report->result_capacity = 1;
	report->results = result;
	cr_assert_eq(llguard__sys_create_ruleset(&attr, 0), RULESET);
	fake.log[0] = '\0';
	fake.calls = 0;
	return llguard__rule_add(&policy, 0, RULESET, report);
}

static const struct {
	struct llguard_rule rule;
	uint64_t quiet;
	const char *calls;
	int error;
	uint64_t access;
	uint32_t state;
} rows[] = {
	/* a directory: three calls */
	{ LLGUARD_PATH("/d", LLGUARD_FS_READ), 0,
		"open(-100,/d,1) path(3,c,4,0) close(4) ", 0, LLGUARD_FS_READ,
		LLGUARD_STATE_OK },
	{ LLGUARD_DIRECTORY("/d", LLGUARD_FS_READ), 0,
		"open(-100,/d,1) path(3,c,4,0) close(4) ", 0, LLGUARD_FS_READ,
		LLGUARD_STATE_OK },
	/* a file that was not declared: four */
	{ LLGUARD_PATH("/file", LLGUARD_FS_READ_WRITE), 0,
		"open(-100,/file,1) open(-100,/file,0) path(3,c006,4,0) close(4) ",
		0, 0xc006, LLGUARD_STATE_REDUCED },
	{ LLGUARD_PATH("/file", LLGUARD_FS_READ_FILE), 0,
		"open(-100,/file,1) open(-100,/file,0) path(3,4,4,0) close(4) ",
		0, LLGUARD_FS_READ_FILE, LLGUARD_STATE_OK },
	/* a declared one: three */
	{ LLGUARD_FILE("/file", LLGUARD_FS_READ), 0,
		"open(-100,/file,0) path(3,4,4,0) close(4) ", 0,
		LLGUARD_FS_READ_FILE, LLGUARD_STATE_REDUCED },
	/* a descriptor: one, two for a file with rights for directories */
	{ LLGUARD_FD(3, LLGUARD_FS_READ), 0, "path(3,c,3,0) ", 0,
		LLGUARD_FS_READ, LLGUARD_STATE_OK },
	/* a port: one */
	{ LLGUARD_PORT(8080, LLGUARD_NET_BIND_TCP), 0, "port(3,1,8080,0) ", 0,
		LLGUARD_NET_BIND_TCP, LLGUARD_STATE_OK },
	{ LLGUARD_PORT(0, LLGUARD_NET_BIND_TCP | LLGUARD_NET_CONNECT_TCP), 0,
		"port(3,3,0,0) ", 0, UINT64_C(3) << 32, LLGUARD_STATE_OK },
	/* a range: one a port */
	{ LLGUARD_PORT_RANGE(79, 81, LLGUARD_NET_BIND_TCP), 0,
		"port(3,1,79,0) port(3,1,80,0) port(3,1,81,0) ", 0,
		LLGUARD_NET_BIND_TCP, LLGUARD_STATE_OK },
	{ LLGUARD_PORT_RANGE(
		  65535, 65535, LLGUARD_NET_BIND_TCP | LLGUARD_NET_BIND_UDP),
		0, "port(3,1,65535,0) ", 0, LLGUARD_NET_BIND_TCP,
		LLGUARD_STATE_OK },
	{ LLGUARD_PORT_RANGE(0, 1, LLGUARD_NET_CONNECT_TCP), 0,
		"port(3,2,0,0) port(3,2,1,0) ", 0, LLGUARD_NET_CONNECT_TCP,
		LLGUARD_STATE_OK },
	/* below a directory */
	{ LLGUARD_PATH_AT(3, "sub", LLGUARD_FS_READ), 0,
		"open(3,sub,1) path(3,c,4,0) close(4) ", 0, LLGUARD_FS_READ,
		LLGUARD_STATE_OK },
	/* missing */
	{ LLGUARD_PATH_OPTIONAL("/missing", LLGUARD_FS_READ), 0,
		"open(-100,/missing,1) ", 0, 0, LLGUARD_STATE_MISSING },
	{ LLGUARD_PATH("/missing", LLGUARD_FS_READ), 0,
		"open(-100,/missing,1) ", -ENOENT, 0, 0 },
	/* a file where a directory must be */
	{ LLGUARD_DIRECTORY("/file", LLGUARD_FS_READ), 0, "open(-100,/file,1) ",
		-ENOTDIR, 0, 0 },
	{ LLGUARD_PATH("/file", LLGUARD_FS_MAKE_REG), 0,
		"open(-100,/file,1) open(-100,/file,0) close(4) ", -ENOTDIR, 0,
		0 },
	{ LLGUARD_PATH_OPTIONAL("/file", LLGUARD_FS_MAKE_REG), 0,
		"open(-100,/file,1) open(-100,/file,0) close(4) ", 0, 0,
		LLGUARD_STATE_EMPTY },
	/* symbolic links */
	{ LLGUARD_PATH("/link", LLGUARD_FS_READ), 0,
		"open(-100,/link,1) path(3,c,4,0) close(4) ", 0,
		LLGUARD_FS_READ, LLGUARD_STATE_OK },
	{ LLGUARD_PATH_FLAGS(
		  "/link", LLGUARD_FS_READ, LLGUARD_RULE_NO_SYMLINKS),
		0, "open(-100,/link,3) ", -ELOOP, 0, 0 },
	/* none of its rights is known here: nothing is opened */
	{ LLGUARD_PORT(53, LLGUARD_NET_BIND_UDP), 0, "", 0, 0,
		LLGUARD_STATE_OK /* nothing of it was handled */ },
	/* quiet */
	{ LLGUARD_PATH_FLAGS("/d", LLGUARD_FS_READ, LLGUARD_RULE_QUIET),
		LLGUARD_FS_READ, "open(-100,/d,1) path(3,c,4,1) close(4) ", 0,
		LLGUARD_FS_READ, LLGUARD_STATE_OK },
	{ LLGUARD_PATH_FLAGS("/d", 0, LLGUARD_RULE_QUIET), LLGUARD_FS_READ,
		"open(-100,/d,1) path(3,0,4,1) close(4) ", 0, 0,
		LLGUARD_STATE_OK },
	/* the set's quiet rights were dropped: an ordinary rule */
	{ LLGUARD_PATH_FLAGS("/d", LLGUARD_FS_READ, LLGUARD_RULE_QUIET),
		LLGUARD_NET_BIND_TCP, "open(-100,/d,1) path(3,c,4,0) close(4) ",
		0, LLGUARD_FS_READ, LLGUARD_STATE_OK },
};

Test(rule, calls)
{
	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		struct llguard_report report;
		struct llguard_rule_result result = { 9, 9, 9 };

		fake_reset(9);
		cr_expect_eq(
			add(&rows[i].rule, rows[i].quiet, &report, &result),
			rows[i].error, "row %zu", i);
		cr_expect_str_eq(fake.log, rows[i].calls, "row %zu", i);
		cr_expect_eq(
			fake.open_fds, 1, "row %zu leaves a descriptor", i);
		cr_expect_eq(report.error, rows[i].error, "row %zu", i);
		cr_expect_eq(report.result_count, rows[i].error ? 0 : 1);
		if (rows[i].error)
			continue;
		cr_expect_eq(result.access, rows[i].access, "row %zu", i);
		cr_expect_eq(result.state, rows[i].state, "row %zu", i);
	}
}

/* Of a range the count tells, and a failure in the midst is the rule's. */
Test(rule, ranges)
{
	const struct llguard_rule range =
		LLGUARD_PORT_RANGE(8000, 8009, LLGUARD_NET_BIND_TCP);
	struct llguard_report report;
	struct llguard_rule_result result;

	fake_reset(9);
	cr_expect_eq(add(&range, 0, &report, &result), 0);
	cr_expect_eq(result.count, 10);
	fake_reset(9);
	fake.fail_at = 5;
	fake.fail_errno = ENOMEM;
	cr_expect_eq(add(&range, 0, &report, &result), -ENOMEM);
	cr_expect_eq(report.step, LLGUARD_STEP_ADD_RULE);
	cr_expect_eq(report.rule, 0);
	cr_expect_eq(report.result_count, 0);
}

/* A descriptor of a file shows in the kernel's answer alone. */
Test(rule, descriptor_of_a_file)
{
	struct llguard_report report;
	struct llguard_rule_result result;
	const struct llguard_rule both = LLGUARD_FD(5, LLGUARD_FS_READ);
	const struct llguard_rule directory =
		LLGUARD_FD(5, LLGUARD_FS_MAKE_REG);

	fake_reset(9);
	fake.next_fd = 5;
	llguard__sys_open(LLGUARD__AT_CWD, "/file", 0);
	fake.next_fd = RULESET;
	cr_expect_eq(add(&both, 0, &report, &result), 0);
	cr_expect_str_eq(fake.log, "path(3,c,5,0) path(3,4,5,0) ");
	cr_expect_eq(result.access, LLGUARD_FS_READ_FILE);
	cr_expect_eq(result.state, LLGUARD_STATE_REDUCED);

	fake_reset(9);
	fake.next_fd = 5;
	llguard__sys_open(LLGUARD__AT_CWD, "/file", 0);
	fake.next_fd = RULESET;
	cr_expect_eq(add(&directory, 0, &report, &result), -ENOTDIR);
}

static const struct {
	struct llguard_rule rule;
	int fail_at, fail_errno;
	int error;
	uint32_t step;
	const char *code;
} failures[] = {
#define OPEN(number, error, code)                                              \
	{                                                                      \
		LLGUARD_PATH("/d", LLGUARD_FS_READ), 0, number, error,         \
			LLGUARD_STEP_OPEN, code                                \
	}
	OPEN(ENOENT, -ENOENT, "missing_path"),
	OPEN(EACCES, -EACCES, "path_denied"),
	OPEN(ELOOP, -ELOOP, "symlink"),
	OPEN(ENAMETOOLONG, -ENAMETOOLONG, "path_too_long"),
	OPEN(EMFILE, -EMFILE, "open"),
	OPEN(ENFILE, -ENFILE, "open"),
	OPEN(ENOMEM, -ENOMEM, "open"),
	OPEN(EPERM, -EPERM, "open"),
	OPEN(EBUSY, -EIO, "open"),
	OPEN(EFAULT, -EIO, "open"),
#undef OPEN
#define ADD(number, error, code)                                               \
	{                                                                      \
		LLGUARD_PATH("/d", LLGUARD_FS_READ), 1, number, error,         \
			LLGUARD_STEP_ADD_RULE, code                            \
	}
	ADD(EBADFD, -EBADF, "bad_descriptor"),
	ADD(EINVAL, -EIO, "add_rule"),
	ADD(ENOMEM, -ENOMEM, "add_rule"),
	ADD(ENOMSG, -EIO, "add_rule"),
	ADD(E2BIG, -EIO, "add_rule"),
#undef ADD
	{ LLGUARD_FD(9, LLGUARD_FS_READ), 0, EBADF, -EBADF,
		LLGUARD_STEP_ADD_RULE, "bad_descriptor" },
	{ LLGUARD_PATH_AT(9, "a", LLGUARD_FS_READ), 0, EBADF, -EBADF,
		LLGUARD_STEP_OPEN, "bad_descriptor" },
	{ LLGUARD_PORT(1, LLGUARD_NET_BIND_TCP), 0, EAFNOSUPPORT, -EIO,
		LLGUARD_STEP_ADD_RULE, "add_rule" },
};

Test(rule, failures)
{
	for (size_t i = 0; i < LLGUARD__COUNT(failures); i++) {
		struct llguard_report report;
		struct llguard_rule_result result;
		struct llguard_finding finding = LLGUARD_FINDING_INIT;
		struct llguard_policy policy =
			LLGUARD_POLICY_NO_RULES(LLGUARD_ABI_9);

		policy.rules = &failures[i].rule;
		policy.rule_count = 1;
		fake_reset(9);
		fake.fail_at = failures[i].fail_at;
		fake.fail_errno = failures[i].fail_errno;
		/* the ruleset's creation comes before the calls that count */
		fake.calls = -1;
		cr_expect_eq(add(&failures[i].rule, 0, &report, &result),
			failures[i].error, "row %zu: %s", i, fake.log);
		cr_expect_eq(report.step, failures[i].step, "row %zu", i);
		cr_expect_eq(
			report.cause, failures[i].fail_errno, "row %zu", i);
		cr_expect_eq(report.rule, 0);
		cr_expect_eq(
			fake.open_fds, 1, "row %zu leaves a descriptor", i);
		cr_assert_eq(
			llguard_report_explain(&policy, &report, &finding), 1);
		cr_expect_eq(strcmp(finding.code.ptr, failures[i].code), 0,
			"row %zu: %s", i, finding.code.ptr);
	}
}

/*
 * Rights of a file that this kernel does not have: nothing denies them, and what
 * is right on a newer kernel is no error here.
 */
Test(rule, file_rights_that_the_kernel_lacks)
{
	static const struct llguard_rule rules[] = {
		LLGUARD_PATH(
			"/file", LLGUARD_FS_READ_DIR | LLGUARD_FS_TRUNCATE),
		LLGUARD_PATH("/file", LLGUARD_FS_READ_DIR),
	};

	for (int abi = 2; abi < 4; abi++)
		for (uint32_t i = 0; i < LLGUARD__COUNT(rules); i++) {
			struct llguard_policy policy =
				LLGUARD_POLICY_NO_RULES(LLGUARD_ABI_3);
			struct llguard_report report = LLGUARD_REPORT_INIT;
			struct llguard_rule_result result;

			policy.rules = &rules[i];
			policy.rule_count = 1;
			report.result_size = sizeof(result);
			report.result_capacity = 1;
			report.results = &result;
			fake_reset(abi);
			cr_expect_eq(llguard_policy_apply(&policy, &report),
				i ? -ENOTDIR : 0, "ABI %d, rule %u: %d", abi, i,
				report.error);
			if (i)
				continue;
			cr_expect_eq(
				result.state, abi < 3 ? LLGUARD_STATE_EMPTY
						      : LLGUARD_STATE_REDUCED);
			cr_expect_eq(result.access,
				abi < 3 ? 0 : LLGUARD_FS_TRUNCATE);
			cr_expect_eq(fake.open_fds, 0);
		}
}
