/* SPDX-License-Identifier: MIT */
/*
 * llguard_policy_apply() on the running kernel: nothing half-done, nothing left.
 */
#include "check.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/resource.h>

static const struct llguard_policy deny_all =
	LLGUARD_POLICY_NO_RULES(LLGUARD_ABI_9);

static bool has_no_new_privs(void)
{
	return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1;
}

static bool can_read_root(void)
{
	const int fd = open("/", O_RDONLY | O_DIRECTORY);

	close(fd);
	return fd >= 0;
}

/* The lowest free descriptor tells whether one was left open below it. */
static int lowest_free(void)
{
	const int fd = dup(0);

	close(fd);
	return fd;
}

static int report_is_true(const void *abi)
{
	struct llguard_report report = LLGUARD_REPORT_INIT;
	const int before = lowest_free();
	const uint64_t mask = llguard_abi_mask(*(const uint32_t *)abi);

	errno = 1234;
	CHECK(llguard_policy_apply(&deny_all, &report) == 0, "%d",
		report.error);
	CHECK(errno == 1234, "errno has changed");
	CHECK(report.applied == 1 && report.layers == 1, "not applied");
	CHECK(report.abi == *(const uint32_t *)abi, "ABI %u", report.abi);
	CHECK(report.handled == (LLGUARD_ABI_9 & mask), "handled %llx",
		(unsigned long long)report.handled);
	CHECK(report.dropped == (LLGUARD_ABI_9 & ~mask), "dropped %llx",
		(unsigned long long)report.dropped);
	CHECK(report.threads == LLGUARD_THREADS_ONE, "%u", report.threads);
	CHECK(report.no_new_privs && has_no_new_privs(), "no_new_privs");
	CHECK(!can_read_root(), "/ can be read");
	CHECK(lowest_free() == before, "a descriptor is left");
	return check_finish();
}

static int every_abi_is_accepted(const void *abi)
{
	for (uint32_t n = 1; n <= *(const uint32_t *)abi && n < 12; n++) {
		const struct llguard_policy policy =
			LLGUARD_POLICY_NO_RULES_WITH(llguard_abi_mask(n),
				LLGUARD_POLICY_STRICT, llguard_abi_mask(n), 0,
				NULL);

		CHECK(llguard_policy_apply(&policy, NULL) == 0, "ABI %u", n);
	}
	return check_finish();
}

/* The same mistake leaves the process as it was, free and unmarked. */
static int failure_applies_nothing(const void *unused)
{
	static const struct llguard_rule missing[] = {
		LLGUARD_PATH("/", LLGUARD_FS_READ),
		LLGUARD_PATH("/nonexistent", LLGUARD_FS_READ),
	};
	static const struct llguard_rule file_as_directory[] = {
		LLGUARD_DIRECTORY("/dev/null", LLGUARD_FS_READ),
	};
	static const struct llguard_rule directory_rights[] = {
		LLGUARD_PATH("/dev/null", LLGUARD_FS_MAKE_REG),
	};
	static const struct llguard_rule through_file[] = {
		LLGUARD_PATH("/dev/null/x", LLGUARD_FS_READ),
	};
	static const struct llguard_rule symlink[] = {
		LLGUARD_PATH_FLAGS("/proc/self/exe", LLGUARD_FS_READ,
			LLGUARD_RULE_NO_SYMLINKS),
	};
	static const struct llguard_rule closed[] = {
		LLGUARD_FD(1000, LLGUARD_FS_READ),
	};
	static const struct {
		struct llguard_policy policy;
		int error;
		uint32_t rule;
	} rows[] = {
		{ LLGUARD_POLICY(LLGUARD_ABI_9, missing), -ENOENT, 1 },
		{ LLGUARD_POLICY(LLGUARD_ABI_9, file_as_directory), -ENOTDIR,
			0 },
		{ LLGUARD_POLICY(LLGUARD_ABI_9, directory_rights), -ENOTDIR,
			0 },
		{ LLGUARD_POLICY(LLGUARD_ABI_9, through_file), -ENOTDIR, 0 },
		{ LLGUARD_POLICY(LLGUARD_ABI_9, symlink), -ELOOP, 0 },
		{ LLGUARD_POLICY(LLGUARD_ABI_9, closed), -EBADF, 0 },
	};
	const int before = lowest_free();

	(void)unused;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct llguard_report report = LLGUARD_REPORT_INIT;
		const int err = llguard_policy_apply(&rows[i].policy, &report);

		CHECK(err == rows[i].error, "row %zu: %d", i, err);
		CHECK(report.rule == rows[i].rule, "row %zu: rule %u", i,
			report.rule);
		CHECK(!report.applied && !report.no_new_privs, "row %zu", i);
		CHECK(!has_no_new_privs() && can_read_root(), "row %zu", i);
		CHECK(lowest_free() == before, "row %zu: a descriptor", i);
	}
	return check_finish();
}

