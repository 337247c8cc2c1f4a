/* SPDX-License-Identifier: MIT */
/*
 * Numbers and stamps as text, where the caller knows that there is room.
 *
 * Two digits at a time, from a table: no loop, no division but by constants.
 */
#ifndef LLGUARD__DIGITS_H
#define LLGUARD__DIGITS_H

#include "scan.h"

#include <llguard/telemetry.h>

/* The most bytes that each of these may write, and may write over. */
#define LLGUARD__DIGITS_MOST 40

/* A number of nine digits and more.  Returns what follows. */
char *llguard__put_long(char *to, uint64_t value);

/* Any number; in hexadecimal, without leading zeros. */
char *llguard__put_u64(char *to, uint64_t value);
char *llguard__put_hex(char *to, uint64_t value);

/* "2025-11-25T14:25:35.711Z"; nothing beyond the year 9999. */
char *llguard__put_time(char *to, uint64_t seconds, uint32_t milliseconds);

/* "1764080735.711:1623" */
char *llguard__put_id(char *to, const struct llguard_event *event);

/* "00" to "99", end to end. */
extern const char llguard__pairs[200];

LLGUARD__INLINE void llguard__put_2(char *to, uint32_t value)
{
	memcpy(to, llguard__pairs + (size_t)2 * value, 2);
}

LLGUARD__INLINE char *llguard__put_4(char *to, uint32_t value)
{
	llguard__put_2(to, value / 100);
	llguard__put_2(to + 2, value % 100);
	return to + 4;
}

/* Inline: most numbers of an event are ids, and there are many of them. */
LLGUARD__INLINE char *llguard__put_up_to_4(char *to, uint32_t value)
{
	if (value >= 1000)
		return llguard__put_4(to, value);
	if (value < 10) {
		*to = (char)('0' + value);
		return to + 1;
	}
	if (value >= 100) {
		*to++ = (char)('0' + value / 100);
		value %= 100;
	}
	llguard__put_2(to, value);
	return to + 2;
}

LLGUARD__INLINE char *llguard__put_up_to_8(char *to, uint32_t value)
{
	if (value < 10000)
		return llguard__put_up_to_4(to, value);
	to = llguard__put_up_to_4(to, value / 10000);
	return llguard__put_4(to, value % 10000);
}

LLGUARD__INLINE char *llguard__put_digits(char *to, uint64_t value)
{
	return value < 100000000 ? llguard__put_up_to_8(to, (uint32_t)value)
				 : llguard__put_long(to, value);
}

#endif /* LLGUARD__DIGITS_H */
