/* SPDX-License-Identifier: MIT */
/*
 * Stages on the running kernel: a later one leaves renames between directories
 * alone, whichever rights it has.
 */
#include "check.h"

#include <fcntl.h>
#include <sys/stat.h>

#define MOVE                                                                   \
	(LLGUARD_FS_MAKE_REG | LLGUARD_FS_REMOVE_FILE | LLGUARD_FS_REFER |     \
		LLGUARD_FS_MAKE_DIR | LLGUARD_FS_REMOVE_DIR)
#define NET LLGUARD_NET_BIND_TCP

static uint32_t abi;

/* In a fresh directory of its own: 0, or the errno. */
static int rename_across(void)
{
	char root[] = "/tmp/llguard-stage-XXXXXX";
	int fd, err;

	if (!mkdtemp(root) || chdir(root) || mkdir("a", 0755) ||
		mkdir("b", 0755))
		return -1;
	fd = open("a/file", O_CREAT | O_WRONLY | O_CLOEXEC, 0644);
	close(fd);
	err = rename("a/file", "b/file") ? errno : 0;
	unlink(err ? "a/file" : "b/file");
	rmdir("a");
	rmdir("b");
	rmdir(root);
	return err;
}

static int apply(const struct llguard_policy *policy, uint32_t layers)
{
	struct llguard_report report = LLGUARD_REPORT_INIT;
	const int err = llguard_policy_apply(policy, &report);

	CHECK(err == 0, "%d", err);
	CHECK(report.layers == layers, "%u layers instead of %u", report.layers,
		layers);
	return err;
}

static const struct llguard_rule in_tmp[] = { LLGUARD_PATH("/tmp", MOVE) };
static const struct llguard_policy fs = LLGUARD_POLICY(MOVE, in_tmp);
static const struct llguard_policy exec_after_fs =
	LLGUARD_POLICY_NO_RULES_WITH(LLGUARD_FS_EXECUTE, 0, 0, 0, &fs);
static const struct llguard_policy net_after_fs =
	LLGUARD_POLICY_NO_RULES_WITH(NET, 0, 0, 0, &fs);

static int later_stages(const void *unused)
{
	(void)unused;
	apply(&fs, 1);
	CHECK(rename_across() == 0, "the first alone");
	apply(&exec_after_fs, 2);
	CHECK(rename_across() == 0, "execute after it");
	apply(&net_after_fs, abi >= 4 ? 2 : 1);
	CHECK(rename_across() == 0, "network after it");
	return check_finish();
}

/* What it is good for: the same two policies, neither knowing of the other. */
static int without_a_chain(const void *unused)
{
	static const struct llguard_policy unaware =
		LLGUARD_POLICY_NO_RULES(LLGUARD_FS_EXECUTE);

	(void)unused;
	apply(&fs, 1);
	apply(&unaware, 1);
	CHECK(rename_across() == EXDEV, "the trap is gone");
	return check_finish();
}

/* The first stage cannot know what comes: it keeps refer when it is told to. */
static int keep_refer(const void *unused)
{
	static const struct llguard_policy first = LLGUARD_POLICY_NO_RULES_WITH(
		NET, LLGUARD_POLICY_KEEP_REFER, 0, 0, NULL);
	static const struct llguard_policy second =
		LLGUARD_POLICY_WITH(MOVE, in_tmp, 0, 0, 0, &first);

	(void)unused;
	apply(&first, abi >= 4);
	CHECK(rename_across() == 0, "alone");
	apply(&second, abi >= 4 ? 2 : 1);
	CHECK(rename_across() == 0, "with filesystem rights after it");
	return check_finish();
}

