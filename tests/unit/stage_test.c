/* SPDX-License-Identifier: MIT */
/*
 * Policies one after the other: what is refused, and how each layer leaves the
 * renames of those before it.
 */
#include <criterion/criterion.h>

#include "policy/policy.h"
#include "sys_fake.h"

#define FS       LLGUARD_ABI_1
#define REFER    LLGUARD_FS_REFER
#define NET      LLGUARD_NET_BIND_TCP
#define KEEP     LLGUARD_POLICY_KEEP_REFER
#define MUTE     LLGUARD_LOG_SUBDOMAINS_OFF
#define LONGEST  16
#define TOO_LONG (LONGEST + 1)

struct link {
	uint64_t handled;
	uint32_t flags;
};

static struct llguard_policy chain[TOO_LONG];

/* Oldest first, up to one that is nothing; returns the newest. */
static struct llguard_policy *chain_make(const struct link *links, size_t most)
{
	const struct llguard_policy init = LLGUARD_POLICY_NO_RULES(0);
	size_t i = 0;

	for (; i < most && (links[i].handled || links[i].flags); i++) {
		chain[i] = init;
		chain[i].handled = links[i].handled;
		chain[i].flags = links[i].flags;
		chain[i].after = i ? &chain[i - 1] : NULL;
	}
	return &chain[i - 1];
}

static void expect_check(const struct llguard_policy *policy, const char *code)
{
	struct llguard_report report = LLGUARD_REPORT_INIT;
	struct llguard_finding finding = LLGUARD_FINDING_INIT;
	const int err = llguard_policy_check(policy, &report);

	cr_expect_eq(err, *code ? -EINVAL : 0, "%s: %d", code, err);
	if (!*code)
		return;
	cr_assert_eq(llguard_report_explain(policy, &report, &finding), 1);
	cr_expect_str_eq(finding.code.ptr, code);
	cr_expect_str_eq(finding.key.ptr, "after");
}

/* As soon as one layer has filesystem rights, those before deny renames, too. */
Test(stage, refer_trap)
{
	static const struct {
		struct link links[4];
		const char *code;
	} rows[] = {
		{ { { FS, 0 }, { NET, 0 } }, "" },
		{ { { NET, 0 }, { FS, 0 } }, "refer_trap" },
		{ { { NET, 0 }, { FS | REFER, 0 } }, "refer_trap" },
		{ { { NET, KEEP }, { FS, 0 } }, "" },
		{ { { NET, 0 }, { NET, 0 } }, "" },
		{ { { NET, 0 }, { NET, KEEP } }, "refer_trap" },
		{ { { NET, 0 }, { NET, KEEP }, { FS, 0 } }, "refer_trap" },
		{ { { NET, KEEP }, { NET, 0 }, { FS, 0 } }, "" },
		{ { { FS, 0 }, { NET, 0 }, { FS, 0 } }, "" },
		{ { { REFER, 0 }, { NET, 0 }, { FS, 0 } }, "" },
		/* what makes no domain is no layer */
		{ { { 0, MUTE }, { FS, 0 } }, "" },
		{ { { FS, 0 }, { 0, MUTE }, { NET, 0 } }, "" },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++)
		expect_check(chain_make(rows[i].links, 4), rows[i].code);
}

Test(stage, nothing_comes_after_a_sealed_one)
{
	static const struct link links[] = { { FS, LLGUARD_APPLY_SEAL },
		{ FS, 0 } };

	expect_check(chain_make(links, 2), "sealed");
	expect_check(&chain[0], "");
}

Test(stage, malformed_predecessor)
{
	static const struct link links[] = { { FS, 0 }, { FS, 0 }, { FS, 0 } };
	struct llguard_policy *newest = chain_make(links, 3);

	expect_check(newest, "");
	chain[0].flags = UINT32_C(1) << 30;
	expect_check(newest, "bad_stage");
	chain[0].flags = 0;
	chain[1].size = 8;
	expect_check(newest, "bad_stage");
	chain[1].size = 0;
	expect_check(newest, "bad_stage");
}

