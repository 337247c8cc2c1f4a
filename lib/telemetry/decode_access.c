/* SPDX-License-Identifier: MIT */
/*
 * LANDLOCK_ACCESS records: in the order in which the kernel writes the frequent
 * ones (log_blockers, dump_common_audit_data), and word by word what else there
 * is.
 */
#include "decode.h"

#include "body.h"

#include "../rights.h"

/* What a word of the blockers says beyond itself. */
LLGUARD__INLINE uint32_t blocker_class(const char *word, size_t len)
{
	if (LLGUARD__IS(word, "fs.") && len > 3)
		return len == 18 && LLGUARD__IS(word, "fs.change_topology")
			       ? LLGUARD_CLASS_MOUNT
			       : LLGUARD_CLASS_FS;
	if (LLGUARD__IS(word, "net.") && len > 4)
		return LLGUARD_CLASS_NET;
	if (LLGUARD__IS(word, "scope.") && len > 6)
		return LLGUARD_CLASS_SCOPE;
	if (LLGUARD__IS(word, "ptrace") && len == 6)
		return LLGUARD_CLASS_PTRACE;
	if (LLGUARD__IS(word, "capability.") && len > 11)
		return LLGUARD_CLASS_CAPABILITY;
	if (LLGUARD__IS(word, "namespace.") && len > 10)
		return LLGUARD_CLASS_NAMESPACE;
	return LLGUARD_CLASS_UNKNOWN;
}

static void blockers_look_up(struct llguard_event *event)
{
	const char *at = event->blockers.ptr;
	const char *const end =
		event->blockers.len ? at + event->blockers.len : at;

	while (at < end) {
		const char *stop = llguard__body_find(at, end, ',');
		size_t len;

		/* One that the rest of the record has. */
		if (stop > end)
			stop = end;
		len = (size_t)(stop - at);
		event->rights |= llguard__right_from_blocker(at, len);
		if (!event->class_of)
			event->class_of = blocker_class(at, len);
		at = stop + 1;
	}
}

LLGUARD__APART void blockers_remember(
	struct llguard_event *event, struct llguard__blockers *known)
{
	blockers_look_up(event);
	known->len = (uint32_t)event->blockers.len;
	known->rights = event->rights;
	known->class_of = event->class_of;
	memcpy(known->text, event->blockers.ptr, event->blockers.len);
}

/* A log has few different ones. */
LLGUARD__INLINE void blockers_take(
	struct llguard_event *event, struct llguard__blockers *known)
{
	const char *const text = event->blockers.ptr;
	const size_t len = event->blockers.len;

	if (len < 8 || len > sizeof(known->text)) {
		/* The kernel leaves none out. */
		if (!len)
			event->flags |= LLGUARD_FLAG_TRUNCATED;
		blockers_look_up(event);
		return;
	}
	known += (llguard__load_8(text + len - 8) + len) *
			 UINT64_C(0x9e3779b97f4a7c15) >>
		 60;
	if (known->len != len || !llguard__same(known->text, text, len)) {
		blockers_remember(event, known);
		return;
	}
	event->rights = known->rights;
	event->class_of = known->class_of;
}

_Static_assert(LLGUARD__BLOCKERS == 1 << (64 - 60), "the top of a hash");

/* Rights whose records name the directory that the operation is in. */
#define PARENT_RIGHTS                                                          \
	(LLGUARD_FS_REMOVE_DIR | LLGUARD_FS_REMOVE_FILE |                      \
		LLGUARD_FS_MAKE_CHAR | LLGUARD_FS_MAKE_DIR |                   \
		LLGUARD_FS_MAKE_REG | LLGUARD_FS_MAKE_SOCK |                   \
		LLGUARD_FS_MAKE_FIFO | LLGUARD_FS_MAKE_BLOCK |                 \
		LLGUARD_FS_MAKE_SYM | LLGUARD_FS_REFER)

/* Of which the kernel always names a file, or a task. */
#define NAMED_CLASSES                                                          \
	(1u << LLGUARD_CLASS_FS | 1u << LLGUARD_CLASS_SCOPE |                  \
		1u << LLGUARD_CLASS_PTRACE)

