/* SPDX-License-Identifier: MIT */
/*
 * What was counted, in the forms of an event.
 */
#include <llguard/tally.h>

#include "flat.h"
#include "names.h"
#include "nest.h"
#include "scan.h"
#include "write_status.h"

#include "../extensible.h"

static bool is_entry(const struct llguard_tally_entry *entry)
{
	return llguard__size_of(entry) >= sizeof(*entry) && entry->event &&
	       (entry->kind == LLGUARD_TALLY_COUNT ||
		       entry->kind == LLGUARD_TALLY_HELD);
}

/* What both forms begin with. */
static bool counts_write(struct llguard__json *json,
	const struct llguard_tally_entry *entry, char *buf, size_t size)
{
	if (!is_entry(entry) ||
		!llguard__json_begin(json,
			entry->kind == LLGUARD_TALLY_HELD ? "held" : "tally",
			buf, size))
		return false;
	llguard__time_member(
		json, "first", entry->first_seconds, entry->first_milliseconds);
	llguard__time_member(
		json, "last", entry->last_seconds, entry->last_milliseconds);
	llguard__json_u64(json, "count", entry->count);
	if (entry->missed)
		llguard__json_u64(json, "missed", entry->missed);
	return true;
}

static void rights_write(
	struct llguard__json *json, const struct llguard_str *blockers)
{
	const char *at = blockers->ptr;
	size_t left = blockers->len;

	llguard__json_open(json, "rights", '[');
	while (left) {
		const char *comma = memchr(at, ',', left);
		const size_t n = comma ? (size_t)(comma - at) : left;

		llguard__json_bytes(json, NULL, at, n);
		at += n + (comma != NULL);
		left -= n + (comma != NULL);
	}
	llguard__json_close(json, ']');
}

static void path_write(
	struct llguard__json *json, const struct llguard_event *event)
{
	const struct llguard__flat path = {
		.key = "path",
		.type = event->object == LLGUARD_OBJECT_UNIX_ABSTRACT
				? LLGUARD__FLAT_ABSTRACT
				: LLGUARD__FLAT_TEXT,
		.text = event->path,
	};

	if (event->path.ptr)
		llguard__flat_write(json, &path);
}

static void tally_object_write(
	struct llguard__json *json, const struct llguard_event *event)
{
	llguard__json_open(json, "object", '{');
	llguard__json_text(
		json, "kind", llguard__event_object(event->object)->text);
	path_write(json, event);
	if (event->parent)
		llguard__json_bool(json, "parent", true);
	llguard__nest_bytes(json, "name", &event->name);
	llguard__nest_bytes(json, "dev", &event->dev);
	llguard__nest_bytes(json, "saddr", &event->saddr);
	if (event->has & LLGUARD_HAS_SRC)
		llguard__json_u64(json, "src", event->src);
	llguard__nest_bytes(json, "daddr", &event->daddr);
	if (event->has & LLGUARD_HAS_DEST)
		llguard__json_u64(json, "dest", event->dest);
	llguard__nest_bytes(json, "ocomm", &event->ocomm);
	if (event->has & LLGUARD_HAS_CAPABILITY)
		llguard__json_u64(json, "capability", event->capability);
	llguard__nest_bytes(json, "namespace_type", &event->namespace_type);
	llguard__json_close(json, '}');
}

