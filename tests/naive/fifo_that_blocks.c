/* SPDX-License-Identifier: MIT */
/*
 * O_RDONLY instead of O_PATH for a rule's path.  Opening a FIFO waits for the
 * other end: the program hangs before it has begun.
 */
#include "naive.h"

#include <signal.h>
#include <sys/stat.h>

static void on_alarm(int signal)
{
	(void)signal;
}

/* Whoever waits is waited for no longer than a second. */
static void patience_limit(void)
{
	struct sigaction action = { .sa_handler = on_alarm };

	sigaction(SIGALRM, &action, NULL);
	alarm(1);
}

static int handwritten(const void *unused)
{
	const int ruleset = ruleset_create(ACCESS_FS_ABI_1, 0);

	(void)unused;
	patience_limit();
	return ruleset_allow(
		       ruleset, "fifo", O_RDONLY, LANDLOCK_ACCESS_FS_READ_FILE)
		       ? errno
		       : 0;
}

static int guarded(const void *unused)
{
	static const struct llguard_rule rules[] = {
		LLGUARD_PATH("fifo", LLGUARD_FS_READ_FILE),
	};
	const struct llguard_policy policy =
		LLGUARD_POLICY(LLGUARD_ABI_1, rules);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	(void)unused;
	patience_limit();
	if (llguard_policy_apply(&policy, &report))
		return -report.error;
	alarm(0);
	return open_try("fifo", O_RDONLY | O_NONBLOCK);
}

int naive_fifo_that_blocks(uint32_t kernel_abi)
{
	(void)kernel_abi;
	CHECK(mkfifo("fifo", 0600) == 0, "%s", strerror(errno));
	CHECK(check_in_child(handwritten, NULL) == EINTR, "it did not wait");
	CHECK(check_in_child(guarded, NULL) == 0, "it waited");
	return check_finish();
}
