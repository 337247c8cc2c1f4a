/* SPDX-License-Identifier: MIT */
/*
 * The small records: LANDLOCK_DOMAIN, and what the event has beside its call.
 */
#include "decode_call.h"

#include "body.h"
#include "record.h"

void llguard__event_clear(struct llguard_event *event, size_t from, size_t to)
{
	memset((char *)event + from, 0, to - from);
}

void llguard__decode_u32(struct llguard_event *event,
	const struct llguard_field *field, uint64_t has, uint32_t *to)
{
	uint64_t number;

	if (!llguard__field_u64(field, &number) || number > UINT32_MAX)
		return;
	*to = (uint32_t)number;
	event->has |= has;
}

#define DOMAIN_KEY(field, literal) LLGUARD__STR_IS(&(field)->key, literal)

static void creator_number_take(struct llguard__creator *creator,
	const struct llguard_field *field, uint64_t has, uint32_t *to)
{
	uint64_t number;

	if (!llguard__field_u64(field, &number) || number >= LLGUARD__UNSET)
		return;
	*to = (uint32_t)number;
	creator->has |= has;
}

LLGUARD__INLINE bool creator_id_read(const char **at,
	struct llguard__creator *creator, uint64_t has, uint32_t *to)
{
	if (!llguard__body_u32(at, to) || *to >= LLGUARD__UNSET)
		return false;
	creator->has |= has;
	return true;
}

/* A domain's beginning, in the order in which the kernel writes it (log_domain). */
static bool start_read(struct llguard__domain_record *record, const char *body,
	const char *end)
{
	struct llguard__creator creator = { .has = 0 };
	const char *at = body;
	uint32_t flags = record->flags;

	if (!LLGUARD__PASS(at, "domain=") || !llguard__body_skip(&at) ||
		!LLGUARD__PASS(at, " status=allocated mode=") ||
		!llguard__body_word(&at, &creator.mode) ||
		!LLGUARD__PASS(at, " pid=") ||
		!creator_id_read(
			&at, &creator, LLGUARD_HAS_CREATOR_PID, &creator.pid) ||
		!LLGUARD__PASS(at, " uid=") ||
		!creator_id_read(
			&at, &creator, LLGUARD_HAS_CREATOR_UID, &creator.uid) ||
		!LLGUARD__PASS(at, " exe=\""))
		return false;
	at--;
	creator.exe = llguard__body_string(&at, end, &flags);
	if (!LLGUARD__PASS(at, " comm=\""))
		return false;
	at--;
	creator.comm = llguard__body_string(&at, end, &flags);
	if (at != end || flags != record->flags)
		return false;
	record->creator = creator;
	return true;
}

void llguard__decode_domain(
	struct llguard__domain_record *record, const char *body, size_t len)
{
	struct llguard__scan scan = { body, body + len };
	struct llguard__creator *creator = &record->creator;
	struct llguard_field field;

	if (start_read(record, body, scan.end))
		return;
	while (llguard__field_next(&scan, &field)) {
		if (DOMAIN_KEY(&field, "status"))
			record->has_ended =
				LLGUARD__STR_IS(&field.value, "deallocated");
		else if (DOMAIN_KEY(&field, "mode"))
			creator->mode = field.value;
		else if (DOMAIN_KEY(&field, "pid"))
			creator_number_take(creator, &field,
				LLGUARD_HAS_CREATOR_PID, &creator->pid);
		else if (DOMAIN_KEY(&field, "uid"))
			creator_number_take(creator, &field,
				LLGUARD_HAS_CREATOR_UID, &creator->uid);
		else if (DOMAIN_KEY(&field, "exe"))
			creator->exe =
				llguard__field_string(&field, &record->flags);
		else if (DOMAIN_KEY(&field, "comm"))
			creator->comm =
				llguard__field_string(&field, &record->flags);
		else if (DOMAIN_KEY(&field, "denials"))
			record->has_total =
				llguard__field_u64(&field, &record->total);
	}
	if (record->has_ended ? record->has_total
			      : creator->has & LLGUARD_HAS_CREATOR_PID)
		return;
	/* It was cut, and so may the mode be, which denials depend on. */
	record->flags |= LLGUARD_FLAG_TRUNCATED;
	creator->mode = (struct llguard_str){ NULL, 0 };
}

/* The one value of a record that has but one; as it was when there is none. */
#define DECODE_ONLY(event, body, len, key, to)                                 \
	do {                                                                   \
		const char *only = (body);                                     \
		if (LLGUARD__PASS(only, key))                                  \
			(to) = llguard__body_string(                           \
				&only, (body) + (len), &(event)->flags);       \
	} while (0)

void llguard__decode_proctitle(
	struct llguard_event *event, const char *body, size_t len)
{
	const char *at = body;
	struct llguard_str title;

	if (!LLGUARD__PASS(at, "proctitle="))
		return;
	title = llguard__body_string(&at,
		llguard__find(at, body + len, LLGUARD__ENRICHMENT),
		&event->flags);
	llguard__title_set(event, title.ptr, title.len);
}

void llguard__decode_cwd(
	struct llguard_event *event, const char *body, size_t len)
{
	DECODE_ONLY(event, body, len, "cwd=", event->cwd);
}

void llguard__decode_sockaddr(
	struct llguard_event *event, const char *body, size_t len)
{
	/* Always hexadecimal: audit_log_n_hex. */
	DECODE_ONLY(event, body, len, "saddr=", event->sockaddr);
}

void llguard__decode_path(
	struct llguard_event *event, const char *body, size_t len)
{
	struct llguard__scan scan = { body, body + len };
	const uint32_t i = event->path_count;
	struct llguard_field field;

	if (i == LLGUARD_PATHS_MAX)
		return;
	event->path_name[i] = event->path_nametype[i] =
		(struct llguard_str){ NULL, 0 };
	while (llguard__field_next(&scan, &field)) {
		if (DOMAIN_KEY(&field, "name"))
			event->path_name[i] =
				llguard__field_string(&field, &event->flags);
		else if (DOMAIN_KEY(&field, "nametype"))
			event->path_nametype[i] = field.value;
	}
	event->path_count++;
}