static void object_take(struct llguard_event *event)
{
	if (event->rights & LLGUARD_SCOPE_ABSTRACT_UNIX_SOCKET)
		event->object = LLGUARD_OBJECT_UNIX_ABSTRACT;
	else if (event->path.ptr)
		event->object = LLGUARD_OBJECT_PATH;
	else if (event->name.ptr)
		event->object = LLGUARD_OBJECT_MOUNT;
	else if (event->class_of == LLGUARD_CLASS_NET)
		event->object = LLGUARD_OBJECT_INET;
	else if (event->has & LLGUARD_HAS_OPID)
		event->object = LLGUARD_OBJECT_TASK;
	else if (event->has & LLGUARD_HAS_CAPABILITY)
		event->object = LLGUARD_OBJECT_CAPABILITY;
	else if (event->namespace_type.ptr)
		event->object = LLGUARD_OBJECT_NAMESPACE;
	else if ((NAMED_CLASSES >> event->class_of & 1) &&
		 !(event->flags & LLGUARD_FLAG_LOSSY))
		event->flags |= LLGUARD_FLAG_TRUNCATED;
	event->parent = event->object == LLGUARD_OBJECT_PATH &&
			(event->rights & PARENT_RIGHTS) != 0;
}

static void opid_take(
	struct llguard_event *event, const struct llguard_field *field)
{
	uint64_t number;

	if (!llguard__field_u64(field, &number) || number > INT32_MAX)
		return;
	event->opid = (int32_t)number;
	event->has |= LLGUARD_HAS_OPID;
}

static bool str_is_same(
	const struct llguard_str *a, const struct llguard_str *b)
{
	return a->len == b->len && memcmp(a->ptr, b->ptr, a->len) == 0;
}

static void other_take(
	struct llguard_event *event, const struct llguard_field *field)
{
	const uint32_t count = event->other_count;
	uint32_t i = 0;

	/* The first of each key. */
	while (i < count && !str_is_same(&event->other_key[i], &field->key))
		i++;
	if (i < count || i == LLGUARD_OTHER_MAX)
		return;
	event->other_key[i] = field->key;
	event->other_value[i] = field->value;
	event->other_count++;
}

#define ACCESS_KEY(field, literal) LLGUARD__STR_IS(&(field)->key, literal)

/* Returns false for a key that no record has had so far. */
static bool access_field_take(
	struct llguard_event *event, const struct llguard_field *field)
{
	switch (field->key.len) {
	case 3:
		if (ACCESS_KEY(field, "dev"))
			event->dev =
				llguard__field_string(field, &event->flags);
		else if (ACCESS_KEY(field, "ino"))
			event->ino = field->value;
		else if (ACCESS_KEY(field, "src"))
			llguard__decode_u32(
				event, field, LLGUARD_HAS_SRC, &event->src);
		else
			return false;
		return true;
	case 4:
		if (ACCESS_KEY(field, "path"))
			event->path =
				llguard__field_string(field, &event->flags);
		else if (ACCESS_KEY(field, "dest"))
			llguard__decode_u32(
				event, field, LLGUARD_HAS_DEST, &event->dest);
		else if (ACCESS_KEY(field, "opid"))
			opid_take(event, field);
		else if (ACCESS_KEY(field, "name"))
			event->name =
				llguard__field_string(field, &event->flags);
		else
			return false;
		return true;
	case 5:
		if (ACCESS_KEY(field, "saddr"))
			event->saddr = field->value;
		else if (ACCESS_KEY(field, "daddr"))
			event->daddr = field->value;
		else if (ACCESS_KEY(field, "laddr"))
			event->laddr = field->value;
		else if (ACCESS_KEY(field, "faddr"))
			event->faddr = field->value;
		else if (ACCESS_KEY(field, "lport"))
			llguard__decode_u32(
				event, field, LLGUARD_HAS_LPORT, &event->lport);
		else if (ACCESS_KEY(field, "fport"))
			llguard__decode_u32(
				event, field, LLGUARD_HAS_FPORT, &event->fport);
		else if (ACCESS_KEY(field, "ocomm"))
			event->ocomm =
				llguard__field_string(field, &event->flags);
		else
			return false;
		return true;
	case 8:
		if (ACCESS_KEY(field, "blockers"))
			event->blockers = field->value;
		else if (ACCESS_KEY(field, "ioctlcmd"))
			event->ioctlcmd = field->value;
		else
			return false;
		return true;
	case 10:
		if (!ACCESS_KEY(field, "capability"))
			return false;
		llguard__decode_u32(event, field, LLGUARD_HAS_CAPABILITY,
			&event->capability);
		return true;
	case 12:
		if (!ACCESS_KEY(field, "namespace_id"))
			return false;
		event->namespace_id = field->value;
		return true;
	case 14:
		if (!ACCESS_KEY(field, "namespace_type"))
			return false;
		event->namespace_type = field->value;
		return true;
	default:
		return ACCESS_KEY(field, "domain");
	}
}

