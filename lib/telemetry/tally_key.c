/* SPDX-License-Identifier: MIT */
/*
 * What denials have in common: from an event to an entry's key, and back.
 */
#include "tally.h"

#include "decode.h"
#include "siphash.h"

/* The texts that say what an object is; the rest differs from call to call. */
static void object_key(
	const struct llguard_event *event, struct llguard__tally_key *key)
{
	struct llguard_str *text = &key->text[LLGUARD__TALLY_OBJECT];

	switch (event->object) {
	case LLGUARD_OBJECT_PATH:
	case LLGUARD_OBJECT_UNIX_ABSTRACT:
		text[0] = event->path;
		key->parent = (uint8_t)event->parent;
		break;
	case LLGUARD_OBJECT_MOUNT:
		text[0] = event->name;
		text[1] = event->dev;
		break;
	case LLGUARD_OBJECT_INET:
		text[0] = event->saddr;
		text[1] = event->daddr;
		if (event->has & LLGUARD_HAS_SRC) {
			key->has |= LLGUARD__TALLY_HAS_SRC;
			key->src = event->src;
		}
		if (event->has & LLGUARD_HAS_DEST) {
			key->has |= LLGUARD__TALLY_HAS_DEST;
			key->dest = event->dest;
		}
		break;
	case LLGUARD_OBJECT_TASK:
		text[0] = event->ocomm;
		break;
	case LLGUARD_OBJECT_CAPABILITY:
		if (event->has & LLGUARD_HAS_CAPABILITY) {
			key->has |= LLGUARD__TALLY_HAS_CAPABILITY;
			key->dest = event->capability;
		}
		break;
	case LLGUARD_OBJECT_NAMESPACE:
		text[0] = event->namespace_type;
		break;
	default:
		break;
	}
}

static uint64_t key_hash(const struct llguard_tally *tally,
	const struct llguard_event *event, const struct llguard__tally_key *key)
{
	struct llguard__siphash hash;

	llguard__siphash_begin(&hash, tally->seed);
	llguard__hash_number(&hash, (uint64_t)key->src << 32 | key->dest);
	llguard__hash_number(
		&hash, (uint64_t)key->has << 32 | (uint64_t)key->outcome << 24 |
			       (uint64_t)key->object << 16 |
			       (uint64_t)key->parent << 8 | key->texts);
	llguard__hash_texts(
		&hash, key->text, (size_t)llguard__tally_texts(tally));
	/* A domain's id is its own in one boot. */
	if (tally->by == LLGUARD_TALLY_BY_DOMAIN) {
		llguard__hash_number(&hash, key->domain);
		llguard__hash_texts(&hash, &event->boot, 1);
	}
	return llguard__hash_end(&hash);
}

void llguard__tally_key_make(const struct llguard_tally *tally,
	const struct llguard_event *event, struct llguard__tally_key *ret)
{
	const int texts = llguard__tally_texts(tally);

	*ret = (struct llguard__tally_key){
		.rights = event->rights,
		.class_of = (uint8_t)event->class_of,
		.outcome = (uint8_t)event->outcome,
		.object = (uint8_t)event->object,
	};
	ret->text[LLGUARD__TALLY_NODE] = event->node;
	ret->text[LLGUARD__TALLY_BLOCKERS] = event->blockers;
	ret->text[LLGUARD__TALLY_CREATOR] = event->creator_exe;
	if (tally->by == LLGUARD_TALLY_BY_DOMAIN)
		ret->domain = event->domain;
	object_key(event, ret);
	for (int i = 0; i < texts; i++)
		if (ret->text[i].ptr)
			ret->texts |= (uint8_t)(1 << i);
	ret->hash = key_hash(tally, event, ret);
	if (ret->text[LLGUARD__TALLY_CREATOR].ptr)
		ret->texts |= 1 << LLGUARD__TALLY_CREATOR;
	for (int i = 0; i < LLGUARD__TALLY_TEXTS; i++)
		if (ret->text[i].len > LLGUARD_TALLY_TEXT_MAX) {
			ret->text[i].len = LLGUARD_TALLY_TEXT_MAX;
			if (i < texts)
				ret->has |= LLGUARD__TALLY_HAS_CUT;
		}
}

