/* SPDX-License-Identifier: MIT */
/*
 * An event as the JSON object of landlock-guard(1).
 *
 * Written member after member by hand: this is half of what reading a log costs.
 */
#include "names.h"
#include "syscalls.h"
#include "write_status.h"

#include "../json_out.h"

struct out {
	struct llguard__text text;
	bool comma; /* is due before the next member */
};

static void comma_add(struct out *out)
{
	if (out->comma)
		LLGUARD__TEXT(&out->text, ",");
	out->comma = true;
}

/* "key":"value" and, where the string does not tell all, "key_hex":"..." */
static void string_add(struct out *out, const char *key, size_t n,
	const struct llguard_str *value)
{
	bool lossy;

	if (!value->ptr)
		return;
	comma_add(out);
	llguard__text_literal(&out->text, key, n);
	lossy = llguard__json_string(&out->text, value->ptr, value->len);
	LLGUARD__TEXT(&out->text, "\"");
	if (!lossy)
		return;
	LLGUARD__TEXT(&out->text, ",");
	llguard__text_bytes(&out->text, key, n - 3);
	LLGUARD__TEXT(&out->text, "_hex\":\"");
	llguard__text_hex_bytes(&out->text, value->ptr, value->len);
	LLGUARD__TEXT(&out->text, "\"");
}
#define STRING(out, key, value)                                                \
	string_add(out, "\"" key "\":\"", sizeof("\"" key "\":\"") - 1, value)

/* "key":number */
static void number_add(
	struct out *out, const char *key, size_t n, uint64_t value)
{
	comma_add(out);
	llguard__text_literal(&out->text, key, n);
	llguard__text_u64(&out->text, value);
}
#define NUMBER_MEMBER(out, key, value)                                         \
	number_add(out, "\"" key "\":", sizeof("\"" key "\":") - 1, value)
