/* SPDX-License-Identifier: MIT */
/*
 * An event as the Elastic Common Schema 9.4.0 has it: docs/detection/ecs.md.
 *
 * Every keyword is a string and every long a number; what has no field there is in
 * "landlock".
 */
#include "address.h"
#include "names.h"
#include "syscalls.h"
#include "write_health.h"
#include "write_landlock.h"

#define ECS_CHANGE                                                             \
	(LLGUARD_FS_WRITE_FILE | LLGUARD_FS_TRUNCATE | LLGUARD_FS_REFER)
#define ECS_ACCESS                                                             \
	(LLGUARD_FS_READ_FILE | LLGUARD_FS_READ_DIR | LLGUARD_FS_EXECUTE |     \
		LLGUARD_FS_IOCTL_DEV | LLGUARD_FS_RESOLVE_UNIX |               \
		LLGUARD_SCOPE_SIGNAL)
#define ECS_CONNECT (LLGUARD_NET_CONNECT_TCP | LLGUARD_NET_CONNECT_SEND_UDP)

/* event.category and event.type: each is what any of the rights asks for. */
static void category_write(
	struct llguard__json *json, const struct llguard_event *event)
{
	const uint64_t rights = event->rights;
	const bool mount = event->class_of == LLGUARD_CLASS_MOUNT;
	const bool ptrace = event->class_of == LLGUARD_CLASS_PTRACE;
	const bool abstract = rights & LLGUARD_SCOPE_ABSTRACT_UNIX_SOCKET;

	llguard__json_open(json, "category", '[');
	if (rights & LLGUARD_SET_FS || mount)
		llguard__json_text(json, NULL, "file");
	if (rights & LLGUARD_SET_NET || abstract)
		llguard__json_text(json, NULL, "network");
	if (rights & (LLGUARD_FS_EXECUTE | LLGUARD_SCOPE_SIGNAL) || ptrace)
		llguard__json_text(json, NULL, "process");
	llguard__json_text(json, NULL, "intrusion_detection");
	llguard__json_close(json, ']');
	llguard__json_open(json, "type", '[');
	if (rights & ECS_ACCESS || ptrace)
		llguard__json_text(json, NULL, "access");
	if (rights & ECS_CHANGE || mount)
		llguard__json_text(json, NULL, "change");
	if (rights & LLGUARD__FS_MAKE)
		llguard__json_text(json, NULL, "creation");
	if (rights & LLGUARD__FS_REMOVE)
		llguard__json_text(json, NULL, "deletion");
	if (rights & ECS_CONNECT || abstract)
		llguard__json_text(json, NULL, "connection");
	if (rights & LLGUARD__NET_BIND)
		llguard__json_text(json, NULL, "info");
	llguard__json_text(json, NULL, "denied");
	llguard__json_close(json, ']');
}

static void domain_category(struct llguard__json *json, bool is_end)
{
	llguard__json_open(json, "category", '[');
	llguard__json_text(json, NULL, "configuration");
	llguard__json_close(json, ']');
	llguard__json_open(json, "type", '[');
	llguard__json_text(json, NULL, is_end ? "deletion" : "creation");
	llguard__json_close(json, ']');
}

static void event_object(
	struct llguard__json *json, const struct llguard_event *event)
{
	const bool is_denial = event->kind == LLGUARD_EVENT_DENIAL;
	const bool is_end = event->kind == LLGUARD_EVENT_DOMAIN_END;

	llguard__json_open(json, "event", '{');
	llguard__json_text(json, "kind", "event");
	if (is_denial)
		category_write(json, event);
	else
		domain_category(json, is_end);
	LLGUARD__TEXT(&json->text,
		",\"module\":\"landlock\",\"dataset\":\"landlock.audit\","
		"\"provider\":\"kernel\"");
	llguard__json_text(json, "code", is_denial ? "1423" : "1424");
	if (event->has & LLGUARD_HAS_STAMP) {
		llguard__json_key(json, "id", "");
		LLGUARD__TEXT(&json->text, "\"");
		llguard__event_id(&json->text, event);
		/* An event in pieces has as many ids. */
		if (is_denial && event->parts != 1) {
			LLGUARD__TEXT(&json->text, "/");
			llguard__text_u64(&json->text, event->part);
		}
		LLGUARD__TEXT(&json->text, "\"");
		llguard__json_u64(json, "sequence", event->serial);
	}
	llguard__json_text(json, "action",
		is_denial ? "landlock-denied"
		: is_end  ? "landlock-domain-deallocated"
			  : "landlock-domain-allocated");
	if (is_denial && event->outcome == LLGUARD_OUTCOME_DENIED)
		llguard__json_text(json, "outcome", "failure");
	llguard__nest_string(json, "reason", &event->blockers);
	llguard__json_close(json, '}');
}

