/* SPDX-License-Identifier: MIT */
/*
 * The words of events, for every writer.  Constants.
 */
#ifndef LLGUARD__NAMES_H
#define LLGUARD__NAMES_H

#include "../text.h"

#include <llguard/telemetry.h>

/* Zero bytes are behind the text: 15 can be read of each. */
struct llguard__word {
	uint8_t len;
	char text[15];
};

const struct llguard__word *llguard__event_kind(uint32_t kind);
const struct llguard__word *llguard__event_source(uint32_t form);
const struct llguard__word *llguard__event_class(uint32_t class_of);
const struct llguard__word *llguard__event_outcome(uint32_t outcome);
const struct llguard__word *llguard__event_object(uint32_t object);

/* The name of flag 1 << bit; NULL beyond the last one. */
const struct llguard__word *llguard__event_flag(uint32_t bit);

/* The errno behind a negative exit, "EACCES"; "" for any other exit. */
const char *llguard__event_errno(int64_t exit);

/* "2025-11-25T14:25:35.711Z"; nothing beyond the year 9999. */
void llguard__event_time(
	struct llguard__text *text, uint64_t seconds, uint32_t milliseconds);

/* "1764080735.711:1623" */
void llguard__event_id(
	struct llguard__text *text, const struct llguard_event *event);

#endif /* LLGUARD__NAMES_H */