#define NUMBER_MEMBER_IF(out, event, flag, key, value)                         \
	do {                                                                   \
		if ((event)->has & LLGUARD_HAS_##flag)                         \
			NUMBER_MEMBER(out, key, value);                        \
	} while (0)

/* A word of our own, which needs no escaping. */
static void word_add(
	struct out *out, const char *key, size_t n, const char *word)
{
	comma_add(out);
	llguard__text_literal(&out->text, key, n);
	llguard__text_add(&out->text, word);
	LLGUARD__TEXT(&out->text, "\"");
}
#define WORD(out, key, word)                                                   \
	word_add(out, "\"" key "\":\"", sizeof("\"" key "\":\"") - 1, word)

static void open_add(struct out *out, const char *key, size_t n)
{
	comma_add(out);
	llguard__text_literal(&out->text, key, n);
	out->comma = false;
}
#define OPEN(out, key, bracket)                                                \
	open_add(out, "\"" key "\":" bracket,                                  \
		sizeof("\"" key "\":" bracket) - 1)
#define CLOSE(out, bracket)                                                    \
	do {                                                                   \
		LLGUARD__TEXT(&(out)->text, bracket);                          \
		(out)->comma = true;                                           \
	} while (0)

/*
 * The elements of a string that are separated by a byte.  Returns whether one of
 * them does not tell all.
 */
static bool array_add(
	struct out *out, const struct llguard_str *joined, char by)
{
	const char *at = joined->ptr;
	const char *const end = at + joined->len;
	bool lossy = false;

	for (;;) {
		const char *stop = memchr(at, by, (size_t)(end - at));

		comma_add(out);
		LLGUARD__TEXT(&out->text, "\"");
		lossy |= llguard__json_string(
			&out->text, at, (size_t)((stop ? stop : end) - at));
		LLGUARD__TEXT(&out->text, "\"");
		if (!stop)
			return lossy;
		at = stop + 1;
	}
}

static void flags_write(struct out *out, uint32_t flags)
{
	const char *name;

	if (!flags)
		return;
	OPEN(out, "flags", "[");
	for (uint32_t bit = 0; (name = llguard__event_flag(bit)); bit++) {
		if (!(flags >> bit & 1))
			continue;
		comma_add(out);
		LLGUARD__TEXT(&out->text, "\"");
		llguard__text_add(&out->text, name);
		LLGUARD__TEXT(&out->text, "\"");
	}
	CLOSE(out, "]");
}

static void head_write(struct out *out, const struct llguard_event *event)
{
	NUMBER_MEMBER(out, "v", 1);
	WORD(out, "kind", llguard__event_kind(event->kind));
	if (event->has & LLGUARD_HAS_STAMP) {
		OPEN(out, "id", "\"");
		llguard__event_id(&out->text, event);
		CLOSE(out, "\"");
	}
	if (event->part)
		NUMBER_MEMBER(out, "part", event->part);
	if (event->parts && event->part)
		NUMBER_MEMBER(out, "parts", event->parts);
	if (event->has & LLGUARD_HAS_STAMP) {
		OPEN(out, "time", "\"");
		llguard__event_time(
			&out->text, event->seconds, event->milliseconds);
		CLOSE(out, "\"");
	}
	STRING(out, "node", &event->node);
	STRING(out, "boot", &event->boot);
	WORD(out, "source", llguard__event_source(event->form));
	flags_write(out, event->flags);
	OPEN(out, "domain", "\"");
	llguard__text_hex(&out->text, event->domain);
	CLOSE(out, "\"");
}

/* The first NUL of an abstract name is written '@'; the bytes follow in any case. */
static void abstract_write(struct out *out, const struct llguard_str *path)
{
	if (!path->ptr)
		return;
	OPEN(out, "path", "\"");
	if (path->len && !path->ptr[0])
		LLGUARD__TEXT(&out->text, "@");
	else if (path->len)
		(void)llguard__json_string(&out->text, path->ptr, 1);
	if (path->len)
		(void)llguard__json_string(
			&out->text, path->ptr + 1, path->len - 1);
	CLOSE(out, "\"");
	OPEN(out, "path_hex", "\"");
	llguard__text_hex_bytes(&out->text, path->ptr, path->len);
	CLOSE(out, "\"");
}

static void other_hex_write(struct out *out, const struct llguard_str *key,
	const struct llguard_str *value)
{
	LLGUARD__TEXT(&out->text, ",\"");
	(void)llguard__json_string(&out->text, key->ptr, key->len);
	LLGUARD__TEXT(&out->text, "_hex\":\"");
	llguard__text_hex_bytes(&out->text, value->ptr, value->len);
	LLGUARD__TEXT(&out->text, "\"");
}

static void other_write(struct out *out, const struct llguard_event *event)
{
	if (!event->other_count)
		return;
	OPEN(out, "other", "{");
	for (uint32_t i = 0; i < event->other_count; i++) {
		const struct llguard_str *key = &event->other_key[i];
		const struct llguard_str *value = &event->other_value[i];
		bool lossy;

		comma_add(out);
		LLGUARD__TEXT(&out->text, "\"");
		(void)llguard__json_string(&out->text, key->ptr, key->len);
		LLGUARD__TEXT(&out->text, "\":\"");
		lossy = llguard__json_string(
			&out->text, value->ptr, value->len);
		LLGUARD__TEXT(&out->text, "\"");
		if (lossy)
			other_hex_write(out, key, value);
	}
	CLOSE(out, "}");
}

static void object_write(struct out *out, const struct llguard_event *event)
{
	OPEN(out, "object", "{");
	WORD(out, "kind", llguard__event_object(event->object));
	if (event->object == LLGUARD_OBJECT_UNIX_ABSTRACT)
		abstract_write(out, &event->path);
	else
		STRING(out, "path", &event->path);
	if (event->parent) {
		comma_add(out);
		LLGUARD__TEXT(&out->text, "\"parent\":true");
	}
	STRING(out, "name", &event->name);
	STRING(out, "dev", &event->dev);
	STRING(out, "ino", &event->ino);
	STRING(out, "ioctlcmd", &event->ioctlcmd);
	STRING(out, "saddr", &event->saddr);
	NUMBER_MEMBER_IF(out, event, SRC, "src", event->src);
	STRING(out, "daddr", &event->daddr);
	NUMBER_MEMBER_IF(out, event, DEST, "dest", event->dest);
	STRING(out, "laddr", &event->laddr);
	NUMBER_MEMBER_IF(out, event, LPORT, "lport", event->lport);
	STRING(out, "faddr", &event->faddr);
	NUMBER_MEMBER_IF(out, event, FPORT, "fport", event->fport);
	NUMBER_MEMBER_IF(out, event, OPID, "opid", (uint64_t)event->opid);
	STRING(out, "ocomm", &event->ocomm);
	NUMBER_MEMBER_IF(
		out, event, CAPABILITY, "capability", event->capability);
	STRING(out, "namespace_type", &event->namespace_type);
	STRING(out, "namespace_id", &event->namespace_id);
	other_write(out, event);
	CLOSE(out, "}");
}

static void paths_write(struct out *out, const struct llguard_event *event)
{
	if (!event->path_count)
		return;
	OPEN(out, "paths", "[");
	for (uint32_t i = 0; i < event->path_count; i++) {
		comma_add(out);
		LLGUARD__TEXT(&out->text, "{");
		out->comma = false;
		STRING(out, "name", &event->path_name[i]);
		STRING(out, "nametype", &event->path_nametype[i]);
		CLOSE(out, "}");
	}
	CLOSE(out, "]");
}

/* Split at NUL; whole, as bytes, where that does not tell all. */
static void proctitle_write(struct out *out, const struct llguard_event *event)
{
	const struct llguard_str *title = &event->proctitle;
	bool lossy;

	if (!title->ptr)
		return;
	OPEN(out, "proctitle", "[");
	lossy = array_add(out, title, '\0');
	CLOSE(out, "]");
	if (!lossy && !memchr(title->ptr, '\0', title->len))
		return;
	OPEN(out, "proctitle_hex", "\"");
	llguard__text_hex_bytes(&out->text, title->ptr, title->len);
	CLOSE(out, "\"");
}

static void subject_write(struct out *out, const struct llguard_event *event)
{
	OPEN(out, "subject", "{");
	WORD(out, "from",
		event->subject == LLGUARD_SUBJECT_URING ? "uring" : "syscall");
	NUMBER_MEMBER_IF(out, event, PID, "pid", event->pid);
	NUMBER_MEMBER_IF(out, event, PPID, "ppid", event->ppid);
	NUMBER_MEMBER_IF(out, event, UID, "uid", event->uid);
	NUMBER_MEMBER_IF(out, event, EUID, "euid", event->euid);
	NUMBER_MEMBER_IF(out, event, GID, "gid", event->gid);
	NUMBER_MEMBER_IF(out, event, EGID, "egid", event->egid);
	NUMBER_MEMBER_IF(out, event, AUID, "auid", event->auid);
	NUMBER_MEMBER_IF(out, event, SES, "ses", event->ses);
	STRING(out, "tty", &event->tty);
	STRING(out, "comm", &event->comm);
	STRING(out, "exe", &event->exe);
	STRING(out, "subj", &event->subj);
	STRING(out, "cwd", &event->cwd);
	proctitle_write(out, event);
	paths_write(out, event);
	CLOSE(out, "}");
}

static void call_write(struct out *out, const struct llguard_event *event)
{
	const char *arch = llguard__arch_name(event->arch);
	const char *name = llguard_syscall_name(event->arch, event->syscall);

	if (arch) {
		WORD(out, "arch", arch);
	} else {
		OPEN(out, "arch", "\"");
		llguard__text_hex(&out->text, event->arch);
		CLOSE(out, "\"");
	}
	NUMBER_MEMBER(out, "number", event->syscall);
	if (name)
		WORD(out, "name", name);
	STRING(out, "a0", &event->a0);
	STRING(out, "a1", &event->a1);
	STRING(out, "a2", &event->a2);
	STRING(out, "a3", &event->a3);
}

static void syscall_write(struct out *out, const struct llguard_event *event)
{
	const char *errno_name;

	OPEN(out, "syscall", "{");
	if (event->has & LLGUARD_HAS_SYSCALL)
		call_write(out, event);
	NUMBER_MEMBER_IF(out, event, URING_OP, "uring_op", event->uring_op);
	if (event->has & LLGUARD_HAS_SUCCESS) {
		comma_add(out);
		if (event->success)
			LLGUARD__TEXT(&out->text, "\"success\":true");
		else
			LLGUARD__TEXT(&out->text, "\"success\":false");
	}
	if (event->has & LLGUARD_HAS_EXIT) {
		comma_add(out);
		LLGUARD__TEXT(&out->text, "\"exit\":");
		llguard__text_i64(&out->text, event->exit);
		errno_name = llguard__event_errno(event->exit);
		if (*errno_name)
			WORD(out, "errno", errno_name);
	}
	CLOSE(out, "}");
}

static void creator_write(struct out *out, const struct llguard_event *event)
{
	if (!(event->has & LLGUARD_HAS_CREATOR))
		return;
	OPEN(out, "creator", "{");
	NUMBER_MEMBER_IF(out, event, CREATOR_PID, "pid", event->creator_pid);
	NUMBER_MEMBER_IF(out, event, CREATOR_UID, "uid", event->creator_uid);
	STRING(out, "comm", &event->creator_comm);
	STRING(out, "exe", &event->creator_exe);
	CLOSE(out, "}");
}

static void denial_write(struct out *out, const struct llguard_event *event)
{
	STRING(out, "blockers", &event->blockers);
	OPEN(out, "rights", "[");
	if (event->blockers.len)
		(void)array_add(out, &event->blockers, ',');
	CLOSE(out, "]");
	WORD(out, "class", llguard__event_class(event->class_of));
	WORD(out, "outcome", llguard__event_outcome(event->outcome));
	STRING(out, "mode", &event->mode);
	object_write(out, event);
	if (event->subject) {
		subject_write(out, event);
		syscall_write(out, event);
	}
	creator_write(out, event);
}

static void end_write(struct out *out, const struct llguard_event *event)
{
	NUMBER_MEMBER_IF(out, event, TOTAL, "total", event->total);
	NUMBER_MEMBER(out, "logged", event->logged);
	NUMBER_MEMBER_IF(out, event, UNLOGGED, "unlogged", event->unlogged);
	creator_write(out, event);
}

int llguard_event_describe_json(
	const struct llguard_event *event, char *buf, size_t size)
{
	struct out out = { .comma = false };

	if (event && event->kind == LLGUARD_EVENT_LOSS)
		return llguard__loss_describe_json(event, buf, size);
	if (!event || !llguard__text_begin(&out.text, buf, size))
		return -EINVAL;
	LLGUARD__TEXT(&out.text, "{");
	head_write(&out, event);
	switch (event->kind) {
	case LLGUARD_EVENT_DENIAL:
		denial_write(&out, event);
		break;
	case LLGUARD_EVENT_DOMAIN_END:
		end_write(&out, event);
		break;
	default:
		STRING(&out, "mode", &event->mode);
		creator_write(&out, event);
		break;
	}
	LLGUARD__TEXT(&out.text, "}");
	return llguard__text_end(&out.text);
}
