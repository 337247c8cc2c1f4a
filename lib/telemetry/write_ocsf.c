/* SPDX-License-Identifier: MIT */
/*
 * An event as the Open Cybersecurity Schema Framework 1.8.0 has it:
 * docs/detection/ocsf.md.
 *
 * What the schema requires and the kernel does not say is "unknown"; what has no
 * attribute there is in "unmapped".
 */
#include "address.h"
#include "names.h"
#include "ocsf_class.h"
#include "write_health.h"
#include "write_landlock.h"

static void hex_string(
	struct llguard__json *json, const char *key, uint64_t value)
{
	llguard__json_key(json, key, "");
	LLGUARD__TEXT(&json->text, "\"");
	llguard__text_hex(&json->text, value);
	LLGUARD__TEXT(&json->text, "\"");
}

static void metadata_object(
	struct llguard__json *json, const struct llguard_event *event)
{
	llguard__json_open(json, "metadata", '{');
	llguard__ocsf_metadata(json);
	llguard__json_text(json, "event_code",
		event->kind == LLGUARD_EVENT_DENIAL ? "1423" : "1424");
	hex_string(json, "correlation_uid", event->domain);
	if (event->has & LLGUARD_HAS_STAMP) {
		llguard__json_u64(json, "sequence", event->serial);
		llguard__json_key(json, "original_event_uid", "");
		LLGUARD__TEXT(&json->text, "\"");
		llguard__event_id(&json->text, event);
		LLGUARD__TEXT(&json->text, "\"");
	}
	llguard__json_close(json, '}');
}

static void outcome_members(
	struct llguard__json *json, const struct llguard_event *event)
{
	const bool denied = event->outcome == LLGUARD_OUTCOME_DENIED;
	const char *errno_name = event->has & LLGUARD_HAS_EXIT
					 ? llguard__event_errno(event->exit)
					 : "";

	llguard__json_u64(json, "severity_id", 2);
	llguard__json_u64(json, "status_id", denied ? 2 : 0);
	if (*errno_name)
		llguard__json_text(json, "status_code", errno_name);
	llguard__json_u64(json, "action_id", denied ? 2 : 3);
	llguard__json_u64(json, "disposition_id", denied ? 2 : 17);
	llguard__json_bool(json, "is_alert", false);
}

static void device_object(
	struct llguard__json *json, const struct llguard_event *event)
{
	llguard__json_open(json, "device", '{');
	llguard__json_u64(json, "type_id", 0);
	if (event->node.ptr)
		llguard__nest_string(json, "hostname", &event->node);
	else
		llguard__json_text(json, "uid", "unknown");
	llguard__nest_string(json, "boot_uid", &event->boot);
	llguard__json_close(json, '}');
}

/* A file's name is required. */
static void file_name(
	struct llguard__json *json, const struct llguard_str *path)
{
	const struct llguard_str base = llguard__nest_base(path);

	if (base.len)
		llguard__nest_string(json, "name", &base);
	else
		llguard__json_text(json, "name", "unknown");
}

static void executable_object(
	struct llguard__json *json, const struct llguard_str *exe)
{
	if (!exe->ptr)
		return;
	llguard__nest_string(json, "path", exe);
	llguard__json_open(json, "file", '{');
	file_name(json, exe);
	llguard__json_u64(json, "type_id", 1);
	llguard__nest_string(json, "path", exe);
	llguard__json_close(json, '}');
}

static void user_member(struct llguard__json *json, bool there, uint32_t uid)
{
	const struct llguard__nest user = llguard__nest_open(json, "user", '{');

	llguard__nest_id(json, "uid", there, uid);
	llguard__nest_close(json, user, '}');
}

static void pid_member(struct llguard__json *json, bool there, uint64_t pid)
{
	if (there)
		llguard__json_u64(json, "pid", pid);
	else
		llguard__json_text(json, "uid", "unknown");
}

static void subject_members(
	struct llguard__json *json, const struct llguard_event *event)
{
	const uint64_t has = event->has;
	struct llguard__nest session;