int llguard_tally_describe_json(
	const struct llguard_tally_entry *entry, char *buf, size_t size)
{
	const struct llguard_event *event;
	struct llguard__json json;

	if (!counts_write(&json, entry, buf, size))
		return -EINVAL;
	event = entry->event;
	llguard__nest_bytes(&json, "node", &event->node);
	if (event->flags & LLGUARD_FLAG_CUT) {
		llguard__json_open(&json, "flags", '[');
		llguard__json_text(&json, NULL, "cut");
		llguard__json_close(&json, ']');
	}
	if (entry->by == LLGUARD_TALLY_BY_DOMAIN) {
		llguard__json_key(&json, "domain", "");
		LLGUARD__TEXT(&json.text, "\"");
		llguard__text_hex(&json.text, event->domain);
		LLGUARD__TEXT(&json.text, "\"");
	}
	llguard__nest_bytes(&json, "blockers", &event->blockers);
	rights_write(&json, &event->blockers);
	llguard__json_text(
		&json, "class", llguard__event_class(event->class_of)->text);
	llguard__json_text(
		&json, "outcome", llguard__event_outcome(event->outcome)->text);
	tally_object_write(&json, event);
	if (event->creator_exe.ptr) {
		llguard__json_open(&json, "creator", '{');
		llguard__nest_bytes(&json, "exe", &event->creator_exe);
		llguard__json_close(&json, '}');
	}
	return llguard__json_end(&json);
}

/* A field that an event has, and many denials together have not. */
static bool is_of_one(const struct llguard_tally_entry *entry, const char *name)
{
	const struct llguard_str key = { name, strlen(name) };

	return LLGUARD__STR_IS(&key, "part") ||
	       LLGUARD__STR_IS(&key, "source") ||
	       (entry->by != LLGUARD_TALLY_BY_DOMAIN &&
		       LLGUARD__STR_IS(&key, "domain"));
}

int llguard_tally_describe_flat(
	const struct llguard_tally_entry *entry, char *buf, size_t size)
{
	struct llguard__json json;

	if (!counts_write(&json, entry, buf, size))
		return -EINVAL;
	for (size_t i = 0; i < LLGUARD__FLAT_FIELDS; i++) {
		struct llguard__flat flat;

		llguard__flat_get(entry->event, i, &flat);
		if (!is_of_one(entry, flat.key))
			llguard__flat_write(&json, &flat);
	}
	return llguard__json_end(&json);
}

static void moments_text(
	struct llguard__text *text, const struct llguard_tally_entry *entry)
{
	if (!entry->first_seconds)
		return;
	LLGUARD__TEXT(text, ", ");
	llguard__event_time(
		text, entry->first_seconds, entry->first_milliseconds);
	if (entry->last_seconds == entry->first_seconds &&
		entry->last_milliseconds == entry->first_milliseconds)
		return;
	LLGUARD__TEXT(text, " to ");
	llguard__event_time(
		text, entry->last_seconds, entry->last_milliseconds);
}

int llguard_tally_describe(
	const struct llguard_tally_entry *entry, char *buf, size_t size)
{
	const struct llguard_event *event;
	struct llguard__text text;

	if (!is_entry(entry) || !llguard__text_begin(&text, buf, size))
		return -EINVAL;
	event = entry->event;
	llguard__text_u64(&text, entry->count);
	if (entry->missed) {
		LLGUARD__TEXT(&text, " to ");
		llguard__text_u64(&text, entry->count + entry->missed);
	}
	llguard__text_add(&text,
		entry->count == 1 && !entry->missed ? " time" : " times");
	if (entry->kind == LLGUARD_TALLY_HELD)
		LLGUARD__TEXT(&text, " more");
	moments_text(&text, entry);
	LLGUARD__TEXT(&text, ": ");
	if (event->node.ptr) {
		llguard__text_safe(&text, event->node.ptr, event->node.len);
		LLGUARD__TEXT(&text, " ");
	}
	llguard__text_add(&text, llguard__event_outcome(event->outcome)->text);
	LLGUARD__TEXT(&text, " ");
	llguard__text_safe(&text, event->blockers.ptr, event->blockers.len);
	llguard__object_text(&text, event);
	if (entry->by == LLGUARD_TALLY_BY_DOMAIN) {
		LLGUARD__TEXT(&text, "; domain ");
		llguard__text_hex(&text, event->domain);
	} else if (event->creator_exe.ptr) {
		LLGUARD__TEXT(&text, "; domains");
	}
	if (event->creator_exe.ptr) {
		LLGUARD__TEXT(&text, " of ");
		llguard__text_safe(
			&text, event->creator_exe.ptr, event->creator_exe.len);
	}
	return llguard__text_end(&text);
}
