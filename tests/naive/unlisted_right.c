/* SPDX-License-Identifier: MIT */
/*
 * Two mistakes about a right that is not in the list.  Where it is not handled
 * either, it is allowed everywhere, and taken for denied.  Where it is handled,
 * it is denied, and taken for part of "writing".
 */
#include "naive.h"

#define READ_WRITE                                                             \
	(LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE)

/* "Only this directory may be read, and so nothing may be written." */
static int handwritten_read_only(const void *unused)
{
	const int ruleset = ruleset_create(LANDLOCK_ACCESS_FS_READ_FILE, 0);

	(void)unused;
	if (ruleset_allow(
		    ruleset, "dir", O_PATH, LANDLOCK_ACCESS_FS_READ_FILE) ||
		ruleset_enforce(ruleset))
		return BROKEN;
	return open_try("other/new", O_CREAT | O_WRONLY);
}

/* A rule for what the policy does not handle is an error. */
static int guarded_read_only(const void *unused)
{
	static const struct llguard_rule idle[] = {
		LLGUARD_PATH("other", LLGUARD_FS_WRITE_FILE),
	};
	static const struct llguard_rule rules[] = {
		LLGUARD_PATH("dir", LLGUARD_FS_READ),
	};
	const struct llguard_policy protects_nothing =
		LLGUARD_POLICY(LLGUARD_FS_READ_FILE, idle);
	const struct llguard_policy policy =
		LLGUARD_POLICY(LLGUARD_ABI_1, rules);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	(void)unused;
	if (llguard_policy_apply(&protects_nothing, &report) != -EINVAL ||
		llguard_policy_apply(&policy, &report))
		return BROKEN;
	return open_try("other/new", O_CREAT | O_WRONLY);
}

/* The log is rotated a week later. */
static int log_rotate(void)
{
	return rename("dir/file", "dir/file.1")
		       ? errno
		       : open_try("dir/file", O_CREAT | O_WRONLY);
}

static int handwritten_log(const void *unused)
{
	const int ruleset = ruleset_create(ACCESS_FS_ABI_1, 0);

	(void)unused;
	if (ruleset_allow(ruleset, "dir", O_PATH, READ_WRITE) ||
		ruleset_enforce(ruleset) || open_try("dir/file", O_RDWR))
		return BROKEN;
	return log_rotate();
}

static int guarded_log(const void *unused)
{
	static const struct llguard_rule rules[] = {
		LLGUARD_PATH("dir", LLGUARD_FS_READ_WRITE),
	};
	const struct llguard_policy policy =
		LLGUARD_POLICY(LLGUARD_ABI_1, rules);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	(void)unused;
	if (llguard_policy_apply(&policy, &report))
		return BROKEN;
	return log_rotate();
}

int naive_unlisted_right(uint32_t kernel_abi)
{
	(void)kernel_abi;
	CHECK(check_in_child(handwritten_read_only, NULL) == 0,
		"it is read-only");
	CHECK(unlink("other/new") == 0, "%s", strerror(errno));
	CHECK(check_in_child(guarded_read_only, NULL) == EACCES,
		"it is not read-only");
	CHECK(check_in_child(handwritten_log, NULL) == EACCES, "it rotates");
	CHECK(check_in_child(guarded_log, NULL) == 0, "it does not rotate");
	return check_finish();
}
