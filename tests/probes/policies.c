/* SPDX-License-Identifier: MIT */
/*
 * The policies, and their rights in one layer or in two.
 */
#include "probes.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define FS_MAKE                                                                \
	(LLGUARD_FS_MAKE_CHAR | LLGUARD_FS_MAKE_DIR | LLGUARD_FS_MAKE_REG |    \
		LLGUARD_FS_MAKE_SOCK | LLGUARD_FS_MAKE_FIFO |                  \
		LLGUARD_FS_MAKE_BLOCK | LLGUARD_FS_MAKE_SYM)
#define FS_REMOVE (LLGUARD_FS_REMOVE_DIR | LLGUARD_FS_REMOVE_FILE)

/* A rule: on a path of the tree, or on a port. */
struct row {
	const char *path;
	uint64_t access;
	enum port port;
	uint32_t kind; /* 0: by path or port; LLGUARD_KIND_FD: path, opened */
};

static const struct {
	const char *name;
	uint64_t handled;
	struct row rows[LAYER_RULES];
} policies[POLICIES] = {
	// clang-format off
	{ "0 all denied", LLGUARD_ABI_11, { { 0 } } },
	{ "1 read a", LLGUARD_ABI_11, {
		{ "a", LLGUARD_FS_READ, 0, 0 },
		{ "/dev/null", LLGUARD_FS_READ_FILE, 0, 0 },
		{ NULL, LLGUARD_NET_CONNECT_TCP, TCP_LISTEN_1, 0 } } },
	{ "2 write all, execute nothing", LLGUARD_ABI_11, {
		{ "", LLGUARD_FS_READ_WRITE | LLGUARD_FS_RESOLVE_UNIX, 0, 0 },
		{ "/dev/null", LLGUARD_FS_READ_WRITE & LLGUARD_FS_ON_FILE, 0, 0 },
		{ NULL, LLGUARD_NET_BIND_TCP, TCP_FREE_1, 0 },
		{ NULL, LLGUARD_NET_CONNECT_TCP, TCP_LISTEN_1, 0 },
		{ NULL, LLGUARD_NET_BIND_UDP, PORT_ZERO, 0 },
		{ NULL, LLGUARD_NET_CONNECT_SEND_UDP, UDP_LISTEN_1, 0 } } },
	{ "3 execute in a alone", LLGUARD_ABI_11, {
		{ "a", LLGUARD_FS_READ_WRITE_EXECUTE, 0, 0 },
		{ "b", LLGUARD_FS_READ_WRITE, 0, 0 } } },
	{ "4 refer not handled", LLGUARD_ABI_1 | LLGUARD_SCOPE_SIGNAL, {
		{ "", LLGUARD_FS_READ_WRITE_EXECUTE, 0, 0 } } },
	{ "5 network", LLGUARD_SET_NET & LLGUARD_ABI_11, {
		{ NULL, LLGUARD_NET_BIND_TCP, TCP_FREE_1, 0 },
		{ NULL, LLGUARD_NET_CONNECT_TCP, TCP_LISTEN_1, 0 },
		{ NULL, LLGUARD_NET_BIND_UDP, UDP_FREE_1, 0 } } },
	{ "6 scopes", LLGUARD_SET_SCOPE & LLGUARD_ABI_11, { { 0 } } },
	{ "7 rules on files", LLGUARD_FS_READ_FILE | LLGUARD_FS_WRITE_FILE |
			LLGUARD_FS_TRUNCATE | LLGUARD_FS_EXECUTE |
			LLGUARD_FS_REFER | LLGUARD_NET_CONNECT_TCP, {
		{ "", LLGUARD_FS_REFER, 0, 0 },
		{ "a/file", LLGUARD_FS_READ_FILE | LLGUARD_FS_WRITE_FILE, 0, 0 },
		{ "a/program", LLGUARD_FS_READ_FILE | LLGUARD_FS_EXECUTE, 0, 0 },
		{ "b", LLGUARD_FS_READ_FILE, 0, 0 },
		{ NULL, LLGUARD_NET_CONNECT_TCP, TCP_LISTEN_1, 0 } } },
	{ "8 make and remove", FS_MAKE | FS_REMOVE | LLGUARD_FS_REFER |
			LLGUARD_NET_CONNECT_TCP, {
		{ "a", LLGUARD_FS_MAKE_REG | LLGUARD_FS_MAKE_SYM |
			LLGUARD_FS_REMOVE_FILE | LLGUARD_FS_REFER, 0, 0 },
		{ "b", LLGUARD_FS_MAKE_REG | LLGUARD_FS_REFER, 0, LLGUARD_KIND_FD } } },
	{ "9 devices and sockets", LLGUARD_FS_IOCTL_DEV |
			LLGUARD_FS_RESOLVE_UNIX | LLGUARD_FS_READ_DIR |
			LLGUARD_FS_TRUNCATE | LLGUARD_NET_BIND_TCP |
			LLGUARD_NET_BIND_UDP, {
		{ "/dev/null", LLGUARD_FS_IOCTL_DEV, 0, 0 },
		{ "a", LLGUARD_FS_RESOLVE_UNIX | LLGUARD_FS_TRUNCATE |
			LLGUARD_FS_READ_DIR, 0, 0 },
		{ NULL, LLGUARD_NET_BIND_TCP, PORT_ZERO, 0 } } },
	// clang-format on
};

