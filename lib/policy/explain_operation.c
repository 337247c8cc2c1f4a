/* SPDX-License-Identifier: MIT */
/*
 * The rights that each operation needs.
 *
 * Source: security/landlock/fs.c, net.c and task.c.
 */
#include "explain.h"

/* A denied socket may be one that was made inside. */
static void unix_explain(const struct llguard__case *the_case,
	const struct llguard_query *query, const struct llguard__place *place,
	struct llguard_answer *answer)
{
	llguard__explain_access(
		the_case, place, LLGUARD_FS_RESOLVE_UNIX, answer);
	if (answer->verdict == LLGUARD_VERDICT_ALLOWED ||
		query->peer == LLGUARD_PEER_OUTSIDE)
		return;
	answer->error = 0;
	answer->rule = LLGUARD_NO_RULE;
	if (query->peer == LLGUARD_PEER_INSIDE) {
		answer->verdict = LLGUARD_VERDICT_ALLOWED;
		answer->why = LLGUARD_WHY_INSIDE;
	} else {
		answer->verdict = LLGUARD_VERDICT_UNKNOWN;
		answer->why = LLGUARD_WHY_PEER;
	}
}

static void mount_explain(
	const struct llguard__case *the_case, struct llguard_answer *answer)
{
	for (uint32_t stage = the_case->count; stage-- > 0;) {
		struct llguard_answer part = LLGUARD_ANSWER_INIT;

		if (!(the_case->layers[stage].handled & LLGUARD_SET_FS))
			continue;
		part.verdict = LLGUARD_VERDICT_DENIED;
		part.error = EPERM;
		part.why = LLGUARD_WHY_TOPOLOGY;
		part.stage = stage;
		llguard__answer_add(answer, &part);
	}
}

static bool object_is_device(uint32_t object)
{
	return object == LLGUARD_TARGET_CHARACTER ||
	       object == LLGUARD_TARGET_BLOCK;
}

static void open_explain(const struct llguard__case *the_case,
	const struct llguard_query *query, const struct llguard__place *place,
	struct llguard_answer *answer)
{
	const uint32_t flags = query->flags;
	uint64_t rights = 0;

	if (flags & LLGUARD_QUERY_READ)
		rights |= query->object == LLGUARD_TARGET_DIRECTORY
				  ? LLGUARD_FS_READ_DIR
				  : LLGUARD_FS_READ_FILE;
	if (flags & LLGUARD_QUERY_WRITE)
		rights |= LLGUARD_FS_WRITE_FILE;
	if (place->missing) {
		const struct llguard__place parent =
			llguard__place_parent(place);

		llguard__explain_access(
			the_case, &parent, LLGUARD_FS_MAKE_REG, answer);
	}
	llguard__explain_access(the_case, place, rights, answer);
	/* Only what is there, and a regular file, is cut. */
	if ((flags & LLGUARD_QUERY_TRUNCATE) &&
		query->object == LLGUARD_TARGET_FILE)
		llguard__explain_access(
			the_case, place, LLGUARD_FS_TRUNCATE, answer);
}

static void path_explain(const struct llguard__case *the_case,
	const struct llguard_query *query, struct llguard_answer *answer)
{
	const struct llguard__place place = {
		.path = query->path,
		.len = strlen(query->path),
		.which = 1,
		.missing = query->object == LLGUARD_TARGET_MISSING,
	};
	const struct llguard__place parent = llguard__place_parent(&place);

	switch (query->operation) {
	case LLGUARD_OPERATION_OPEN:
		open_explain(the_case, query, &place, answer);
		break;
	case LLGUARD_OPERATION_CREATE:
		llguard__explain_access(the_case, &parent,
			llguard__right_to_make(query->object), answer);
		break;
	case LLGUARD_OPERATION_UNLINK:
		llguard__explain_access(the_case, &parent,
			llguard__right_to_remove(query->object), answer);
		break;
	case LLGUARD_OPERATION_TRUNCATE:
		llguard__explain_access(
			the_case, &place, LLGUARD_FS_TRUNCATE, answer);
		break;
	case LLGUARD_OPERATION_IOCTL:
		if (object_is_device(query->object))
			llguard__explain_access(
				the_case, &place, LLGUARD_FS_IOCTL_DEV, answer);
		break;
	case LLGUARD_OPERATION_EXECUTE:
		/* The kernel opens it for reading, too. */
		llguard__explain_access(the_case, &place,
			LLGUARD_FS_EXECUTE | LLGUARD_FS_READ_FILE, answer);
		break;
	case LLGUARD_OPERATION_UNIX:
		unix_explain(the_case, query, &place, answer);
		break;
	default:
		llguard__explain_refer(the_case, query, answer);
		break;
	}
}

static void socket_explain(const struct llguard__case *the_case,
	const struct llguard_query *query, struct llguard_answer *answer)
{
	const bool send = query->operation == LLGUARD_OPERATION_SEND;
	const bool bind = query->operation == LLGUARD_OPERATION_BIND;

	if (!send && !(query->flags & LLGUARD_QUERY_UDP)) {
		llguard__explain_port(the_case, query->port,
			bind ? LLGUARD_NET_BIND_TCP : LLGUARD_NET_CONNECT_TCP,
			answer);
		return;
	}
	llguard__explain_port(the_case, query->port,
		bind ? LLGUARD_NET_BIND_UDP : LLGUARD_NET_CONNECT_SEND_UDP,
		answer);
	/* The kernel binds a socket that has no port, and asks for port 0. */
	if (!bind && !(query->flags & LLGUARD_QUERY_BOUND))
		llguard__explain_port(
			the_case, 0, LLGUARD_NET_BIND_UDP, answer);
}

void llguard__explain_operation(const struct llguard__case *the_case,
	const struct llguard_query *query, struct llguard_answer *answer)
{
	answer->verdict = LLGUARD_VERDICT_ALLOWED;
	answer->why = LLGUARD_WHY_NOT_HANDLED;
	switch (query->operation) {
	case LLGUARD_OPERATION_BIND:
	case LLGUARD_OPERATION_CONNECT:
	case LLGUARD_OPERATION_SEND:
		socket_explain(the_case, query, answer);
		break;
	case LLGUARD_OPERATION_ABSTRACT:
		llguard__explain_peer(the_case, query->peer,
			LLGUARD_SCOPE_ABSTRACT_UNIX_SOCKET, answer);
		break;
	case LLGUARD_OPERATION_SIGNAL:
		llguard__explain_peer(
			the_case, query->peer, LLGUARD_SCOPE_SIGNAL, answer);
		break;
	case LLGUARD_OPERATION_PTRACE:
		llguard__explain_peer(the_case, query->peer, 0, answer);
		break;
	case LLGUARD_OPERATION_MOUNT:
		mount_explain(the_case, answer);
		break;
	default:
		path_explain(the_case, query, answer);
		break;
	}
}
