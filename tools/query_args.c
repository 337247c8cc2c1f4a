/* SPDX-License-Identifier: MIT */
#include "query_args.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "errors.h"
#include "path_resolve.h"

/* What stands behind an operation's name. */
enum words_of {
	WORDS_PATH,      /* PATH */
	WORDS_PATHS,     /* PATH PATH */
	WORDS_PATH_HOW,  /* PATH [HOW...] */
	WORDS_PATH_KIND, /* PATH KIND */
	WORDS_PORT,      /* PORT [HOW...] */
	WORDS_PATH_PEER, /* PATH [PEER] */
	WORDS_PEER,      /* [PEER] */
	WORDS_NONE,
};

static const struct operation {
	const char *name;
	uint32_t number;
	enum words_of words;
	const char *help;
} operations[] = {
	{ "open", LLGUARD_OPERATION_OPEN, WORDS_PATH_HOW,
		"PATH [read|write|create|truncate|o_path]..." },
	{ "create", LLGUARD_OPERATION_CREATE, WORDS_PATH_KIND, "PATH KIND" },
	{ "unlink", LLGUARD_OPERATION_UNLINK, WORDS_PATH, "PATH" },
	{ "rename", LLGUARD_OPERATION_RENAME, WORDS_PATHS,
		"PATH PATH [exchange]" },
	{ "link", LLGUARD_OPERATION_LINK, WORDS_PATHS, "PATH NEW-PATH" },
	{ "truncate", LLGUARD_OPERATION_TRUNCATE, WORDS_PATH, "PATH" },
	{ "ioctl", LLGUARD_OPERATION_IOCTL, WORDS_PATH, "PATH" },
	{ "exec", LLGUARD_OPERATION_EXECUTE, WORDS_PATH, "PATH" },
	{ "bind", LLGUARD_OPERATION_BIND, WORDS_PORT, "PORT [udp]" },
	{ "connect", LLGUARD_OPERATION_CONNECT, WORDS_PORT,
		"PORT [udp] [bound]" },
	{ "send", LLGUARD_OPERATION_SEND, WORDS_PORT, "PORT [bound]" },
	{ "unix", LLGUARD_OPERATION_UNIX, WORDS_PATH_PEER, "PATH [PEER]" },
	{ "abstract", LLGUARD_OPERATION_ABSTRACT, WORDS_PEER, "[PEER]" },
	{ "signal", LLGUARD_OPERATION_SIGNAL, WORDS_PEER, "[PEER]" },
	{ "ptrace", LLGUARD_OPERATION_PTRACE, WORDS_PEER, "[PEER]" },
	{ "mount", LLGUARD_OPERATION_MOUNT, WORDS_NONE, "nothing more" },
};

#define OPERATION_COUNT (sizeof(operations) / sizeof(operations[0]))

static const struct named {
	const char *name;
	uint32_t value;
} flags[] = {
	{ "read", LLGUARD_QUERY_READ },
	{ "write", LLGUARD_QUERY_WRITE },
	{ "create", LLGUARD_QUERY_CREATE },
	{ "truncate", LLGUARD_QUERY_TRUNCATE },
	{ "o_path", LLGUARD_QUERY_O_PATH },
	{ "exchange", LLGUARD_QUERY_EXCHANGE },
	{ "udp", LLGUARD_QUERY_UDP },
	{ "bound", LLGUARD_QUERY_BOUND },
	{ NULL, 0 },
}, kinds[] = {
	{ "file", LLGUARD_TARGET_FILE },
	{ "directory", LLGUARD_TARGET_DIRECTORY },
	{ "symlink", LLGUARD_TARGET_SYMLINK },
	{ "character", LLGUARD_TARGET_CHARACTER },
	{ "block", LLGUARD_TARGET_BLOCK },
	{ "fifo", LLGUARD_TARGET_FIFO },
	{ "socket", LLGUARD_TARGET_SOCKET },
	{ NULL, 0 },
}, peers[] = {
	{ "outside", LLGUARD_PEER_OUTSIDE },
	{ "inside", LLGUARD_PEER_INSIDE },
	{ NULL, 0 },
};

void query_args_help(void)
{
	puts("\noperations:");
	for (size_t i = 0; i < OPERATION_COUNT; i++)
		printf("  %-8s %s\n", operations[i].name, operations[i].help);
	puts("\nKIND is file, directory, symlink, character, block, fifo or "
	     "socket; PEER is\noutside or inside of the domain.");
}

static int word_find(const struct named *table, const char *operation,
	const char *word, const char *expected, uint32_t *ret)
{
	for (; table->name; table++)
		if (strcmp(word, table->name) == 0) {
			*ret = table->value;
			return 0;
		}
	error_usage(operation, word, "is not known", expected, "see --help");
	return -1;
}

static uint32_t target_of(const char *path)
{
	struct stat st;

	if (lstat(path, &st))
		return errno == ENOENT ? LLGUARD_TARGET_MISSING
				       : LLGUARD_TARGET_UNKNOWN;
	switch (st.st_mode & S_IFMT) {
	case S_IFREG:
		return LLGUARD_TARGET_FILE;
	case S_IFDIR:
		return LLGUARD_TARGET_DIRECTORY;
	case S_IFLNK:
		return LLGUARD_TARGET_SYMLINK;
	case S_IFCHR:
		return LLGUARD_TARGET_CHARACTER;
	case S_IFBLK:
		return LLGUARD_TARGET_BLOCK;
	case S_IFIFO:
		return LLGUARD_TARGET_FIFO;
	case S_IFSOCK:
		return LLGUARD_TARGET_SOCKET;
	default:
		return LLGUARD_TARGET_UNKNOWN;
	}
}

