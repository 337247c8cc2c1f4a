/* SPDX-License-Identifier: MIT */
/*
 * The bodies of single records, into an event's members.  They stand in the ring:
 * hexadecimal is decoded in place, and LLGUARD__SLACK zero bytes are behind them.
 */
#ifndef LLGUARD__DECODE_H
#define LLGUARD__DECODE_H

#include "../base.h"

#include "domain.h"
#include "inflight.h"

/*
 * Make the members from one offset up to another 0.  Apart from those who call
 * it: where a compiler knows the sizes it does it in place, which takes long to
 * begin (rep stos).
 */
void llguard__event_clear(struct llguard_event *event, size_t from, size_t to);

/* A number of 32 bits, and which it is; nothing when the field is none. */
void llguard__decode_u32(struct llguard_event *event,
	const struct llguard_field *field, uint64_t has, uint32_t *to);

/* Blockers that have been looked up, in the place that their hash gives. */
struct llguard__blockers {
	uint64_t rights;
	uint32_t class_of;
	uint32_t len; /* 0: none */
	char text[48];
};

#define LLGUARD__BLOCKERS 16

/* LANDLOCK_ACCESS: the record's own members, but for the domain. */
void llguard__decode_access(struct llguard_event *event,
	struct llguard__blockers known[LLGUARD__BLOCKERS], const char *body,
	size_t len);

/* What a LANDLOCK_DOMAIN record says; all 0 but for the flags to begin with. */
struct llguard__domain_record {
	bool has_ended;
	bool has_total;
	uint32_t flags; /* LLGUARD_FLAG_* */
	uint64_t total;
	struct llguard__creator creator;
};

void llguard__decode_domain(
	struct llguard__domain_record *record, const char *body, size_t len);

/* What a SYSCALL record says up to " a0=", and its text with a space behind it. */
struct llguard__call {
	uint32_t arch;
	uint32_t syscall;
	uint32_t success;
	uint32_t len; /* 0: none */
	int64_t exit;
	char text[64];
};

#define LLGUARD__CALLS 8

/*
 * What is the same from one SYSCALL record to another, as long as these are of one
 * program: calls, in the place that their hash gives, and the text from " auid="
 * to " comm=" with all that it says.
 */
struct llguard__repeat {
	struct llguard__call calls[LLGUARD__CALLS];
	uint32_t ids_len; /* 0: none */
	uint32_t tty_at;  /* in .ids; 0: absent */
	uint32_t tty_len;
	uint32_t auid;
	uint32_t uid;
	uint32_t gid;
	uint32_t euid;
	uint32_t egid;
	uint32_t ses;
	uint64_t ids_has; /* LLGUARD_HAS_* */
	char ids[192];
};

/* SYSCALL and URINGOP: the subject and its call. */
void llguard__decode_syscall(struct llguard_event *event,
	struct llguard__repeat *repeat, const char *body, size_t len);
void llguard__decode_uring(
	struct llguard_event *event, const char *body, size_t len);

/* The kernel's limit of a title, which it cuts without a word. */
#define LLGUARD__TITLE_MAX 128

static inline void llguard__title_set(
	struct llguard_event *event, const char *title, size_t len)
{
	event->proctitle = (struct llguard_str){ title, len };
	if (len == LLGUARD__TITLE_MAX)
		event->flags |= LLGUARD_FLAG_PROCTITLE_CUT;
}

/* PROCTITLE, CWD, SOCKADDR and PATH: the rest of the subject. */
void llguard__decode_proctitle(
	struct llguard_event *event, const char *body, size_t len);
void llguard__decode_cwd(
	struct llguard_event *event, const char *body, size_t len);
void llguard__decode_sockaddr(
	struct llguard_event *event, const char *body, size_t len);
void llguard__decode_path(
	struct llguard_event *event, const char *body, size_t len);

#endif /* LLGUARD__DECODE_H */
