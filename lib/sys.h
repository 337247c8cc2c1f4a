/* SPDX-License-Identifier: MIT */
/*
 * Every system call of the library.  A test that defines all of these functions
 * replaces the kernel at link time.
 *
 * Each returns what the call returns, or a negative errno; errno itself is the
 * same after as before.  None is a cancellation point.
 */
#ifndef LLGUARD__SYS_H
#define LLGUARD__SYS_H

#include "base.h"

struct llguard__ruleset_attr;

int llguard__sys_create_ruleset(
	const struct llguard__ruleset_attr *attr, uint32_t flags);
int llguard__sys_add_rule(
	int ruleset, int type, const void *attr, uint32_t flags);
int llguard__sys_restrict_self(int ruleset, uint32_t flags);

/* prctl(PR_SET_NO_NEW_PRIVS) */
int llguard__sys_no_new_privs(void);

/* unshare(CLONE_THREAD): 0 for a lone thread, -EINVAL for one of several. */
int llguard__sys_unshare_thread(void);

/* How many threads /proc/self/task lists. */
int llguard__sys_count_tasks(void);

/* How a path is opened: always O_PATH | O_CLOEXEC. */
#define LLGUARD__OPEN_DIRECTORY   1u
#define LLGUARD__OPEN_NO_SYMLINKS 2u

/* dirfd is LLGUARD__AT_CWD or a directory's descriptor. */
#define LLGUARD__AT_CWD (-100)
int llguard__sys_open(int dirfd, const char *path, unsigned int how);

/* Open a directory for reading, as Landlock's read_dir guards it. */
int llguard__sys_open_directory(const char *path);

/* fcntl(F_DUPFD_CLOEXEC): a copy of fd that is lowest or more. */
int llguard__sys_dup_above(int fd, int lowest);
int llguard__sys_close(int fd);

/* A child as fork() makes it, that sends no signal when it ends: 0 in the child. */
int llguard__sys_fork_silent(void);

/* Wait for such a child: its exit code, 256 + the signal that killed it. */
int llguard__sys_wait_silent(int pid);
_Noreturn void llguard__sys_exit(int code);

#endif /* LLGUARD__SYS_H */
