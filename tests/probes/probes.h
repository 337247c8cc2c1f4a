/* SPDX-License-Identifier: MIT */
/*
 * Operations on objects under policies in layers: what each must come to is
 * written by hand, what llguard_policy_explain() says and what the kernel does
 * are asked.
 *
 * probes.def is the product of operations and objects, policies.c the policies,
 * expected.def the table.
 */
#ifndef PROBES_H
#define PROBES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <llguard.h>

#define POLICIES 10

/* What a call comes to. */
#define ALLOWED    '.'
#define UNTESTABLE '-' /* an ioctl on what cannot be opened */
#define UNKNOWN    '?' /* only explain says so */
#define BROKEN     '!' /* an error that no policy makes */
#define SKIPPED    ' ' /* this process may not try it, confined or not */

/* Ports, by what is behind them; the number is the tree's. */
enum port {
	PORT_ZERO,
	TCP_LISTEN_1,
	TCP_LISTEN_2,
	TCP_FREE_1,
	TCP_FREE_2,
	UDP_LISTEN_1,
	UDP_LISTEN_2,
	UDP_FREE_1,
	UDP_FREE_2,
	PORTS,
};

/* How a policy's rights are laid out in layers. */
enum shape {
	SHAPE_ONE,
	SHAPE_FS_NET,
	SHAPE_NET_FS,
	SHAPES,
};

struct probe {
	const char *name;
	uint32_t operation; /* LLGUARD_OPERATION_* */
	uint32_t flags;     /* LLGUARD_QUERY_* */
	uint32_t object;    /* LLGUARD_TARGET_* */
	const char *path;   /* in the tree, or absolute */
	uint32_t object_2;
	const char *path_2;
	enum port port;
	bool changes; /* the tree must be mended afterwards */
};

extern const struct probe probes[];
extern const size_t probe_count;

/* What expected.def says of a probe on an ABI. */
char expected_of(size_t probe, uint32_t abi, enum shape shape, size_t policy);

/* The tree of files and sockets, and a process outside of every domain. */
bool tree_make(void);
void tree_mend(void);
void tree_remove(void);
const char *tree_path(const char *name); /* absolute; valid for ever */
uint32_t tree_port(enum port port);
int tree_victim(void);
const char *tree_abstract(void);

/* A change to a policy: rights it no longer handles, or no longer allows. */
struct mutation {
	uint64_t unhandled;
	uint64_t disallowed;
};

/* A policy in layers: last is the chain's end. */
#define LAYER_RULES 6

struct layers {
	uint32_t count;
	struct llguard_policy policies[2];
	struct llguard_rule rules[2][LAYER_RULES];
};

/* False when the policy has only one kind of rights, so that shape is one. */
bool layers_make(size_t policy, enum shape shape,
	const struct mutation *mutation, struct layers *ret);
void layers_close(struct layers *layers); /* the descriptors of its rules */
const char *policy_name(size_t policy);

/* Put the layers on this process.  Returns 0 or a negative errno. */
int layers_apply(const struct layers *layers, uint32_t abi);

/* Before confinement; -1: cannot be tried, else what operate() gets. */
int operation_prepare(const struct probe *probe);

/* Try it: 0 or an errno.  execve does not return. */
int operate(const struct probe *probe, int prepared);

/* The kernel's answer, and explain's, as a letter. */
char kernel_letter(
	const struct probe *probe, const struct layers *layers, uint32_t abi);
char explain_letter(const struct probe *probe, const struct layers *layers,
	const struct llguard_kernel *kernel);

#endif /* PROBES_H */
