/* SPDX-License-Identifier: MIT */
/*
 * The policies, and one layer of each.
 */
#include "probes.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

#define FS_MAKE                                                                \
	(LLGUARD_FS_MAKE_CHAR | LLGUARD_FS_MAKE_DIR | LLGUARD_FS_MAKE_REG |    \
		LLGUARD_FS_MAKE_SOCK | LLGUARD_FS_MAKE_FIFO |                  \
		LLGUARD_FS_MAKE_BLOCK | LLGUARD_FS_MAKE_SYM)
#define FS_REMOVE (LLGUARD_FS_REMOVE_DIR | LLGUARD_FS_REMOVE_FILE)

#define ROWS 6

/* A rule: on a path of the tree, on a port, or a preset. */
struct row {
	const char *path;
	uint64_t access; /* of a preset: its id */
	enum port port;
	uint32_t kind; /* 0: by path or port; LLGUARD_KIND_FD: path, opened */
};

#define PRESET(id)                                                             \
	{                                                                      \
		NULL, (id), 0, LLGUARD_KIND_PRESET                             \
	}
#define PRESETS                                                                \
	{                                                                      \
		PRESET(LLGUARD_PRESET_LIBC_1),                                 \
			PRESET(LLGUARD_PRESET_RESOLVER_1),                     \
			PRESET(LLGUARD_PRESET_TLS_1),                          \
			PRESET(LLGUARD_PRESET_LOCALE_1),                       \
			PRESET(LLGUARD_PRESET_TTY_1),                          \
			PRESET(LLGUARD_PRESET_DEV_1),                          \
	}

static const struct {
	const char *name;
	uint64_t handled;
	struct row rows[ROWS];
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
	{ "libc_1", LLGUARD_ABI_11, { PRESET(LLGUARD_PRESET_LIBC_1) } },
	{ "resolver_1", LLGUARD_ABI_11, { PRESET(LLGUARD_PRESET_RESOLVER_1) } },
	{ "tls_1", LLGUARD_ABI_11, { PRESET(LLGUARD_PRESET_TLS_1) } },
	{ "locale_1", LLGUARD_ABI_11, { PRESET(LLGUARD_PRESET_LOCALE_1) } },
	{ "tty_1", LLGUARD_ABI_11, { PRESET(LLGUARD_PRESET_TTY_1) } },
	{ "dev_1", LLGUARD_ABI_11, { PRESET(LLGUARD_PRESET_DEV_1) } },
	{ "all presets", LLGUARD_ABI_11, PRESETS },
	{ "all presets, reading and connecting handled",
		LLGUARD_FS_READ_FILE | LLGUARD_NET_CONNECT_TCP, PRESETS },
	// clang-format on
};

const char *policy_name(size_t policy)
{
	return policies[policy].name;
}

uint64_t policy_handled(size_t policy)
{
	return policies[policy].handled;
}

enum set policy_set(size_t policy)
{
	return policy < POLICIES_TREE ? SET_TREE : SET_PRESETS;
}

bool policy_has_fd(size_t policy)
{
	for (size_t i = 0; i < ROWS; i++)
		if (policies[policy].rows[i].kind == LLGUARD_KIND_FD)
			return true;
	return false;
}

static void rule_add(struct llguard_policy *layer, struct llguard_rule *rules,
	const struct llguard_rule *rule)
{
	if (!(rule->access & layer->handled))
		return;
	if (layer->rule_count == LAYER_RULES) {
		fprintf(stderr, "more than %d rules\n", LAYER_RULES);
		exit(1);
	}
	rules[layer->rule_count++] = *rule;
}

/*
 * A preset as it stands; where it is to be broken, its rules one by one.  It is
 * no rule of a layer that has none of its rights.
 */
static void preset_add(struct llguard_policy *layer, struct llguard_rule *rules,
	uint32_t preset, uint64_t disallowed)
{
	const struct llguard_rule whole = LLGUARD_PRESET(preset);
	struct llguard_rule rule;
	uint64_t access = 0;

	for (uint32_t i = 0;
		llguard_preset_rule(preset, i, &rule, sizeof(rule)) == 1; i++) {
		access |= rule.access;
		rule.access &= ~disallowed;
		if (disallowed)
			rule_add(layer, rules, &rule);
	}
	if (!disallowed && (access & layer->handled))
		rules[layer->rule_count++] = whole;
}

static void row_add(struct llguard_policy *layer, struct llguard_rule *rules,
	const struct row *row, uint64_t disallowed)
{
	const uint64_t access = row->access & ~disallowed;
	const struct llguard_rule path =
		LLGUARD_PATH(row->path ? tree_path(row->path) : NULL, access);
	const struct llguard_rule port =
		LLGUARD_PORT(tree_port(row->port), access);
	struct llguard_rule fd = LLGUARD_FD(0, access);

	if (row->kind == LLGUARD_KIND_PRESET) {
		preset_add(layer, rules, (uint32_t)row->access, disallowed);
		return;
	}
	if (!(access & layer->handled))
		return;
	if (row->kind == LLGUARD_KIND_FD)
		fd.fd = open(tree_path(row->path), O_PATH | O_CLOEXEC);
	rule_add(layer, rules,
		!row->path                     ? &port
		: row->kind == LLGUARD_KIND_FD ? &fd
					       : &path);
}

void policy_layer(size_t policy, uint64_t rights,
	const struct mutation *mutation, struct llguard_policy *ret,
	struct llguard_rule rules[LAYER_RULES])
{
	const struct llguard_policy init = LLGUARD_POLICY_NO_RULES(0);

	*ret = init;
	ret->handled = policies[policy].handled & rights & ~mutation->unhandled;
	ret->rules = rules;
	for (size_t i = 0; i < ROWS; i++)
		row_add(ret, rules, &policies[policy].rows[i],
			mutation->disallowed);
}
