/* SPDX-License-Identifier: MIT */
/*
 * Wrong uses of the library, with the error and the whole message of each: it
 * names the argument and says what to do.
 */
#include "check.h"
#include "filter.h"

#include <pthread.h>

#define ALL LLGUARD_ABI_1

struct misuse {
	const char *name;
	struct llguard_rule rule; /* kind 0: none */
	uint64_t handled;
	uint32_t flags;
	uint64_t require;
	int filter; /* the errno that Landlock's calls get, 0: none */
	bool thread;
	bool no_report;
	uint32_t policy_size, rule_size; /* 0: right */
	int error;
	const char *message;
};

static const struct misuse
	misuses[] = {
		{ .name = "unknown right",
			.rule = LLGUARD_PATH("/", UINT64_C(1) << 20),
			.handled = ALL,
			.error = -EINVAL,
			.message =
				"rules[0].access: 0x100000: a right is not known to this library; expected rights of LLGUARD_ABI_12 at most; install a newer liblandlock-guard, or leave the right out" },
		{ .name = "unknown right in handled",
			.handled = ALL | UINT64_C(1) << 40,
			.error = -EINVAL,
			.message =
				"handled: 0x10000000000: a right is not known to this library; expected rights of LLGUARD_ABI_12 at most; install a newer liblandlock-guard, or leave the right out" },
		{ .name = "right of the wrong set",
			.rule = LLGUARD_PATH("/", LLGUARD_NET_BIND_TCP),
			.handled = ALL,
			.error = -EINVAL,
			.message =
				"rules[0].access: bind_tcp: a path or descriptor cannot have this right; expected LLGUARD_FS_* rights; use LLGUARD_PORT() for network rights; no rule can allow a scope" },
		{ .name = "scope in a rule",
			.rule = LLGUARD_PORT(80, LLGUARD_SCOPE_SIGNAL),
			.handled = LLGUARD_ABI_6,
			.error = -EINVAL,
			.message =
				"rules[0].access: signal: a port cannot have this right; expected LLGUARD_NET_* rights; use LLGUARD_PATH() for filesystem rights; no rule can allow a scope" },
		{ .name = "rule that protects nothing",
			.rule = LLGUARD_PORT(80, LLGUARD_NET_BIND_TCP),
			.handled = ALL,
			.error = -EINVAL,
			.message =
				"rules[0].access: bind_tcp: the policy handles none of the rule's rights, so they are allowed everywhere; expected rights of .handled; add the rights to .handled, or leave the rule out" },
		{ .name = "bad port",
			.rule = LLGUARD_PORT(65616, LLGUARD_NET_BIND_TCP),
			.handled = LLGUARD_ABI_4,
			.error = -EINVAL,
			.message =
				"rules[0].port: 65616: no port has this number; expected 0 to 65535, in host order" },
		{ .name = "rule never filled in",
			.rule = { .path = "/",
				.access = LLGUARD_FS_READ,
				.flags = 4 },
			.handled = ALL,
			.error = -EINVAL,
			.message =
				"rules[0].kind: 0: no kind of rule has this number; expected LLGUARD_KIND_PATH, LLGUARD_KIND_PORT or LLGUARD_KIND_FD; 0 is a rule that was never filled in" },
		{ .name = "no path",
			.rule = LLGUARD_PATH(NULL, LLGUARD_FS_READ),
			.handled = ALL,
			.error = -EINVAL,
			.message =
				"rules[0].path: the rule has no path; expected a path" },
		{ .name = "missing path",
			.rule = LLGUARD_PATH(
				"/nonexistent/file", LLGUARD_FS_READ),
			.handled = ALL,
			.error = -ENOENT,
			.message =
				"rules[0].path: /nonexistent/file: does not exist; create it, or use LLGUARD_PATH_OPTIONAL()" },
		{ .name = "file given as directory",
			.rule = LLGUARD_DIRECTORY("/dev/null", LLGUARD_FS_READ),
			.handled = ALL,
			.error = -ENOTDIR,
			.message =
				"rules[0].path: /dev/null: is not a directory, or leads through something that is none; expected a directory; look at each part of the path" },
		{ .name = "directory rights for a file",
			.rule = LLGUARD_PATH("/dev/null", LLGUARD_FS_MAKE_REG),
			.handled = ALL,
			.error = -ENOTDIR,
			.message =
				"rules[0].access: /dev/null: the path is no directory, and all the rule's rights are for directories; expected rights of LLGUARD_FS_ON_FILE; give the rule the file's directory, or rights that a file can have" },
		{ .name = "symbolic link",
			.rule = LLGUARD_PATH_FLAGS("/proc/self/cwd",
				LLGUARD_FS_READ, LLGUARD_RULE_NO_SYMLINKS),
			.handled = ALL,
			.error = -ELOOP,
			.message =
				"rules[0].path: /proc/self/cwd: has a symbolic link where none is allowed, or too many; name what the link points to" },
		{ .name = "closed descriptor",
			.rule = LLGUARD_FD(1000, LLGUARD_FS_READ),
			.handled = ALL,
			.error = -EBADF,
			.message =
				"rules[0].fd: 1000: the descriptor is not open; expected an open file or directory; keep it open until the policy is applied" },
		{ .name = "policy that denies nothing",
			.handled = 0,
			.error = -EINVAL,
			.message =
				"handled: the policy denies nothing; expected at least one right, such as LLGUARD_ABI_7; name what is to be denied in .handled" },
		{ .name = "requirement that is not handled",
			.handled = ALL,
			.require = LLGUARD_SCOPE_SIGNAL,
			.error = -EINVAL,
			.message =
				"require: signal: a right is required and not handled; expected rights of .handled; add the right to .handled" },
		{ .name = "unknown flag", .handled = ALL, .flags = 1u << 31, .error = -EINVAL, .message = "flags: 0x80000000: a flag of the policy is not known; expected LLGUARD_POLICY_*, LLGUARD_APPLY_* and LLGUARD_LOG_*; install a newer liblandlock-guard, or leave the flag out" },
		{ .name = "policy of no release",
			.handled = ALL,
			.policy_size = 12,
			.error = -EINVAL,
			.message =
				"size: 12: the policy has a size that no release had; expected sizeof(struct llguard_policy); initialise it with LLGUARD_POLICY()" },
		{ .name = "rules of no release",
			.rule = LLGUARD_PATH("/", LLGUARD_FS_READ),
			.handled = ALL,
			.rule_size = 3,
			.error = -EINVAL,
			.message =
				"rule_size: 3: rules have a size that no release had; expected sizeof(struct llguard_rule); initialise the policy with LLGUARD_POLICY()" },
		{ .name = "best effort in silence",
			.handled = ALL,
			.no_report = true,
			.error = -EINVAL,
			.message = NULL },
		{ .name = "second thread",
			.handled = ALL,
			.thread = true,
			.error = -EBUSY,
			.message =
				"the process has several threads, and the others would stay free; expected one thread; apply the policy before threads are started, or use LLGUARD_APPLY_ALL_THREADS" },
		{ .name = "strict without Landlock: ENOSYS",
			.handled = ALL,
			.flags = LLGUARD_POLICY_STRICT,
			.filter = ENOSYS,
			.error = -ENOSYS,
			.message =
				"this kernel has no Landlock; expected Linux 5.13 or newer with CONFIG_SECURITY_LANDLOCK; drop LLGUARD_POLICY_STRICT and .require to run without" },
		{ .name = "strict without Landlock: EOPNOTSUPP",
			.handled = ALL,
			.flags = LLGUARD_POLICY_STRICT,
			.filter = EOPNOTSUPP,
			.error = -EOPNOTSUPP,
			.message =
				"Landlock is built into this kernel and off; expected landlock among the lsm= of the kernel's command line; add it there and boot again" },
		{ .name = "required without Landlock: EPERM",
			.handled = ALL,
			.require = LLGUARD_FS_READ,
			.filter = EPERM,
			.error = -EPERM,
			.message =
				"EPERM: something refuses Landlock's system calls; expected a seccomp filter that allows 444, 445 and 446; look at the container's or service's seccomp profile" },
		{ .name = "strict, and the kernel is too old",
			.handled = LLGUARD_ABI_12,
			.flags = LLGUARD_POLICY_STRICT,
			.error = -EOPNOTSUPP,
			.message = NULL },
	};

