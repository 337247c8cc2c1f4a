/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "policy/policy.h"
#include "sys_fake.h"

static char buf[4096];

/* The example of the manual, member by member. */
Test(report_json, plan)
{
	static const struct llguard_rule rules[] = {
		LLGUARD_PATH("/usr", LLGUARD_FS_READ_EXECUTE),
		LLGUARD_PATH("/b\xff", LLGUARD_FS_READ_FILE |
					       LLGUARD_FS_TRUNCATE |
					       LLGUARD_FS_IOCTL_DEV),
		LLGUARD_PORT(443, LLGUARD_NET_CONNECT_TCP),
		LLGUARD_FD(5, LLGUARD_FS_READ_FILE),
		LLGUARD_PATH_AT(6, "sub", LLGUARD_FS_READ_FILE),
	};
	static const struct llguard_policy policy = LLGUARD_POLICY_WITH(
		LLGUARD_FS_READ_EXECUTE | LLGUARD_FS_TRUNCATE |
			LLGUARD_NET_CONNECT_TCP | LLGUARD_SCOPE_SIGNAL,
		rules, LLGUARD_APPLY_ALL_THREADS, 0, LLGUARD_FS_READ_FILE,
		NULL);
	struct llguard_rule_result results[LLGUARD__COUNT(rules)];
	struct llguard_report report = LLGUARD_REPORT_RESULTS(results);
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;
	int length;

	kernel.abi = 4;
	cr_assert_eq(llguard_policy_plan(&policy, &kernel, &report), 0);
	results[0].state = LLGUARD_STATE_MISSING;
	results[0].access = 0;
	length = llguard_report_describe_json(
		&policy, &report, buf, sizeof(buf));
	cr_expect_eq(length, (int)strlen(buf));
	cr_expect_str_eq(buf,
		"{\"v\":1,\"kind\":\"plan\",\"abi\":4,\"status\":\"partial\","
		"\"handled\":{\"fs\":[\"execute\",\"read_file\",\"read_dir\","
		"\"truncate\"],\"net\":[\"connect_tcp\"],\"scope\":[]},"
		"\"flags\":[],\"quiet\":{\"fs\":[],\"net\":[],\"scope\":[]},"
		"\"dropped\":[{\"set\":\"scope\",\"right\":\"signal\","
		"\"since_abi\":6},{\"set\":\"flag\",\"right\":\"tsync\","
		"\"since_abi\":8},{\"set\":\"quiet\",\"right\":\"read_file\","
		"\"since_abi\":10}],\"rules\":["
		"{\"kind\":\"path\",\"path\":\"/usr\",\"access\":[],"
		"\"dropped\":[],\"state\":\"missing\"},"
		"{\"kind\":\"path\",\"path\":\"/b\xef\xbf\xbd\","
		"\"path_hex\":\"2F62FF\",\"access\":[\"read_file\","
		"\"truncate\"],\"dropped\":[{\"right\":\"ioctl_dev\","
		"\"reason\":\"not_handled\"}],\"state\":\"ok\"},"
		"{\"kind\":\"port\",\"port\":443,\"access\":[\"connect_tcp\"],"
		"\"dropped\":[],\"state\":\"ok\"},"
		"{\"kind\":\"fd\",\"fd\":5,\"access\":[\"read_file\"],"
		"\"dropped\":[],\"state\":\"ok\"},"
		"{\"kind\":\"path_at\",\"fd\":6,\"path\":\"sub\","
		"\"access\":[\"read_file\"],\"dropped\":[],\"state\":\"ok\"}],"
		"\"warnings\":[{\"code\":\"refer\",\"text\":\"refer is not "
		"handled: every rename and link between directories is denied "
		"(EXDEV), and no rule can allow it\"}],\"notes\":["
		"{\"code\":\"tcp_fast_open\",\"text\":\"sendto(MSG_FASTOPEN) may "
		"get round connect_tcp: fixed in Linux 7.2 and in some stable "
		"kernels, and nothing tells which\"},"
		"{\"code\":\"mptcp\",\"text\":\"rights for TCP do not cover "
		"MPTCP, SCTP and SMC sockets: a program that may make one "
		"connects and binds freely\"},"
		"{\"code\":\"udp_free\",\"text\":\"this kernel cannot deny UDP, "
		"which needs ABI 10\"},"
		"{\"code\":\"pathname_sockets\",\"text\":\"this kernel cannot "
		"deny connecting to UNIX sockets by path, which needs ABI 9\"},"
		"{\"code\":\"topology\",\"text\":\"mounting, unmounting and "
		"pivot_root are denied as well (EPERM), because a right of the "
		"file system is handled\"},"
		"{\"code\":\"ptrace\",\"text\":\"tracing processes outside the "
		"domain, and reading their memory, is denied as well, whatever "
		"is handled\"}]}");
}