	pid_member(json, has & LLGUARD_HAS_PID, event->pid);
	llguard__nest_string(json, "name", &event->comm);
	executable_object(json, &event->exe);
	llguard__nest_title(json, "cmd_line", &event->proctitle);
	if (has & LLGUARD_HAS_PPID) {
		llguard__json_open(json, "parent_process", '{');
		llguard__json_u64(json, "pid", event->ppid);
		llguard__json_close(json, '}');
	}
	user_member(json, has & LLGUARD_HAS_UID, event->uid);
	llguard__nest_number(json, "auid", has & LLGUARD_HAS_AUID, event->auid);
	llguard__nest_number(json, "euid", has & LLGUARD_HAS_EUID, event->euid);
	llguard__nest_number(json, "egid", has & LLGUARD_HAS_EGID, event->egid);
	llguard__nest_string(json, "working_directory", &event->cwd);
	session = llguard__nest_open(json, "session", '{');
	llguard__nest_id(json, "uid", has & LLGUARD_HAS_SES, event->ses);
	llguard__nest_close(json, session, '}');
}

/* The task of a denial, the creator of a domain. */
static void actor_object(
	struct llguard__json *json, const struct llguard_event *event)
{
	const uint64_t has = event->has;

	llguard__json_open(json, "actor", '{');
	llguard__json_open(json, "process", '{');
	if (event->kind == LLGUARD_EVENT_DENIAL && event->subject) {
		subject_members(json, event);
	} else if (event->kind == LLGUARD_EVENT_DENIAL ||
		   !(has & LLGUARD_HAS_CREATOR)) {
		llguard__json_text(json, "uid", "unknown");
	} else {
		pid_member(json, has & LLGUARD_HAS_CREATOR_PID,
			event->creator_pid);
		llguard__nest_string(json, "name", &event->creator_comm);
		executable_object(json, &event->creator_exe);
		user_member(json, has & LLGUARD_HAS_CREATOR_UID,
			event->creator_uid);
	}
	if (event->kind == LLGUARD_EVENT_DENIAL) {
		llguard__json_key(json, "sandbox", "");
		LLGUARD__TEXT(&json->text, "\"landlock:");
		llguard__text_hex(&json->text, event->domain);
		LLGUARD__TEXT(&json->text, "\"");
	}
	llguard__json_close(json, '}');
	llguard__json_close(json, '}');
}

static void policy_object(
	struct llguard__json *json, const struct llguard_event *event)
{
	llguard__json_open(json, "policy", '{');
	hex_string(json, "uid", event->domain);
	llguard__nest_string(json, "name", &event->creator_exe);
	llguard__json_text(json, "type", "Landlock domain");
	llguard__json_bool(json, "is_applied", true);
	llguard__json_close(json, '}');
}

static void file_object_ocsf(
	struct llguard__json *json, const struct llguard_event *event)
{
	const bool is_mount = event->class_of == LLGUARD_CLASS_MOUNT;
	const struct llguard_str *path =
		event->path.ptr ? &event->path : &event->name;
	const uint64_t rights = event->rights;

	llguard__json_open(json, "file", '{');
	file_name(json, path);
	llguard__json_u64(json, "type_id",
		event->parent || is_mount || rights == LLGUARD_FS_READ_DIR ? 2
		: rights & LLGUARD_FS_RESOLVE_UNIX                         ? 5
									   : 0);
	llguard__nest_string(json, "path", path);
	llguard__nest_string(json, "uid", &event->ino);
	llguard__nest_string(json, "volume", &event->dev);
	llguard__json_close(json, '}');
}

static void endpoint_ocsf(struct llguard__json *json, const char *key,
	const struct llguard_str *address, bool has_port, uint32_t port)
{
	llguard__json_open(json, key, '{');
	if (llguard__address_version(address))
		llguard__nest_string(json, "ip", address);
	else if (address->len)
		llguard__nest_string(json, "name", address);
	else
		llguard__json_text(json, "name", "any");
	llguard__nest_number(json, "port", has_port && port <= 65535, port);
	llguard__json_close(json, '}');
}

static void connection_object(
	struct llguard__json *json, bool is_bind, bool is_udp, int version)
{
	llguard__json_open(json, "connection_info", '{');
	llguard__json_u64(json, "direction_id", is_bind ? 1 : 2);
	llguard__json_text(json, "protocol_name", is_udp ? "udp" : "tcp");
	llguard__json_u64(json, "protocol_num", is_udp ? 17 : 6);
	if (version)
		llguard__json_u64(
			json, "protocol_ver_id", (uint64_t)(unsigned)version);
	llguard__json_close(json, '}');
}

