/* SPDX-License-Identifier: MIT */
/*
 * What a query may be: which members each operation uses, and on what objects it
 * can be tried at all.
 */
#include "explain.h"

#define EXPLAIN_PORT_MAX 65535

/* Members, besides operation, size and reserved. */
#define USES_PATH   1u
#define USES_PATH_2 2u
#define USES_PORT   4u
#define USES_PEER   8u

/* A row for each operation, in order. */
static const struct {
	uint8_t uses;
	uint8_t flags;
	bool object;
} operations[] = {
	/* clang-format off */
	[LLGUARD_OPERATION_OPEN]     = { USES_PATH, LLGUARD_QUERY_READ |
			LLGUARD_QUERY_WRITE | LLGUARD_QUERY_CREATE |
			LLGUARD_QUERY_TRUNCATE | LLGUARD_QUERY_O_PATH, true },
	[LLGUARD_OPERATION_CREATE]   = { USES_PATH, 0, true },
	[LLGUARD_OPERATION_UNLINK]   = { USES_PATH, 0, true },
	[LLGUARD_OPERATION_RENAME]   = { USES_PATH | USES_PATH_2,
			LLGUARD_QUERY_EXCHANGE, true },
	[LLGUARD_OPERATION_LINK]     = { USES_PATH | USES_PATH_2, 0, true },
	[LLGUARD_OPERATION_TRUNCATE] = { USES_PATH, 0, true },
	[LLGUARD_OPERATION_IOCTL]    = { USES_PATH, 0, true },
	[LLGUARD_OPERATION_EXECUTE]  = { USES_PATH, 0, true },
	[LLGUARD_OPERATION_BIND]     = { USES_PORT, LLGUARD_QUERY_UDP, false },
	[LLGUARD_OPERATION_CONNECT]  = { USES_PORT,
			LLGUARD_QUERY_UDP | LLGUARD_QUERY_BOUND, false },
	[LLGUARD_OPERATION_SEND]     = { USES_PORT,
			LLGUARD_QUERY_UDP | LLGUARD_QUERY_BOUND, false },
	[LLGUARD_OPERATION_UNIX]     = { USES_PATH | USES_PEER, 0, true },
	[LLGUARD_OPERATION_ABSTRACT] = { USES_PEER, 0, false },
	[LLGUARD_OPERATION_SIGNAL]   = { USES_PEER, 0, false },
	[LLGUARD_OPERATION_PTRACE]   = { USES_PEER, 0, false },
	[LLGUARD_OPERATION_MOUNT]    = { 0, 0, false },
	/* clang-format on */
};

static bool path_is_resolved(const char *path)
{
	if (!path || path[0] != '/')
		return false;
	for (const char *at = path; *at;) {
		size_t len;

		while (*at == '/')
			at++;
		len = 0;
		while (at[len] && at[len] != '/')
			len++;
		if ((len == 1 && at[0] == '.') ||
			(len == 2 && at[0] == '.' && at[1] == '.'))
			return false;
		at += len;
	}
	return true;
}

static bool flags_are_bad(const struct llguard_query *query)
{
	const uint32_t flags = query->flags;
	const uint32_t how =
		LLGUARD_QUERY_READ | LLGUARD_QUERY_WRITE | LLGUARD_QUERY_O_PATH;

	if (flags & ~(uint32_t)operations[query->operation].flags)
		return true;
	if (query->operation == LLGUARD_OPERATION_OPEN)
		return !(flags & how) || ((flags & LLGUARD_QUERY_O_PATH) &&
						 flags != LLGUARD_QUERY_O_PATH);
	/* Only a UDP socket is bound on the way. */
	return (flags & LLGUARD_QUERY_BOUND) &&
	       query->operation == LLGUARD_OPERATION_CONNECT &&
	       !(flags & LLGUARD_QUERY_UDP);
}

static bool object_exists(uint32_t object)
{
	return object != LLGUARD_TARGET_MISSING;
}

/* What open(2) may find, no link being followed. */
static bool open_objects(const struct llguard_query *query)
{
	const uint32_t writes = LLGUARD_QUERY_WRITE | LLGUARD_QUERY_CREATE |
				LLGUARD_QUERY_TRUNCATE;

	switch (query->object) {
	case LLGUARD_TARGET_MISSING:
		return query->flags & LLGUARD_QUERY_CREATE;
	case LLGUARD_TARGET_DIRECTORY:
		return !(query->flags & writes);
	case LLGUARD_TARGET_SYMLINK:
		return query->flags & LLGUARD_QUERY_O_PATH;
	default:
		return true;
	}
}

