/* SPDX-License-Identifier: MIT */
/*
 * What a seal is for, in the kernel's own records: a confined task mutes its
 * denials by nesting a domain in its own, and cannot when that is sealed.
 *
 * Needs a kernel that records, so it says little outside of tests/kernels.
 */
#include "check.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>

#define ACCESS 1423 /* AUDIT_LANDLOCK_ACCESS */

/* Files that are opened in vain; a record names the one. */
enum {
	FIRST,
	SECOND,
	LAST,
	FILES
};

static const char names[FILES][8] = { "first", "second", "last" };
static char root[] = "/tmp/llguard-seal-XXXXXX";

static bool files_make(void)
{
	int made = 0;

	if (!mkdtemp(root) || chdir(root))
		return false;
	for (int i = 0; i < FILES; i++) {
		const int fd =
			open(names[i], O_CREAT | O_WRONLY | O_CLOEXEC, 0644);

		made += fd >= 0;
		close(fd);
	}
	return made == FILES;
}

static bool is_denied(int file)
{
	const int fd = open(names[file], O_RDONLY | O_CLOEXEC);

	close(fd);
	return fd < 0;
}

/* The records of each file, until one of the last has come; false if none does. */
static bool records_count(struct llguard_live *live, int counts[FILES])
{
	static char packet[LLGUARD_LIVE_MAX + 1];
	struct pollfd ready = { .fd = live->fd, .events = POLLIN };
	uint32_t type;
	size_t len;

	memset(counts, 0, FILES * sizeof(counts[0]));
	while (!counts[LAST]) {
		if (poll(&ready, 1, 20000) <= 0)
			return false;
		while (llguard_live_receive(live, packet, sizeof(packet) - 1,
			       &type, &len) > 0) {
			packet[len] = '\0';
			for (int i = 0; type == ACCESS && i < FILES; i++) {
				char path[64];

				snprintf(path, sizeof(path), " path=\"%s/%s\"",
					root, names[i]);
				counts[i] += strstr(packet, path) != NULL;
			}
		}
	}
	return true;
}

struct scene {
	struct llguard_policy outer;
	struct llguard_policy inner;
	int inner_error;
	int first, second; /* records */
};

static int play(const void *argument)
{
	const struct scene *scene = argument;
	struct llguard_report report = LLGUARD_REPORT_INIT;

	CHECK(llguard_policy_apply(&scene->outer, &report) == 0, "%d",
		report.error);
	/* Settings without a domain deny nothing: they are tried in the next. */
	CHECK(is_denied(FIRST) == (scene->outer.handled != 0), "the first");
	CHECK(llguard_policy_apply(&scene->inner, &report) ==
			scene->inner_error,
		"%d", report.error);
	CHECK(is_denied(SECOND), "the second");
	return check_finish();
}

static int play_last(const void *unused)
{
	static const struct llguard_policy policy =
		LLGUARD_POLICY_NO_RULES(LLGUARD_FS_READ_FILE);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	(void)unused;
	CHECK(llguard_policy_apply(&policy, &report) == 0, "%d", report.error);
	CHECK(is_denied(LAST), "the last");
	return check_finish();
}

#define DENY(flags)                                                            \
	LLGUARD_POLICY_NO_RULES_WITH(LLGUARD_FS_READ_FILE,                     \
		LLGUARD_POLICY_STRICT | (flags), 0, 0, NULL)
#define MUTE                                                                   \
	LLGUARD_POLICY_NO_RULES_WITH(0,                                        \
		LLGUARD_POLICY_STRICT | LLGUARD_LOG_SUBDOMAINS_OFF, 0, 0,      \
		NULL)

static const struct scene scenes[] = {
	/* a domain nested in another hides what it denies */
	{ DENY(0), DENY(LLGUARD_LOG_SAME_EXEC_OFF), 0, 1, 0 },
	/* but not in a sealed one, whose layers make one record together */
	{ DENY(LLGUARD_APPLY_SEAL), DENY(LLGUARD_LOG_SAME_EXEC_OFF), -ENOSPC, 1,
		1 },
	{ DENY(LLGUARD_LOG_SUBDOMAINS_OFF), DENY(0), 0, 1, 0 },
	/* the same without a domain; kernels of ABI 7 may forget it */
	{ MUTE, DENY(0), 0, 0, 0 },
};

int main(void)
{
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;
	struct llguard_audit audit = LLGUARD_AUDIT_INIT;
	struct llguard_live live = LLGUARD_LIVE_INIT;
	const uint32_t abi = check_kernel_abi();

	CHECK(llguard_kernel_probe(&kernel) == 0, "probe");
	CHECK(llguard_audit_probe(&kernel, &audit) == 0, "audit");
	if (abi < 7) {
		CHECK(audit.state == LLGUARD_AUDIT_ABI, "%u", audit.state);
		return check_finish();
	}
	if (audit.state != LLGUARD_AUDIT_ON && !getenv("LLGUARD_TEST_KERNEL")) {
		printf("no records: %s\n", llguard_audit_reason(audit.state));
		return 77;
	}
	CHECK(files_make(), "no files in /tmp");
	CHECK(llguard_live_open(&live) == 0, "%s",
		llguard_audit_reason(audit.state));
	for (size_t i = 0;
		!check_failed && i < sizeof(scenes) / sizeof(scenes[0]); i++) {
		int counts[FILES];

		CHECK(check_in_child(play, &scenes[i]) == 0, "scene %zu", i);
		CHECK(check_in_child(play_last, NULL) == 0, "scene %zu", i);
		CHECK(records_count(&live, counts), "scene %zu: no record", i);
		CHECK(counts[FIRST] == scenes[i].first, "scene %zu: %d", i,
			counts[FIRST]);
		if (abi > 7 || scenes[i].outer.handled)
			CHECK(counts[SECOND] == scenes[i].second,
				"scene %zu: %d", i, counts[SECOND]);
	}
	llguard_live_close(&live);
	return check_finish();
}
