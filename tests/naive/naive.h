/* SPDX-License-Identifier: MIT */
/*
 * Bugs that programs had which use Landlock by hand.  Each file has one: a
 * function that is written as people write it, the same task through the
 * library, and what both come to on the running kernel.
 *
 * A bug runs in an empty directory of its own, with:
 *
 *	dir/file  other/  secret
 */
#ifndef NAIVE_H
#define NAIVE_H

#include "check.h"
#include "landlock.h"

/* What a child answers when the thing could not be set up at all. */
#define BROKEN  250
/* A bug's answer when the running system has no place for it. */
#define SKIPPED 77

/* Every bug: name, and the first ABI that has it.  0: no Landlock is needed. */
#define NAIVE_BUGS(X)                                                          \
	X(file_with_directory_rights, 1)                                       \
	X(success_without_landlock, 0)                                         \
	X(symlink_itself, 1)                                                   \
	X(untriggered_automount, 1)                                            \
	X(refer_lost_in_second_stage, 2)                                       \
	X(net_stage_first, 4)                                                  \
	X(tsync_over_stricter_sibling, 8)                                      \
	X(threads_in_different_domains, 1)                                     \
	X(no_new_privs_after_failure, 1)                                       \
	X(no_new_privs_too_late, 1)                                            \
	X(truncate_left_open, 1)                                               \
	X(rule_meant_to_deny, 1)                                               \
	X(unlisted_right, 1)                                                   \
	X(udp_client_without_port, 10)                                         \
	X(fifo_that_blocks, 1)                                                 \
	X(descriptor_zero, 1)

/* The bug's exit status: 0, 1, or SKIPPED. */
#define NAIVE_DECLARE(name, abi) int naive_##name(uint32_t kernel_abi);
NAIVE_BUGS(NAIVE_DECLARE)
#undef NAIVE_DECLARE

/* What open(2) says of a path: 0 or an errno. */
static inline int open_try(const char *path, int flags)
{
	const int fd = open(path, flags | O_CLOEXEC, 0600);

	if (fd < 0)
		return errno;
	close(fd);
	return 0;
}

/* Whether llguard_policy_check_next() names a mistake in a policy. */
static inline bool is_warned_of(
	const struct llguard_policy *policy, const char *code)
{
	struct llguard_finding finding = LLGUARD_FINDING_INIT;
	uint64_t at = 0;

	while (llguard_policy_check_next(policy, &at, &finding) == 1)
		if (finding.code.len == strlen(code) &&
			memcmp(finding.code.ptr, code, finding.code.len) == 0)
			return true;
	return false;
}

#endif /* NAIVE_H */