Test(stage, longest_chain)
{
	struct link links[TOO_LONG];
	struct llguard_report report = LLGUARD_REPORT_INIT;
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;

	for (size_t i = 0; i < TOO_LONG; i++)
		links[i] = (struct link){ FS, 0 };
	expect_check(chain_make(links, TOO_LONG), "too_many_stages");
	expect_check(&chain[LONGEST - 1], "");
	kernel.abi = 7;
	cr_expect_eq(
		llguard_policy_plan(&chain[LONGEST - 1], &kernel, &report), 0);
	cr_expect_eq(report.stage, LONGEST - 1);
	cr_expect_eq(report.layers, LONGEST - 1);
}

/* A chain that never ends is refused all the same. */
Test(stage, cycles)
{
	static const struct link links[] = { { FS, 0 }, { FS, 0 }, { FS, 0 },
		{ FS, 0 } };
	struct llguard_policy *newest = chain_make(links, 4);

	for (size_t back = 0; back < 4; back++) {
		chain[0].after = &chain[back];
		expect_check(newest, "too_many_stages");
	}
}

/* The newest of a chain on each ABI, by name: what it handles, and warns of. */
static const struct {
	struct link links[4];
	uint32_t abi;
	uint64_t handled;
	uint32_t layers; /* before it */
	bool carries;
	bool warns;
} plans[] = {
	{ { { FS, 0 }, { NET, 0 } }, 3, 0, 1, false, false },
	{ { { FS, 0 }, { NET, 0 } }, 4, NET | REFER, 1, true, true },
	{ { { FS | REFER, 0 }, { NET, 0 } }, 4, NET | REFER, 1, true, false },
	{ { { FS | REFER, 0 }, { FS, 0 } }, 1, FS, 1, false, true },
	{ { { FS | REFER, 0 }, { FS, 0 } }, 2, FS | REFER, 1, true, false },
	{ { { FS | REFER, 0 }, { FS | REFER, 0 } }, 2, FS | REFER, 1, false,
		false },
	{ { { FS | REFER, 0 }, { FS | REFER, KEEP } }, 2, FS | REFER, 1, true,
		false },
	{ { { NET, KEEP }, { FS | REFER, 0 } }, 4, FS | REFER, 1, false,
		false },
	/* the first one's network rights are not there: no layer at all */
	{ { { NET, KEEP }, { FS | REFER, 0 } }, 3, FS | REFER, 0, false,
		false },
	{ { { NET, 0 }, { NET, 0 } }, 12, NET, 1, false, false },
	/* a filesystem stage that is none on an old kernel */
	{ { { LLGUARD_FS_IOCTL_DEV, 0 }, { NET, 0 } }, 4, NET, 0, false,
		false },
	{ { { LLGUARD_FS_IOCTL_DEV, 0 }, { NET, 0 } }, 5, NET | REFER, 1, true,
		true },
	{ { { LLGUARD_FS_IOCTL_DEV | NET, 0 }, { FS | REFER, 0 } }, 4,
		FS | REFER, 1, false, true },
	{ { { FS, 0 }, { 0, MUTE }, { NET, 0 } }, 7, NET | REFER, 1, true,
		true },
	{ { { FS, 0 }, { NET, 0 }, { 0, MUTE } }, 7, 0, 2, false, false },
	{ { { NET, KEEP } }, 4, NET | REFER, 0, true, false },
	{ { { NET, KEEP } }, 1, 0, 0, false, false },
};