static void host_object(
	struct llguard__json *json, const struct llguard_event *event)
{
	const struct llguard__nest host = llguard__nest_open(json, "host", '{');
	const bool has_arch = event->kind == LLGUARD_EVENT_DENIAL &&
			      event->has & LLGUARD_HAS_SYSCALL;
	const char *arch = has_arch ? llguard__arch_name(event->arch) : NULL;
	struct llguard__nest boot;

	llguard__nest_string(json, "name", &event->node);
	if (arch)
		llguard__json_text(json, "architecture", arch);
	boot = llguard__nest_open(json, "boot", '{');
	llguard__nest_string(json, "id", &event->boot);
	llguard__nest_close(json, boot, '}');
	llguard__nest_close(json, host, '}');
}

/* "key":{"id":"1000"} */
static void id_object(
	struct llguard__json *json, const char *key, bool there, uint32_t value)
{
	const struct llguard__nest nest = llguard__nest_open(json, key, '{');

	llguard__nest_id(json, "id", there, value);
	llguard__nest_close(json, nest, '}');
}

static void process_object(
	struct llguard__json *json, const struct llguard_event *event)
{
	const uint64_t has = event->has;
	const struct llguard__nest process =
		llguard__nest_open(json, "process", '{');
	struct llguard__nest parent;

	llguard__nest_number(json, "pid", has & LLGUARD_HAS_PID, event->pid);
	parent = llguard__nest_open(json, "parent", '{');
	llguard__nest_number(json, "pid", has & LLGUARD_HAS_PPID, event->ppid);
	llguard__nest_close(json, parent, '}');
	llguard__nest_string(json, "executable", &event->exe);
	llguard__nest_string(json, "name", &event->comm);
	llguard__nest_title(json, "title", &event->proctitle);
	llguard__nest_string(json, "working_directory", &event->cwd);
	id_object(json, "user", has & LLGUARD_HAS_EUID, event->euid);
	id_object(json, "real_user", has & LLGUARD_HAS_UID, event->uid);
	id_object(json, "group", has & LLGUARD_HAS_EGID, event->egid);
	id_object(json, "real_group", has & LLGUARD_HAS_GID, event->gid);
	llguard__nest_close(json, process, '}');
}

static void user_object(
	struct llguard__json *json, const struct llguard_event *event)
{
	const struct llguard__nest user = llguard__nest_open(json, "user", '{');

	llguard__nest_id(json, "id", event->has & LLGUARD_HAS_UID, event->uid);
	id_object(json, "effective",
		event->has & LLGUARD_HAS_EUID && event->euid != event->uid,
		event->euid);
	llguard__nest_close(json, user, '}');
}

static void file_object(
	struct llguard__json *json, const struct llguard_event *event)
{
	const struct llguard__nest file = llguard__nest_open(json, "file", '{');
	const struct llguard_str base = llguard__nest_base(&event->path);

	if (event->object == LLGUARD_OBJECT_PATH) {
		llguard__nest_string(json, "path", &event->path);
		if (event->parent)
			llguard__json_text(json, "type", "dir");
		else
			llguard__nest_string(json, "name", &base);
	}
	if (event->object == LLGUARD_OBJECT_PATH ||
		event->object == LLGUARD_OBJECT_MOUNT) {
		llguard__nest_string(json, "inode", &event->ino);
		llguard__nest_string(json, "device", &event->dev);
	}
	llguard__nest_close(json, file, '}');
}

static void endpoint_object(struct llguard__json *json, const char *key,
	const struct llguard_str *address, bool has_port, uint32_t port)
{
	const struct llguard__nest nest = llguard__nest_open(json, key, '{');

	llguard__nest_string(json, "address", address);
	if (llguard__address_version(address))
		llguard__nest_string(json, "ip", address);
	llguard__nest_number(json, "port", has_port, port);
	llguard__nest_close(json, nest, '}');
}

