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

/* dup3(): make to a copy of fd that stays open over execve(). */
int llguard__sys_dup_to(int fd, int to);

/* close_range(CLOSE_RANGE_CLOEXEC) for lowest and all above it. */
int llguard__sys_close_on_exec(int lowest);

/* pipe2(O_CLOEXEC): to read from, to write to. */
int llguard__sys_pipe(int ret_ends[2]);
int llguard__sys_write(int fd, const void *buf, size_t size);

/* What is there, 0 for nothing; or wait until there is something, or nothing can
 * come any more. */
int llguard__sys_pipe_read(int fd, void *buf, size_t size, bool wait);

/* A child as fork() makes it, that sends no signal when it ends: 0 in the child. */
int llguard__sys_fork_silent(void);

/* Wait for such a child: its exit code, 256 + the signal that killed it. */
int llguard__sys_wait_silent(int pid);
_Noreturn void llguard__sys_exit(int code);

/*
 * A child that runs body in our memory, or in a copy of it where vfork() is not
 * to be had, and exits with code when it returns.  We wait until it has ended or
 * executes another program.  Returns its pid.
 */
int llguard__sys_vfork(void (*body)(void *), void *argument, int code);

/* A set of signals as the kernel has it: 64, or 128 of them. */
struct llguard__signals {
	uint64_t words[2];
};

/* Block all signals, libc's own among them, in this thread. */
int llguard__sys_signals_block(struct llguard__signals *ret_before);
void llguard__sys_signals_set(const struct llguard__signals *mask);

/* No handler any more; what is ignored stays so. */
void llguard__sys_signals_default(void);

/* execve(), and of an open file: return only when it fails. */
int llguard__sys_exec(const char *path, char *const argv[], char *const envp[]);
int llguard__sys_exec_fd(int fd, char *const argv[], char *const envp[]);

/* A socket of NETLINK_AUDIT that does not block. */
int llguard__sys_audit_socket(void);

/* Join the group of those who read along: AUDIT_NLGRP_READLOG. */
int llguard__sys_audit_join(int fd);

/* Have room for so many bytes, beyond the system's limit if we may. */
int llguard__sys_audit_room(int fd, int bytes);

/* Ask for AUDIT_GET, to be received. */
int llguard__sys_audit_ask(int fd);

/*
 * One message: its length, whatever fits into size; *ret_sender is 0 for one of
 * the kernel.
 */
int llguard__sys_audit_receive(
	int fd, void *buf, size_t size, uint32_t *ret_sender);

/* Wait until there is one: 1, or 0 after so many milliseconds. */
int llguard__sys_wait_readable(int fd, int milliseconds);

/* How many messages the kernel had no room for. */
int llguard__sys_audit_drops(int fd, uint32_t *ret);

/* Whether a capability of the number is effective: 1 or 0. */
int llguard__sys_has_capability(unsigned int number);

/* 0 when a path can be looked at. */
int llguard__sys_look(const char *path);

/* The first size bytes of a file: how many there are. */
int llguard__sys_read_file(const char *path, void *buf, size_t size);

#endif /* LLGUARD__SYS_H */
