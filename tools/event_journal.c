/* SPDX-License-Identifier: MIT */
#include "event_journal.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "errors.h"

/* journalctl --quiet --output=export ... _TRANSPORT=audit */
static int journalctl_run(struct event_child *child, const char *first,
	const char *second, const struct llguard_policy *policy)
{
	char *const argv[] = { (char *)(uintptr_t)EVENT_JOURNAL_PROGRAM,
		(char *)(uintptr_t) "--quiet",
		(char *)(uintptr_t) "--output=export", (char *)(uintptr_t)first,
		(char *)(uintptr_t)second,
		(char *)(uintptr_t) "_TRANSPORT=audit", NULL };
	const int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	int err;

	if (null < 0) {
		error_system("/dev/null", errno);
		return -1;
	}
	err = event_child_run(child, argv, null, policy);
	close(null);
	return err;
}

int event_journal_run(struct event_child *child, bool confined)
{
	/* It looks for its files in many places, and writes none. */
	static const struct llguard_rule rules[] = {
		LLGUARD_PATH("/", LLGUARD_FS_READ_EXECUTE),
	};
	static const struct llguard_policy policy =
		LLGUARD_POLICY(LLGUARD_ABI_9, rules);
	const struct llguard_policy *const own = confined ? &policy : NULL;
	char byte;
	ssize_t n;

	if (access("/run/systemd/journal", F_OK) ||
		journalctl_run(child, "--lines=1", "--no-pager", own))
		return 0;
	do
		n = read(child->fd, &byte, 1);
	while (n < 0 && errno == EINTR);
	close(child->fd);
	(void)waitpid(child->pid, NULL, 0);
	child->pid = 0;
	if (n != 1)
		return 0;
	return journalctl_run(child, "--lines=0", "--follow", own) ? -1 : 1;
}
