/* SPDX-License-Identifier: MIT */
/*
 * A kernel in memory: all of lib/sys.h, linked instead of it.
 *
 * It answers as an honest kernel of fake.abi would, writes down every call, and
 * can be told to fail one.  Paths: what begins with "/file" is a file, with
 * "/missing" is not there, with "/link" is a symbolic link to a directory; all
 * others are directories.
 */
#ifndef SYS_FAKE_H
#define SYS_FAKE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct fake {
	int abi;
	uint32_t errata;
	int probe_errno;    /* of the version question, 0: answer with abi */
	uint64_t refused;   /* rights that create refuses all the same */
	int threads;        /* 0: nothing can count them */
	bool unshare_fails; /* as under a seccomp filter */
	int next_fd;
	int fail_at;    /* the call that fails, from 0; -1: none */
	int fail_errno; /* and with what */

	int calls;
	int open_fds; /* opened by us and not closed */
	bool no_new_privs;
	bool restricted;
	uint32_t restrict_flags;
	int layers;     /* inherited ones can be put here */
	int child_exit; /* of the last child that did not execute, else -1 */
	char log[8192]; /* the calls, separated by spaces */
};

extern struct fake fake;

/* An honest kernel of an ABI, one thread, descriptors from 3. */
void fake_reset(int abi);

/* A new open descriptor, of no kind that rules know. */
int fake_fd(void);

#endif /* SYS_FAKE_H */