/* A pipe, and others without a place in a file system, cannot have a rule. */
static int odd_descriptors(const void *unused)
{
	int ends[2];
	struct llguard_report report = LLGUARD_REPORT_INIT;
	struct llguard_rule rule = LLGUARD_FD(0, LLGUARD_FS_READ_FILE);
	struct llguard_policy policy = LLGUARD_POLICY_NO_RULES(LLGUARD_ABI_9);

	(void)unused;
	if (pipe(ends))
		return 1;
	rule.fd = ends[0];
	policy.rules = &rule;
	policy.rule_count = 1;
	CHECK(llguard_policy_apply(&policy, &report) == -EBADF, "a pipe");
	CHECK(report.cause == EBADFD, "%d", report.cause);
	rule.fd = open("/dev/null", O_RDONLY);
	CHECK(llguard_policy_apply(&policy, &report) == 0, "an open file");
	CHECK(open("/dev/null", O_RDONLY) >= 0, "is allowed");
	CHECK(open("/dev/zero", O_RDONLY) < 0, "is not");
	return check_finish();
}

static int below_a_directory(const void *unused)
{
	const int dev = open("/dev", O_PATH | O_DIRECTORY);
	const struct llguard_rule rules[] = {
		LLGUARD_PATH_AT(dev, "null", LLGUARD_FS_READ),
	};
	const struct llguard_policy policy =
		LLGUARD_POLICY(LLGUARD_ABI_9, rules);
	struct llguard_rule_result results[1];
	struct llguard_report report = LLGUARD_REPORT_RESULTS(results);

	(void)unused;
	CHECK(llguard_policy_apply(&policy, &report) == 0, "%d", report.error);
	CHECK(results[0].state == LLGUARD_STATE_REDUCED &&
			results[0].access == LLGUARD_FS_READ_FILE,
		"a file has no read_dir");
	CHECK(open("/dev/null", O_RDONLY) >= 0, "is allowed");
	CHECK(open("/dev/zero", O_RDONLY) < 0, "is not");
	return check_finish();
}

/* A rule about a link is about what it leads to. */
static int through_links(const void *unused)
{
	char directory[64], file[64];
	const struct llguard_rule rules[] = {
		LLGUARD_PATH(directory, LLGUARD_FS_READ),
		LLGUARD_FILE(file, LLGUARD_FS_READ_FILE),
	};
	const struct llguard_policy policy =
		LLGUARD_POLICY(LLGUARD_FS_READ, rules);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	(void)unused;
	snprintf(directory, sizeof(directory), "/tmp/llguard-apply-%d-d",
		getpid());
	snprintf(file, sizeof(file), "/tmp/llguard-apply-%d-f", getpid());
	CHECK(symlink("/proc", directory) == 0 &&
			symlink("/dev/null", file) == 0,
		"%s", strerror(errno));
	CHECK(llguard_policy_apply(&policy, &report) == 0, "%d", report.error);
	CHECK(open("/dev/null", O_RDONLY) >= 0, "the file");
	CHECK(open("/proc/self/status", O_RDONLY) >= 0, "the directory");
	CHECK(open("/dev/zero", O_RDONLY) < 0, "beside the file");
	unlink(directory);
	unlink(file);
	return check_finish();
}