static void object_give(struct llguard_event *event,
	const struct llguard__tally_entry *entry,
	const struct llguard_str text[LLGUARD__TALLY_TEXTS])
{
	const struct llguard_str *const first = &text[LLGUARD__TALLY_OBJECT];
	const struct llguard_str *const second =
		&text[LLGUARD__TALLY_MORE_OF_IT];

	event->object = entry->object;
	event->parent = entry->parent;
	switch (entry->object) {
	case LLGUARD_OBJECT_PATH:
	case LLGUARD_OBJECT_UNIX_ABSTRACT:
		event->path = *first;
		break;
	case LLGUARD_OBJECT_MOUNT:
		event->name = *first;
		event->dev = *second;
		break;
	case LLGUARD_OBJECT_INET:
		event->saddr = *first;
		event->daddr = *second;
		event->src = entry->src;
		event->dest = entry->dest;
		break;
	case LLGUARD_OBJECT_TASK:
		event->ocomm = *first;
		break;
	case LLGUARD_OBJECT_CAPABILITY:
		event->capability = entry->dest;
		break;
	default:
		event->namespace_type = *first;
		break;
	}
	if (entry->has & LLGUARD__TALLY_HAS_SRC)
		event->has |= LLGUARD_HAS_SRC;
	if (entry->has & LLGUARD__TALLY_HAS_DEST)
		event->has |= LLGUARD_HAS_DEST;
	if (entry->has & LLGUARD__TALLY_HAS_CAPABILITY)
		event->has |= LLGUARD_HAS_CAPABILITY;
	if (entry->has & LLGUARD__TALLY_HAS_CUT)
		event->flags |= LLGUARD_FLAG_CUT;
}

/* All texts of an entry into one piece. */
static void texts_gather(struct llguard__tally *state,
	const struct llguard__tally_entry *entry,
	struct llguard_str ret[LLGUARD__TALLY_TEXTS])
{
	const char *text = state->scratch;
	size_t len = 0, n = LLGUARD__TALLY_INLINE;
	uint32_t more = entry->more;

	for (int i = 0; i < LLGUARD__TALLY_TEXTS; i++) {
		const char *ptr = entry->texts >> i & 1 ? text + len : NULL;

		ret[i] = (struct llguard_str){ ptr, entry->len[i] };
		len += entry->len[i];
	}
	memcpy(state->scratch, entry->text, n);
	for (; n < len; more = state->blocks[more].more.next) {
		const size_t left = len - n;
		const size_t part =
			left < LLGUARD__TALLY_MORE ? left : LLGUARD__TALLY_MORE;

		memcpy(state->scratch + n, state->blocks[more].more.text, part);
		n += part;
	}
}

void llguard__tally_give(
	const struct llguard_tally *tally, uint32_t at, uint32_t kind)
{
	struct llguard__tally *state = tally->state;
	const struct llguard__tally_entry *entry = llguard__tally_at(state, at);
	struct llguard_event *event = &state->event;
	struct llguard_str text[LLGUARD__TALLY_TEXTS];

	texts_gather(state, entry, text);
	llguard__event_clear(event, 0, sizeof(*event));
	event->size = sizeof(*event);
	event->kind = LLGUARD_EVENT_DENIAL;
	event->node = text[LLGUARD__TALLY_NODE];
	event->domain = entry->domain;
	event->blockers = text[LLGUARD__TALLY_BLOCKERS];
	event->rights = entry->rights;
	event->class_of = entry->class_of;
	event->outcome = entry->outcome;
	event->creator_exe = text[LLGUARD__TALLY_CREATOR];
	if (event->creator_exe.ptr)
		event->has |= LLGUARD_HAS_CREATOR;
	object_give(event, entry, text);
	state->given = (struct llguard_tally_entry){
		.size = sizeof(state->given),
		.kind = kind,
		.by = tally->by,
		.count = entry->count,
		.missed = entry->missed,
		.first_seconds = entry->first / 1000,
		.last_seconds = entry->last / 1000,
		.first_milliseconds = (uint32_t)(entry->first % 1000),
		.last_milliseconds = (uint32_t)(entry->last % 1000),
		.event = event,
	};
}
