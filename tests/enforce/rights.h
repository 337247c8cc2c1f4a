/* SPDX-License-Identifier: MIT */
/*
 * Operations that a right guards, tried on a small tree.
 */
#ifndef RIGHTS_PROBES_H
#define RIGHTS_PROBES_H

#include <stdbool.h>
#include <stdint.h>

/* The tree, and sockets that were there before a policy. */
struct fixture {
	char root[64]; /* made by fixture_make(), removed by _remove() */
	uint16_t tcp_listening; /* ports on 127.0.0.1 */
	uint16_t tcp_free;
	uint16_t udp_listening;
	uint16_t udp_free;
	int child; /* a child of this process that only waits */
};

int fixture_make(struct fixture *fixture);
void fixture_remove(struct fixture *fixture);

/* A row: the operation returns 0 or an errno. */
struct probe {
	uint64_t right;
	int (*try)(const struct fixture *fixture);
	int allowed;        /* what it returns to root, mostly 0 */
	int allowed_nobody; /* and to an ordinary user */
	int denied;
};

extern const struct probe probes[];
extern const unsigned int probe_count;

#endif /* RIGHTS_PROBES_H */
