/* SPDX-License-Identifier: MIT */
/*
 * The table of presets, and what a rule of one asks of the kernel.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

#include "policy/prepare.h"
#include "policy/preset.h"
#include "sys_fake.h"

/* Typed once more, not included: ids and names are for ever. */
static const struct {
	uint32_t id;
	const char *name;
	uint64_t access;
} names[] = {
	{ 1, "libc_1", LLGUARD_FS_READ_EXECUTE },
	{ 2, "resolver_1",
		LLGUARD_FS_READ | LLGUARD_FS_RESOLVE_UNIX |
			LLGUARD_NET_CONNECT_TCP |
			LLGUARD_NET_CONNECT_SEND_UDP },
	{ 3, "tls_1", LLGUARD_FS_READ },
	{ 4, "locale_1", LLGUARD_FS_READ },
	{ 5, "tty_1",
		LLGUARD_FS_READ | LLGUARD_FS_WRITE_FILE |
			LLGUARD_FS_IOCTL_DEV },
	{ 6, "dev_1",
		LLGUARD_FS_READ_FILE | LLGUARD_FS_WRITE_FILE |
			LLGUARD_FS_TRUNCATE | LLGUARD_FS_IOCTL_DEV },
};

Test(preset, names)
{
	for (size_t i = 0; i < LLGUARD__COUNT(names); i++) {
		cr_assert_not_null(llguard_preset_name(names[i].id));
		cr_expect_str_eq(
			llguard_preset_name(names[i].id), names[i].name);
		cr_expect_eq(llguard_preset_from_name(
				     names[i].name, strlen(names[i].name)),
			names[i].id);
		cr_expect_eq(llguard__preset_access(names[i].id),
			names[i].access, "%s", names[i].name);
	}
	cr_expect_null(llguard_preset_name(0));
	cr_expect_null(llguard_preset_name(LLGUARD__COUNT(names) + 1));
	cr_expect_eq(llguard_preset_from_name("libc", 4), 0);
	cr_expect_eq(llguard_preset_from_name("libc_1", 5), 0);
	cr_expect_eq(llguard_preset_from_name(NULL, 0), 0);
}

/* Each rule is one that a policy could have. */
Test(preset, rules)
{
	for (size_t i = 0; i < LLGUARD__COUNT(names); i++) {
		struct llguard_rule rule;
		uint32_t n = 0;

		for (; llguard_preset_rule(
			       names[i].id, n, &rule, sizeof(rule)) == 1;
			n++) {
			struct llguard_policy policy =
				LLGUARD_POLICY_NO_RULES(LLGUARD_ABI_12);

			policy.rules = &rule;
			policy.rule_count = 1;
			cr_expect_eq(llguard_policy_check(&policy, NULL), 0,
				"%s %u", names[i].name, n);
			cr_expect(
				rule.kind == LLGUARD_KIND_PORT ||
				(rule.path[0] == '/' &&
					(rule.flags & LLGUARD_RULE_OPTIONAL)));
		}
		cr_expect_gt(n, 4, "%s", names[i].name);
		cr_expect_eq(llguard_preset_rule(
				     names[i].id, n, &rule, sizeof(rule)),
			0);
	}
}

Test(preset, rule_arguments)
{
	struct {
		struct llguard_rule rule;
		uint64_t more;
	} newer = { .more = 7 };

	cr_expect_eq(llguard_preset_rule(0, 0, &newer.rule, sizeof(newer.rule)),
		-EINVAL);
	cr_expect_eq(llguard_preset_rule(99, 0, &newer.rule, 99), -EINVAL);
	cr_expect_eq(llguard_preset_rule(1, 0, NULL, 99), -EINVAL);
	cr_expect_eq(
		llguard_preset_rule(1, 0, &newer.rule, sizeof(newer.rule) - 1),
		-EINVAL);
	cr_expect_eq(llguard_preset_rule(1, 0, &newer.rule, sizeof(newer)), 1);
	cr_expect_eq(newer.more, 0, "a newer program's member");
	cr_expect_str_eq(newer.rule.path, "/lib");
}

static const struct llguard_rule dev[] = {
	LLGUARD_PRESET(LLGUARD_PRESET_DEV_1),
};