Test(report_json, report)
{
	static const struct llguard_policy policy =
		LLGUARD_POLICY_NO_RULES_WITH(LLGUARD_SCOPE_SIGNAL,
			LLGUARD_LOG_NEW_EXEC_ON, 0, 0, NULL);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	fake_reset(11);
	fake.errata = 3;
	cr_assert_eq(llguard_policy_apply(&policy, &report), 0);
	llguard_report_describe_json(&policy, &report, buf, sizeof(buf));
	cr_expect_str_eq(buf,
		"{\"v\":1,\"kind\":\"report\",\"abi\":11,\"status\":\"full\","
		"\"handled\":{\"fs\":[],\"net\":[],\"scope\":[\"signal\"]},"
		"\"flags\":[\"log_new_exec_on\",\"no_new_privs\"],"
		"\"quiet\":{\"fs\":[],\"net\":[],\"scope\":[]},\"dropped\":[],"
		"\"rules\":[],\"warnings\":[],\"notes\":[{\"code\":\"ptrace\","
		"\"text\":\"tracing processes outside the domain, and reading "
		"their memory, is denied as well, whatever is handled\"}],"
		"\"applied\":true,\"errata\":3,"
		"\"no_new_privs\":true,\"threads\":\"one\",\"layers\":1,"
		"\"reason\":\"\"}");
}

Test(report_json, error)
{
	static const struct llguard_rule rules[] = {
		LLGUARD_PATH("/usr", LLGUARD_FS_READ),
		LLGUARD_PATH("/missing", LLGUARD_FS_READ),
	};
	static const struct llguard_policy policy =
		LLGUARD_POLICY(LLGUARD_ABI_1, rules);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	fake_reset(7);
	cr_assert_eq(llguard_policy_apply(&policy, &report), -ENOENT);
	llguard_report_describe_json(&policy, &report, buf, sizeof(buf));
	cr_expect_not_null(
		strstr(buf,
			"\"applied\":false,\"errata\":0,\"no_new_privs\":false,"
			"\"threads\":\"unknown\",\"layers\":0,\"reason\":\"\","
			"\"error\":{\"step\":\"open\",\"rule\":1,\"errno\":\"ENOENT\","
			"\"text\":\"rules[1].path: /missing: does not exist; create it, "
			"or use LLGUARD_PATH_OPTIONAL()\"}}"),
		"%s", buf);
}

Test(report_json, none_and_permission)
{
	static const struct llguard_policy policy =
		LLGUARD_POLICY_NO_RULES(LLGUARD_PERMISSION_CAPABILITY_USE);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	fake_reset(0);
	fake.probe_errno = EOPNOTSUPP;
	cr_assert_eq(llguard_policy_apply(&policy, &report), 0);
	llguard_report_describe_json(&policy, &report, buf, sizeof(buf));
	cr_expect_not_null(strstr(buf, "\"status\":\"none\""));
	cr_expect_not_null(strstr(buf, "\"scope\":[],\"permission\":[]},"));
	cr_expect_not_null(strstr(buf, "\"reason\":\"off_at_boot\"}"));
	cr_expect_not_null(strstr(buf, "{\"set\":\"permission\",\"right\":"
				       "\"capability_use\",\"since_abi\":12}"));
}

/* A path that makes no sentence is left to the rules. */
Test(report_json, error_with_a_long_path)
{
	static char path[3000] = "/missing";
	const struct llguard_rule rule = LLGUARD_PATH(path, LLGUARD_FS_READ);
	struct llguard_policy policy = LLGUARD_POLICY_NO_RULES(LLGUARD_ABI_1);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	memset(path + 8, 'x', sizeof(path) - 9);
	policy.rules = &rule;
	policy.rule_count = 1;
	fake_reset(7);
	cr_assert_eq(llguard_policy_apply(&policy, &report), -ENOENT);
	llguard_report_describe_json(&policy, &report, buf, sizeof(buf));
	cr_expect_not_null(strstr(buf,
		"\"text\":\"rules[0].path: does not exist; create it, or use "
		"LLGUARD_PATH_OPTIONAL()\"}}"));
}

Test(report_json, arguments)
{
	static const struct llguard_policy policy =
		LLGUARD_POLICY_NO_RULES(LLGUARD_ABI_1);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	cr_expect_eq(
		llguard_report_describe_json(NULL, &report, buf, 9), -EINVAL);
	cr_expect_eq(
		llguard_report_describe_json(&policy, NULL, buf, 9), -EINVAL);
	cr_expect_eq(llguard_report_describe_json(&policy, &report, NULL, 9),
		-EINVAL);
	report.size = 4;
	cr_expect_eq(llguard_report_describe_json(&policy, &report, buf, 9),
		-EINVAL);
}
