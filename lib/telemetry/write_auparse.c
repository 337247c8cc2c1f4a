/* SPDX-License-Identifier: MIT */
/*
 * An event as go-libaudit's auparse prints one, for what reads that: its JSON names,
 * every value a string, the record's words in "data".  One a record, where it
 * merges those of an event; "data" has our own words as well.
 */
#include "flat.h"
#include "names.h"
#include "nest.h"
#include "write_health.h"

/* The columns that stand elsewhere. */
static bool column_is_elsewhere(const char *key)
{
	static const char elsewhere[][10] = { "time", "pid", "ppid", "uid",
		"euid", "gid", "egid", "auid", "ses", "comm", "exe", "subj",
		"cwd", "proctitle", "errno" };

	for (size_t i = 0; i < LLGUARD__COUNT(elsewhere); i++)
		if (llguard__same_word(key, elsewhere[i]))
			return true;
	return false;
}

/* Of a domain's records alone: the call that they came with is the denial's. */
static bool column_is_domains(const char *key, bool is_end)
{
	static const char columns[][9] = { "id", "node", "boot", "source",
		"flags", "domain", "mode", "total", "logged", "unlogged" };

	for (size_t i = 0; i < LLGUARD__COUNT(columns); i++)
		if (llguard__same_word(key, columns[i]))
			return true;
	/* The process of a start is the creator. */
	return is_end && strlen(key) > 8 && memcmp(key, "creator_", 8) == 0;
}

static bool column_is_datum(const char *key, uint32_t kind)
{
	if (kind == LLGUARD_EVENT_DENIAL)
		return !column_is_elsewhere(key);
	return column_is_domains(key, kind == LLGUARD_EVENT_DOMAIN_END);
}

/* Whose event it is: a denial's task, the creator of a domain that begins. */
struct task {
	bool is_subject;
	bool has_pid;
	bool has_uid;
	uint32_t pid;
	uint32_t uid;
	struct llguard_str comm;
	struct llguard_str exe;
};

static void task_find(const struct llguard_event *event, struct task *task)
{
	const uint64_t has = event->has;

	*task = (struct task){ .is_subject = false };
	if (event->kind == LLGUARD_EVENT_DENIAL && event->subject)
		*task = (struct task){ true, has & LLGUARD_HAS_PID,
			has & LLGUARD_HAS_UID, event->pid, event->uid,
			event->comm, event->exe };
	else if (event->kind == LLGUARD_EVENT_DOMAIN_START)
		*task = (struct task){ false, has & LLGUARD_HAS_CREATOR_PID,
			has & LLGUARD_HAS_CREATOR_UID, event->creator_pid,
			event->creator_uid, event->creator_comm,
			event->creator_exe };
}

static void unset_or_id(
	struct llguard__json *json, const char *key, bool there, uint64_t value)
{
	if (there)
		llguard__nest_id(json, key, true, value);
	else
		llguard__json_text(json, key, "unset");
}

static const char *result_of(const struct llguard_event *event)
{
	if (event->kind != LLGUARD_EVENT_DENIAL)
		return "unknown";
	return event->outcome == LLGUARD_OUTCOME_DENIED ? "fail" : "success";
}

static void head_members(struct llguard__json *json,
	const struct llguard_event *event, const struct task *task)
{
	llguard__nest_time(json, "@timestamp", llguard__stamp_seconds(event),
		event->milliseconds);
	llguard__json_u64(json, "sequence",
		event->has & LLGUARD_HAS_STAMP ? event->serial : 0);
	llguard__json_text(json, "category", "mac");
	llguard__json_text(json, "record_type",
		event->kind == LLGUARD_EVENT_DENIAL ? "unknown[1423]"
						    : "unknown[1424]");
	llguard__json_text(json, "result", result_of(event));
	if (task->is_subject)
		unset_or_id(json, "session", event->has & LLGUARD_HAS_SES,
			event->ses);
	else
		llguard__json_text(json, "session", "");
}

static void summary_object(struct llguard__json *json,
	const struct llguard_event *event, const struct task *task)
{
	llguard__json_open(json, "summary", '{');
	llguard__json_open(json, "actor", '{');
	if (task->is_subject)
		unset_or_id(json, "primary", event->has & LLGUARD_HAS_AUID,
			event->auid);
	llguard__nest_id(json, "secondary", task->has_uid, task->uid);
	llguard__json_close(json, '}');
	llguard__json_open(json, "object", '{');
	llguard__json_close(json, '}');
	llguard__nest_string(json, "how", &task->exe);
	llguard__json_close(json, '}');
}

/* user:role:domain:level:category */
static void selinux_object(
	struct llguard__json *json, const struct llguard_str *subj)
{
	static const char keys[][10] = { "user", "role", "domain", "level",
		"category" };
	const struct llguard__nest nest =
		llguard__nest_open(json, "selinux", '{');
	const char *at = subj->ptr;
	size_t left = subj->len;

	for (size_t i = 0; at && i < LLGUARD__COUNT(keys); i++) {
		const char *stop = left && i + 1 < LLGUARD__COUNT(keys)
					   ? memchr(at, ':', left)
					   : NULL;
		const struct llguard_str part = { at,
			stop ? (size_t)(stop - at) : left };

		llguard__nest_string(json, keys[i], &part);
		left -= stop ? part.len + 1 : part.len;
		at = stop ? stop + 1 : NULL;
	}
	llguard__nest_close(json, nest, '}');
}

