/* SPDX-License-Identifier: MIT */
#ifndef LLGUARD__TEXT_VALUE_H
#define LLGUARD__TEXT_VALUE_H

#include "../base.h"

/* What stands behind a key in the kernel's record. */
enum llguard__text_kind {
	LLGUARD__TEXT_UNKNOWN,
	LLGUARD__TEXT_WORDS,
	LLGUARD__TEXT_HEX,
	LLGUARD__TEXT_NUMBER,
	LLGUARD__TEXT_ADDRESS,
	LLGUARD__TEXT_TTY,
	LLGUARD__TEXT_PREFIXED, /* 0x and hexadecimal */
	LLGUARD__TEXT_ARGUMENT, /* the same, which the kernel writes without 0x */
	LLGUARD__TEXT_ID,       /* or "unknown(1000)", for want of a name */
	LLGUARD__TEXT_ARCH,
	LLGUARD__TEXT_CALL,
	LLGUARD__TEXT_EXIT,
	LLGUARD__TEXT_LABEL,
	LLGUARD__TEXT_STRING, /* which may be anything */
};

enum llguard__text_kind llguard__text_kind(const struct llguard_str *key);

/* Room for what a value becomes. */
#define LLGUARD__TEXT_VALUE 16

/*
 * An interpreted value as the kernel writes it: part of it, or in buf.  *arch is
 * what an LLGUARD__TEXT_ARCH before was.  False when it cannot be told.
 */
bool llguard__text_value(enum llguard__text_kind kind,
	struct llguard_str *value, uint32_t *arch,
	char buf[LLGUARD__TEXT_VALUE]);

#endif /* LLGUARD__TEXT_VALUE_H */