static void abstract_objects(
	struct llguard__json *json, const struct llguard_event *event)
{
	if (event->path.ptr) {
		llguard__json_open(json, "destination", '{');
		llguard__nest_abstract(json, "address", &event->path);
		llguard__json_close(json, '}');
	}
	llguard__json_open(json, "network", '{');
	llguard__json_text(json, "transport", "unix");
	llguard__json_close(json, '}');
}

static void related_write(struct llguard__json *json,
	const struct llguard_str *from, const struct llguard_str *to)
{
	const struct llguard__nest related =
		llguard__nest_open(json, "related", '{');
	const struct llguard__nest ip = llguard__nest_open(json, "ip", '[');
	const bool same = from->len == to->len && from->ptr && to->ptr &&
			  memcmp(from->ptr, to->ptr, from->len) == 0;

	if (llguard__address_version(from))
		llguard__json_bytes(json, NULL, from->ptr, from->len);
	if (!same && llguard__address_version(to))
		llguard__json_bytes(json, NULL, to->ptr, to->len);
	llguard__nest_close(json, ip, ']');
	llguard__nest_close(json, related, '}');
}

/* A bind has an address of its own, and any other one may. */
static void network_objects(
	struct llguard__json *json, const struct llguard_event *event)
{
	const bool is_bind = event->rights & LLGUARD__NET_BIND;
	const struct llguard_str *from =
		is_bind ? &event->saddr : &event->laddr;
	const struct llguard_str *to = &event->daddr;
	const int version = llguard__address_version(is_bind ? from : to);

	endpoint_object(json, "source", from,
		event->has & (is_bind ? LLGUARD_HAS_SRC : LLGUARD_HAS_LPORT),
		is_bind ? event->src : event->lport);
	endpoint_object(json, "destination", to, event->has & LLGUARD_HAS_DEST,
		event->dest);
	if (event->rights & LLGUARD_SET_NET) {
		llguard__json_open(json, "network", '{');
		llguard__json_text(json, "transport",
			event->rights & LLGUARD__NET_UDP ? "udp" : "tcp");
		if (version)
			llguard__json_text(
				json, "type", version == 4 ? "ipv4" : "ipv6");
		llguard__json_text(
			json, "direction", is_bind ? "ingress" : "egress");
		llguard__json_close(json, '}');
	}
	related_write(json, from, to);
}

static void denial_objects(
	struct llguard__json *json, const struct llguard_event *event)
{
	const char *errno_name = event->has & LLGUARD_HAS_EXIT
					 ? llguard__event_errno(event->exit)
					 : "";

	if (*errno_name) {
		llguard__json_open(json, "error", '{');
		llguard__json_text(json, "code", errno_name);
		llguard__json_close(json, '}');
	}
	if (event->subject) {
		process_object(json, event);
		user_object(json, event);
	}
	file_object(json, event);
	if (event->object == LLGUARD_OBJECT_INET)
		network_objects(json, event);
	else if (event->object == LLGUARD_OBJECT_UNIX_ABSTRACT)
		abstract_objects(json, event);
}

int llguard_event_describe_ecs(
	const struct llguard_event *event, char *buf, size_t size)
{
	struct llguard__json json = { .member = false };

	if (event && event->kind == LLGUARD_EVENT_LOSS)
		return llguard__loss_describe_ecs(event, buf, size);
	if (!event || !llguard__text_begin(&json.text, buf, size))
		return -EINVAL;
	LLGUARD__TEXT(&json.text, "{");
	llguard__nest_time(&json, "@timestamp", llguard__stamp_seconds(event),
		event->milliseconds);
	llguard__json_open(&json, "ecs", '{');
	llguard__json_text(&json, "version", LLGUARD__ECS_VERSION);
	llguard__json_close(&json, '}');
	llguard__sentence_write(&json, "message", event);
	event_object(&json, event);
	host_object(&json, event);
	if (event->kind == LLGUARD_EVENT_DENIAL)
		denial_objects(&json, event);
	llguard__landlock_write(&json, event);
	return llguard__json_end(&json);
}
