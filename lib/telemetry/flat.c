/* SPDX-License-Identifier: MIT */
#include "flat.h"

#include "names.h"
#include "syscalls.h"

#include "../text.h"

enum flat_source {
	FLAT_TEXT,   /* struct llguard_str */
	FLAT_NUMBER, /* uint32_t, with a bit of .has */
	FLAT_COUNT,  /* uint64_t, likewise */
	FLAT_OWN,    /* each in its own way: own_get() */
};

/* The fields that are no member of the event as it is. */
enum flat_own {
	OWN_TIME,
	OWN_ID,
	OWN_PART,
	OWN_PARTS,
	OWN_SOURCE,
	OWN_FLAGS,
	OWN_DOMAIN,
	OWN_CLASS,
	OWN_OUTCOME,
	OWN_OBJECT,
	OWN_PATH,
	OWN_PARENT,
	OWN_OPID,
	OWN_CWD,
	OWN_PROCTITLE,
	OWN_ARCH,
	OWN_SYSCALL,
	OWN_SUCCESS,
	OWN_EXIT,
	OWN_ERRNO,
	OWN_LOGGED,
};

static const struct flat_field {
	char key[14];
	uint16_t source; /* enum flat_source */
	uint16_t at;     /* offset in the event, or enum flat_own */
	uint64_t has;
} fields[] = {
#define AT(member) offsetof(struct llguard_event, member)
#define TEXT(name)                                                             \
	{                                                                      \
#name, FLAT_TEXT, AT(name), 0                                  \
	}
#define NUMBER(name, flag)                                                     \
	{                                                                      \
#name, FLAT_NUMBER, AT(name), LLGUARD_HAS_##flag               \
	}
#define COUNT(name, flag)                                                      \
	{                                                                      \
#name, FLAT_COUNT, AT(name), LLGUARD_HAS_##flag                \
	}
#define OWN(name, which)                                                       \
	{                                                                      \
#name, FLAT_OWN, OWN_##which, 0                                \
	}
	OWN(time, TIME),
	OWN(id, ID),
	OWN(part, PART),
	OWN(parts, PARTS),
	TEXT(node),
	TEXT(boot),
	OWN(source, SOURCE),
	OWN(flags, FLAGS),
	OWN(domain, DOMAIN),
	TEXT(blockers),
	OWN(class, CLASS),
	OWN(outcome, OUTCOME),
	TEXT(mode),
	OWN(object, OBJECT),
	OWN(path, PATH),
	OWN(parent, PARENT),
	TEXT(name),
	TEXT(dev),
	TEXT(ino),
	TEXT(ioctlcmd),
	TEXT(saddr),
	NUMBER(src, SRC),
	TEXT(daddr),
	NUMBER(dest, DEST),
	TEXT(laddr),
	NUMBER(lport, LPORT),
	TEXT(faddr),
	NUMBER(fport, FPORT),
	OWN(opid, OPID),
	TEXT(ocomm),
	NUMBER(pid, PID),
	NUMBER(ppid, PPID),
	NUMBER(uid, UID),
	NUMBER(euid, EUID),
	NUMBER(gid, GID),
	NUMBER(egid, EGID),
	NUMBER(auid, AUID),
	NUMBER(ses, SES),
	TEXT(tty),
	TEXT(comm),
	TEXT(exe),
	TEXT(subj),
	OWN(cwd, CWD),
	OWN(proctitle, PROCTITLE),
	OWN(arch, ARCH),
	OWN(syscall, SYSCALL),
	NUMBER(uring_op, URING_OP),
	TEXT(a0),
	TEXT(a1),
	TEXT(a2),
	TEXT(a3),
	OWN(success, SUCCESS),
	OWN(exit, EXIT),
	OWN(errno, ERRNO),
	NUMBER(creator_pid, CREATOR_PID),
	NUMBER(creator_uid, CREATOR_UID),
	TEXT(creator_comm),
	TEXT(creator_exe),
	COUNT(total, TOTAL),
	OWN(logged, LOGGED),
	COUNT(unlogged, UNLOGGED),
};

_Static_assert(LLGUARD__COUNT(fields) == LLGUARD__FLAT_FIELDS, "count them");

static void text_set(struct llguard__flat *flat, const char *word)
{
	flat->text = (struct llguard_str){ word, strlen(word) };
	flat->type = *word ? LLGUARD__FLAT_TEXT : LLGUARD__FLAT_ABSENT;
}

static void text_take(
	struct llguard__flat *flat, const struct llguard_str *text)
{
	flat->text = *text;
	flat->type = text->ptr ? LLGUARD__FLAT_TEXT : LLGUARD__FLAT_ABSENT;
}

static void count_set(struct llguard__flat *flat, bool there, uint64_t number)
{
	flat->number = number;
	flat->type = there ? LLGUARD__FLAT_NUMBER : LLGUARD__FLAT_ABSENT;
}

static void bool_set(struct llguard__flat *flat, bool there, bool value)
{
	flat->number = value;
	flat->type = there ? LLGUARD__FLAT_BOOL : LLGUARD__FLAT_ABSENT;
}

static void flags_set(struct llguard__flat *flat, uint32_t flags)
{
	struct llguard__text text;
	const struct llguard__word *name;

	(void)llguard__text_begin(&text, flat->scratch, sizeof(flat->scratch));
	for (uint32_t bit = 0; (name = llguard__event_flag(bit)); bit++) {
		if (!(flags >> bit & 1))
			continue;
		if (text.len)
			LLGUARD__TEXT(&text, ",");
		llguard__text_add(&text, name->text);
	}
	(void)llguard__text_end(&text);
	text_set(flat, flat->scratch);
}

