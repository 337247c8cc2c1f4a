/* SPDX-License-Identifier: MIT */
#ifndef LLGUARD__TRACK_H
#define LLGUARD__TRACK_H

#include "state.h"

/*
 * Note what a Landlock record says of its domain, in the reader's memory and
 * counters, as soon as it is read: its denials may be given out much later.
 * node is the id of the record's node, flags are the record's: what has
 * LLGUARD_FLAG_DUPLICATE is not counted again.  Returns the flags, with
 * LLGUARD_FLAG_DUPLICATE for the beginning of a domain that has begun; *ret_id is
 * the domain, or 0.
 */
uint32_t llguard__track(struct llguard_reader *reader,
	const struct llguard_record *record, uint32_t node, uint32_t flags,
	uint64_t *ret_id);

#endif /* LLGUARD__TRACK_H */
