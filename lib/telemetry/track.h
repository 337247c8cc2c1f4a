/* SPDX-License-Identifier: MIT */
#ifndef LLGUARD__TRACK_H
#define LLGUARD__TRACK_H

#include "scan.h"
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

/*
 * The same of a denial that is no duplicate: most often of the domain that the
 * record before was of, to the letter.
 */
LLGUARD__INLINE bool llguard__track_again(struct llguard__state *state,
	const struct llguard_record *record, uint32_t node)
{
	struct llguard__domains *domains = &state->domains;
	const char *const body = record->body.ptr;

	if (!state->domain_len || record->body.len < state->domain_len ||
		!llguard__same_16(body, state->domain_text) ||
		llguard__load_8(body + 15) !=
			llguard__load_8(state->domain_text + 15) ||
		!llguard__domain_is_newest(domains, node, state->domain_id))
		return false;
	llguard__domain_denied(llguard__domain_at(domains,
				       domains->newest[LLGUARD__DOMAIN_OPEN]),
		record);
	return true;
}

#endif /* LLGUARD__TRACK_H */
