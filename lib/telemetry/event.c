/* SPDX-License-Identifier: MIT */
/*
 * The records of one stamp, as one event for each Landlock record among them.
 */
#include "state.h"

#include "decode.h"
#include "scan.h"
#include "text_form.h"

#include <llguard/rights.h>

/* The numbers that a SYSCALL or URINGOP record gives. */
#define HAS_SUBJECT                                                            \
	(LLGUARD_HAS_PID | LLGUARD_HAS_PPID | LLGUARD_HAS_UID |                \
		LLGUARD_HAS_EUID | LLGUARD_HAS_GID | LLGUARD_HAS_EGID |        \
		LLGUARD_HAS_AUID | LLGUARD_HAS_SES | LLGUARD_HAS_SYSCALL |     \
		LLGUARD_HAS_URING_OP | LLGUARD_HAS_SUCCESS | LLGUARD_HAS_EXIT)

/*
 * Everything but the Landlock records and what mostly goes with them: what else
 * is known of the task.
 */
static void other_decode(struct llguard_event *event,
	const struct llguard__entry *entry, const char *body)
{
	switch (entry->type) {
	case LLGUARD_RECORD_PROCTITLE:
		llguard__decode_proctitle(event, body, entry->len);
		break;
	case LLGUARD_RECORD_URINGOP:
		llguard__decode_uring(event, body, entry->len);
		break;
	case LLGUARD_RECORD_CWD:
		llguard__decode_cwd(event, body, entry->len);
		break;
	case LLGUARD_RECORD_SOCKADDR:
		llguard__decode_sockaddr(event, body, entry->len);
		break;
	case LLGUARD_RECORD_PATH:
		llguard__decode_path(event, body, entry->len);
		break;
	default:
		break;
	}
}

LLGUARD__INLINE bool is_landlock(const struct llguard__entry *entry)
{
	return entry->type == LLGUARD_RECORD_LANDLOCK_ACCESS ||
	       entry->type == LLGUARD_RECORD_LANDLOCK_DOMAIN;
}

/* The task, and what it did. */
LLGUARD__INLINE void subject_decode(
	struct llguard__state *state, const struct llguard__entry *entry)
{
	struct llguard_event *event = &state->event;
	const char *body = llguard__entry_body(entry);

	event->flags |= entry->flags & LLGUARD_FLAG_TRUNCATED;
	if (LLGUARD__LIKELY(entry->type == LLGUARD_RECORD_SYSCALL))
		llguard__decode_syscall(
			event, &state->repeat, body, entry->len);
	else if (LLGUARD__LIKELY(entry->type == LLGUARD__TITLE))
		llguard__title_set(event, body, entry->len);
	else
		other_decode(event, entry, body);
}

/* What the form of an event's records says of it; auditd's says nothing. */
LLGUARD__APART void form_take(
	struct llguard_event *event, const struct llguard__slot *source)
{
	const struct llguard_str none = { NULL, 0 };

	event->form = source->form & LLGUARD__TEXT_FORM;
	event->flags |= source->form & LLGUARD__TEXT_FLAGS;
	if (event->form == LLGUARD_FORM_KMSG ||
		event->form == LLGUARD_FORM_TEXT)
		event->flags |= LLGUARD_FLAG_UNTRUSTED;
	if (event->flags & LLGUARD_FLAG_NO_STAMP) {
		event->has &= ~LLGUARD_HAS_STAMP;
		event->seconds = 0;
		event->milliseconds = event->serial = 0;
	}
	if (event->form == LLGUARD_FORM_JOURNAL && event->node.ptr) {
		event->boot = event->node;
		event->node = none;
	}
	/* A host that syslog says is kept apart from others, and not told. */
	if (event->form == LLGUARD_FORM_TEXT && event->node.ptr &&
		*event->node.ptr == ' ')
		event->node = none;
}

