/* SPDX-License-Identifier: MIT */
/*
 * The denials of some processes, from the kernel or from a log.
 */
#ifndef LISTEN_H
#define LISTEN_H

#include <sys/types.h>

#include <llguard.h>

struct listen {
	const struct llguard_policy *policy;
	struct llguard_kernel kernel;
	struct llguard_live live;
	struct llguard_reader reader;
	struct llguard_mine mine;
	unsigned long denials; /* printed */
	uint64_t lost;         /* told of */
};

/*
 * Begin to listen to the kernel.  Returns 0, or -1 when denials cannot be read;
 * why, and what to do about it, has been printed.
 */
int listen_open(struct listen *listen, const struct llguard_policy *policy);

/* Explain what a process and its children are denied, until it ends.  Returns its
 * status as of waitpid(). */
int listen_until(struct listen *listen, pid_t pid);

/* The same from a log.  Returns 0, or -1 after an error that has been printed. */
int listen_log(struct listen *listen, const struct llguard_policy *policy,
	const char *name, uint32_t pid);

#endif /* LISTEN_H */
