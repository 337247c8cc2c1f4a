/* SPDX-License-Identifier: MIT */
/*
 * Namespaces and capabilities: names, and what becomes of rules for them.  No
 * kernel has shown them to us, so they are planned and never put on.
 */
#include <criterion/criterion.h>
#include <linux/capability.h>
#include <sched.h>

#include "policy/policy.h"
#include "sys_fake.h"

Test(member, namespaces)
{
	static const struct {
		const char *name;
		uint64_t member;
	} rows[] = {
		{ "cgroup", CLONE_NEWCGROUP },
		{ "ipc", CLONE_NEWIPC },
		{ "mnt", CLONE_NEWNS },
		{ "net", CLONE_NEWNET },
		{ "pid", CLONE_NEWPID },
		{ "time", CLONE_NEWTIME },
		{ "user", CLONE_NEWUSER },
		{ "uts", CLONE_NEWUTS },
	};
	uint64_t all = 0;

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		all |= rows[i].member;
		cr_expect_str_eq(llguard_member_name(LLGUARD_KIND_NAMESPACE,
					 rows[i].member),
			rows[i].name);
		cr_expect_eq(llguard_member_from_name(LLGUARD_KIND_NAMESPACE,
				     rows[i].name, strlen(rows[i].name)),
			rows[i].member);
	}
	cr_expect_eq(llguard__members_known(LLGUARD_KIND_NAMESPACE), all);
}

Test(member, capabilities)
{
	static const struct {
		const char *name;
		unsigned int number;
	} rows[] = {
		{ "chown", CAP_CHOWN },
		{ "net_bind_service", CAP_NET_BIND_SERVICE },
		{ "net_raw", CAP_NET_RAW },
		{ "sys_admin", CAP_SYS_ADMIN },
		{ "setfcap", CAP_SETFCAP },
		{ "audit_read", CAP_AUDIT_READ },
		{ "checkpoint_restore", CAP_CHECKPOINT_RESTORE },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++)
		cr_expect_eq(llguard_member_from_name(LLGUARD_KIND_CAPABILITY,
				     rows[i].name, strlen(rows[i].name)),
			UINT64_C(1) << rows[i].number, "%s", rows[i].name);
	for (unsigned int i = 0; i <= CAP_LAST_CAP; i++)
		cr_expect_not_null(llguard_member_name(
			LLGUARD_KIND_CAPABILITY, UINT64_C(1) << i));
	cr_expect_eq(llguard__members_known(LLGUARD_KIND_CAPABILITY),
		(UINT64_C(1) << 41) - 1);
}

Test(member, none)
{
	cr_expect_null(llguard_member_name(LLGUARD_KIND_NAMESPACE, 1));
	cr_expect_null(llguard_member_name(LLGUARD_KIND_CAPABILITY, 3));
	cr_expect_null(llguard_member_name(LLGUARD_KIND_PATH, 1));
	cr_expect_eq(
		llguard_member_from_name(LLGUARD_KIND_NAMESPACE, "chown", 5),
		0);
	cr_expect_eq(
		llguard_member_from_name(LLGUARD_KIND_NAMESPACE, "net", 2), 0);
	cr_expect_eq(
		llguard_member_from_name(LLGUARD_KIND_NAMESPACE, NULL, 2), 0);
}

static const struct llguard_rule rules[] = {
	LLGUARD_NAMESPACE_QUIET(CLONE_NEWNET | CLONE_NEWPID, CLONE_NEWUSER),
	LLGUARD_CAPABILITY(UINT64_C(1) << CAP_CHECKPOINT_RESTORE),
};
static const struct llguard_policy policy =
	LLGUARD_POLICY(LLGUARD_ABI_12, rules);

Test(member, planned)
{
	char buf[4096];
	struct llguard_rule_result results[2];
	struct llguard_report report = LLGUARD_REPORT_RESULTS(results);
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;

	for (kernel.abi = 0; kernel.abi <= 12; kernel.abi++) {
		cr_assert_eq(llguard_policy_plan(&policy, &kernel, &report), 0);
		cr_expect_eq(results[0].access,
			kernel.abi < 12 ? 0 : LLGUARD_PERMISSION_NAMESPACE_USE);
		cr_expect_eq(results[1].state, kernel.abi < 12
						       ? LLGUARD_STATE_EMPTY
						       : LLGUARD_STATE_OK);
	}
	llguard_report_describe_json(&policy, &report, buf, sizeof(buf));
	cr_expect_not_null(
		strstr(buf,
			"\"rules\":[{\"kind\":\"namespace\",\"members\":["
			"\"pid\",\"net\"],\"quiet_members\":[\"user\"],"
			"\"access\":[\"namespace_use\"],\"dropped\":[],"
			"\"state\":\"ok\"},{\"kind\":\"capability\","
			"\"members\":[\"checkpoint_restore\"],"
			"\"quiet_members\":[],\"access\":[\"capability_use\"],"
			"\"dropped\":[],\"state\":\"ok\"}]"),
		"%s", buf);
	llguard_report_describe(&policy, &report, buf, sizeof(buf));
	cr_expect_not_null(strstr(
		buf, "rule 0: namespace pid, net: allows namespace.use\n"));
}

/* On a kernel that has them, too; and the report says why. */
Test(member, never_put_on)
{
	static const struct {
		int abi;
		const char *why;
	} rows[] = {
		{ 11, "not denied: capability.use (needs ABI 12)\n" },
		{ 12, "not denied: capability.use (this release only plans "
		      "it)\n" },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		char buf[4096];
		struct llguard_report report = LLGUARD_REPORT_INIT;

		fake_reset(rows[i].abi);
		cr_assert_eq(llguard_policy_apply(&policy, &report), 0);
		cr_expect_str_eq(fake.log,
			"version errata create(3000f0001ffff,0,0,0) unshare "
			"restrict(3,10) close(3) ");
		cr_expect_eq(report.rules_empty, 2);
		cr_expect_eq(report.status, LLGUARD_STATUS_PARTIAL);
		llguard_report_describe(&policy, &report, buf, sizeof(buf));
		cr_expect_not_null(strstr(buf, rows[i].why), "%s", buf);
	}
}

Test(member, required)
{
	static const struct llguard_policy required =
		LLGUARD_POLICY_NO_RULES_WITH(LLGUARD_ABI_12, 0,
			LLGUARD_PERMISSION_CAPABILITY_USE, 0, NULL);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	fake_reset(12);
	cr_expect_eq(llguard_policy_apply(&required, &report), -EOPNOTSUPP);
	cr_expect_not(fake.restricted);
}
