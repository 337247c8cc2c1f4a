/* SPDX-License-Identifier: MIT */
#include "write_landlock.h"

#include "names.h"
#include "syscalls.h"

/* A word of the kernel's, in hexadecimal; at most 7 bits of it are asked for. */
static int signal_parse(const struct llguard_str *word)
{
	int value = 0;

	if (!word->len || word->len > 2)
		return -1;
	for (size_t i = 0; i < word->len; i++) {
		const char c = word->ptr[i];

		if (c >= '0' && c <= '9')
			value = value * 16 + (c - '0');
		else if (c >= 'a' && c <= 'f')
			value = value * 16 + (c - 'a' + 10);
		else
			return -1;
	}
	return value <= 64 ? value : -1;
}

int llguard__event_signal(const struct llguard_event *event)
{
	/* Which argument it is. */
	static const struct {
		char name[18];
		bool third;
	} calls[] = {
		{ "kill", false },
		{ "tkill", false },
		{ "tgkill", true },
		{ "rt_sigqueueinfo", false },
		{ "rt_tgsigqueueinfo", true },
		{ "pidfd_send_signal", false },
	};
	const char *name;

	if (!(event->rights & LLGUARD_SCOPE_SIGNAL) ||
		!(event->has & LLGUARD_HAS_SYSCALL))
		return -1;
	name = llguard_syscall_name(event->arch, event->syscall);
	if (!name)
		return -1;
	for (size_t i = 0; i < LLGUARD__COUNT(calls); i++)
		if (llguard__same_word(name, calls[i].name))
			return signal_parse(
				calls[i].third ? &event->a2 : &event->a1);
	return -1;
}

static void part_add(struct llguard__text *text, const char *before,
	const struct llguard_str *part)
{
	if (!part->ptr)
		return;
	llguard__text_add(text, before);
	(void)llguard__json_string(text, part->ptr, part->len);
}

static void number_add(
	struct llguard__text *text, const char *before, uint64_t number)
{
	llguard__text_add(text, before);
	llguard__text_u64(text, number);
}

static void denial_sentence(
	struct llguard__text *text, const struct llguard_event *event)
{
	const struct llguard_str *task =
		event->exe.ptr ? &event->exe : &event->comm;

	if (event->outcome == LLGUARD_OUTCOME_WOULD_DENY)
		LLGUARD__TEXT(text, "Landlock would have denied");
	else
		LLGUARD__TEXT(text, "Landlock denied");
	part_add(text, " ", &event->blockers);
	if (event->object != LLGUARD_OBJECT_UNIX_ABSTRACT)
		part_add(text, " on ", &event->path);
	part_add(text, " to ", &event->saddr);
	if (event->has & LLGUARD_HAS_SRC)
		number_add(text, " port ", event->src);
	part_add(text, " to ", &event->daddr);
	if (event->has & LLGUARD_HAS_DEST)
		number_add(text, " port ", event->dest);
	part_add(text, " of ", &event->ocomm);
	part_add(text, " for ", task);
	if (event->has & LLGUARD_HAS_PID)
		number_add(text, " process ", event->pid);
}

void llguard__sentence_write(struct llguard__json *json, const char *key,
	const struct llguard_event *event)
{
	struct llguard__text *text = &json->text;

	llguard__json_key(json, key, "");
	LLGUARD__TEXT(text, "\"");
	switch (event->kind) {
	case LLGUARD_EVENT_DENIAL:
		denial_sentence(text, event);
		break;
	case LLGUARD_EVENT_DOMAIN_END:
		LLGUARD__TEXT(text, "Landlock domain ended");
		if (event->has & LLGUARD_HAS_TOTAL)
			number_add(text, ", denials ", event->total);
		break;
	default:
		LLGUARD__TEXT(text, "Landlock domain began");
		part_add(text, ", made by ",
			event->creator_exe.ptr ? &event->creator_exe
					       : &event->creator_comm);
		break;
	}
	LLGUARD__TEXT(text, "\"");
}

static void flags_array(struct llguard__json *json, uint32_t flags)
{
	const struct llguard__word *name;
	const struct llguard__nest nest =
		llguard__nest_open(json, "flags", '[');

	for (uint32_t bit = 0; (name = llguard__event_flag(bit)); bit++)
		if (flags >> bit & 1)
			llguard__json_text(json, NULL, name->text);
	llguard__nest_close(json, nest, ']');
}

static void domain_object(
	struct llguard__json *json, const struct llguard_event *event)
{
	struct llguard__nest nest;

