/* SPDX-License-Identifier: MIT */
/*
 * Structures that begin with their size and grow at the end.
 */
#ifndef LLGUARD__EXTENSIBLE_H
#define LLGUARD__EXTENSIBLE_H

#include "base.h"

/*
 * An input of size bytes, of which this library knows the first known; the first
 * least have been there since the first release.  Returns 0, -EINVAL for one that
 * is NULL or too small, -E2BIG for one with anything in the unknown part.
 */
int llguard__input_check(
	const void *structure, size_t size, size_t least, size_t known);

/* The size that a structure says it has: its first member. */
uint32_t llguard__size_of(const void *structure);

#endif /* LLGUARD__EXTENSIBLE_H */