void llguard__event_begin(struct llguard__state *state, uint32_t slot,
	const struct llguard_str *boot, bool split)
{
	const struct llguard__inflight *inflight = &state->inflight;
	const struct llguard__slot *source = &inflight->slots[slot];
	const struct llguard__node *node = &inflight->nodes[source->node];
	struct llguard_event *event = &state->event;
	uint32_t place = source->first;
	uint32_t left = 0;

	llguard__event_clear(
		event, 0, offsetof(struct llguard_event, other_key));
	event->size = sizeof(*event);
	event->form = source->form;
	event->has = LLGUARD_HAS_STAMP;
	event->seconds = source->seconds;
	event->milliseconds = source->milliseconds;
	event->serial = source->serial;
	if (source->node)
		event->node = (struct llguard_str){ node->name, node->len };
	event->boot = *boot;
	while (place != LLGUARD__NO_SLOT) {
		const struct llguard__entry *entry =
			llguard__inflight_entry(inflight, place);

		if (is_landlock(entry))
			left++;
		else
			subject_decode(state, entry);
		place = entry->next;
	}
	/* It is said of Landlock records alone. */
	event->flags &= ~LLGUARD_FLAG_TRUNCATED;
	split |= source->given != 0;
	event->flags |= source->flags | (split ? LLGUARD_FLAG_SPLIT : 0);
	if (source->form != LLGUARD_FORM_AUDITD)
		form_take(event, source);
	event->parts = split ? 0 : source->denials;
	state->cursor = (struct llguard__cursor){
		.slot = slot,
		.place = source->first,
		.left = left,
		.part = source->given,
		.shared_flags = event->flags,
		.split = split,
		.is_first = true,
	};
}

/* Forget what the record before this one has said. */
static void record_clear(struct llguard_event *event)
{
	llguard__event_clear(event, offsetof(struct llguard_event, domain),
		offsetof(struct llguard_event, subject));
	llguard__event_clear(event, offsetof(struct llguard_event, creator_pid),
		offsetof(struct llguard_event, other_key));
	event->has &= LLGUARD_HAS_STAMP | HAS_SUBJECT;
	event->part = 0;
}

/* Calls that send a signal; in any other one it is somebody else's (SIGIO). */
static bool sends_signal(const struct llguard_str *name)
{
	return LLGUARD__STR_IS(name, "kill") ||
	       LLGUARD__STR_IS(name, "tkill") ||
	       LLGUARD__STR_IS(name, "tgkill") ||
	       LLGUARD__STR_IS(name, "rt_sigqueueinfo") ||
	       LLGUARD__STR_IS(name, "rt_tgsigqueueinfo") ||
	       LLGUARD__STR_IS(name, "pidfd_send_signal");
}

/*
 * Whether the call shows that its task is not in the domain: PTRACE_TRACEME asks
 * for the parent's right, and a signal can be sent in another task's name.
 */
static bool is_not_member(const struct llguard_event *event)
{
	struct llguard_str name = { NULL, 0 };

	if (event->class_of != LLGUARD_CLASS_PTRACE &&
		!(event->rights & LLGUARD_SCOPE_SIGNAL))
		return false;
	if (event->subject == LLGUARD_SUBJECT_URING)
		return event->class_of != LLGUARD_CLASS_PTRACE;
	if (event->has & LLGUARD_HAS_SYSCALL)
		name.ptr = llguard_syscall_name(event->arch, event->syscall);
	if (!name.ptr)
		return false;
	name.len = strlen(name.ptr);
	if (event->class_of == LLGUARD_CLASS_PTRACE)
		return LLGUARD__STR_IS(&name, "ptrace") &&
		       LLGUARD__STR_IS(&event->a0, "0");
	return !sends_signal(&name);
}

LLGUARD__INLINE void creator_set(
	struct llguard_event *event, const struct llguard__creator *creator)
{
	event->has |= LLGUARD_HAS_CREATOR | creator->has;
	event->creator_pid = creator->pid;
	event->creator_uid = creator->uid;
	event->creator_exe = creator->exe;
	event->creator_comm = creator->comm;
	event->mode = creator->mode;
}