	llguard__json_open(json, "domain", '{');
	llguard__json_key(json, "id", "");
	LLGUARD__TEXT(&json->text, "\"");
	llguard__text_hex(&json->text, event->domain);
	LLGUARD__TEXT(&json->text, "\"");
	llguard__nest_bytes(json, "mode", &event->mode);
	if (event->kind == LLGUARD_EVENT_DOMAIN_END) {
		nest = llguard__nest_open(json, "denials", '{');
		llguard__nest_number(json, "total",
			event->has & LLGUARD_HAS_TOTAL, event->total);
		llguard__nest_number(json, "logged", true, event->logged);
		llguard__nest_number(json, "unlogged",
			event->has & LLGUARD_HAS_UNLOGGED, event->unlogged);
		llguard__nest_close(json, nest, '}');
	}
	llguard__json_close(json, '}');
}

static void other_object(
	struct llguard__json *json, const struct llguard_event *event)
{
	const struct llguard__nest nest =
		llguard__nest_open(json, "other", '{');

	for (uint32_t i = 0; i < event->other_count; i++) {
		const struct llguard_str *key = &event->other_key[i];
		const struct llguard_str *value = &event->other_value[i];
		bool lossy;

		llguard__json_key(json, NULL, "");
		LLGUARD__TEXT(&json->text, "\"");
		(void)llguard__json_string(&json->text, key->ptr, key->len);
		LLGUARD__TEXT(&json->text, "\":\"");
		lossy = llguard__json_string(
			&json->text, value->ptr, value->len);
		if (lossy) {
			LLGUARD__TEXT(&json->text, "\",\"");
			(void)llguard__json_string(
				&json->text, key->ptr, key->len);
			LLGUARD__TEXT(&json->text, "_hex\":\"");
			llguard__text_hex_bytes(
				&json->text, value->ptr, value->len);
		}
		LLGUARD__TEXT(&json->text, "\"");
	}
	llguard__nest_close(json, nest, '}');
}

/* With the kernel's names, whatever else has these values. */
static void object_object(
	struct llguard__json *json, const struct llguard_event *event)
{
	const uint64_t has = event->has;

	llguard__json_open(json, "object", '{');
	llguard__json_text(
		json, "kind", llguard__event_object(event->object)->text);
	if (event->object == LLGUARD_OBJECT_UNIX_ABSTRACT && event->path.ptr) {
		llguard__nest_abstract(json, "path", &event->path);
		llguard__json_key(json, "path_hex", "");
		LLGUARD__TEXT(&json->text, "\"");
		llguard__text_hex_bytes(
			&json->text, event->path.ptr, event->path.len);
		LLGUARD__TEXT(&json->text, "\"");
	} else {
		llguard__nest_bytes(json, "path", &event->path);
	}
	if (event->parent)
		llguard__json_bool(json, "is_parent", true);
	llguard__nest_bytes(json, "name", &event->name);
	llguard__nest_bytes(json, "dev", &event->dev);
	llguard__nest_bytes(json, "ino", &event->ino);
	llguard__nest_bytes(json, "ioctlcmd", &event->ioctlcmd);
	llguard__nest_bytes(json, "saddr", &event->saddr);
	llguard__nest_number(json, "src", has & LLGUARD_HAS_SRC, event->src);
	llguard__nest_bytes(json, "daddr", &event->daddr);
	llguard__nest_number(json, "dest", has & LLGUARD_HAS_DEST, event->dest);
	llguard__nest_bytes(json, "laddr", &event->laddr);
	llguard__nest_number(
		json, "lport", has & LLGUARD_HAS_LPORT, event->lport);
	llguard__nest_bytes(json, "faddr", &event->faddr);
	llguard__nest_number(
		json, "fport", has & LLGUARD_HAS_FPORT, event->fport);
	llguard__nest_number(
		json, "opid", has & LLGUARD_HAS_OPID, (uint64_t)event->opid);
	llguard__nest_bytes(json, "ocomm", &event->ocomm);
	llguard__nest_number(json, "capability", has & LLGUARD_HAS_CAPABILITY,
		event->capability);
	llguard__nest_bytes(json, "namespace_type", &event->namespace_type);
	llguard__nest_bytes(json, "namespace_id", &event->namespace_id);
	other_object(json, event);
	llguard__json_close(json, '}');
}

/* The bytes of what stands elsewhere, and what has no place there. */
static void subject_object(
	struct llguard__json *json, const struct llguard_event *event)
{
	const uint64_t has = event->has;
	const struct llguard__nest nest =
		llguard__nest_open(json, "subject", '{');

	llguard__json_text(json, "from",
		event->subject == LLGUARD_SUBJECT_URING ? "uring" : "syscall");
	llguard__nest_id(json, "auid", has & LLGUARD_HAS_AUID, event->auid);
	llguard__nest_id(json, "gid", has & LLGUARD_HAS_GID, event->gid);
	llguard__nest_id(json, "ses", has & LLGUARD_HAS_SES, event->ses);
	llguard__nest_bytes(json, "tty", &event->tty);
	llguard__nest_bytes(json, "subj", &event->subj);
	llguard__nest_array(json, "proctitle", &event->proctitle, '\0');
	llguard__nest_hex(json, "comm", &event->comm);
	llguard__nest_hex(json, "exe", &event->exe);
	llguard__nest_hex(json, "cwd", &event->cwd);
	llguard__nest_close(json, nest, '}');
}