/* What is made of digits: written here, read by nobody before. */
static void digits_set(struct llguard__flat *flat, uint32_t own,
	const struct llguard_event *event)
{
	struct llguard__text text;

	(void)llguard__text_begin(&text, flat->scratch, sizeof(flat->scratch));
	switch (own) {
	case OWN_TIME:
		if (event->has & LLGUARD_HAS_STAMP)
			llguard__event_time(
				&text, event->seconds, event->milliseconds);
		break;
	case OWN_ID:
		if (event->has & LLGUARD_HAS_STAMP)
			llguard__event_id(&text, event);
		break;
	case OWN_DOMAIN:
		llguard__text_hex(&text, event->domain);
		break;
	case OWN_ARCH:
		llguard__text_hex(&text, event->arch);
		break;
	default:
		llguard__text_u64(&text, event->syscall);
		break;
	}
	(void)llguard__text_end(&text);
	text_set(flat, flat->scratch);
}

static void call_set(struct llguard__flat *flat, uint32_t own,
	const struct llguard_event *event)
{
	const char *name;

	if (!(event->has & LLGUARD_HAS_SYSCALL))
		return;
	name = own == OWN_ARCH
		       ? llguard__arch_name(event->arch)
		       : llguard_syscall_name(event->arch, event->syscall);
	if (name)
		text_set(flat, name);
	else
		digits_set(flat, own, event);
}

static void exit_set(
	struct llguard__flat *flat, const struct llguard_event *event)
{
	if (!(event->has & LLGUARD_HAS_EXIT))
		return;
	flat->type =
		event->exit < 0 ? LLGUARD__FLAT_NEGATIVE : LLGUARD__FLAT_NUMBER;
	flat->number = event->exit < 0 ? 0 - (uint64_t)event->exit
				       : (uint64_t)event->exit;
}

static void own_get(const struct llguard_event *event, uint32_t own,
	struct llguard__flat *flat)
{
	const bool is_denial = event->kind == LLGUARD_EVENT_DENIAL;
	const bool is_end = event->kind == LLGUARD_EVENT_DOMAIN_END;

	switch (own) {
	case OWN_TIME:
	case OWN_ID:
	case OWN_DOMAIN:
		digits_set(flat, own, event);
		break;
	case OWN_PART:
		count_set(flat, is_denial, event->part);
		break;
	case OWN_PARTS:
		count_set(flat, is_denial && event->parts, event->parts);
		break;
	case OWN_SOURCE:
		text_set(flat, llguard__event_source(event->form)->text);
		break;
	case OWN_FLAGS:
		flags_set(flat, event->flags);
		break;
	case OWN_CLASS:
		if (is_denial)
			text_set(flat,
				llguard__event_class(event->class_of)->text);
		break;
	case OWN_OUTCOME:
		if (is_denial)
			text_set(flat,
				llguard__event_outcome(event->outcome)->text);
		break;
	case OWN_OBJECT:
		if (is_denial)
			text_set(flat,
				llguard__event_object(event->object)->text);
		break;
	case OWN_PATH:
		text_take(flat, &event->path);
		if (event->object == LLGUARD_OBJECT_UNIX_ABSTRACT &&
			event->path.ptr)
			flat->type = LLGUARD__FLAT_ABSTRACT;
		break;
	case OWN_PARENT:
		bool_set(flat, event->parent, true);
		break;
	case OWN_OPID:
		count_set(flat, event->has & LLGUARD_HAS_OPID,
			(uint64_t)event->opid);
		break;
	/* Of nobody when the record of the call is not there. */
	case OWN_CWD:
		if (event->subject)
			text_take(flat, &event->cwd);
		break;
	case OWN_PROCTITLE:
		if (!event->subject)
			break;
		text_take(flat, &event->proctitle);
		if (event->proctitle.ptr)
			flat->type = LLGUARD__FLAT_TITLE;
		break;
	case OWN_ARCH:
	case OWN_SYSCALL:
		call_set(flat, own, event);
		break;
	case OWN_SUCCESS:
		bool_set(flat, event->has & LLGUARD_HAS_SUCCESS,
			event->success != 0);
		break;
	case OWN_EXIT:
		exit_set(flat, event);
		break;
	case OWN_ERRNO:
		if (event->has & LLGUARD_HAS_EXIT)
			text_set(flat, llguard__event_errno(event->exit));
		break;
	default:
		count_set(flat, is_end, event->logged);
		break;
	}
}

void llguard__flat_get(
	const struct llguard_event *event, size_t i, struct llguard__flat *flat)
{
	const struct flat_field *field = &fields[i];
	const void *member = (const char *)event + field->at;

	flat->key = field->key;
	flat->type = LLGUARD__FLAT_ABSENT;
	switch (field->source) {
	case FLAT_TEXT:
		text_take(flat, member);
		break;
	case FLAT_NUMBER:
		count_set(flat, event->has & field->has,
			*(const uint32_t *)member);
		break;
	case FLAT_COUNT:
		count_set(flat, event->has & field->has,
			*(const uint64_t *)member);
		break;
	default:
		own_get(event, field->at, flat);
		break;
	}
}
