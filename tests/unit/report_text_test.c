/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "policy/policy.h"
#include "sys_fake.h"

static char buf[4096];

Test(report_text, apply)
{
	static const struct llguard_rule rules[] = {
		LLGUARD_PATH("/usr", LLGUARD_FS_READ_EXECUTE),
		LLGUARD_PATH_OPTIONAL("/missing\n", LLGUARD_FS_READ),
		LLGUARD_PATH("/file", LLGUARD_FS_READ),
		LLGUARD_PORT(443, LLGUARD_NET_CONNECT_TCP),
	};
	static const struct llguard_policy policy = LLGUARD_POLICY_WITH(
		LLGUARD_FS_READ | LLGUARD_NET_CONNECT_TCP |
			LLGUARD_FS_RESOLVE_UNIX,
		rules, LLGUARD_LOG_NEW_EXEC_ON, 0, LLGUARD_FS_READ_FILE, NULL);
	struct llguard_rule_result results[LLGUARD__COUNT(rules)];
	struct llguard_report report = LLGUARD_REPORT_RESULTS(results);

	fake_reset(7);
	cr_assert_eq(llguard_policy_apply(&policy, &report), 0);
	cr_expect_eq(
		llguard_report_describe(&policy, &report, buf, sizeof(buf)),
		(int)strlen(buf));
	cr_expect_str_eq(buf,
		"status: partial (kernel ABI 7)\n"
		"applied: yes\n"
		"denied unless allowed: fs.read_file, fs.read_dir, "
		"net.connect_tcp\n"
		"not denied: fs.resolve_unix (needs ABI 9)\n"
		"recorded all the same: fs.read_file\n"
		"flags: log_new_exec_on\n"
		"rule 0: path /usr: allows fs.read_file, fs.read_dir; without "
		"execute (not_handled)\n"
		"rule 1: path /missing\\x0A: missing\n"
		"rule 2: path /file: allows fs.read_file; without read_dir "
		"(not_directory)\n"
		"rule 3: port 443: allows net.connect_tcp\n"
		"warning: refer is not handled: every rename and link between "
		"directories is denied (EXDEV), and no rule can allow it\n"
		"note: sendto(MSG_FASTOPEN) may get round connect_tcp: fixed in "
		"Linux 7.2 and in some stable kernels, and nothing tells which\n"
		"note: rights for TCP do not cover MPTCP, SCTP and SMC sockets: "
		"a program that may make one connects and binds freely\n"
		"note: this kernel cannot deny UDP, which needs ABI 10\n"
		"note: this kernel cannot deny connecting to UNIX sockets by "
		"path, which needs ABI 9\n"
		"note: mounting, unmounting and pivot_root are denied as well "
		"(EPERM), because a right of the file system is handled\n"
		"note: tracing processes outside the domain, and reading their "
		"memory, is denied as well, whatever is handled\n");
}

Test(report_text, why_nothing)
{
	static const struct llguard_policy policy =
		LLGUARD_POLICY_NO_RULES(LLGUARD_SCOPE_SIGNAL);
	static const struct {
		int abi, probe_errno;
		const char *ends;
	} rows[] = {
		{ 0, ENOSYS,
			"warning: nothing is enforced: this kernel has no Landlock; use LLGUARD_POLICY_STRICT to refuse to run\n" },
		{ 0, EOPNOTSUPP,
			"warning: nothing is enforced: Landlock is off at boot; add it to lsm=, or use LLGUARD_POLICY_STRICT to refuse to run\n" },
		{ 0, EPERM,
			"warning: nothing is enforced: a seccomp filter refuses Landlock; use LLGUARD_POLICY_STRICT to refuse to run\n" },
		{ 5, 0, "warning: nothing is enforced: this kernel knows none of the rights; use LLGUARD_POLICY_STRICT to refuse to run\n" },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		struct llguard_report report = LLGUARD_REPORT_INIT;

		fake_reset(rows[i].abi);
		fake.probe_errno = rows[i].probe_errno;
		cr_assert_eq(llguard_policy_apply(&policy, &report), 0);
		llguard_report_describe(&policy, &report, buf, sizeof(buf));
		cr_expect_eq(strncmp(buf, "status: none (kernel ABI ", 25), 0);
		cr_expect_str_eq(
			buf + strlen(buf) - strlen(rows[i].ends), rows[i].ends);
	}
}

Test(report_text, error_at_every_size)
{
	static const struct llguard_rule rules[] = {
		LLGUARD_PATH("/missing", LLGUARD_FS_READ),
	};
	static const struct llguard_policy policy =
		LLGUARD_POLICY(LLGUARD_FS_READ | LLGUARD_FS_REFER, rules);
	static const char last[] =
		"error: rules[0].path: /missing: does not exist; create it, or "
		"use LLGUARD_PATH_OPTIONAL()\n";
	struct llguard_report report = LLGUARD_REPORT_INIT;
	int whole;

	fake_reset(7);
	cr_assert_eq(llguard_policy_apply(&policy, &report), -ENOENT);
	whole = llguard_report_describe(&policy, &report, buf, sizeof(buf));
	cr_expect_str_eq(buf + whole - strlen(last), last);
	for (size_t size = 0; size <= (size_t)whole; size++) {
		char cut[1024];

		memset(cut, '#', sizeof(cut));
		cr_expect_eq(llguard_report_describe(
				     &policy, &report, size ? cut : NULL, size),
			whole);
		cr_expect_eq(cut[size], '#', "size %zu", size);
		if (size)
			cr_expect_eq(memcmp(cut, buf, size - 1), 0);
	}
}

Test(report_text, arguments)
{
	static const struct llguard_policy policy =
		LLGUARD_POLICY_NO_RULES(LLGUARD_ABI_1);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	cr_expect_eq(llguard_report_describe(NULL, &report, buf, 9), -EINVAL);
	cr_expect_eq(llguard_report_describe(&policy, NULL, buf, 9), -EINVAL);
	cr_expect_eq(
		llguard_report_describe(&policy, &report, NULL, 9), -EINVAL);
}
