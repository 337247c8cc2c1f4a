/* SPDX-License-Identifier: MIT */
/*
 * What is remembered of domains: who made each one, how many of its denials have
 * been seen, the first and the last.
 *
 * Bounded: a domain is one block, long names take more of them; when there are
 * none left, the domain that was heard of longest ago is forgotten, first those
 * whose boot is over, then ended ones.
 */
#ifndef LLGUARD__DOMAIN_H
#define LLGUARD__DOMAIN_H

#include "../base.h"

#include <llguard/telemetry.h>

#define LLGUARD__NO_DOMAIN UINT32_MAX

/* Bytes of names in a domain's own block, and in each further one. */
#define LLGUARD__DOMAIN_INLINE 60
#define LLGUARD__DOMAIN_MORE   140

/* The most bytes of names that are kept of a domain. */
#define LLGUARD__DOMAIN_NAMES 4608

enum llguard__domain_list {
	LLGUARD__DOMAIN_OPEN,
	LLGUARD__DOMAIN_ENDED,
	LLGUARD__DOMAIN_GONE, /* its boot is over, as far as can be told */
	LLGUARD__DOMAIN_LISTS,
};

/* What is known of a domain. */
#define LLGUARD__KNOWN_BEGUN 0x01
#define LLGUARD__KNOWN_PID   0x02
#define LLGUARD__KNOWN_UID   0x04
#define LLGUARD__KNOWN_EXE   0x08
#define LLGUARD__KNOWN_COMM  0x10
/* The first three, in this order, are members of an event. */
#define LLGUARD__KNOWN_HAS   (LLGUARD_HAS_CREATOR * 7)

struct llguard__domain {
	uint64_t id;
	uint64_t logged; /* denials seen */
	uint64_t first_seconds;
	uint64_t last_seconds;
	uint64_t total; /* as its end says; LLGUARD__NO_TOTAL */
	uint32_t node;  /* its id: see inflight.h */
	uint32_t pid;
	uint32_t uid;
	uint32_t chain; /* in its hash bucket */
	uint32_t older; /* in its list, or the next free block */
	uint32_t newer;
	uint32_t more;   /* the first further block */
	uint32_t serial; /* of the last denial's stamp */
	uint16_t first_milliseconds;
	uint16_t last_milliseconds;
	uint16_t exe_len;
	uint16_t comm_len;
	uint16_t mode_len;
	uint8_t known; /* LLGUARD__KNOWN_*; 0: its beginning is not */
	uint8_t list;  /* enum llguard__domain_list */
	char names[LLGUARD__DOMAIN_INLINE]; /* exe, comm, mode: end to end */
};

struct llguard__domain_more {
	uint32_t next;
	char names[LLGUARD__DOMAIN_MORE];
};

union llguard__domain_block {
	struct llguard__domain domain;
	struct llguard__domain_more more;
};

#define LLGUARD__NO_TOTAL UINT64_MAX

_Static_assert(sizeof(union llguard__domain_block) == 144, "a block");

struct llguard__domains {
	union llguard__domain_block *blocks;
	uint32_t free;
	uint32_t *buckets;
	uint32_t bucket_mask;
	uint32_t found; /* the last one; LLGUARD__NO_DOMAIN */
	uint32_t oldest[LLGUARD__DOMAIN_LISTS];
	uint32_t newest[LLGUARD__DOMAIN_LISTS];
	uint64_t forgotten; /* that had not ended */
	char scratch[LLGUARD__DOMAIN_NAMES];
};

/* Who made a domain, as its first record says; a name that is absent is NULL. */
struct llguard__creator {
	uint64_t has; /* LLGUARD_HAS_CREATOR_* */
	uint32_t pid;
	uint32_t uid;
	struct llguard_str exe;
	struct llguard_str comm;
	struct llguard_str mode;
};

void llguard__domains_init(
	struct llguard__domains *domains, char *memory, size_t size);

/* A node's domain, or LLGUARD__NO_DOMAIN: what is not the one found last. */
uint32_t llguard__domain_look_up(
	struct llguard__domains *domains, uint32_t node, uint64_t id);

