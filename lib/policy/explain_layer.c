/* SPDX-License-Identifier: MIT */
/*
 * What each layer of a chain says of one right, and which of them decides: what
 * one denies is denied.
 */
#include "explain.h"

/* Denied tells more than unknown, and that more than allowed. */
static int answer_rank(const struct llguard_answer *answer)
{
	switch (answer->verdict) {
	case LLGUARD_VERDICT_DENIED:
		return 5;
	case LLGUARD_VERDICT_UNKNOWN:
		return 4;
	case LLGUARD_VERDICT_ALLOWED:
		break;
	default:
		return 0;
	}
	if (answer->why == LLGUARD_WHY_NOT_HANDLED)
		return 1;
	return answer->why == LLGUARD_WHY_ABI ? 2 : 3;
}

void llguard__answer_add(
	struct llguard_answer *answer, const struct llguard_answer *part)
{
	const uint32_t size = answer->size;

	if (answer_rank(part) <= answer_rank(answer))
		return;
	*answer = *part;
	answer->size = size;
}

/* A layer's answer, once its rules have been looked at. */
static void cover_answer(const struct llguard__layer *layer, uint64_t rights,
	const struct llguard__cover *cover, struct llguard_answer *ret)
{
	const uint64_t lacks = rights & layer->handled & ~cover->sure;

	ret->rights = rights & layer->handled;
	ret->verdict = LLGUARD_VERDICT_ALLOWED;
	ret->why = LLGUARD_WHY_RULE;
	if (!lacks)
		return;
	ret->rights = lacks;
	if (lacks & ~cover->perhaps) {
		ret->verdict = LLGUARD_VERDICT_DENIED;
		ret->error = EACCES;
		ret->why = LLGUARD_WHY_NO_RULE;
		ret->rule = cover->nearest;
	} else {
		ret->verdict = LLGUARD_VERDICT_UNKNOWN;
		ret->why = LLGUARD_WHY_UNRESOLVED;
		ret->rule = cover->unresolved;
	}
}

/* Nothing denies it; a newer kernel might. */
static void dropped_answer(const struct llguard__case *the_case, uint32_t stage,
	uint64_t rights, struct llguard_answer *answer)
{
	const struct llguard_answer part = {
		.verdict = LLGUARD_VERDICT_ALLOWED,
		.why = LLGUARD_WHY_ABI,
		.stage = stage,
		.rule = LLGUARD_NO_RULE,
		.rights = rights & ~the_case->known &
			  the_case->layers[stage].policy->handled,
	};

	if (part.rights)
		llguard__answer_add(answer, &part);
}

void llguard__explain_access(const struct llguard__case *the_case,
	const struct llguard__place *place, uint64_t rights,
	struct llguard_answer *answer)
{
	for (uint32_t stage = the_case->count; stage-- > 0;) {
		const struct llguard__layer *layer = &the_case->layers[stage];
		struct llguard_answer part = LLGUARD_ANSWER_INIT;
		struct llguard__cover cover;

		dropped_answer(the_case, stage, rights, answer);
		if (!(rights & layer->handled))
			continue;
		llguard__cover(layer, place, &cover);
		part.stage = stage;
		part.path = place->which;
		cover_answer(layer, rights, &cover, &part);
		if (part.why == LLGUARD_WHY_RULE)
			part.rule = llguard__rule_allowing(
				layer, place, part.rights);
		llguard__answer_add(answer, &part);
	}
}

void llguard__explain_port(const struct llguard__case *the_case, uint32_t port,
	uint64_t right, struct llguard_answer *answer)
{
	for (uint32_t stage = the_case->count; stage-- > 0;) {
		const struct llguard__layer *layer = &the_case->layers[stage];
		struct llguard_answer part = LLGUARD_ANSWER_INIT;
		struct llguard__cover cover;

		dropped_answer(the_case, stage, right, answer);
		if (!(right & layer->handled))
			continue;
		llguard__cover_port(layer, port, &cover);
		part.stage = stage;
		cover_answer(layer, right, &cover, &part);
		if (part.why == LLGUARD_WHY_RULE)
			part.rule =
				llguard__rule_allowing_port(layer, port, right);
		llguard__answer_add(answer, &part);
	}
}

/* What a layer denies towards a peer, or outside of it; no rule allows it. */
static void peer_answer(uint32_t peer, uint32_t stage, uint64_t right,
	struct llguard_answer *add)
{
	struct llguard_answer part = LLGUARD_ANSWER_INIT;

	part.stage = stage;
	part.rights = right;
	switch (peer) {
	case LLGUARD_PEER_INSIDE:
		part.verdict = LLGUARD_VERDICT_ALLOWED;
		part.why = LLGUARD_WHY_INSIDE;
		break;
	case LLGUARD_PEER_OUTSIDE:
		part.verdict = LLGUARD_VERDICT_DENIED;
		part.why = LLGUARD_WHY_OUTSIDE;
		part.error = EPERM;
		break;
	default:
		part.verdict = LLGUARD_VERDICT_UNKNOWN;
		part.why = LLGUARD_WHY_PEER;
		break;
	}
	llguard__answer_add(add, &part);
}

void llguard__explain_peer(const struct llguard__case *the_case, uint32_t peer,
	uint64_t right, struct llguard_answer *answer)
{
	for (uint32_t stage = the_case->count; stage-- > 0;) {
		const uint64_t handled = the_case->layers[stage].handled;

		dropped_answer(the_case, stage, right, answer);
		/* Tracing takes no right: every layer denies it. */
		if (right ? (handled & right) != 0 : handled != 0)
			peer_answer(peer, stage, right, answer);
	}
}