static void auparse_user(struct llguard__json *json,
	const struct llguard_event *event, const struct task *task)
{
	const uint64_t has = task->is_subject ? event->has : 0;
	struct llguard__nest ids;

	llguard__json_open(json, "user", '{');
	ids = llguard__nest_open(json, "ids", '{');
	if (task->is_subject)
		unset_or_id(json, "auid", has & LLGUARD_HAS_AUID, event->auid);
	llguard__nest_id(json, "egid", has & LLGUARD_HAS_EGID, event->egid);
	llguard__nest_id(json, "euid", has & LLGUARD_HAS_EUID, event->euid);
	llguard__nest_id(json, "gid", has & LLGUARD_HAS_GID, event->gid);
	llguard__nest_id(json, "uid", task->has_uid, task->uid);
	llguard__nest_close(json, ids, '}');
	if (task->is_subject)
		selinux_object(json, &event->subj);
	llguard__json_close(json, '}');
}

static void auparse_process(struct llguard__json *json,
	const struct llguard_event *event, const struct task *task)
{
	llguard__json_open(json, "process", '{');
	llguard__nest_id(json, "pid", task->has_pid, task->pid);
	if (task->is_subject) {
		llguard__nest_id(json, "ppid", event->has & LLGUARD_HAS_PPID,
			event->ppid);
		llguard__nest_title(json, "title", &event->proctitle);
	}
	llguard__nest_string(json, "name", &task->comm);
	llguard__nest_string(json, "exe", &task->exe);
	if (task->is_subject)
		llguard__nest_string(json, "cwd", &event->cwd);
	llguard__json_close(json, '}');
}

static void datum_write(
	struct llguard__json *json, const struct llguard__flat *flat)
{
	const char *key =
		llguard__same_word(flat->key, "total") ? "denials" : flat->key;

	switch (flat->type) {
	case LLGUARD__FLAT_ABSENT:
		break;
	case LLGUARD__FLAT_NUMBER:
		llguard__nest_id(json, key, true, flat->number);
		break;
	case LLGUARD__FLAT_BOOL:
		llguard__json_text(json, key, flat->number ? "yes" : "no");
		break;
	case LLGUARD__FLAT_ABSTRACT:
		llguard__nest_abstract(json, key, &flat->text);
		llguard__json_key(json, key, "_hex");
		LLGUARD__TEXT(&json->text, "\"");
		llguard__text_hex_bytes(
			&json->text, flat->text.ptr, flat->text.len);
		LLGUARD__TEXT(&json->text, "\"");
		break;
	default:
		llguard__nest_bytes(json, key, &flat->text);
		break;
	}
}

static void exit_datum(
	struct llguard__json *json, const struct llguard_event *event)
{
	const char *name = llguard__event_errno(event->exit);

	llguard__json_key(json, "exit", "");
	LLGUARD__TEXT(&json->text, "\"");
	if (*name)
		llguard__text_add(&json->text, name);
	else
		llguard__text_i64(&json->text, event->exit);
	LLGUARD__TEXT(&json->text, "\"");
}

static void data_object(struct llguard__json *json,
	const struct llguard_event *event, const struct task *task)
{
	const bool is_start = event->kind == LLGUARD_EVENT_DOMAIN_START;
	struct llguard__flat flat;

	llguard__json_open(json, "data", '{');
	for (size_t i = 0; i < LLGUARD__FLAT_FIELDS; i++) {
		llguard__flat_get(event, i, &flat);
		if (flat.type == LLGUARD__FLAT_ABSENT ||
			!column_is_datum(flat.key, event->kind))
			continue;
		if (llguard__same_word(flat.key, "exit"))
			exit_datum(json, event);
		else
			datum_write(json, &flat);
	}
	if (event->kind != LLGUARD_EVENT_DENIAL)
		llguard__json_text(
			json, "status", is_start ? "allocated" : "deallocated");
	llguard__nest_hex(json, "comm", &task->comm);
	llguard__nest_hex(json, "exe", &task->exe);
	if (task->is_subject) {
		llguard__nest_hex(json, "subj", &event->subj);
		llguard__nest_hex(json, "cwd", &event->cwd);
		llguard__nest_hex(json, "proctitle", &event->proctitle);
	}
	llguard__json_close(json, '}');
}

int llguard_event_describe_auparse(
	const struct llguard_event *event, char *buf, size_t size)
{
	struct llguard__json json = { .member = false };
	struct task task;

	if (event && event->kind == LLGUARD_EVENT_LOSS)
		return llguard__loss_describe_auparse(event, buf, size);
	if (!event || !llguard__text_begin(&json.text, buf, size))
		return -EINVAL;
	task_find(event, &task);
	LLGUARD__TEXT(&json.text, "{");
	head_members(&json, event, &task);
	summary_object(&json, event, &task);
	auparse_user(&json, event, &task);
	auparse_process(&json, event, &task);
	data_object(&json, event, &task);
	if (task.is_subject)
		llguard__nest_paths(&json, event);
	/* What it always prints. */
	llguard__json_key(&json, "ecs", "");
	LLGUARD__TEXT(&json.text, LLGUARD__AUPARSE_ECS);
	return llguard__json_end(&json);
}
