/* SPDX-License-Identifier: MIT */
/*
 * The audit socket of a kernel in memory: the rest of lib/sys.h, beside
 * sys_fake.c.
 */
#ifndef SYS_FAKE_AUDIT_H
#define SYS_FAKE_AUDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A message that is waiting at the socket, or an errno that receiving gives. */
struct fake_message {
	uint16_t type;
	uint32_t sender;
	const void *payload;
	size_t size;
	int error;
};

struct fake_audit {
	int socket_errno;
	int join_errno;
	int ask_errno; /* of sending */
	int answer;    /* 1: the status, 0: nothing, else minus an errno */
	uint32_t enabled;
	uint32_t lost;
	bool heard; /* joining makes a record that comes back */
	int capability;
	bool other_netns;
	bool no_proc;
	bool not_built; /* there is no /proc/self/loginuid */
	const char *boot;
	uint32_t drops;
	const struct fake_message *messages;
	size_t message_count;

	size_t received;
	bool joined;
	bool asked;
	int room;
};

extern struct fake_audit fake_audit;

/* Audit on, and every privilege. */
void fake_audit_reset(void);

#endif /* SYS_FAKE_AUDIT_H */
