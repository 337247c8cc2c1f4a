/* SPDX-License-Identifier: MIT */
#include "event_journal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "errors.h"
#include "program_find.h"

static char lines_one[] = "--lines=1", no_pager[] = "--no-pager";
static char lines_none[] = "--lines=0", follow[] = "--follow";

/* journalctl --quiet --output=export FIRST SECOND _TRANSPORT=audit */
static int journalctl_run(struct event_child *child, char *first, char *second,
	const struct llguard_policy *policy)
{
	static char program[] = EVENT_JOURNAL_PROGRAM, quiet[] = "--quiet";
	static char form[] = "--output=export", match[] = "_TRANSPORT=audit";
	char *const argv[] = { program, quiet, form, first, second, match,
		NULL };
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

static bool journalctl_is_here(void)
{
	char *path = program_find(EVENT_JOURNAL_PROGRAM, getenv("PATH"));
	const bool is_here = path != NULL;

	free(path);
	return is_here;
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

	if (!journalctl_is_here() ||
		journalctl_run(child, lines_one, no_pager, own))
		return 0;
	do
		n = read(child->fd, &byte, 1);
	while (n < 0 && errno == EINTR);
	close(child->fd);
	(void)waitpid(child->pid, NULL, 0);
	child->pid = 0;
	if (n != 1)
		return 0;
	return journalctl_run(child, lines_none, follow, own) ? -1 : 1;
}
