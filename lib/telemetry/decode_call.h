/* SPDX-License-Identifier: MIT */
/*
 * What both ways to read a SYSCALL record set.
 */
#ifndef LLGUARD__DECODE_CALL_H
#define LLGUARD__DECODE_CALL_H

#include "decode.h"
#include "scan.h"

/* An id that is not set: (uid_t)-1. */
#define LLGUARD__UNSET UINT32_MAX

LLGUARD__INLINE void llguard__call_id(
	struct llguard_event *event, uint64_t has, uint32_t *to, uint32_t id)
{
	*to = id;
	event->has =
		id != LLGUARD__UNSET ? event->has | has : event->has & ~has;
}

static inline void llguard__call_tty(
	struct llguard_event *event, struct llguard_str tty)
{
	const struct llguard_str absent = { NULL, 0 };

	event->tty = LLGUARD__STR_IS(&tty, "(none)") ? absent : tty;
}

/*
 * A security label, of which first is the first word: it may have spaces in it
 * ("profile (enforce)"), and is followed by the key of an audit rule.
 */
void llguard__call_label(struct llguard_event *event,
	struct llguard__scan *scan, struct llguard_str first);

/* All words from scan on. */
void llguard__call_words(
	struct llguard_event *event, struct llguard__scan *scan);

#endif /* LLGUARD__DECODE_CALL_H */