static inline uint32_t llguard__domain_find(
	struct llguard__domains *domains, uint32_t node, uint64_t id)
{
	const uint32_t found = domains->found;

	return found != LLGUARD__NO_DOMAIN &&
			       domains->blocks[found].domain.id == id &&
			       domains->blocks[found].domain.node == node
		       ? found
		       : llguard__domain_look_up(domains, node, id);
}

/*
 * The same, made when it is not there; it is then the one heard of last.
 * *ret_new says whether it was made.
 */
uint32_t llguard__domain_touch(struct llguard__domains *domains, uint32_t node,
	uint64_t id, bool *ret_new);

/* Whether a node's domain is the one heard of last, as it is most often. */
static inline bool llguard__domain_is_newest(
	const struct llguard__domains *domains, uint32_t node, uint64_t id)
{
	const uint32_t at = domains->newest[LLGUARD__DOMAIN_OPEN];

	return at != LLGUARD__NO_DOMAIN &&
	       domains->blocks[at].domain.id == id &&
	       domains->blocks[at].domain.node == node;
}

/* Whether its beginning has been seen, and its creator with it. */
static inline bool llguard__domain_is_known(
	const struct llguard__domains *domains, uint32_t at)
{
	return domains->blocks[at].domain.known != 0;
}

/* Remember a domain's beginning; false when its names are too long for it. */
bool llguard__domain_start(struct llguard__domains *domains, uint32_t at,
	const struct llguard__creator *creator);

/* A denial of it was read. */
static inline void llguard__domain_denied(
	struct llguard__domain *domain, const struct llguard_record *record)
{
	if (!domain->logged++) {
		domain->first_seconds = record->seconds;
		domain->first_milliseconds = (uint16_t)record->milliseconds;
	}
	domain->last_seconds = record->seconds;
	domain->last_milliseconds = (uint16_t)record->milliseconds;
	domain->serial = record->serial;
}

/*
 * The boot is over of all domains of a node, or where is_node is not set of all
 * other nodes, but for one domain.  One that is heard of again is open again.
 */
void llguard__domains_end_boot(struct llguard__domains *domains, uint32_t node,
	bool is_node, uint32_t but);

/* From here on it may be forgotten before those that have not ended. */
void llguard__domain_end(struct llguard__domains *domains, uint32_t at);

static inline struct llguard__domain *llguard__domain_at(
	const struct llguard__domains *domains, uint32_t at)
{
	return &domains->blocks[at].domain;
}

/* Its names, of len bytes, where these are in more than one block. */
const char *llguard__domain_gather(
	struct llguard__domains *domains, uint32_t at, size_t len);

/* Its creator, valid until the next call; false when it is not known. */
static inline bool llguard__domain_creator(struct llguard__domains *domains,
	uint32_t at, struct llguard__creator *ret)
{
	const struct llguard__domain *domain = llguard__domain_at(domains, at);
	const size_t exe_len = domain->exe_len;
	const size_t comm_len = domain->comm_len;
	const size_t len = exe_len + comm_len + domain->mode_len;
	const uint32_t known = domain->known;
	const char *names = domain->names;

	if (!known)
		return false;
	if (__builtin_expect(len > LLGUARD__DOMAIN_INLINE, 0))
		names = llguard__domain_gather(domains, at, len);
	ret->has = known * LLGUARD_HAS_CREATOR & LLGUARD__KNOWN_HAS;
	ret->pid = domain->pid;
	ret->uid = domain->uid;
	ret->exe.ptr = known & LLGUARD__KNOWN_EXE ? names : NULL;
	ret->exe.len = exe_len;
	ret->comm.ptr = known & LLGUARD__KNOWN_COMM ? names + exe_len : NULL;
	ret->comm.len = comm_len;
	ret->mode.ptr = domain->mode_len ? names + exe_len + comm_len : NULL;
	ret->mode.len = domain->mode_len;
	return true;
}

#endif /* LLGUARD__DOMAIN_H */