static void call_members(
	struct llguard__json *json, const struct llguard_event *event)
{
	const char *arch = llguard__arch_name(event->arch);
	const char *name = llguard_syscall_name(event->arch, event->syscall);

	llguard__json_key(json, "arch", "");
	LLGUARD__TEXT(&json->text, "\"");
	if (arch)
		llguard__text_add(&json->text, arch);
	else
		llguard__text_hex(&json->text, event->arch);
	LLGUARD__TEXT(&json->text, "\"");
	llguard__json_u64(json, "number", event->syscall);
	if (name)
		llguard__json_text(json, "name", name);
	llguard__nest_bytes(json, "a0", &event->a0);
	llguard__nest_bytes(json, "a1", &event->a1);
	llguard__nest_bytes(json, "a2", &event->a2);
	llguard__nest_bytes(json, "a3", &event->a3);
}

static void syscall_object(
	struct llguard__json *json, const struct llguard_event *event)
{
	const struct llguard__nest nest =
		llguard__nest_open(json, "syscall", '{');

	if (event->has & LLGUARD_HAS_SYSCALL)
		call_members(json, event);
	llguard__nest_number(json, "uring_op",
		event->has & LLGUARD_HAS_URING_OP, event->uring_op);
	if (event->has & LLGUARD_HAS_SUCCESS)
		llguard__json_bool(json, "success", event->success != 0);
	if (event->has & LLGUARD_HAS_EXIT) {
		llguard__json_key(json, "exit", "");
		llguard__text_i64(&json->text, event->exit);
	}
	llguard__nest_close(json, nest, '}');
}

static void creator_object(
	struct llguard__json *json, const struct llguard_event *event)
{
	struct llguard__nest nest;

	if (!(event->has & LLGUARD_HAS_CREATOR))
		return;
	llguard__json_open(json, "creator", '{');
	llguard__nest_number(json, "pid", event->has & LLGUARD_HAS_CREATOR_PID,
		event->creator_pid);
	nest = llguard__nest_open(json, "user", '{');
	llguard__nest_id(json, "id", event->has & LLGUARD_HAS_CREATOR_UID,
		event->creator_uid);
	llguard__nest_close(json, nest, '}');
	llguard__nest_bytes(json, "executable", &event->creator_exe);
	llguard__nest_bytes(json, "name", &event->creator_comm);
	llguard__json_close(json, '}');
}

static void target_object(
	struct llguard__json *json, const struct llguard_event *event)
{
	const struct llguard__nest target =
		llguard__nest_open(json, "target", '{');
	const struct llguard__nest process =
		llguard__nest_open(json, "process", '{');

	llguard__nest_number(json, "pid", event->has & LLGUARD_HAS_OPID,
		(uint64_t)event->opid);
	llguard__nest_bytes(json, "name", &event->ocomm);
	llguard__nest_close(json, process, '}');
	llguard__nest_close(json, target, '}');
}

static void denial_members(
	struct llguard__json *json, const struct llguard_event *event)
{
	const int number = llguard__event_signal(event);

	llguard__nest_bytes(json, "blockers", &event->blockers);
	if (event->blockers.len) {
		llguard__nest_array(json, "rights", &event->blockers, ',');
	} else {
		llguard__json_open(json, "rights", '[');
		llguard__json_close(json, ']');
	}
	llguard__json_text(
		json, "class", llguard__event_class(event->class_of)->text);
	llguard__json_text(
		json, "outcome", llguard__event_outcome(event->outcome)->text);
	llguard__json_open(json, "event", '{');
	llguard__json_u64(json, "part", event->part);
	llguard__nest_number(json, "parts", event->parts != 0, event->parts);
	llguard__json_close(json, '}');
	object_object(json, event);
	target_object(json, event);
	llguard__nest_number(
		json, "signal", number >= 0, (uint64_t)(unsigned int)number);
	if (event->subject) {
		subject_object(json, event);
		llguard__nest_paths(json, event);
		syscall_object(json, event);
	}
}

void llguard__landlock_write(
	struct llguard__json *json, const struct llguard_event *event)
{
	llguard__json_open(json, "landlock", '{');
	llguard__json_text(
		json, "source", llguard__event_source(event->form)->text);
	flags_array(json, event->flags);
	domain_object(json, event);
	if (event->kind == LLGUARD_EVENT_DENIAL)
		denial_members(json, event);
	creator_object(json, event);
	llguard__nest_hex(json, "node", &event->node);
	llguard__nest_hex(json, "boot", &event->boot);
	llguard__json_close(json, '}');
}
