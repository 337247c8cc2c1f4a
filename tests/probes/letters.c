/* SPDX-License-Identifier: MIT */
/*
 * The three columns of a probe: the table, explain, and the kernel.
 */
#include "probes.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	NONE = 0,
	READ = LLGUARD_QUERY_READ,
	WRITE = LLGUARD_QUERY_WRITE,
	W = LLGUARD_QUERY_WRITE,
	T = LLGUARD_QUERY_TRUNCATE,
	C = LLGUARD_QUERY_CREATE,
	EXCHANGE = LLGUARD_QUERY_EXCHANGE,
	UDP = LLGUARD_QUERY_UDP,
	B = LLGUARD_QUERY_BOUND,
};

const struct probe probes[] = {
#define PROBE(                                                                 \
	name, operation, flags, object, path, object_2, path_2, port, changes) \
	{ SET, #name, LLGUARD_OPERATION_##operation, flags,                    \
		LLGUARD_TARGET_##object, path, LLGUARD_TARGET_##object_2,      \
		path_2, port, changes },
#define SET SET_TREE
#include "probes.def"
#undef SET
#define SET SET_PRESETS
#include "presets.def"
#undef SET
#undef PROBE
};
const size_t probe_count = sizeof(probes) / sizeof(probes[0]);

#define ANY SHAPES

static const struct {
	const char *probe;
	uint32_t abi;
	uint32_t shape;
	char letters[POLICIES_TREE + 1];
} rows[] = {
#define NET_FS                             SHAPE_NET_FS
#define EXPECT(probe, abi, shape, letters) { #probe, abi, shape, letters },
#include "expected.def"
#include "expected_presets.def"
#undef EXPECT
#undef NET_FS
};

char expected_of(size_t probe, uint32_t abi, enum shape shape, size_t policy)
{
	const size_t first = probes[probe].set == SET_TREE ? 0 : POLICIES_TREE;
	char letter = ALLOWED;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strcmp(rows[i].probe, probes[probe].name) == 0 &&
			rows[i].abi <= abi &&
			(rows[i].shape == ANY || rows[i].shape == shape))
			letter = rows[i].letters[policy - first];
	return letter;
}

static char letter_of(int err)
{
	switch (err) {
	case 0:
		return ALLOWED;
	case -1:
		return UNTESTABLE;
	case EACCES:
		return 'A';
	case EPERM:
		return 'P';
	case EXDEV:
		return 'X';
	default:
		return BROKEN;
	}
}

/* In the child: never returns.  execve ends in the exit status 0, too. */
static _Noreturn void confined(
	const struct probe *probe, const struct layers *layers)
{
	int prepared, err;

	if (probe->set == SET_PRESETS && !root_enter())
		_exit(SKIPPED);
	prepared = operation_prepare(probe);
	if (prepared < 0)
		_exit(SKIPPED);
	err = layers_apply(layers);
	if (err) {
		fprintf(stderr, "%s: the layers cannot be applied: %s\n",
			probe->name, strerror(-err));
		_exit(BROKEN);
	}
	err = operate(probe, prepared);
	if (letter_of(err) == BROKEN)
		fprintf(stderr, "%s: %s\n", probe->name, strerror(err));
	_exit(letter_of(err));
}

char kernel_letter(
	const struct probe *probe, struct layers *layers, uint32_t abi)
{
	int status = 0;
	pid_t child;

	if (layers_prepare(layers, abi))
		return BROKEN;
	fflush(stdout);
	child = fork();
	if (child == 0)
		confined(probe, layers);
	if (child < 0 || waitpid(child, &status, 0) != child ||
		!WIFEXITED(status))
		return BROKEN;
	if (probe->changes && probe->set == SET_TREE) {
		tree_mend();
		/* Rules are about the files that were there. */
		layers_forget(layers);
	} else if (probe->changes) {
		root_mend();
	}
	return WEXITSTATUS(status) ? (char)WEXITSTATUS(status) : ALLOWED;
}

static char answer_letter(const struct layers *layers,
	const struct llguard_kernel *kernel, const struct llguard_query *query,
	char *text, size_t size)
{
	const struct llguard_policy *last = &layers->policies[0];
	struct llguard_answer answer = LLGUARD_ANSWER_INIT;
	int err;

	last += layers->count - 1;
	err = llguard_policy_explain(last, kernel, query, &answer);
	llguard_answer_describe(last, query, &answer, text, size);
	if (err)
		return BROKEN;
	if (answer.verdict == LLGUARD_VERDICT_UNKNOWN)
		return UNKNOWN;
	return letter_of(answer.error);
}

static struct llguard_query query_of(const struct probe *probe)
{
	struct llguard_query query = LLGUARD_QUERY_INIT;

	query.operation = probe->operation;
	query.flags = probe->flags;
	query.object = probe->object;
	query.object_2 = probe->object_2;
	query.path = probe->path ? tree_path(probe->path) : NULL;
	query.path_2 = probe->path_2 ? tree_path(probe->path_2) : NULL;
	query.port = tree_port(probe->port);
	if (query.operation == LLGUARD_OPERATION_UNIX ||
		query.operation == LLGUARD_OPERATION_ABSTRACT ||
		query.operation == LLGUARD_OPERATION_SIGNAL ||
		query.operation == LLGUARD_OPERATION_PTRACE)
		query.peer = LLGUARD_PEER_OUTSIDE;
	return query;
}

char explain_words(const struct probe *probe, const struct layers *layers,
	const struct llguard_kernel *kernel, char *text, size_t size)
{
	const struct llguard_query query = query_of(probe);

	if (!layers->count)
		return ALLOWED;
	if (query.operation == LLGUARD_OPERATION_IOCTL) {
		struct llguard_query before = query;

		before.operation = LLGUARD_OPERATION_OPEN;
		before.flags = LLGUARD_QUERY_READ;
		if (answer_letter(layers, kernel, &before, text, size) !=
			ALLOWED)
			return UNTESTABLE;
	}
	return answer_letter(layers, kernel, &query, text, size);
}

char explain_letter(const struct probe *probe, const struct layers *layers,
	const struct llguard_kernel *kernel)
{
	return explain_words(probe, layers, kernel, NULL, 0);
}