static int order_that_cannot_be_made_good(const void *unused)
{
	static const struct llguard_policy first = LLGUARD_POLICY_NO_RULES(NET);
	static const struct llguard_policy second =
		LLGUARD_POLICY_WITH(MOVE, in_tmp, 0, 0, 0, &first);
	static const struct llguard_policy unaware =
		LLGUARD_POLICY(MOVE, in_tmp);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	(void)unused;
	apply(&first, 1);
	CHECK(llguard_policy_apply(&second, &report) == -EINVAL, "%d",
		report.error);
	CHECK(rename_across() == 0, "it was applied");
	apply(&unaware, 1);
	CHECK(rename_across() == EXDEV, "the kernel has changed its mind");
	return check_finish();
}

static int chain_of_sixteen(const void *unused)
{
	struct llguard_policy chain[16];
	struct llguard_report report = LLGUARD_REPORT_INIT;

	(void)unused;
	for (uint32_t i = 0; i < 16; i++) {
		const struct llguard_policy next = LLGUARD_POLICY_NO_RULES_WITH(
			LLGUARD_FS_EXECUTE, LLGUARD_POLICY_STRICT, 0, 0,
			i ? &chain[i - 1] : NULL);

		chain[i] = next;
		CHECK(llguard_policy_apply(&chain[i], &report) == 0,
			"stage %u: %d", i, report.error);
		CHECK(report.stage == i && report.layers == i + 1, "stage %u",
			i);
	}
	return check_finish();
}

/* Log settings without a domain use up none, and deny nothing. */
static int log_settings(const void *unused)
{
	static const struct llguard_policy mute = LLGUARD_POLICY_NO_RULES_WITH(
		0, LLGUARD_LOG_SUBDOMAINS_OFF, 0, 0, NULL);
	static const struct llguard_policy mute_all =
		LLGUARD_POLICY_NO_RULES_WITH(0,
			LLGUARD_LOG_SUBDOMAINS_OFF | LLGUARD_APPLY_ALL_THREADS,
			0, 0, NULL);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	(void)unused;
	for (int i = 0; i < 20; i++) {
		CHECK(llguard_policy_apply(&mute, &report) == 0, "%d",
			report.error);
		CHECK(report.applied == (abi >= 7), "ABI %u", abi);
		CHECK(report.layers == 0, "%u", report.layers);
	}
	CHECK(llguard_policy_apply(&mute_all, &report) == 0, "%d",
		report.error);
	CHECK(open("/dev/null", O_RDONLY) >= 0, "something is denied");
	return check_finish();
}

static int sealed(const void *unused)
{
	static const struct llguard_policy policy =
		LLGUARD_POLICY_NO_RULES_WITH(LLGUARD_FS_EXECUTE,
			LLGUARD_POLICY_STRICT | LLGUARD_APPLY_SEAL, 0, 0, NULL);
	static const struct llguard_policy one_more =
		LLGUARD_POLICY_NO_RULES(LLGUARD_FS_EXECUTE);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	(void)unused;
	apply(&one_more, 1);
	CHECK(llguard_policy_apply(&policy, &report) == 0, "%d", report.error);
	CHECK(report.layers == (abi < 2 ? 63 : 15), "%u", report.layers);
	CHECK(open("/dev/null", O_RDONLY) >= 0, "more is denied");
	CHECK(llguard_policy_apply(&one_more, &report) == -ENOSPC, "%d",
		report.error);
	return check_finish();
}

int main(void)
{
	static const struct {
		const char *name;
		int (*body)(const void *);
		uint32_t abi;
	} rows[] = {
		{ "later_stages", later_stages, 2 },
		{ "without_a_chain", without_a_chain, 2 },
		{ "keep_refer", keep_refer, 2 },
		{ "order_that_cannot_be_made_good",
			order_that_cannot_be_made_good, 4 },
		{ "chain_of_sixteen", chain_of_sixteen, 1 },
		{ "log_settings", log_settings, 1 },
		{ "sealed", sealed, 1 },
	};

	abi = check_kernel_abi();
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (abi >= rows[i].abi)
			CHECK(check_in_child(rows[i].body, NULL) == 0, "%s",
				rows[i].name);
	return check_finish();
}