static int optional_path(const void *unused)
{
	static const struct llguard_rule rules[] = {
		LLGUARD_PATH_OPTIONAL("/nonexistent", LLGUARD_FS_READ),
		LLGUARD_PATH("/dev", LLGUARD_FS_READ),
	};
	static const struct llguard_policy policy =
		LLGUARD_POLICY(LLGUARD_ABI_1, rules);
	struct llguard_rule_result results[2];
	struct llguard_report report = LLGUARD_REPORT_RESULTS(results);

	(void)unused;
	CHECK(llguard_policy_apply(&policy, &report) == 0, "%d", report.error);
	CHECK(report.status == LLGUARD_STATUS_FULL, "%u", report.status);
	CHECK(report.rules_missing == 1 && report.rules_ok == 1, "counts");
	CHECK(results[0].state == LLGUARD_STATE_MISSING, "state");
	CHECK(open("/dev/null", O_RDONLY) >= 0, "is allowed");
	return check_finish();
}

static void *wait_for_ever(void *unused)
{
	for (;;)
		pause();
	return unused;
}

static int second_thread(const void *abi)
{
	static const struct llguard_policy all = LLGUARD_POLICY_NO_RULES_WITH(
		LLGUARD_ABI_9, LLGUARD_APPLY_ALL_THREADS, 0, 0, NULL);
	static const struct llguard_policy mine = LLGUARD_POLICY_NO_RULES_WITH(
		LLGUARD_ABI_9, LLGUARD_APPLY_THIS_THREAD, 0, 0, NULL);
	struct llguard_report report = LLGUARD_REPORT_INIT;
	const bool has_tsync = *(const uint32_t *)abi >= 8;
	pthread_t thread;

	if (pthread_create(&thread, NULL, wait_for_ever, NULL))
		return 1;
	CHECK(llguard_policy_apply(&deny_all, &report) == -EBUSY, "%d",
		report.error);
	CHECK(report.step == LLGUARD_STEP_THREADS, "step %u", report.step);
	CHECK(!has_no_new_privs() && can_read_root(), "was applied");
	CHECK(llguard_policy_apply(&all, &report) == (has_tsync ? 0 : -EBUSY),
		"all threads: %d", report.error);
	CHECK(report.applied == has_tsync, "all threads");
	CHECK(can_read_root() == !has_tsync, "all threads");
	CHECK(llguard_policy_apply(&mine, &report) == 0, "this thread");
	CHECK(report.threads == LLGUARD_THREADS_THIS, "%u", report.threads);
	CHECK(!can_read_root(), "this thread is free");
	return check_finish();
}

static int sixteen_layers(const void *unused)
{
	static const struct llguard_policy policy =
		LLGUARD_POLICY_NO_RULES(LLGUARD_FS_EXECUTE);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	(void)unused;
	for (int layer = 1; layer <= 16; layer++)
		CHECK(llguard_policy_apply(&policy, &report) == 0,
			"layer %d: %d", layer, report.error);
	CHECK(llguard_policy_apply(&policy, &report) == -ENOSPC, "%d",
		report.error);
	CHECK(report.cause == E2BIG, "%d", report.cause);
	CHECK(llguard_self_test() == -ENOSPC, "the self-test has no layer");
	return check_finish();
}

static int without_standard_streams(const void *unused)
{
	struct llguard_report report = LLGUARD_REPORT_INIT;
	struct llguard_prepared prepared = LLGUARD_PREPARED_INIT;
	const int out = fcntl(1, F_DUPFD, 100);

	(void)unused;
	close(0);
	close(1);
	close(2);
	CHECK(llguard_policy_prepare(&deny_all, &prepared, &report) == 0, "%d",
		report.error);
	CHECK(prepared.ruleset >= 3, "descriptor %d", prepared.ruleset);
	CHECK(fcntl(prepared.ruleset, F_GETFD) & FD_CLOEXEC, "not CLOEXEC");
	CHECK(fcntl(0, F_GETFD) < 0, "descriptor 0 is taken");
	CHECK(llguard_prepared_apply(&prepared, &report) == 0, "%d",
		report.error);
	llguard_prepared_close(&prepared);
	CHECK(llguard_policy_apply(&deny_all, &report) == 0, "%d",
		report.error);
	CHECK(fcntl(0, F_GETFD) < 0, "descriptor 0 is taken");
	dup2(out, 1);
	return check_finish();
}