static void network_members(struct llguard__json *json,
	const struct llguard_event *event, bool is_bind)
{
	const uint64_t has = event->has;

	if (event->object == LLGUARD_OBJECT_UNIX_ABSTRACT) {
		llguard__json_open(json, "dst_endpoint", '{');
		if (event->path.ptr)
			llguard__nest_abstract(json, "name", &event->path);
		else
			llguard__json_text(json, "name", "any");
		llguard__json_close(json, '}');
		llguard__json_open(json, "connection_info", '{');
		llguard__json_u64(json, "direction_id", 2);
		llguard__json_text(json, "protocol_name", "unix");
		llguard__json_close(json, '}');
		return;
	}
	if (is_bind) {
		endpoint_ocsf(json, "src_endpoint", &event->saddr,
			has & LLGUARD_HAS_SRC, event->src);
	} else {
		endpoint_ocsf(json, "dst_endpoint", &event->daddr,
			has & LLGUARD_HAS_DEST, event->dest);
		if (event->laddr.ptr || has & LLGUARD_HAS_LPORT)
			endpoint_ocsf(json, "src_endpoint", &event->laddr,
				has & LLGUARD_HAS_LPORT, event->lport);
	}
	connection_object(json, is_bind, event->rights & LLGUARD__NET_UDP,
		llguard__address_version(
			is_bind ? &event->saddr : &event->daddr));
}

static void target_process(
	struct llguard__json *json, const struct llguard_event *event)
{
	llguard__json_open(json, "process", '{');
	pid_member(json, event->has & LLGUARD_HAS_OPID, (uint64_t)event->opid);
	llguard__nest_string(json, "name", &event->ocomm);
	llguard__json_close(json, '}');
}

static void kernel_object(
	struct llguard__json *json, const struct llguard_event *event)
{
	llguard__json_open(json, "kernel", '{');
	switch (event->kind) {
	case LLGUARD_EVENT_DENIAL:
		if (event->blockers.len)
			llguard__nest_string(json, "name", &event->blockers);
		else
			llguard__json_text(json, "name", "unknown");
		llguard__json_u64(json, "type_id", 99);
		llguard__json_text(json, "type", "Landlock blocker");
		break;
	default:
		llguard__json_key(json, "name", "");
		LLGUARD__TEXT(&json->text, "\"landlock domain ");
		llguard__text_hex(&json->text, event->domain);
		LLGUARD__TEXT(&json->text, "\"");
		llguard__json_u64(json, "type_id", 99);
		llguard__json_text(json, "type", "Landlock domain");
		break;
	}
	llguard__json_close(json, '}');
}

static void object_members(struct llguard__json *json,
	const struct llguard__ocsf *ocsf, const struct llguard_event *event)
{
	switch (ocsf->class_uid) {
	case LLGUARD__OCSF_FILE:
		file_object_ocsf(json, event);
		break;
	case LLGUARD__OCSF_NETWORK:
		network_members(
			json, event, ocsf->activity_id == LLGUARD__OCSF_LISTEN);
		break;
	case LLGUARD__OCSF_PROCESS:
		target_process(json, event);
		break;
	default:
		kernel_object(json, event);
		break;
	}
}

int llguard_event_describe_ocsf(
	const struct llguard_event *event, char *buf, size_t size)
{
	struct llguard__json json = { .member = false };
	struct llguard__ocsf ocsf;

	if (event && event->kind == LLGUARD_EVENT_LOSS)
		return llguard__loss_describe_ocsf(event, buf, size);
	if (!event || !llguard__text_begin(&json.text, buf, size))
		return -EINVAL;
	llguard__ocsf_class(event, &ocsf);
	LLGUARD__TEXT(&json.text, "{");
	metadata_object(&json, event);
	llguard__ocsf_write(&json, &ocsf, llguard__stamp_seconds(event),
		event->milliseconds);
	if (event->kind == LLGUARD_EVENT_DENIAL)
		outcome_members(&json, event);
	else
		llguard__json_u64(&json, "severity_id", 1);
	llguard__sentence_write(&json, "message", event);
	device_object(&json, event);
	actor_object(&json, event);
	policy_object(&json, event);
	object_members(&json, &ocsf, event);
	llguard__json_open(&json, "unmapped", '{');
	llguard__landlock_write(&json, event);
	llguard__json_close(&json, '}');
	return llguard__json_end(&json);
}
