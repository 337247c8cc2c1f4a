/* SPDX-License-Identifier: MIT */
/*
 * What the writers of the formats of others share: the object "landlock", which has
 * what their schemas have no member for, and a sentence.
 */
#ifndef LLGUARD__WRITE_LANDLOCK_H
#define LLGUARD__WRITE_LANDLOCK_H

#include "nest.h"

#include <llguard/rights.h>

#define LLGUARD__FS_MAKE                                                       \
	(LLGUARD_FS_MAKE_CHAR | LLGUARD_FS_MAKE_DIR | LLGUARD_FS_MAKE_REG |    \
		LLGUARD_FS_MAKE_SOCK | LLGUARD_FS_MAKE_FIFO |                  \
		LLGUARD_FS_MAKE_BLOCK | LLGUARD_FS_MAKE_SYM)
#define LLGUARD__FS_REMOVE (LLGUARD_FS_REMOVE_DIR | LLGUARD_FS_REMOVE_FILE)
#define LLGUARD__NET_BIND  (LLGUARD_NET_BIND_TCP | LLGUARD_NET_BIND_UDP)
#define LLGUARD__NET_UDP   (LLGUARD_NET_BIND_UDP | LLGUARD_NET_CONNECT_SEND_UDP)

/* The signal that a call would have sent, -1 when that is not known. */
int llguard__event_signal(const struct llguard_event *event);

/* The sentence, as a member. */
void llguard__sentence_write(struct llguard__json *json, const char *key,
	const struct llguard_event *event);

/* The object, as a member. */
void llguard__landlock_write(
	struct llguard__json *json, const struct llguard_event *event);

#endif /* LLGUARD__WRITE_LANDLOCK_H */