static int no_descriptor_free(const void *unused)
{
	const struct rlimit none = { (rlim_t)lowest_free(), 4096 };
	struct llguard_report report = LLGUARD_REPORT_INIT;

	(void)unused;
	setrlimit(RLIMIT_NOFILE, &none);
	CHECK(llguard_policy_apply(&deny_all, &report) == -EMFILE, "%d",
		report.error);
	CHECK(report.step == LLGUARD_STEP_CREATE, "step %u", report.step);
	CHECK(!has_no_new_privs(), "no_new_privs");
	return check_finish();
}

/* The child of vfork() shares our memory and confines itself alone. */
static int after_vfork(const void *unused)
{
	static struct llguard_report report = LLGUARD_REPORT_INIT;
	volatile int err = 1, denied = 0;
	int status;
	const pid_t child = vfork();

	(void)unused;
	if (child == 0) {
		err = llguard_policy_apply(&deny_all, &report);
		denied = !can_read_root();
		_exit(0);
	}
	waitpid(child, &status, 0);
	CHECK(err == 0 && denied, "%d", err);
	CHECK(can_read_root() && !has_no_new_privs(), "the parent is confined");
	return check_finish();
}

static const struct llguard_policy keeping = LLGUARD_POLICY_NO_RULES_WITH(
	LLGUARD_ABI_9, LLGUARD_APPLY_KEEP_PRIVS, 0, 0, NULL);

static int keep_privs_with_capability(const void *unused)
{
	struct llguard_report report = LLGUARD_REPORT_INIT;

	(void)unused;
	CHECK(llguard_policy_apply(&keeping, &report) == 0, "%d", report.error);
	CHECK(!report.no_new_privs && !has_no_new_privs(), "it was set");
	CHECK(!can_read_root(), "/ can be read");
	return check_finish();
}

static int keep_privs_without(const void *unused)
{
	struct llguard_report report = LLGUARD_REPORT_INIT;

	(void)unused;
	if (geteuid() == 0 && setuid(65534))
		return 1;
	CHECK(llguard_policy_apply(&keeping, &report) == -EPERM, "%d",
		report.error);
	CHECK(report.reason == LLGUARD_REASON_NOT_PERMITTED, "%u",
		report.reason);
	CHECK(!has_no_new_privs() && can_read_root(), "something was applied");
	return check_finish();
}

static int self_test(const void *unused)
{
	(void)unused;
	CHECK(llguard_self_test() == 0, "%d", llguard_self_test());
	CHECK(can_read_root() && !has_no_new_privs(), "it confined its caller");
	CHECK(waitpid(-1, NULL, 0) == -1 && errno == ECHILD, "a child is left");
	return check_finish();
}

int main(void)
{
	static const struct {
		const char *name;
		int (*body)(const void *);
	} rows[] = {
		{ "report_is_true", report_is_true },
		{ "every_abi_is_accepted", every_abi_is_accepted },
		{ "failure_applies_nothing", failure_applies_nothing },
		{ "odd_descriptors", odd_descriptors },
		{ "below_a_directory", below_a_directory },
		{ "through_links", through_links },
		{ "optional_path", optional_path },
		{ "second_thread", second_thread },
		{ "sixteen_layers", sixteen_layers },
		{ "without_standard_streams", without_standard_streams },
		{ "no_descriptor_free", no_descriptor_free },
		{ "after_vfork", after_vfork },
		{ "keep_privs_without", keep_privs_without },
		{ "self_test", self_test },
	};
	const uint32_t abi = check_kernel_abi();

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		CHECK(check_in_child(rows[i].body, &abi) == 0, "%s",
			rows[i].name);
	if (geteuid() == 0)
		CHECK(check_in_child(keep_privs_with_capability, NULL) == 0,
			"keep_privs_with_capability");
	return check_finish();
}