/* Returns the domain, or LLGUARD__NO_DOMAIN when it is not known. */
LLGUARD__INLINE uint32_t creator_take(struct llguard__state *state)
{
	struct llguard_event *event = &state->event;
	struct llguard__domains *domains = &state->domains;
	const struct llguard__slot *slot =
		&state->inflight.slots[state->cursor.slot];
	const uint32_t domain = llguard__domain_find(
		domains, state->inflight.nodes[slot->node].id, event->domain);
	struct llguard__creator creator;

	if (domain != LLGUARD__NO_DOMAIN &&
		llguard__domain_creator(domains, domain, &creator))
		creator_set(event, &creator);
	return domain;
}

/* The beginning of a domain, or its end, of which more is to be said. */
static void domain_take(
	struct llguard_event *event, const char *body, size_t len)
{
	struct llguard__domain_record record = { .flags = event->flags };

	llguard__decode_domain(&record, body, len);
	event->flags = record.flags;
	if (!record.has_ended) {
		event->kind = LLGUARD_EVENT_DOMAIN_START;
		creator_set(event, &record.creator);
		return;
	}
	event->kind = LLGUARD_EVENT_DOMAIN_END;
	event->total = record.total;
	if (record.has_total)
		event->has |= LLGUARD_HAS_TOTAL;
}

LLGUARD__INLINE void denial_finish(struct llguard__state *state)
{
	struct llguard_event *event = &state->event;

	(void)creator_take(state);
	event->part = ++state->cursor.part;
	event->outcome =
		event->mode.ptr && !LLGUARD__STR_IS(&event->mode, "enforcing")
			? LLGUARD_OUTCOME_WOULD_DENY
			: LLGUARD_OUTCOME_DENIED;
	if (!event->subject)
		event->flags |= LLGUARD_FLAG_NO_SYSCALL;
	else if (is_not_member(event))
		event->flags |= LLGUARD_FLAG_NOT_MEMBER;
}

static void end_finish(struct llguard__state *state)
{
	struct llguard_event *event = &state->event;
	const uint64_t total = event->total;
	const uint32_t domain = creator_take(state);

	event->mode = (struct llguard_str){ NULL, 0 };
	if (domain != LLGUARD__NO_DOMAIN)
		event->logged =
			llguard__domain_at(&state->domains, domain)->logged;
	if (!(event->has & LLGUARD_HAS_CREATOR)) {
		event->flags |= LLGUARD_FLAG_PARTIAL_DOMAIN;
	} else if (event->has & LLGUARD_HAS_TOTAL) {
		event->unlogged =
			total > event->logged ? total - event->logged : 0;
		event->has |= LLGUARD_HAS_UNLOGGED;
	}
}

LLGUARD__INLINE void record_take(
	struct llguard__state *state, const struct llguard__entry *entry)
{
	struct llguard_event *event = &state->event;
	const char *body = llguard__entry_body(entry);

	if (!state->cursor.is_first)
		record_clear(event);
	state->cursor.is_first = false;
	event->flags = state->cursor.shared_flags | entry->flags;
	event->domain = entry->domain;
	event->line = entry->line;
	if (LLGUARD__LIKELY(entry->type == LLGUARD_RECORD_LANDLOCK_ACCESS)) {
		llguard__decode_access(
			event, state->blockers, body, entry->len);
		denial_finish(state);
		return;
	}
	domain_take(event, body, entry->len);
	if (event->kind == LLGUARD_EVENT_DOMAIN_END)
		end_finish(state);
}

bool llguard__event_next(struct llguard__state *state)
{
	struct llguard__cursor *cursor = &state->cursor;

	while (cursor->left) {
		const struct llguard__entry *entry = llguard__inflight_entry(
			&state->inflight, cursor->place);

		cursor->place = entry->next;
		if (!is_landlock(entry))
			continue;
		cursor->left--;
		record_take(state, entry);
		return true;
	}
	return false;
}