Test(stage, plans)
{
	for (size_t i = 0; i < LLGUARD__COUNT(plans); i++) {
		const struct llguard_policy *policy =
			chain_make(plans[i].links, 4);
		struct llguard_report report = LLGUARD_REPORT_INIT;
		struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;

		kernel.abi = plans[i].abi;
		cr_expect_eq(llguard_policy_plan(policy, &kernel, &report), 0,
			"row %zu", i);
		cr_expect_eq(report.handled, plans[i].handled, "row %zu: %llx",
			i, (unsigned long long)report.handled);
		cr_expect_eq(report.layers, plans[i].layers, "row %zu: %u", i,
			report.layers);
		cr_expect_eq(report.stage, (uint32_t)(policy - chain));
		cr_expect_eq(llguard__plan_carries(policy, &report),
			plans[i].carries, "row %zu", i);
		cr_expect_eq(report.warnings,
			plans[i].warns ? LLGUARD_WARNING_REFER : 0, "row %zu",
			i);
	}
}

/* Refer cannot be kept on ABI 1, and a strict policy hears of it. */
Test(stage, keep_refer_on_abi_1)
{
	static const struct link best[] = { { FS, KEEP } };
	static const struct link strict[] = { { FS,
		KEEP | LLGUARD_POLICY_STRICT } };
	struct llguard_report report = LLGUARD_REPORT_INIT;
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;

	kernel.abi = 1;
	cr_expect_eq(
		llguard_policy_plan(chain_make(best, 1), &kernel, &report), 0);
	cr_expect_eq(report.flags_dropped, KEEP);
	cr_expect_eq(report.status, LLGUARD_STATUS_PARTIAL);
	cr_expect_eq(
		llguard_policy_plan(chain_make(strict, 1), &kernel, &report),
		-EOPNOTSUPP);
	kernel.abi = 2;
	cr_expect_eq(
		llguard_policy_plan(chain_make(strict, 1), &kernel, &report),
		0);
	cr_expect_eq(report.flags, KEEP);
}

/* The second stage is applied alone, and its rules are no wider for it. */
Test(stage, applied_alone)
{
	static const struct llguard_rule rules[] = {
		LLGUARD_PATH("/a", LLGUARD_FS_READ_WRITE),
	};
	static const struct llguard_policy first =
		LLGUARD_POLICY_NO_RULES(FS | REFER);
	static const struct llguard_policy second = LLGUARD_POLICY_WITH(
		LLGUARD_FS_WRITE_FILE | NET, rules, 0, 0, 0, &first);
	struct llguard_rule_result results[1];
	struct llguard_report report = LLGUARD_REPORT_RESULTS(results);
	char json[2048], text[1024];

	fake_reset(7);
	cr_expect_eq(llguard_policy_apply(&second, &report), 0);
	cr_expect_str_eq(fake.log,
		"version errata create(100002002,0,0,0) open(-100,/,1) "
		"path(3,2000,4,0) close(4) open(-100,/a,1) path(3,2002,5,0) "
		"close(5) unshare nnp restrict(3,0) close(3) ");
	cr_expect_eq(report.stage, 1);
	cr_expect_eq(report.layers, 2);
	cr_expect_eq(report.status, LLGUARD_STATUS_FULL);
	cr_expect_eq(results[0].state, LLGUARD_STATE_OK);
	llguard_report_describe_json(&second, &report, json, sizeof(json));
	cr_expect_not_null(
		strstr(json, "\"kind\":\"report\",\"abi\":7,\"stage\":1,"));
	cr_expect_not_null(strstr(json,
		"{\"kind\":\"path\",\"path\":\"/\",\"access\":[\"refer\"],"
		"\"dropped\":[],\"state\":\"ok\",\"implied\":true}]"));
	cr_expect_not_null(strstr(json, "\"layers\":2,"));
	llguard_report_describe(&second, &report, text, sizeof(text));
	cr_expect_not_null(strstr(text, "stage: 1, layers: 2\nrefer is "));
	report.result_count = 0;
	llguard_report_describe_json(&first, &report, json, sizeof(json));
	cr_expect_null(strstr(json, "stage"), "no chain, no stage");
}

