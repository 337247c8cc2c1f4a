/* SPDX-License-Identifier: MIT */
/*
 * An event as a line for people.  Safe on a terminal: see llguard__text_safe().
 */
#include "names.h"

#include "../text.h"

static void safe_add(struct llguard__text *text, const char *before,
	const struct llguard_str *value)
{
	if (!value->ptr)
		return;
	llguard__text_add(text, before);
	llguard__text_safe(text, value->ptr, value->len);
}

static void count_write(
	struct llguard__text *text, const char *before, uint64_t number)
{
	llguard__text_add(text, before);
	llguard__text_u64(text, number);
}

static void address_write(struct llguard__text *text,
	const struct llguard_str *address, bool has_port, uint32_t port)
{
	safe_add(text, " ", address);
	if (has_port)
		count_write(text, " port ", port);
}

void llguard__object_text(
	struct llguard__text *text, const struct llguard_event *event)
{
	switch (event->object) {
	case LLGUARD_OBJECT_PATH:
		llguard__text_add(text, event->parent ? " in" : "");
		safe_add(text, " ", &event->path);
		break;
	case LLGUARD_OBJECT_UNIX_ABSTRACT:
		if (event->path.len) {
			const struct llguard_str name = { event->path.ptr + 1,
				event->path.len - 1 };

			safe_add(text, " @", &name);
		}
		break;
	case LLGUARD_OBJECT_MOUNT:
		safe_add(text, " ", &event->name);
		break;
	case LLGUARD_OBJECT_INET:
		address_write(text, &event->saddr, event->has & LLGUARD_HAS_SRC,
			event->src);
		address_write(text, &event->daddr,
			event->has & LLGUARD_HAS_DEST, event->dest);
		break;
	case LLGUARD_OBJECT_TASK:
		safe_add(text, " ", &event->ocomm);
		if (event->has & LLGUARD_HAS_OPID)
			count_write(text, "[", (uint64_t)event->opid);
		llguard__text_add(
			text, event->has & LLGUARD_HAS_OPID ? "]" : "");
		break;
	case LLGUARD_OBJECT_CAPABILITY:
		count_write(text, " capability ", event->capability);
		break;
	case LLGUARD_OBJECT_NAMESPACE:
		safe_add(text, " ", &event->namespace_type);
		break;
	default:
		break;
	}
}

/* " to /usr/sbin/httpd[4711] uid 33" */
static void subject_text(
	struct llguard__text *text, const struct llguard_event *event)
{
	if (!event->subject)
		return;
	safe_add(text, " to ", event->exe.ptr ? &event->exe : &event->comm);
	if (event->has & LLGUARD_HAS_PID)
		count_write(text,
			event->exe.ptr || event->comm.ptr ? "[" : " to [",
			event->pid);
	llguard__text_add(text, event->has & LLGUARD_HAS_PID ? "]" : "");
	if (event->has & LLGUARD_HAS_UID)
		count_write(text, " uid ", event->uid);
}

static void call_text(
	struct llguard__text *text, const struct llguard_event *event)
{
	const char *name =
		event->has & LLGUARD_HAS_SYSCALL
			? llguard_syscall_name(event->arch, event->syscall)
			: NULL;
	const char *errno_name = event->has & LLGUARD_HAS_EXIT
					 ? llguard__event_errno(event->exit)
					 : "";

	if (name) {
		LLGUARD__TEXT(text, ", ");
		llguard__text_add(text, name);
	} else if (event->has & LLGUARD_HAS_URING_OP) {
		count_write(text, ", io_uring operation ", event->uring_op);
	}
	if (*errno_name) {
		LLGUARD__TEXT(text, ": ");
		llguard__text_add(text, errno_name);
	}
}

static void domain_text(
	struct llguard__text *text, const struct llguard_event *event)
{
	LLGUARD__TEXT(text, "domain ");
	llguard__text_hex(text, event->domain);
	if (!(event->has & LLGUARD_HAS_CREATOR))
		return;
	safe_add(text, " of ",
		event->creator_exe.ptr ? &event->creator_exe
				       : &event->creator_comm);
	if (event->has & LLGUARD_HAS_CREATOR_PID) {
		count_write(text, "[", event->creator_pid);
		LLGUARD__TEXT(text, "]");
	}
}

static void denial_text(
	struct llguard__text *text, const struct llguard_event *event)
{
	llguard__text_add(text, llguard__event_outcome(event->outcome)->text);
	safe_add(text, " ", &event->blockers);
	llguard__object_text(text, event);
	subject_text(text, event);
	call_text(text, event);
	LLGUARD__TEXT(text, "; ");
	domain_text(text, event);
}

static void end_text(
	struct llguard__text *text, const struct llguard_event *event)
{
	domain_text(text, event);
	LLGUARD__TEXT(text, " ended");
	if (event->has & LLGUARD_HAS_TOTAL)
		count_write(text, ": denials ", event->total);
	count_write(text, ", seen here ", event->logged);
}

static void flags_text(struct llguard__text *text, uint32_t flags)
{
	const struct llguard__word *name;

	if (!flags)
		return;
	LLGUARD__TEXT(text, " (");
	for (uint32_t bit = 0; (name = llguard__event_flag(bit)); bit++) {
		if (!(flags >> bit & 1))
			continue;
		llguard__text_add(text, name->text);
		flags &= ~(UINT32_C(1) << bit);
		if (flags)
			LLGUARD__TEXT(text, ", ");
	}
	LLGUARD__TEXT(text, ")");
}

int llguard_event_describe(
	const struct llguard_event *event, char *buf, size_t size)
{
	struct llguard__text text;

	if (!event || !llguard__text_begin(&text, buf, size))
		return -EINVAL;
	if (event->seconds) {
		llguard__event_time(&text, event->seconds, event->milliseconds);
		LLGUARD__TEXT(&text, " ");
	}
	safe_add(&text, "", &event->node);
	if (event->node.ptr)
		LLGUARD__TEXT(&text, " ");
	switch (event->kind) {
	case LLGUARD_EVENT_DENIAL:
		denial_text(&text, event);
		break;
	case LLGUARD_EVENT_DOMAIN_END:
		end_text(&text, event);
		break;
	case LLGUARD_EVENT_LOSS:
		count_write(&text, "lost ", event->count);
		safe_add(&text, ": ", &event->why);
		break;
	default:
		domain_text(&text, event);
		LLGUARD__TEXT(&text, " began");
		break;
	}
	flags_text(&text, event->flags);
	return llguard__text_end(&text);
}
