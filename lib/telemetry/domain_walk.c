/* SPDX-License-Identifier: MIT */
/*
 * All domains that are remembered, for a program to look at.
 */
#include "state.h"

#include "../extensible.h"
#include "text_form.h"

/* The name of a node, or absent when another one has taken its place. */
static struct llguard_str node_name(
	const struct llguard__inflight *inflight, uint32_t id)
{
	for (uint32_t i = 1; i < LLGUARD__NODES; i++) {
		const struct llguard__node *node = &inflight->nodes[i];

		/* A host that syslog says is not told. */
		if (id && node->id == id && *node->name != ' ')
			return (struct llguard_str){ node->name, node->len };
	}
	return (struct llguard_str){ NULL, 0 };
}

static void domain_give(struct llguard__state *state, uint32_t at)
{
	const struct llguard__domain *domain =
		llguard__domain_at(&state->domains, at);
	struct llguard_domain *given = &state->domain_given;
	struct llguard__creator creator = { 0 };

	*given = (struct llguard_domain){
		.size = sizeof(*given),
		.state = domain->list,
		.id = domain->id,
		.logged = domain->logged,
		.first_seconds = domain->first_seconds,
		.last_seconds = domain->last_seconds,
		.first_milliseconds = domain->first_milliseconds,
		.last_milliseconds = domain->last_milliseconds,
		.node = node_name(&state->inflight, domain->node),
	};
	if (domain->first_milliseconds >= LLGUARD__TEXT_NO_TIME ||
		domain->last_milliseconds >= LLGUARD__TEXT_NO_TIME) {
		given->first_seconds = given->last_seconds = 0;
		given->first_milliseconds = given->last_milliseconds = 0;
	} else if (domain->logged) {
		given->has |= LLGUARD_HAS_STAMP;
	}
	if (domain->total != LLGUARD__NO_TOTAL) {
		given->has |= LLGUARD_HAS_TOTAL;
		given->total = domain->total;
	}
	if (!llguard__domain_creator(&state->domains, at, &creator))
		return;
	given->has |= LLGUARD_HAS_CREATOR | creator.has;
	given->creator_pid = creator.pid;
	given->creator_uid = creator.uid;
	given->creator_comm = creator.comm;
	given->creator_exe = creator.exe;
	given->mode = creator.mode;
}

_Static_assert(
	(int)LLGUARD_DOMAIN_OPEN == (int)LLGUARD__DOMAIN_OPEN &&
		(int)LLGUARD_DOMAIN_ENDED == (int)LLGUARD__DOMAIN_ENDED &&
		(int)LLGUARD_DOMAIN_GONE == (int)LLGUARD__DOMAIN_GONE,
	"a list is a state");

int llguard_reader_domain_next(const struct llguard_reader *reader,
	uint32_t *at, const struct llguard_domain **domain)
{
	struct llguard__state *state = NULL;
	uint32_t next = LLGUARD__NO_DOMAIN;
	int list = -1;

	if (llguard__size_of(reader) >= sizeof(*reader))
		state = reader->state;
	if (!state || !at || !domain)
		return -EINVAL;
	/* 0 is the beginning, and block n is n + 1. */
	if (*at) {
		const struct llguard__domain *last =
			llguard__domain_at(&state->domains, *at - 1);

		list = last->list;
		next = last->older;
	}
	while (next == LLGUARD__NO_DOMAIN && ++list < LLGUARD__DOMAIN_LISTS)
		next = state->domains.newest[list];
	if (next == LLGUARD__NO_DOMAIN)
		return 0;
	*at = next + 1;
	domain_give(state, next);
	*domain = &state->domain_given;
	return 1;
}