/* --- in the kernel's order -------------------------------------------------- */

LLGUARD__INLINE bool word_is_over(const char *at, const char *end)
{
	return at == end || *at == ' ';
}

/* A file: " path= dev= ino=".  Returns what follows. */
LLGUARD__INLINE const char *path_read(
	const char *at, const char *end, struct llguard_event *event)
{
	event->path = llguard__body_string(&at, end, &event->flags);
	if (!LLGUARD__PASS(at, " dev="))
		return at;
	event->dev = llguard__body_string(&at, end, &event->flags);
	if (!LLGUARD__PASS(at, " ino="))
		return at;
	event->ino.ptr = at;
	at = llguard__body_find(at, end, ' ');
	event->ino.len = (size_t)(at - event->ino.ptr);
	return at;
}

/* One end of a connection: an address, a port, or both. */
LLGUARD__INLINE const char *address_read(
	const char *at, const char *end, struct llguard_str *address)
{
	const char *const stop = llguard__body_find(at, end, ' ');

	*address = (struct llguard_str){ at, (size_t)(stop - at) };
	return stop;
}

LLGUARD__INLINE const char *port_read(const char *from, const char *at,
	const char *end, struct llguard_event *event, uint64_t has,
	uint32_t *port)
{
	uint32_t number;

	if (!llguard__body_u32(&at, &number) || !word_is_over(at, end))
		return from;
	*port = number;
	event->has |= has;
	return at;
}

LLGUARD__INLINE const char *net_read(
	const char *at, const char *end, struct llguard_event *event)
{
	if (LLGUARD__IS(at, " saddr=") && at[7] != '"')
		at = address_read(at + 7, end, &event->saddr);
	if (LLGUARD__IS(at, " src="))
		at = port_read(
			at, at + 5, end, event, LLGUARD_HAS_SRC, &event->src);
	if (LLGUARD__IS(at, " daddr=") && at[7] != '"')
		at = address_read(at + 7, end, &event->daddr);
	if (LLGUARD__IS(at, " dest="))
		at = port_read(
			at, at + 6, end, event, LLGUARD_HAS_DEST, &event->dest);
	return at;
}

/* How far the order has held. */
LLGUARD__INLINE const char *access_read(
	const char *at, const char *end, struct llguard_event *event)
{
	if (!LLGUARD__PASS(at, "domain="))
		return at;
	at = llguard__body_find(at, end, ' ');
	if (!LLGUARD__PASS(at, " blockers="))
		return at;
	event->blockers.ptr = at;
	at = llguard__body_find(at, end, ' ');
	event->blockers.len = (size_t)(at - event->blockers.ptr);
	if (LLGUARD__PASS(at, " path="))
		return path_read(at, end, event);
	return net_read(at, end, event);
}

/* Whether the record ends in a key, or where a value is to come. */
static bool ends_in_key(const char *rest, const char *end)
{
	const char *at = end;

	while (at > rest && at[-1] != ' ' && at[-1] != '=')
		at--;
	return at > rest && (at[-1] == ' ' ? at < end : at == end);
}

/* All words of the rest. */
LLGUARD__APART void access_words(
	struct llguard_event *event, const char *rest, const char *end)
{
	struct llguard__scan scan = { rest, end };
	struct llguard_field field;

	if (ends_in_key(rest, end))
		event->flags |= LLGUARD_FLAG_TRUNCATED;
	while (llguard__field_next(&scan, &field))
		if (!access_field_take(event, &field))
			other_take(event, &field);
}

void llguard__decode_access(struct llguard_event *event,
	struct llguard__blockers known[LLGUARD__BLOCKERS], const char *body,
	size_t len)
{
	const char *const end = body + len;
	const char *const rest = access_read(body, end, event);

	event->kind = LLGUARD_EVENT_DENIAL;
	if (rest < end)
		access_words(event, rest, end);
	else if (len && end[-1] == '=')
		event->flags |= LLGUARD_FLAG_TRUNCATED;
	blockers_take(event, known);
	object_take(event);
}
