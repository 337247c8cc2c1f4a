/* SPDX-License-Identifier: MIT */
/*
 * An event as the JSON object of landlock-guard(1).
 *
 * Written member after member by hand: this is half of what reading a log costs.
 */
#include "member.h"
#include "syscalls.h"
#include "write_status.h"

#define MEMBER_STRING(text, name, value)                                       \
	do {                                                                   \
		LLGUARD__KEY(key, ",\"" name "\":\"");                         \
		llguard__member_string(text, &key, value);                     \
	} while (0)
#define MEMBER_NUMBER(text, name, value)                                       \
	do {                                                                   \
		LLGUARD__KEY(key, ",\"" name "\":");                           \
		llguard__member_u64(text, &key, value);                        \
	} while (0)
#define MEMBER_NUMBER_IF(text, event, flag, name, value)                       \
	do {                                                                   \
		if ((event)->has & LLGUARD_HAS_##flag)                         \
			MEMBER_NUMBER(text, name, value);                      \
	} while (0)
#define MEMBER_WORD(text, name, word)                                          \
	do {                                                                   \
		LLGUARD__KEY(key, ",\"" name "\":\"");                         \
		llguard__member_key(text, &key);                               \
		llguard__member_word_end(text, word);                          \
	} while (0)
#define MEMBER_CONSTANT(text, name, string)                                    \
	do {                                                                   \
		LLGUARD__KEY(key, ",\"" name "\":\"");                         \
		llguard__member_constant(text, &key, string);                  \
	} while (0)
/* The beginning of a member of any other kind, or all of it. */
#define MEMBER_BEGIN(text, literal)                                            \
	do {                                                                   \
		LLGUARD__KEY(key, "," literal);                                \
		llguard__member_key(text, &key);                               \
	} while (0)

/*
 * The elements of a string that are separated by a byte.  Returns whether one of
 * them does not tell all.
 */
static bool array_write(
	struct llguard__text *text, const struct llguard_str *joined, char by)
{
	const size_t from = text->len;
	const char *at = joined->ptr;
	const char *const end = at + joined->len;
	bool lossy = false;

	for (;;) {
		const char *const stop = llguard__find(at, end, by);

		LLGUARD__TEXT(text, ",\"");
		lossy |= llguard__member_chars(text, at, (size_t)(stop - at));
		LLGUARD__TEXT(text, "\"");
		if (stop == end)
			break;
		at = stop + 1;
	}
	llguard__member_close(text, from, '[', ']');
	return lossy;
}

static void flags_write(struct llguard__text *text, uint32_t flags)
{
	const struct llguard__word *name;
	size_t from;

	if (!flags)
		return;
	MEMBER_BEGIN(text, "\"flags\":");
	from = text->len;
	for (uint32_t bit = 0; (name = llguard__event_flag(bit)); bit++)
		if (flags >> bit & 1) {
			LLGUARD__TEXT(text, ",\"");
			llguard__member_word_end(text, name);
		}
	llguard__member_close(text, from, '[', ']');
}

static void head_write(
	struct llguard__text *text, const struct llguard_event *event)
{
	if (event->has & LLGUARD_HAS_STAMP) {
		MEMBER_BEGIN(text, "\"id\":\"");
		llguard__event_id(text, event);
		LLGUARD__TEXT(text, "\"");
	}
	if (event->part)
		MEMBER_NUMBER(text, "part", event->part);
	if (event->parts && event->part)
		MEMBER_NUMBER(text, "parts", event->parts);
	if (event->has & LLGUARD_HAS_STAMP) {
		MEMBER_BEGIN(text, "\"time\":\"");
		llguard__event_time(text, event->seconds, event->milliseconds);
		LLGUARD__TEXT(text, "\"");
	}
	MEMBER_STRING(text, "node", &event->node);
	MEMBER_STRING(text, "boot", &event->boot);
	MEMBER_WORD(text, "source", llguard__event_source(event->form));
	flags_write(text, event->flags);
	MEMBER_BEGIN(text, "\"domain\":\"");
	llguard__text_hex(text, event->domain);
	LLGUARD__TEXT(text, "\"");
}

/* The first NUL of an abstract name is written '@'; the bytes follow in any case. */
static void abstract_write(
	struct llguard__text *text, const struct llguard_str *path)
{
	const size_t first = path->len != 0;

	if (!path->ptr)
		return;
	MEMBER_BEGIN(text, "\"path\":\"");
	if (first && !path->ptr[0])
		LLGUARD__TEXT(text, "@");
	else
		(void)llguard__member_chars(text, path->ptr, first);
	(void)llguard__member_chars(text, path->ptr + first, path->len - first);
	LLGUARD__TEXT(text, "\",\"path_hex\":\"");
	llguard__text_hex_bytes(text, path->ptr, path->len);
	LLGUARD__TEXT(text, "\"");
}

static void other_write(
	struct llguard__text *text, const struct llguard_event *event)
{
	size_t from;

	if (!event->other_count)
		return;
	MEMBER_BEGIN(text, "\"other\":");
	from = text->len;
	for (uint32_t i = 0; i < event->other_count; i++) {
		const struct llguard_str *key = &event->other_key[i];
		const struct llguard_str *value = &event->other_value[i];

		LLGUARD__TEXT(text, ",\"");
		(void)llguard__member_chars(text, key->ptr, key->len);
		LLGUARD__TEXT(text, "\":\"");
		if (llguard__member_chars(text, value->ptr, value->len)) {
			LLGUARD__TEXT(text, "\",\"");
			(void)llguard__member_chars(text, key->ptr, key->len);
			LLGUARD__TEXT(text, "_hex\":\"");
			llguard__text_hex_bytes(text, value->ptr, value->len);
		}
		LLGUARD__TEXT(text, "\"");
	}
	llguard__member_close(text, from, '{', '}');
}

static void inet_write(
	struct llguard__text *text, const struct llguard_event *event)
{
	MEMBER_STRING(text, "saddr", &event->saddr);
	MEMBER_NUMBER_IF(text, event, SRC, "src", event->src);
	MEMBER_STRING(text, "daddr", &event->daddr);
	MEMBER_NUMBER_IF(text, event, DEST, "dest", event->dest);
	MEMBER_STRING(text, "laddr", &event->laddr);
	MEMBER_NUMBER_IF(text, event, LPORT, "lport", event->lport);
	MEMBER_STRING(text, "faddr", &event->faddr);
	MEMBER_NUMBER_IF(text, event, FPORT, "fport", event->fport);
}

static void object_write(
	struct llguard__text *text, const struct llguard_event *event)
{
	MEMBER_BEGIN(text, "\"object\":{\"kind\":\"");
	llguard__member_word_end(text, llguard__event_object(event->object));
	if (event->object == LLGUARD_OBJECT_UNIX_ABSTRACT)
		abstract_write(text, &event->path);
	else
		MEMBER_STRING(text, "path", &event->path);
	if (event->parent)
		MEMBER_BEGIN(text, "\"parent\":true");
	MEMBER_STRING(text, "name", &event->name);
	MEMBER_STRING(text, "dev", &event->dev);
	MEMBER_STRING(text, "ino", &event->ino);
	MEMBER_STRING(text, "ioctlcmd", &event->ioctlcmd);
	inet_write(text, event);
	MEMBER_NUMBER_IF(text, event, OPID, "opid", (uint64_t)event->opid);
	MEMBER_STRING(text, "ocomm", &event->ocomm);
	MEMBER_NUMBER_IF(
		text, event, CAPABILITY, "capability", event->capability);
	MEMBER_STRING(text, "namespace_type", &event->namespace_type);
	MEMBER_STRING(text, "namespace_id", &event->namespace_id);
	other_write(text, event);
	LLGUARD__TEXT(text, "}");
}

static void paths_write(
	struct llguard__text *text, const struct llguard_event *event)
{
	size_t from;

	if (!event->path_count)
		return;
	MEMBER_BEGIN(text, "\"paths\":");
	from = text->len;
	for (uint32_t i = 0; i < event->path_count; i++) {
		size_t members;

		LLGUARD__TEXT(text, ",");
		members = text->len;
		MEMBER_STRING(text, "name", &event->path_name[i]);
		MEMBER_STRING(text, "nametype", &event->path_nametype[i]);
		llguard__member_close(text, members, '{', '}');
	}
	llguard__member_close(text, from, '[', ']');
}

/* Split at NUL; whole, as bytes, where that does not tell all. */
static void proctitle_write(
	struct llguard__text *text, const struct llguard_event *event)
{
	const struct llguard_str *title = &event->proctitle;
	bool lossy;

	if (!title->ptr)
		return;
	MEMBER_BEGIN(text, "\"proctitle\":");
	lossy = array_write(text, title, '\0');
	if (!lossy && !memchr(title->ptr, '\0', title->len))
		return;
	MEMBER_BEGIN(text, "\"proctitle_hex\":\"");
	llguard__text_hex_bytes(text, title->ptr, title->len);
	LLGUARD__TEXT(text, "\"");
}

static void subject_write(
	struct llguard__text *text, const struct llguard_event *event)
{
	MEMBER_BEGIN(text, "\"subject\":{\"from\":\"");
	if (event->subject == LLGUARD_SUBJECT_URING)
		LLGUARD__TEXT(text, "uring\"");
	else
		LLGUARD__TEXT(text, "syscall\"");
	MEMBER_NUMBER_IF(text, event, PID, "pid", event->pid);
	MEMBER_NUMBER_IF(text, event, PPID, "ppid", event->ppid);
	MEMBER_NUMBER_IF(text, event, UID, "uid", event->uid);
	MEMBER_NUMBER_IF(text, event, EUID, "euid", event->euid);
	MEMBER_NUMBER_IF(text, event, GID, "gid", event->gid);
	MEMBER_NUMBER_IF(text, event, EGID, "egid", event->egid);
	MEMBER_NUMBER_IF(text, event, AUID, "auid", event->auid);
	MEMBER_NUMBER_IF(text, event, SES, "ses", event->ses);
	MEMBER_STRING(text, "tty", &event->tty);
	MEMBER_STRING(text, "comm", &event->comm);
	MEMBER_STRING(text, "exe", &event->exe);
	MEMBER_STRING(text, "subj", &event->subj);
	MEMBER_STRING(text, "cwd", &event->cwd);
	proctitle_write(text, event);
	paths_write(text, event);
	LLGUARD__TEXT(text, "}");
}

static void call_write(
	struct llguard__text *text, const struct llguard_event *event)
{
	const char *arch = llguard__arch_name(event->arch);
	const char *name = llguard_syscall_name(event->arch, event->syscall);

	if (arch) {
		MEMBER_CONSTANT(text, "arch", arch);
	} else {
		MEMBER_BEGIN(text, "\"arch\":\"");
		llguard__text_hex(text, event->arch);
		LLGUARD__TEXT(text, "\"");
	}
	MEMBER_NUMBER(text, "number", event->syscall);
	if (name)
		MEMBER_CONSTANT(text, "name", name);
	MEMBER_STRING(text, "a0", &event->a0);
	MEMBER_STRING(text, "a1", &event->a1);
	MEMBER_STRING(text, "a2", &event->a2);
	MEMBER_STRING(text, "a3", &event->a3);
}

static void syscall_write(
	struct llguard__text *text, const struct llguard_event *event)
{
	const char *errno_name;
	size_t from;

	MEMBER_BEGIN(text, "\"syscall\":");
	from = text->len;
	if (event->has & LLGUARD_HAS_SYSCALL)
		call_write(text, event);
	MEMBER_NUMBER_IF(text, event, URING_OP, "uring_op", event->uring_op);
	if (event->has & LLGUARD_HAS_SUCCESS) {
		if (event->success)
			MEMBER_BEGIN(text, "\"success\":true");
		else
			MEMBER_BEGIN(text, "\"success\":false");
	}
	if (event->has & LLGUARD_HAS_EXIT) {
		MEMBER_BEGIN(text, "\"exit\":");
		llguard__text_i64(text, event->exit);
		errno_name = llguard__event_errno(event->exit);
		if (*errno_name)
			MEMBER_CONSTANT(text, "errno", errno_name);
	}
	llguard__member_close(text, from, '{', '}');
}

static void creator_write(
	struct llguard__text *text, const struct llguard_event *event)
{
	size_t from;

	if (!(event->has & LLGUARD_HAS_CREATOR))
		return;
	MEMBER_BEGIN(text, "\"creator\":");
	from = text->len;
	MEMBER_NUMBER_IF(text, event, CREATOR_PID, "pid", event->creator_pid);
	MEMBER_NUMBER_IF(text, event, CREATOR_UID, "uid", event->creator_uid);
	MEMBER_STRING(text, "comm", &event->creator_comm);
	MEMBER_STRING(text, "exe", &event->creator_exe);
	llguard__member_close(text, from, '{', '}');
}

static void denial_write(
	struct llguard__text *text, const struct llguard_event *event)
{
	MEMBER_STRING(text, "blockers", &event->blockers);
	MEMBER_BEGIN(text, "\"rights\":");
	if (event->blockers.len)
		(void)array_write(text, &event->blockers, ',');
	else
		LLGUARD__TEXT(text, "[]");
	MEMBER_WORD(text, "class", llguard__event_class(event->class_of));
	MEMBER_WORD(text, "outcome", llguard__event_outcome(event->outcome));
	MEMBER_STRING(text, "mode", &event->mode);
	object_write(text, event);
	if (event->subject) {
		subject_write(text, event);
		syscall_write(text, event);
	}
	creator_write(text, event);
}

static void end_write(
	struct llguard__text *text, const struct llguard_event *event)
{
	MEMBER_NUMBER_IF(text, event, TOTAL, "total", event->total);
	MEMBER_NUMBER(text, "logged", event->logged);
	MEMBER_NUMBER_IF(text, event, UNLOGGED, "unlogged", event->unlogged);
	creator_write(text, event);
}

int llguard_event_describe_json(
	const struct llguard_event *event, char *buf, size_t size)
{
	struct llguard__text text;

	if (event && event->kind == LLGUARD_EVENT_LOSS)
		return llguard__loss_describe_json(event, buf, size);
	if (!event || !llguard__text_begin(&text, buf, size))
		return -EINVAL;
	LLGUARD__TEXT(&text, "{\"v\":1,\"kind\":\"");
	llguard__member_word_end(&text, llguard__event_kind(event->kind));
	head_write(&text, event);
	switch (event->kind) {
	case LLGUARD_EVENT_DENIAL:
		denial_write(&text, event);
		break;
	case LLGUARD_EVENT_DOMAIN_END:
		end_write(&text, event);
		break;
	default:
		MEMBER_STRING(&text, "mode", &event->mode);
		creator_write(&text, event);
		break;
	}
	LLGUARD__TEXT(&text, "}");
	return llguard__text_end(&text);
}