/* Rights that are not handled fall out, and rules without any. */
Test(preset, calls)
{
	static const struct llguard_policy policy =
		LLGUARD_POLICY(LLGUARD_FS_WRITE_FILE | LLGUARD_FS_REFER, dev);
	struct llguard_rule_result results[1];
	struct llguard_report report = LLGUARD_REPORT_RESULTS(results);

	fake_reset(7);
	cr_assert_eq(llguard_policy_apply(&policy, &report), 0);
	cr_expect_str_eq(fake.log,
		"version errata create(2002,0,0,0) "
		"open(-100,/dev/null,0) path(3,2,4,0) close(4) "
		"open(-100,/dev/zero,0) path(3,2,5,0) close(5) "
		"open(-100,/dev/full,0) path(3,2,6,0) close(6) "
		"unshare nnp restrict(3,0) close(3) ");
	cr_expect_eq(results[0].access, LLGUARD_FS_WRITE_FILE);
	cr_expect_eq(results[0].state, LLGUARD_STATE_OK);
	cr_expect_eq(results[0].count, 3);
	cr_expect_eq(report.rules_ok, 1);
}

/* Call 3 is the first open: these absences are passed over, others are errors. */
Test(preset, paths_that_do_not_open)
{
	static const struct llguard_policy policy =
		LLGUARD_POLICY(LLGUARD_ABI_5, dev);
	static const struct {
		int number, error;
		uint32_t count;
	} rows[] = {
		{ ENOENT, 0, 4 },
		{ ENOTDIR, 0, 4 },
		{ EACCES, 0, 4 },
		{ ELOOP, 0, 4 },
		{ EMFILE, -EMFILE, 0 },
		{ ENOMEM, -ENOMEM, 0 },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		struct llguard_rule_result results[1] = { { 0 } };
		struct llguard_report report = LLGUARD_REPORT_RESULTS(results);

		fake_reset(5);
		fake.fail_at = 3;
		fake.fail_errno = rows[i].number;
		cr_expect_eq(llguard_policy_apply(&policy, &report),
			rows[i].error, "errno %d", rows[i].number);
		cr_expect_eq(results[0].count, rows[i].count);
		/* without /dev/null nothing may be truncated: no loss */
		if (!rows[i].error)
			cr_expect_eq(results[0].state, LLGUARD_STATE_OK);
		cr_expect_eq(report.step,
			rows[i].error ? LLGUARD_STEP_OPEN : LLGUARD_STEP_NONE);
		cr_expect_eq(report.rule, rows[i].error ? 0 : LLGUARD_NO_RULE);
		cr_expect_eq(fake.open_fds, 0);
	}
}

/* The result on each ABI; nothing known is nothing left. */
Test(preset, plan)
{
	static const struct llguard_rule rules[] = {
		LLGUARD_PRESET(LLGUARD_PRESET_TTY_1),
		LLGUARD_PRESET(LLGUARD_PRESET_RESOLVER_1),
	};
	static const struct llguard_policy policy =
		LLGUARD_POLICY(LLGUARD_ABI_10, rules);
	const uint64_t tty = LLGUARD_FS_READ | LLGUARD_FS_WRITE_FILE;
	const uint64_t etc = LLGUARD_FS_READ;
	const struct {
		uint32_t abi;
		uint64_t tty, resolver;
		uint32_t tty_state, resolver_state, resolver_count;
	} rows[] = {
		{ 0, 0, 0, LLGUARD_STATE_EMPTY, LLGUARD_STATE_EMPTY, 0 },
		{ 1, tty, etc, LLGUARD_STATE_REDUCED, LLGUARD_STATE_REDUCED,
			7 },
		{ 4, tty, etc | LLGUARD_NET_CONNECT_TCP, LLGUARD_STATE_REDUCED,
			LLGUARD_STATE_REDUCED, 8 },
		{ 5, tty | LLGUARD_FS_IOCTL_DEV, etc | LLGUARD_NET_CONNECT_TCP,
			LLGUARD_STATE_OK, LLGUARD_STATE_REDUCED, 8 },
		{ 9, tty | LLGUARD_FS_IOCTL_DEV,
			etc | LLGUARD_NET_CONNECT_TCP | LLGUARD_FS_RESOLVE_UNIX,
			LLGUARD_STATE_OK, LLGUARD_STATE_REDUCED, 9 },
		{ 12, tty | LLGUARD_FS_IOCTL_DEV, names[1].access,
			LLGUARD_STATE_OK, LLGUARD_STATE_OK, 9 },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		struct llguard_rule_result results[2];
		struct llguard_report report = LLGUARD_REPORT_RESULTS(results);
		struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;

		kernel.abi = rows[i].abi;
		cr_assert_eq(llguard_policy_plan(&policy, &kernel, &report), 0);
		cr_expect_eq(
			results[0].access, rows[i].tty, "ABI %u", rows[i].abi);
		cr_expect_eq(results[1].access, rows[i].resolver, "ABI %u",
			rows[i].abi);
		cr_expect_eq(results[0].state, rows[i].tty_state, "ABI %u",
			rows[i].abi);
		cr_expect_eq(results[1].state, rows[i].resolver_state, "ABI %u",
			rows[i].abi);
		cr_expect_eq(results[0].count, rows[i].abi ? 8 : 0);
		cr_expect_eq(results[1].count, rows[i].resolver_count,
			"ABI %u: %u", rows[i].abi, results[1].count);
	}
}