static bool follows_last(uint32_t operation)
{
	switch (operation) {
	case LLGUARD_OPERATION_OPEN:
	case LLGUARD_OPERATION_TRUNCATE:
	case LLGUARD_OPERATION_IOCTL:
	case LLGUARD_OPERATION_EXECUTE:
	case LLGUARD_OPERATION_UNIX:
		return true;
	default:
		return false;
	}
}

static int path_take(struct query_args *args, const char *word, char **ret)
{
	*ret = path_resolve(word, follows_last(args->query.operation));
	if (*ret)
		return 0;
	error_system(word, errno);
	return QUERY_NO_PATH;
}

static int port_take(
	struct query_args *args, const char *operation, const char *word)
{
	char *end;
	unsigned long port;

	errno = 0;
	port = strtoul(word, &end, 10);
	if (word[0] < '0' || word[0] > '9' || *end || errno || port > 65535) {
		error_usage(operation, word, "is not valid",
			"a port from 0 to 65535", NULL);
		return -1;
	}
	args->query.port = (uint32_t)port;
	return 0;
}

static int flags_take(
	struct query_args *args, const char *operation, char **words, int count)
{
	for (int i = 0; i < count; i++) {
		uint32_t flag;

		if (word_find(
			    flags, operation, words[i], "another word", &flag))
			return -1;
		args->query.flags |= flag;
	}
	return 0;
}

/* What stands at the paths; what is to be created is a word of its own. */
static void objects_set(struct llguard_query *query)
{
	if (query->path && query->operation != LLGUARD_OPERATION_CREATE)
		query->object = target_of(query->path);
	if (query->path_2)
		query->object_2 = target_of(query->path_2);
}

/* What may be there one day: the answer is for any object that it can be. */
static void missing_forget(struct llguard_query *query)
{
	const bool creates = query->operation == LLGUARD_OPERATION_OPEN &&
			     (query->flags & LLGUARD_QUERY_CREATE);

	if (query->object == LLGUARD_TARGET_MISSING && !creates)
		query->object = LLGUARD_TARGET_UNKNOWN;
	if (query->object_2 == LLGUARD_TARGET_MISSING &&
		(query->flags & LLGUARD_QUERY_EXCHANGE))
		query->object_2 = LLGUARD_TARGET_UNKNOWN;
}

static int words_take(struct query_args *args,
	const struct operation *operation, char **words, int count)
{
	struct llguard_query *query = &args->query;
	const int first = operation->words == WORDS_PATHS ? 2
			  : operation->words == WORDS_PEER ||
					  operation->words == WORDS_NONE
				  ? 0
				  : 1;

	if (count < first) {
		error_usage(operation->name, NULL, "needs more",
			operation->help, "see --help");
		return -1;
	}
	if (operation->words == WORDS_PORT) {
		if (port_take(args, operation->name, words[0]))
			return -1;
	} else {
		int err =
			first > 0 ? path_take(args, words[0], &args->path) : 0;

		if (!err && first > 1)
			err = path_take(args, words[1], &args->path_2);
		if (err)
			return err;
	}
	query->path = args->path;
	query->path_2 = args->path_2;
	objects_set(query);
	words += first;
	count -= first;
	switch (operation->words) {
	case WORDS_PATH_KIND:
		if (count == 1)
			return word_find(kinds, operation->name, words[0],
				"a KIND", &query->object);
		break;
	case WORDS_PATH_PEER:
	case WORDS_PEER:
		if (count == 1)
			return word_find(peers, operation->name, words[0],
				"outside or inside", &query->peer);
		if (!count)
			return 0;
		break;
	case WORDS_PATH_HOW:
	case WORDS_PATHS:
	case WORDS_PORT:
		return flags_take(args, operation->name, words, count);
	default:
		if (!count)
			return 0;
		break;
	}
	error_usage(operation->name, count ? words[0] : NULL,
		"is not as expected", operation->help, "see --help");
	return -1;
}

int query_args_take(struct query_args *args, char **words, int count)
{
	const struct llguard_query init = LLGUARD_QUERY_INIT;
	const struct operation *operation = operations;
	int err;

	*args = (struct query_args){ .query = init };
	if (!count) {
		error_usage(NULL, NULL, "the operation is missing",
			"open, create, exec, connect or another", "see --help");
		return -1;
	}
	while (operation < operations + OPERATION_COUNT &&
		strcmp(operation->name, words[0]) != 0)
		operation++;
	if (operation == operations + OPERATION_COUNT) {
		error_usage(words[0], NULL, "there is no such operation",
			"open, create, exec, connect or another", "see --help");
		return -1;
	}
	args->query.operation = operation->number;
	err = words_take(args, operation, words + 1, count - 1);
	if (err)
		return err;
	if (operation->number == LLGUARD_OPERATION_OPEN && !args->query.flags)
		args->query.flags = LLGUARD_QUERY_READ;
	if (operation->number == LLGUARD_OPERATION_SEND)
		args->query.flags |= LLGUARD_QUERY_UDP;
	missing_forget(&args->query);
	return 0;
}

void query_args_refused(
	const struct query_args *args, const struct llguard_answer *answer)
{
	const bool second = answer->why == LLGUARD_WHY_BAD_OBJECT_2;
	const uint32_t object =
		second ? args->query.object_2 : args->query.object;
	const struct operation *operation = operations;
	const struct named *kind = kinds;
	char text[64];

	while (operation->number != args->query.operation)
		operation++;
	while (kind->name && kind->value != object)
		kind++;
	snprintf(text, sizeof(text), "is %s%s, on which this is not done",
		kind->name ? "a " : "missing", kind->name ? kind->name : "");
	error_usage(operation->name, second ? args->path_2 : args->path, text,
		NULL, NULL);
}

void query_args_free(struct query_args *args)
{
	free(args->path);
	free(args->path_2);
}
