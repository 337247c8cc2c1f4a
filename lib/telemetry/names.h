/* SPDX-License-Identifier: MIT */
/*
 * The words of events, for every writer.  Constants.
 */
#ifndef LLGUARD__NAMES_H
#define LLGUARD__NAMES_H

#include "../text.h"

#include <llguard/telemetry.h>

/* All 16 bytes of it can be copied. */
struct llguard__word {
	char text[15]; /* zero bytes are behind it */
	uint8_t len;
};

#define LLGUARD__WORD(literal)                                                 \
	{                                                                      \
		literal, sizeof(literal) - 1                                   \
	}

/* The words of a member, the first one for any that is not known. */
#define LLGUARD__WORDS(of, count)                                              \
	extern const struct llguard__word llguard__words_##of[count];          \
	static inline const struct llguard__word *llguard__event_##of(         \
		uint32_t index)                                                \
	{                                                                      \
		return &llguard__words_##of[index < (count) ? index : 0];      \
	}

LLGUARD__WORDS(kind, 4)
LLGUARD__WORDS(source, 6)
LLGUARD__WORDS(class, 8)
LLGUARD__WORDS(outcome, 3)
LLGUARD__WORDS(object, 8)

/* The name of flag 1 << bit; NULL beyond the last one. */
const struct llguard__word *llguard__event_flag(uint32_t bit);

/* The errno behind a negative exit, "EACCES"; "" for any other exit. */
const char *llguard__event_errno(int64_t exit);

/* "2025-11-25T14:25:35.711Z"; nothing beyond the year 9999. */
void llguard__event_time(
	struct llguard__text *text, uint64_t seconds, uint32_t milliseconds);

/* " /etc/shadow": an object as people read it, safe on a terminal. */
void llguard__object_text(
	struct llguard__text *text, const struct llguard_event *event);

/* "1764080735.711:1623" */
void llguard__event_id(
	struct llguard__text *text, const struct llguard_event *event);

#endif /* LLGUARD__NAMES_H */