const char *policy_name(size_t policy)
{
	return policies[policy].name;
}

static void rule_make(
	const struct row *row, uint64_t access, struct llguard_rule *ret)
{
	const struct llguard_rule path =
		LLGUARD_PATH(row->path ? tree_path(row->path) : NULL, access);
	const struct llguard_rule port =
		LLGUARD_PORT(tree_port(row->port), access);
	const struct llguard_rule fd = LLGUARD_FD(0, access);

	*ret = !row->path ? port : row->kind == LLGUARD_KIND_FD ? fd : path;
	if (ret->kind == LLGUARD_KIND_FD)
		ret->fd = open(tree_path(row->path), O_PATH | O_CLOEXEC);
}

static void layer_add(struct layers *layers, size_t policy, uint64_t set,
	const struct mutation *mutation)
{
	const struct llguard_policy init = LLGUARD_POLICY_NO_RULES(0);
	struct llguard_policy *layer = &layers->policies[layers->count];
	struct llguard_rule *rules = layers->rules[layers->count];

	*layer = init;
	layer->handled = policies[policy].handled & set & ~mutation->unhandled;
	layer->rules = rules;
	if (!layer->handled)
		return;
	for (size_t i = 0; i < LAYER_RULES; i++) {
		const struct row *row = &policies[policy].rows[i];
		const uint64_t access = row->access & ~mutation->disallowed;

		if (access & layer->handled)
			rule_make(row, access, &rules[layer->rule_count++]);
	}
	if (layers->count)
		layer->after = &layers->policies[layers->count - 1];
	layers->count++;
}

bool layers_make(size_t policy, enum shape shape,
	const struct mutation *mutation, struct layers *ret)
{
	const uint64_t fs = LLGUARD_SET_FS;
	const uint64_t handled = policies[policy].handled;

	memset(ret, 0, sizeof(*ret));
	if (shape == SHAPE_ONE) {
		layer_add(ret, policy, UINT64_MAX, mutation);
		return true;
	}
	layer_add(ret, policy, shape == SHAPE_FS_NET ? fs : ~fs, mutation);
	layer_add(ret, policy, shape == SHAPE_FS_NET ? ~fs : fs, mutation);
	return (handled & fs) && (handled & ~fs);
}

void layers_close(struct layers *layers)
{
	for (uint32_t i = 0; i < layers->count; i++)
		for (uint32_t rule = 0; rule < layers->policies[i].rule_count;
			rule++)
			if (layers->rules[i][rule].kind == LLGUARD_KIND_FD)
				close(layers->rules[i][rule].fd);
}

/*
 * The layer as a stage makes it: after filesystem rights, with refer carried.  By
 * hand where the library refuses the chain: it knows that refer is lost.
 */
static int layer_apply(const struct llguard_policy *policy, bool after_fs)
{
	const struct llguard_rule refer = LLGUARD_PATH("/", LLGUARD_FS_REFER);
	struct llguard_report report = LLGUARD_REPORT_INIT;
	struct llguard_rule rules[LAYER_RULES + 1];
	struct llguard_policy alone = *policy;
	int err = llguard_policy_apply(policy, &report);

	if (err != -EINVAL || !policy->after)
		return err;
	alone.after = NULL;
	alone.rules = rules;
	memcpy(rules, policy->rules, policy->rule_count * sizeof(rules[0]));
	if (after_fs && !(alone.handled & LLGUARD_FS_REFER)) {
		alone.handled |= LLGUARD_FS_REFER;
		rules[alone.rule_count++] = refer;
	}
	return llguard_policy_apply(&alone, &report);
}

int layers_apply(const struct layers *layers, uint32_t abi)
{
	const uint64_t known = llguard_abi_mask(abi);
	bool after_fs = false;

	for (uint32_t i = 0; i < layers->count; i++) {
		const struct llguard_policy *policy = &layers->policies[i];
		int err;

		/* Carrying refer alone must not make a layer. */
		if (!(policy->handled & known))
			continue;
		err = layer_apply(policy, after_fs);
		if (err)
			return err;
		after_fs |= (policy->handled & known & LLGUARD_SET_FS) != 0;
	}
	return 0;
}
