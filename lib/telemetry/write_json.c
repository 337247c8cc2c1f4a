/* SPDX-License-Identifier: MIT */
/*
 * An event as the JSON object of landlock-guard(1).
 *
 * Written member after member by hand: this is half of what reading a log costs.
 * Functions return where the next byte goes; see member.h.
 */
#include "cut.h"
#include "member.h"
#include "syscalls.h"
#include "write_status.h"

#define MEMBER_STRING(members, to, name, value)                                \
	do {                                                                   \
		LLGUARD__KEY(key, ",\"" name "\":\"");                         \
		if ((value)->ptr)                                              \
			(to) = llguard__member_string(                         \
				members, to, &key, value);                     \
	} while (0)
#define MEMBER_NUMBER(members, to, name, value)                                \
	do {                                                                   \
		LLGUARD__KEY(key, ",\"" name "\":");                           \
		(to) = llguard__member_u64(members, to, &key, value);          \
	} while (0)
#define MEMBER_NUMBER_IF(members, to, event, flag, name, value)                \
	do {                                                                   \
		if ((event)->has & LLGUARD_HAS_##flag)                         \
			MEMBER_NUMBER(members, to, name, value);               \
	} while (0)
/* A number that has one digit as a rule, within a step. */
#define MEMBER_SMALL(members, to, name, value)                                 \
	do {                                                                   \
		if (LLGUARD__LIKELY((value) < 10)) {                           \
			MEMBER_NEXT(to, "\"" name "\":");                      \
			*(to)++ = (char)('0' + (value));                       \
		} else {                                                       \
			MEMBER_NUMBER(members, to, name, value);               \
		}                                                              \
	} while (0)
/* An argument of a call, within a step: most of them are 0. */
#define MEMBER_ARGUMENT(members, to, name, value)                              \
	do {                                                                   \
		if ((value)->len == 1 && *(value)->ptr == '0')                 \
			MEMBER_NEXT(to, "\"" name "\":\"0\"");                 \
		else                                                           \
			MEMBER_STRING(members, to, name, value);               \
	} while (0)
/* The beginning of a member of any other kind, or all of it: a step begins. */
#define MEMBER_BEGIN(members, to, literal)                                     \
	do {                                                                   \
		(to) = llguard__member_room(members, to);                      \
		MEMBER_NEXT(to, literal);                                      \
	} while (0)
/* The same where a step goes on. */
#define MEMBER_NEXT(to, literal)                                               \
	do {                                                                   \
		LLGUARD__KEY(key, "," literal);                                \
		memcpy(to, key.text,                                           \
			sizeof("," literal) > 17 ? LLGUARD__KEY_MAX : 16);     \
		(to) += sizeof("," literal) - 1;                               \
	} while (0)
#define MEMBER_WORD(members, to, name, word)                                   \
	do {                                                                   \
		MEMBER_BEGIN(members, to, "\"" name "\":\"");                  \
		(to) = llguard__member_word_end(to, word);                     \
	} while (0)

/* How many bytes a string had that was cut. */
#define MEMBER_LEN(members, to, name, len)                                     \
	do {                                                                   \
		if (len)                                                       \
			MEMBER_NUMBER(members, to, name "_len", len);          \
	} while (0)

static char *flags_write(
	struct llguard__members *members, char *to, uint32_t flags)
{
	const struct llguard__word *name;
	size_t from;

	MEMBER_BEGIN(members, to, "\"flags\":");
	from = llguard__member_offset(members, to);
	for (uint32_t bit = 0; (name = llguard__event_flag(bit)); bit++)
		if (flags >> bit & 1) {
			to = llguard__member_room(members, to);
			to = LLGUARD__PUT(to, ",\"");
			to = llguard__member_word_end(to, name);
		}
	return llguard__member_close(members, to, from, '[', ']');
}

static char *head_write(struct llguard__members *members, char *to,
	const struct llguard_event *event)
{
	if (event->has & LLGUARD_HAS_STAMP) {
		MEMBER_BEGIN(members, to, "\"id\":\"");
		to = llguard__put_id(to, event);
		to = LLGUARD__PUT(to, "\"");
	}
	if (event->part) {
		MEMBER_SMALL(members, to, "part", event->part);
		if (event->parts)
			MEMBER_SMALL(members, to, "parts", event->parts);
	}
	if (event->has & LLGUARD_HAS_STAMP) {
		MEMBER_NEXT(to, "\"time\":\"");
		to = llguard__put_time(to, event->seconds, event->milliseconds);
		to = LLGUARD__PUT(to, "\"");
	}
	MEMBER_STRING(members, to, "node", &event->node);
	MEMBER_STRING(members, to, "boot", &event->boot);
	MEMBER_WORD(members, to, "source", llguard__event_source(event->form));
	if (event->flags)
		to = flags_write(members, to, event->flags);
	MEMBER_NEXT(to, "\"domain\":\"");
	to = llguard__put_hex(to, event->domain);
	return LLGUARD__PUT(to, "\"");
}

/* The first NUL of an abstract name is written '@'; the bytes follow in any case. */
static char *abstract_write(struct llguard__members *members, char *to,
	const struct llguard_str *path)
{
	const bool first = path->len && !path->ptr[0];

	MEMBER_BEGIN(members, to, "\"path\":\"");
	if (first)
		to = LLGUARD__PUT(to, "@");
	to = llguard__member_chars(
		members, to, path->ptr + first, path->len - first);
	to = LLGUARD__PUT(to, "\",\"path_hex\":\"");
	to = llguard__member_hex(members, to, path->ptr, path->len);
	to = llguard__member_room(members, to);
	return LLGUARD__PUT(to, "\"");
}

LLGUARD__APART char *other_len_write(struct llguard__members *members, char *to,
	const struct llguard_str *key, uint32_t len)
{
	LLGUARD__KEY(rest, "_len\":");

	to = LLGUARD__PUT(to, ",\"");
	to = llguard__member_chars(members, to, key->ptr, key->len);
	return llguard__member_u64(members, to, &rest, len);
}

static char *other_write(struct llguard__members *members, char *to,
	const struct llguard_event *event)
{
	size_t from;

	MEMBER_BEGIN(members, to, "\"other\":");
	from = llguard__member_offset(members, to);
	for (uint32_t i = 0; i < event->other_count; i++) {
		const struct llguard_str *key = &event->other_key[i];
		const struct llguard_str *value = &event->other_value[i];

		to = llguard__member_room(members, to);
		to = LLGUARD__PUT(to, ",\"");
		to = llguard__member_chars(members, to, key->ptr, key->len);
		to = LLGUARD__PUT(to, "\":\"");
		members->lossy = false;
		to = llguard__member_chars(members, to, value->ptr, value->len);
		if (members->lossy) {
			to = LLGUARD__PUT(to, "\",\"");
			to = llguard__member_chars(
				members, to, key->ptr, key->len);
			to = LLGUARD__PUT(to, "_hex\":\"");
			to = llguard__member_hex(
				members, to, value->ptr, value->len);
			to = llguard__member_room(members, to);
		}
		to = LLGUARD__PUT(to, "\"");
		if (event->cut && event->cut->other_value[i])
			to = other_len_write(
				members, to, key, event->cut->other_value[i]);
	}
	return llguard__member_close(members, to, from, '{', '}');
}

static char *inet_write(struct llguard__members *members, char *to,
	const struct llguard_event *event)
{
	MEMBER_STRING(members, to, "saddr", &event->saddr);
	MEMBER_NUMBER_IF(members, to, event, SRC, "src", event->src);
	MEMBER_STRING(members, to, "daddr", &event->daddr);
	MEMBER_NUMBER_IF(members, to, event, DEST, "dest", event->dest);
	MEMBER_STRING(members, to, "laddr", &event->laddr);
	MEMBER_NUMBER_IF(members, to, event, LPORT, "lport", event->lport);
	MEMBER_STRING(members, to, "faddr", &event->faddr);
	MEMBER_NUMBER_IF(members, to, event, FPORT, "fport", event->fport);
	return to;
}

LLGUARD__APART char *object_lens_write(struct llguard__members *members,
	char *to, const struct llguard_cut *cut)
{
	MEMBER_LEN(members, to, "path", cut->path);
	MEMBER_LEN(members, to, "name", cut->name);
	MEMBER_LEN(members, to, "dev", cut->dev);
	MEMBER_LEN(members, to, "ocomm", cut->ocomm);
	return llguard__member_room(members, to);
}

static char *object_write(struct llguard__members *members, char *to,
	const struct llguard_event *event)
{
	MEMBER_NEXT(to, "\"object\":{\"kind\":\"");
	to = llguard__member_word_end(to, llguard__event_object(event->object));
	if (event->object != LLGUARD_OBJECT_UNIX_ABSTRACT)
		MEMBER_STRING(members, to, "path", &event->path);
	else if (event->path.ptr)
		to = abstract_write(members, to, &event->path);
	if (event->parent)
		MEMBER_NEXT(to, "\"parent\":true");
	MEMBER_STRING(members, to, "name", &event->name);
	MEMBER_STRING(members, to, "dev", &event->dev);
	MEMBER_STRING(members, to, "ino", &event->ino);
	MEMBER_STRING(members, to, "ioctlcmd", &event->ioctlcmd);
	to = inet_write(members, to, event);
	MEMBER_NUMBER_IF(
		members, to, event, OPID, "opid", (uint64_t)event->opid);
	MEMBER_STRING(members, to, "ocomm", &event->ocomm);
	MEMBER_NUMBER_IF(members, to, event, CAPABILITY, "capability",
		event->capability);
	MEMBER_STRING(members, to, "namespace_type", &event->namespace_type);
	MEMBER_STRING(members, to, "namespace_id", &event->namespace_id);
	if (event->other_count)
		to = other_write(members, to, event);
	if (event->cut)
		to = object_lens_write(members, to, event->cut);
	return LLGUARD__PUT(to, "}");
}

static char *paths_write(struct llguard__members *members, char *to,
	const struct llguard_event *event)
{
	size_t from;

	MEMBER_BEGIN(members, to, "\"paths\":");
	from = llguard__member_offset(members, to);
	for (uint32_t i = 0; i < event->path_count; i++) {
		size_t first;

		to = llguard__member_room(members, to);
		to = LLGUARD__PUT(to, ",");
		first = llguard__member_offset(members, to);
		MEMBER_STRING(members, to, "name", &event->path_name[i]);
		MEMBER_STRING(
			members, to, "nametype", &event->path_nametype[i]);
		if (event->cut)
			MEMBER_LEN(
				members, to, "name", event->cut->path_name[i]);
		to = llguard__member_close(members, to, first, '{', '}');
	}
	return llguard__member_close(members, to, from, '[', ']');
}

/* Split at NUL; whole, as bytes, where that does not tell all. */
static char *proctitle_write(struct llguard__members *members, char *to,
	const struct llguard_str *title)
{
	MEMBER_NEXT(to, "\"proctitle\":");
	members->lossy = false;
	to = llguard__member_array(members, to, title, '\0');
	if (!members->lossy && !members->split)
		return to;
	MEMBER_NEXT(to, "\"proctitle_hex\":\"");
	to = llguard__member_hex(members, to, title->ptr, title->len);
	return LLGUARD__PUT(to, "\"");
}

#define HAS_ALL_IDS                                                            \
	(LLGUARD_HAS_UID | LLGUARD_HAS_EUID | LLGUARD_HAS_GID |                \
		LLGUARD_HAS_EGID | LLGUARD_HAS_AUID)

/* A key and the text of a number, within a step. */
#define MEMBER_ID(to, name, id, n)                                             \
	do {                                                                   \
		MEMBER_NEXT(to, "\"" name "\":");                              \
		memcpy(to, id, 16);                                            \
		(to) += (n);                                                   \
	} while (0)

/* The ids of a task's user and groups: all the same as a rule. */
static char *ids_write(struct llguard__members *members, char *to,
	const struct llguard_event *event)
{
	const uint32_t uid = event->uid;
	char id[LLGUARD__DIGITS_MOST];
	size_t n;

	if ((event->has & HAS_ALL_IDS) != HAS_ALL_IDS || event->euid != uid ||
		event->gid != uid || event->egid != uid || event->auid != uid) {
		MEMBER_NUMBER_IF(members, to, event, UID, "uid", uid);
		MEMBER_NUMBER_IF(members, to, event, EUID, "euid", event->euid);
		MEMBER_NUMBER_IF(members, to, event, GID, "gid", event->gid);
		MEMBER_NUMBER_IF(members, to, event, EGID, "egid", event->egid);
		MEMBER_NUMBER_IF(members, to, event, AUID, "auid", event->auid);
		return llguard__member_room(members, to);
	}
	n = (size_t)(llguard__put_digits(id, uid) - id);
	to = llguard__member_room(members, to);
	MEMBER_ID(to, "uid", id, n);
	MEMBER_ID(to, "euid", id, n);
	MEMBER_ID(to, "gid", id, n);
	MEMBER_ID(to, "egid", id, n);
	MEMBER_ID(to, "auid", id, n);
	return to;
}

LLGUARD__APART char *subject_lens_write(struct llguard__members *members,
	char *to, const struct llguard_cut *cut)
{
	MEMBER_LEN(members, to, "comm", cut->comm);
	MEMBER_LEN(members, to, "exe", cut->exe);
	MEMBER_LEN(members, to, "subj", cut->subj);
	MEMBER_LEN(members, to, "cwd", cut->cwd);
	MEMBER_LEN(members, to, "proctitle", cut->proctitle);
	return llguard__member_room(members, to);
}

static char *subject_write(struct llguard__members *members, char *to,
	const struct llguard_event *event)
{
	MEMBER_BEGIN(members, to, "\"subject\":{\"from\":\"");
	if (event->subject == LLGUARD_SUBJECT_URING)
		to = LLGUARD__PUT(to, "uring\"");
	else
		to = LLGUARD__PUT(to, "syscall\"");
	MEMBER_NUMBER_IF(members, to, event, PID, "pid", event->pid);
	MEMBER_NUMBER_IF(members, to, event, PPID, "ppid", event->ppid);
	to = ids_write(members, to, event);
	if (event->has & LLGUARD_HAS_SES)
		MEMBER_SMALL(members, to, "ses", event->ses);
	MEMBER_STRING(members, to, "tty", &event->tty);
	MEMBER_STRING(members, to, "comm", &event->comm);
	MEMBER_STRING(members, to, "exe", &event->exe);
	MEMBER_STRING(members, to, "subj", &event->subj);
	MEMBER_STRING(members, to, "cwd", &event->cwd);
	if (event->proctitle.ptr)
		to = proctitle_write(members, to, &event->proctitle);
	if (event->path_count)
		to = paths_write(members, to, event);
	if (event->cut)
		to = subject_lens_write(members, to, event->cut);
	return LLGUARD__PUT(to, "}");
}

static char *call_write(struct llguard__members *members, char *to,
	const struct llguard_event *event)
{
	const struct llguard__word *arch = llguard__arch_word(event->arch);
	const char *name = llguard_syscall_name(event->arch, event->syscall);

	MEMBER_NEXT(to, "\"arch\":\"");
	if (arch) {
		to = llguard__member_word_end(to, arch);
	} else {
		to = llguard__put_hex(to, event->arch);
		to = LLGUARD__PUT(to, "\"");
	}
	MEMBER_NUMBER(members, to, "number", event->syscall);
	if (name) {
		MEMBER_NEXT(to, "\"name\":\"");
		to = llguard__member_name_end(to, name);
	}
	MEMBER_ARGUMENT(members, to, "a0", &event->a0);
	MEMBER_ARGUMENT(members, to, "a1", &event->a1);
	MEMBER_ARGUMENT(members, to, "a2", &event->a2);
	MEMBER_ARGUMENT(members, to, "a3", &event->a3);
	return to;
}

static char *exit_write(char *to, int64_t exit)
{
	const char *name = llguard__event_errno(exit);
	uint64_t number = (uint64_t)exit;

	MEMBER_NEXT(to, "\"exit\":");
	if (exit < 0) {
		to = LLGUARD__PUT(to, "-");
		number = 0 - number;
	}
	to = llguard__put_u64(to, number);
	if (*name) {
		MEMBER_NEXT(to, "\"errno\":\"");
		to = llguard__member_name_end(to, name);
	}
	return to;
}

static char *syscall_write(struct llguard__members *members, char *to,
	const struct llguard_event *event)
{
	size_t from;

	MEMBER_BEGIN(members, to, "\"syscall\":");
	from = llguard__member_offset(members, to);
	if (event->has & LLGUARD_HAS_SYSCALL)
		to = call_write(members, to, event);
	MEMBER_NUMBER_IF(
		members, to, event, URING_OP, "uring_op", event->uring_op);
	to = llguard__member_room(members, to);
	if (event->has & LLGUARD_HAS_SUCCESS) {
		if (event->success)
			MEMBER_NEXT(to, "\"success\":true");
		else
			MEMBER_NEXT(to, "\"success\":false");
	}
	if (event->has & LLGUARD_HAS_EXIT)
		to = exit_write(to, event->exit);
	return llguard__member_close(members, to, from, '{', '}');
}

static char *creator_write(struct llguard__members *members, char *to,
	const struct llguard_event *event)
{
	size_t from;

	if (!(event->has & LLGUARD_HAS_CREATOR))
		return to;
	MEMBER_BEGIN(members, to, "\"creator\":");
	from = llguard__member_offset(members, to);
	MEMBER_NUMBER_IF(
		members, to, event, CREATOR_PID, "pid", event->creator_pid);
	MEMBER_NUMBER_IF(
		members, to, event, CREATOR_UID, "uid", event->creator_uid);
	MEMBER_STRING(members, to, "comm", &event->creator_comm);
	MEMBER_STRING(members, to, "exe", &event->creator_exe);
	if (event->cut) {
		MEMBER_LEN(members, to, "comm", event->cut->creator_comm);
		MEMBER_LEN(members, to, "exe", event->cut->creator_exe);
	}
	return llguard__member_close(members, to, from, '{', '}');
}

static char *denial_write(struct llguard__members *members, char *to,
	const struct llguard_event *event)
{
	LLGUARD__KEY(blockers, ",\"blockers\":\"");
	LLGUARD__KEY(rights, ",\"rights\":");

	if (LLGUARD__LIKELY(event->blockers.len)) {
		to = llguard__member_words(
			members, to, &blockers, &rights, &event->blockers);
	} else {
		MEMBER_STRING(members, to, "blockers", &event->blockers);
		MEMBER_BEGIN(members, to, "\"rights\":[]");
	}
	MEMBER_NEXT(to, "\"class\":\"");
	to = llguard__member_word_end(
		to, llguard__event_class(event->class_of));
	MEMBER_NEXT(to, "\"outcome\":\"");
	to = llguard__member_word_end(
		to, llguard__event_outcome(event->outcome));
	MEMBER_STRING(members, to, "mode", &event->mode);
	to = object_write(members, to, event);
	if (event->subject) {
		to = subject_write(members, to, event);
		to = syscall_write(members, to, event);
	}
	return creator_write(members, to, event);
}

static char *end_write(struct llguard__members *members, char *to,
	const struct llguard_event *event)
{
	MEMBER_NUMBER_IF(members, to, event, TOTAL, "total", event->total);
	MEMBER_NUMBER(members, to, "logged", event->logged);
	MEMBER_NUMBER_IF(
		members, to, event, UNLOGGED, "unlogged", event->unlogged);
	return creator_write(members, to, event);
}

int llguard_event_describe_json(
	const struct llguard_event *event, char *buf, size_t size)
{
	struct llguard__members members;
	char *to;

	if (event && event->kind == LLGUARD_EVENT_LOSS)
		return llguard__loss_describe_json(event, buf, size);
	to = event ? llguard__members_begin(&members, buf, size) : NULL;
	if (!to)
		return -EINVAL;
	to = LLGUARD__PUT(to, "{\"v\":1,\"kind\":\"");
	to = llguard__member_word_end(to, llguard__event_kind(event->kind));
	to = head_write(&members, to, event);
	switch (event->kind) {
	case LLGUARD_EVENT_DENIAL:
		to = denial_write(&members, to, event);
		break;
	case LLGUARD_EVENT_DOMAIN_END:
		to = end_write(&members, to, event);
		break;
	default:
		MEMBER_STRING(&members, to, "mode", &event->mode);
		to = creator_write(&members, to, event);
		break;
	}
	to = llguard__member_room(&members, to);
	to = LLGUARD__PUT(to, "}");
	return llguard__members_end(&members, to);
}