/* "/" that does not open, or takes no rule: an error, and nothing is left. */
Test(stage, refer_that_cannot_be_carried)
{
	static const struct llguard_policy policy =
		LLGUARD_POLICY_NO_RULES_WITH(NET, KEEP, 0, 0, NULL);
	static const uint32_t steps[] = { LLGUARD_STEP_OPEN,
		LLGUARD_STEP_ADD_RULE };

	for (int i = 0; i < 2; i++) {
		struct llguard_report report = LLGUARD_REPORT_INIT;
		struct llguard_finding finding = LLGUARD_FINDING_INIT;

		fake_reset(7);
		fake.fail_at = 3 + i;
		fake.fail_errno = ENOMEM;
		cr_expect_eq(llguard_policy_apply(&policy, &report), -ENOMEM);
		cr_expect_eq(report.step, steps[i]);
		cr_expect_eq(report.rule, LLGUARD_NO_RULE);
		cr_expect_eq(fake.open_fds, 0);
		cr_expect_not(fake.restricted);
		cr_expect_eq(
			llguard_report_explain(&policy, &report, &finding), 1);
		cr_expect_str_eq(finding.code.ptr, "carry_refer");
		cr_expect_str_eq(finding.found.ptr, "ENOMEM");
	}
}

/* Settings without a domain: no ruleset, no layer, and no flag but theirs. */
Test(stage, log_settings_without_a_domain)
{
	static const struct {
		uint32_t flags;
		int abi;
		const char *log;
		int error;
		uint32_t status;
	} rows[] = {
		{ MUTE, 6, "version errata ", 0, LLGUARD_STATUS_NONE },
		{ MUTE, 7, "version errata unshare nnp restrict(-1,4) ", 0,
			LLGUARD_STATUS_FULL },
		{ MUTE, 11, "version errata unshare nnp restrict(-1,4) ", 0,
			LLGUARD_STATUS_FULL },
		{ MUTE | LLGUARD_APPLY_KEEP_PRIVS, 11,
			"version errata unshare restrict(-1,4) ", -EPERM,
			LLGUARD_STATUS_NONE },
		{ MUTE | LLGUARD_APPLY_ALL_THREADS, 7,
			"version errata unshare unshare nnp restrict(-1,4) ", 0,
			LLGUARD_STATUS_FULL },
		{ MUTE | LLGUARD_APPLY_ALL_THREADS, 8,
			"version errata nnp restrict(-1,c) ", 0,
			LLGUARD_STATUS_FULL },
		{ MUTE | LLGUARD_POLICY_STRICT, 6, "version errata ",
			-EOPNOTSUPP, LLGUARD_STATUS_NONE },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		const struct llguard_policy policy =
			LLGUARD_POLICY_NO_RULES_WITH(
				0, rows[i].flags, 0, 0, NULL);
		struct llguard_report report = LLGUARD_REPORT_INIT;

		fake_reset(rows[i].abi);
		cr_expect_eq(llguard_policy_apply(&policy, &report),
			rows[i].error, "row %zu: %d", i, report.error);
		cr_expect_str_eq(
			fake.log, rows[i].log, "row %zu: %s", i, fake.log);
		cr_expect_eq(report.status, rows[i].status, "row %zu", i);
		cr_expect_eq(report.applied,
			rows[i].status == LLGUARD_STATUS_FULL, "row %zu", i);
		cr_expect_eq(report.layers, 0, "row %zu", i);
	}
}

/* Early kernels of ABI 8 want a ruleset with thread sync. */
Test(stage, log_settings_that_the_kernel_refuses)
{
	static const struct llguard_policy policy =
		LLGUARD_POLICY_NO_RULES_WITH(
			0, MUTE | LLGUARD_APPLY_ALL_THREADS, 0, 0, NULL);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	fake_reset(8);
	fake.fail_at = 3;
	fake.fail_errno = EBADF;
	cr_expect_eq(llguard_policy_apply(&policy, &report), -EOPNOTSUPP);
	cr_expect_eq(report.step, LLGUARD_STEP_RESTRICT);
	cr_expect_eq(report.cause, EBADF);
	cr_expect_eq(report.applied, 0);
}
