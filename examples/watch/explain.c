/* SPDX-License-Identifier: MIT */
#include "explain.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* What a right is asked for with, the rarer ones first: a denial may have some. */
static const struct asked {
	uint64_t right;
	uint32_t operation;
	uint32_t object;
	uint32_t flags;
} all_asked[] = {
	{ LLGUARD_FS_MAKE_DIR, LLGUARD_OPERATION_CREATE,
		LLGUARD_TARGET_DIRECTORY, 0 },
	{ LLGUARD_FS_MAKE_SYM, LLGUARD_OPERATION_CREATE, LLGUARD_TARGET_SYMLINK,
		0 },
	{ LLGUARD_FS_MAKE_FIFO, LLGUARD_OPERATION_CREATE, LLGUARD_TARGET_FIFO,
		0 },
	{ LLGUARD_FS_MAKE_SOCK, LLGUARD_OPERATION_CREATE, LLGUARD_TARGET_SOCKET,
		0 },
	{ LLGUARD_FS_MAKE_CHAR, LLGUARD_OPERATION_CREATE,
		LLGUARD_TARGET_CHARACTER, 0 },
	{ LLGUARD_FS_MAKE_BLOCK, LLGUARD_OPERATION_CREATE, LLGUARD_TARGET_BLOCK,
		0 },
	{ LLGUARD_FS_MAKE_REG, LLGUARD_OPERATION_CREATE, LLGUARD_TARGET_FILE,
		0 },
	{ LLGUARD_FS_REMOVE_DIR, LLGUARD_OPERATION_UNLINK,
		LLGUARD_TARGET_DIRECTORY, 0 },
	{ LLGUARD_FS_REMOVE_FILE, LLGUARD_OPERATION_UNLINK, LLGUARD_TARGET_FILE,
		0 },
	{ LLGUARD_FS_TRUNCATE, LLGUARD_OPERATION_TRUNCATE, 0, 0 },
	{ LLGUARD_FS_IOCTL_DEV, LLGUARD_OPERATION_IOCTL,
		LLGUARD_TARGET_CHARACTER, 0 },
	{ LLGUARD_FS_EXECUTE, LLGUARD_OPERATION_EXECUTE, 0, 0 },
	{ LLGUARD_FS_READ_DIR, LLGUARD_OPERATION_OPEN, LLGUARD_TARGET_DIRECTORY,
		LLGUARD_QUERY_READ },
	{ LLGUARD_FS_WRITE_FILE, LLGUARD_OPERATION_OPEN, LLGUARD_TARGET_FILE,
		LLGUARD_QUERY_WRITE },
	{ LLGUARD_FS_READ_FILE, LLGUARD_OPERATION_OPEN, LLGUARD_TARGET_FILE,
		LLGUARD_QUERY_READ },
	{ LLGUARD_NET_CONNECT_TCP, LLGUARD_OPERATION_CONNECT, 0, 0 },
	{ LLGUARD_NET_BIND_TCP, LLGUARD_OPERATION_BIND, 0, 0 },
	{ LLGUARD_SCOPE_SIGNAL, LLGUARD_OPERATION_SIGNAL, 0, 0 },
};

static const struct asked *asked_find(uint64_t rights)
{
	for (size_t i = 0; i < sizeof(all_asked) / sizeof(all_asked[0]); i++)
		if (rights & all_asked[i].right)
			return &all_asked[i];
	return NULL;
}

/* The question that the kernel has answered with no; false when it is none of these. */
static bool query_make(const struct llguard_event *event, char *path,
	size_t size, struct llguard_query *query)
{
	const struct asked *asked = asked_find(event->rights);

	*query = (struct llguard_query)LLGUARD_QUERY_INIT;
	if (!asked)
		return false;
	query->operation = asked->operation;
	query->object = asked->object;
	query->flags = asked->flags;
	switch (asked->operation) {
	case LLGUARD_OPERATION_CONNECT:
		query->port = event->dest;
		return true;
	case LLGUARD_OPERATION_BIND:
		query->port = event->src;
		return true;
	case LLGUARD_OPERATION_SIGNAL:
		query->peer = LLGUARD_PEER_OUTSIDE;
		return true;
	default:
		break;
	}
	/* Names with a NUL or a relative path are not those of our rules. */
	if (!event->path.ptr || event->path.len + sizeof("/x") > size ||
		event->path.ptr[0] != '/' ||
		memchr(event->path.ptr, '\0', event->path.len))
		return false;
	memcpy(path, event->path.ptr, event->path.len);
	/* What was to be made or removed in a directory is not named. */
	snprintf(path + event->path.len, size - event->path.len, "%s",
		event->parent ? "/x" : "");
	query->path = path;
	return true;
}

void explain_print(const struct llguard_policy *policy,
	const struct llguard_kernel *kernel, const struct llguard_event *event)
{
	static char text[16 * 1024];
	static char path[8 * 1024];
	struct llguard_query query;
	struct llguard_answer answer = LLGUARD_ANSWER_INIT;

	(void)llguard_event_describe(event, text, sizeof(text));
	printf("watch: %s\n", text);
	if (!query_make(event, path, sizeof(path), &query) ||
		llguard_policy_explain(policy, kernel, &query, &answer))
		return;
	if (answer.verdict == LLGUARD_VERDICT_ALLOWED) {
		/* A domain around ours, or another program's rule. */
		printf("watch:   not by this policy, which allows it\n");
		return;
	}
	(void)llguard_answer_describe(
		policy, &query, &answer, text, sizeof(text));
	printf("watch:   %s\n", text);
}