static void *wait_for_ever(void *unused)
{
	for (;;)
		pause();
	return unused;
}

static int misuse_try(const void *argument)
{
	const struct misuse *misuse = argument;
	struct llguard_policy policy = LLGUARD_POLICY_NO_RULES_WITH(
		misuse->handled, misuse->flags, misuse->require, 0, NULL);
	struct llguard_report report = LLGUARD_REPORT_INIT;
	struct llguard_finding finding = LLGUARD_FINDING_INIT;
	pthread_t thread;
	char message[512];
	int err;

	if (misuse->rule.access || misuse->rule.kind) {
		policy.rules = &misuse->rule;
		policy.rule_count = 1;
	}
	if (misuse->policy_size)
		policy.size = misuse->policy_size;
	if (misuse->rule_size)
		policy.rule_size = misuse->rule_size;
	if (misuse->thread &&
		pthread_create(&thread, NULL, wait_for_ever, NULL))
		return 1;
	if (misuse->filter && filter_calls(444, 446, misuse->filter))
		return 1;
	err = llguard_policy_apply(&policy, misuse->no_report ? NULL : &report);
	CHECK(err == misuse->error, "%s: %d", misuse->name, err);
	if (misuse->no_report)
		return check_finish();
	CHECK(llguard_report_explain(&policy, &report, &finding) == 1, "%s",
		misuse->name);
	(void)llguard_finding_describe(&finding, message, sizeof(message));
	if (misuse->message)
		CHECK(strcmp(message, misuse->message) == 0, "%s:\n%s",
			misuse->name, message);
	return check_finish();
}

int main(void)
{
	check_kernel_abi();
	for (size_t i = 0; i < sizeof(misuses) / sizeof(misuses[0]); i++)
		CHECK(check_in_child(misuse_try, &misuses[i]) == 0, "%s",
			misuses[i].name);
	return check_finish();
}