static bool rename_objects(const struct llguard_query *query)
{
	if (!object_exists(query->object))
		return false;
	if (query->flags & LLGUARD_QUERY_EXCHANGE)
		return object_exists(query->object_2);
	return !object_exists(query->object_2) ||
	       (query->object == LLGUARD_TARGET_DIRECTORY) ==
		       (query->object_2 == LLGUARD_TARGET_DIRECTORY);
}

bool llguard__query_objects(const struct llguard_query *query)
{
	switch (query->operation) {
	case LLGUARD_OPERATION_OPEN:
		return open_objects(query);
	case LLGUARD_OPERATION_CREATE:
	case LLGUARD_OPERATION_UNLINK:
		return object_exists(query->object);
	case LLGUARD_OPERATION_RENAME:
		return rename_objects(query);
	case LLGUARD_OPERATION_LINK:
		return object_exists(query->object) &&
		       query->object != LLGUARD_TARGET_DIRECTORY &&
		       !object_exists(query->object_2);
	case LLGUARD_OPERATION_IOCTL:
		return object_exists(query->object) &&
		       query->object != LLGUARD_TARGET_SYMLINK;
	case LLGUARD_OPERATION_UNIX:
		return query->object == LLGUARD_TARGET_SOCKET;
	default:
		return query->object == LLGUARD_TARGET_FILE;
	}
}

/* An object that no other one could make possible; the second goes by the first. */
static bool object_is_bad(const struct llguard_query *query, bool second)
{
	struct llguard_query tried = *query;
	uint32_t *other = second ? &tried.object : &tried.object_2;

	if ((second ? query->object_2 : query->object) ==
		LLGUARD_TARGET_UNKNOWN)
		return false;
	if (second && *other != LLGUARD_TARGET_UNKNOWN)
		return !llguard__query_objects(&tried);
	for (*other = 1; *other <= LLGUARD_TARGET_SOCKET; ++*other)
		if (llguard__query_objects(&tried))
			return false;
	return true;
}

static uint32_t objects_fault(const struct llguard_query *query, uint32_t uses)
{
	if (!operations[query->operation].object)
		return query->object     ? LLGUARD_WHY_BAD_OBJECT
		       : query->object_2 ? LLGUARD_WHY_BAD_OBJECT_2
					 : 0;
	if (query->object > LLGUARD_TARGET_SOCKET ||
		object_is_bad(query, false))
		return LLGUARD_WHY_BAD_OBJECT;
	if (!(uses & USES_PATH_2))
		return query->object_2 ? LLGUARD_WHY_BAD_OBJECT_2 : 0;
	return query->object_2 > LLGUARD_TARGET_SOCKET ||
			       object_is_bad(query, true)
		       ? LLGUARD_WHY_BAD_OBJECT_2
		       : 0;
}

uint32_t llguard__query_fault(const struct llguard_query *query)
{
	uint32_t uses;

	if (query->reserved)
		return LLGUARD_WHY_BAD_QUERY;
	if (!query->operation || query->operation >= LLGUARD__COUNT(operations))
		return LLGUARD_WHY_BAD_OPERATION;
	uses = operations[query->operation].uses;
	if (flags_are_bad(query))
		return LLGUARD_WHY_BAD_FLAGS;
	if (uses & USES_PATH ? !path_is_resolved(query->path)
			     : query->path != NULL)
		return LLGUARD_WHY_BAD_PATH;
	if (uses & USES_PATH_2 ? !path_is_resolved(query->path_2)
			       : query->path_2 != NULL)
		return LLGUARD_WHY_BAD_PATH_2;
	if (query->peer > (uses & USES_PEER ? LLGUARD_PEER_INSIDE : 0u))
		return LLGUARD_WHY_BAD_PEER;
	if (query->port > (uses & USES_PORT ? EXPLAIN_PORT_MAX : 0u))
		return LLGUARD_WHY_BAD_PORT;
	return objects_fault(query, uses);
}