Test(preset, described)
{
	static char buf[8192];
	static const struct llguard_policy policy = LLGUARD_POLICY(
		LLGUARD_FS_WRITE_FILE | LLGUARD_FS_TRUNCATE, dev);
	struct llguard_rule_result results[1];
	struct llguard_report report = LLGUARD_REPORT_RESULTS(results);
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;

	kernel.abi = 2;
	cr_assert_eq(llguard_policy_plan(&policy, &kernel, &report), 0);
	llguard_report_describe_json(&policy, &report, buf, sizeof(buf));
	cr_expect_not_null(
		strstr(buf,
			"\"rules\":[{\"kind\":\"preset\",\"preset\":\"dev_1\","
			"\"access\":[\"write_file\"],\"dropped\":["
			"{\"right\":\"read_file\",\"reason\":\"not_handled\"},"
			"{\"right\":\"truncate\",\"reason\":\"abi\"},"
			"{\"right\":\"ioctl_dev\",\"reason\":\"not_handled\"}],"
			"\"state\":\"reduced\",\"count\":3}]"),
		"%s", buf);
	llguard_report_describe(&policy, &report, buf, sizeof(buf));
	cr_expect_not_null(
		strstr(buf, "rule 0: preset dev_1: allows fs.write_file on "
			    "3 paths and ports; "
			    "without read_file (not_handled); without truncate "
			    "(abi); without ioctl_dev (not_handled)\n"),
		"%s", buf);
	cr_expect_eq(llguard_preset_describe_json(6, buf, sizeof(buf)),
		(int)strlen(buf));
	cr_expect_eq(strncmp(buf,
			     "{\"v\":1,\"kind\":\"preset\",\"name\":\"dev_1\","
			     "\"id\":6,\"help\":\"",
			     51),
		0, "%s", buf);
	cr_expect_not_null(strstr(buf,
		"{\"kind\":\"path\",\"path\":\"/dev/urandom\",\"access\":["
		"\"read_file\"],\"optional\":true}]}"));
	llguard_preset_describe_json(2, buf, sizeof(buf));
	cr_expect_not_null(strstr(buf,
		"{\"kind\":\"port\",\"port\":53,\"access\":[\"connect_tcp\","
		"\"connect_send_udp\"],\"optional\":false}]}"));
	cr_expect_eq(
		llguard_preset_describe(6, buf, sizeof(buf)), (int)strlen(buf));
	cr_expect_eq(strncmp(buf, "dev_1: ", 7), 0);
	cr_expect_not_null(
		strstr(buf, "\n  /dev/zero: write_file, read_file\n"));
	cr_expect_eq(llguard_preset_describe(0, buf, 9), -EINVAL);
	cr_expect_eq(llguard_preset_describe(1, NULL, 9), -EINVAL);
	cr_expect_eq(llguard_preset_describe_json(0, buf, 9), -EINVAL);
	cr_expect_eq(llguard_preset_describe_json(1, NULL, 9), -EINVAL);
}
