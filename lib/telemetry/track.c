/* SPDX-License-Identifier: MIT */
#include "track.h"

#include "decode.h"
#include "scan.h"

static uint32_t domain_track(struct llguard_reader *reader, uint32_t at,
	const struct llguard_record *record, uint32_t flags)
{
	struct llguard__state *state = reader->state;
	struct llguard__domain *domain =
		llguard__domain_at(&state->domains, at);
	const bool is_known = llguard__domain_is_known(&state->domains, at);
	struct llguard__domain_record read = { .flags = flags };

	/* A copy, for decoding writes, and the text is read again. */
	memcpy(state->domain, record->body.ptr, record->body.len);
	memset(state->domain + record->body.len, 0, LLGUARD__SLACK);
	llguard__decode_domain(&read, state->domain, record->body.len);
	if (read.has_ended) {
		if (is_known && !(flags & LLGUARD_FLAG_DUPLICATE) &&
			read.total > domain->logged)
			reader->unlogged += read.total - domain->logged;
		if (read.has_total)
			domain->total = read.total;
		llguard__domain_end(&state->domains, at);
		return flags;
	}
	if (is_known)
		return flags | LLGUARD_FLAG_DUPLICATE;
	(void)llguard__domain_start(&state->domains, at, &read.creator);
	return flags;
}

/* "domain=" and its digits. */
static bool domain_read(struct llguard__state *state,
	const struct llguard_record *record, uint64_t *ret_id)
{
	struct llguard__scan scan = { record->body.ptr,
		record->body.ptr + record->body.len };
	const char *at;

	if (!LLGUARD__SCAN(&scan, "domain="))
		return false;
	at = scan.at;
	state->domain_len = 0;
	if (!llguard__scan_hex(&scan, ret_id))
		return false;
	/* With a byte that is no digit behind them. */
	if (scan.at - at < 16 && scan.end - at >= 16) {
		state->domain_len = (uint32_t)strlen("domain=") + 16;
		state->domain_id = *ret_id;
		memcpy(state->domain_text, record->body.ptr, state->domain_len);
	}
	return true;
}

/* How far to look for what a node was last heard of. */
#define LOOK_BACK 64

/*
 * A domain is new: whether it is of another boot than those before it.  Serial
 * numbers begin again then, and a clock that was set does not set them back.
 */
static void last_boot_check(struct llguard_reader *reader, uint32_t at,
	const struct llguard_record *record)
{
	struct llguard__domains *domains =
		&((struct llguard__state *)reader->state)->domains;
	const struct llguard__domain *domain = llguard__domain_at(domains, at);
	const uint32_t node = domain->node;
	uint64_t seconds;

	for (int i = 0; i < LOOK_BACK; i++) {
		if (domain->older == LLGUARD__NO_DOMAIN)
			return;
		domain = llguard__domain_at(domains, domain->older);
		if (domain->node == node)
			break;
		/* The nodes of a journal are boots. */
		if (reader->form == LLGUARD_FORM_JOURNAL) {
			llguard__domains_end_boot(domains, node, false, at);
			return;
		}
	}
	seconds = record->seconds > domain->last_seconds
			  ? record->seconds - domain->last_seconds
			  : domain->last_seconds - record->seconds;
	/* Records of about one time may come in any order. */
	if (domain->node == node && record->serial < domain->serial &&
		seconds > LLGUARD__WAIT / 1000)
		llguard__domains_end_boot(domains, node, true, at);
}

uint32_t llguard__track(struct llguard_reader *reader,
	const struct llguard_record *record, uint32_t node, uint32_t flags,
	uint64_t *ret_id)
{
	struct llguard__state *state = reader->state;
	uint32_t at;
	bool is_new;

	*ret_id = 0;
	if (!domain_read(state, record, ret_id))
		return flags;
	at = llguard__domain_touch(&state->domains, node, *ret_id, &is_new);
	reader->domains += is_new;
	if (is_new)
		last_boot_check(reader, at, record);
	if (record->type == LLGUARD_RECORD_LANDLOCK_DOMAIN)
		flags = domain_track(reader, at, record, flags);
	else if (!(flags & LLGUARD_FLAG_DUPLICATE))
		llguard__domain_denied(
			llguard__domain_at(&state->domains, at), record);
	reader->forgotten = state->domains.forgotten;
	return flags;
}
