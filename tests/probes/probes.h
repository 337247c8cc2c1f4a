/* SPDX-License-Identifier: MIT */
/*
 * Operations on objects under policies in layers: what each must come to is
 * written by hand, what llguard_policy_explain() says and what the kernel does
 * are asked.
 *
 * probes.def is the product of operations and objects, expected.def the table;
 * presets.def and expected_presets.def are the same for what presets allow, in a
 * root of its own.  policies.c has the policies of both.
 */
#ifndef PROBES_H
#define PROBES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <llguard.h>

/* Probes and policies that belong together: the tree's, and the presets'. */
enum set {
	SET_TREE,
	SET_PRESETS,
	SETS,
};

#define POLICIES_TREE    10
#define POLICIES_PRESETS 8
#define POLICIES         (POLICIES_TREE + POLICIES_PRESETS)

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
	PORT_53,
	PORT_54,
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
	enum set set;
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
bool program_make(const char *path); /* a copy of this one */

/*
 * A root with what presets name and what stands beside it, on a file system of
 * its own.  False where this process may not mount.
 */
bool root_make(const char *at);
void root_mend(void);
void root_remove(void);
bool root_enter(void);
bool root_leave(void);

/* A change to a policy. */
struct mutation {
	uint64_t unhandled;  /* rights that it no longer handles */
	uint64_t disallowed; /* rights that it no longer allows */
	bool forgets_refer;  /* a later layer does not carry it */
};

/* The rules of all presets, one by one. */
#define LAYER_RULES 96

/* A policy in layers: last is the chain's end. */
struct layers {
	enum set set;
	uint32_t count;
	bool forgets_refer;
	bool ready; /* the rulesets are there */
	struct llguard_policy policies[2];
	struct llguard_rule rules[2][LAYER_RULES];
	struct llguard_prepared prepared[2];
};

/* False when the policy has only one kind of rights, so that shape is one. */
bool layers_make(size_t policy, enum shape shape,
	const struct mutation *mutation, struct layers *ret);
void layers_close(struct layers *layers);

/*
 * Make the rulesets, unless they are there; give them back; put them on this
 * process.  0 or a negative errno.
 */
int layers_prepare(struct layers *layers, uint32_t abi);
void layers_forget(struct layers *layers);
int layers_apply(const struct layers *layers);

/*
 * One layer of a policy: what it handles of a set of rights, and the rules for
 * that.  Its rules' descriptors are the caller's.
 */
void policy_layer(size_t policy, uint64_t rights,
	const struct mutation *mutation, struct llguard_policy *ret,
	struct llguard_rule rules[LAYER_RULES]);
const char *policy_name(size_t policy);
uint64_t policy_handled(size_t policy);
enum set policy_set(size_t policy);
bool policy_has_fd(size_t policy); /* a rule for a descriptor */

/* Before confinement; -1: cannot be tried, else what operate() gets. */
int operation_prepare(const struct probe *probe);

/* Try it: 0 or an errno.  execve does not return. */
int operate(const struct probe *probe, int prepared);

/* The kernel's answer, and explain's, as a letter. */
char kernel_letter(
	const struct probe *probe, struct layers *layers, uint32_t abi);
char explain_letter(const struct probe *probe, const struct layers *layers,
	const struct llguard_kernel *kernel);

/* The same, and why in at most size bytes of text. */
char explain_words(const struct probe *probe, const struct layers *layers,
	const struct llguard_kernel *kernel, char *text, size_t size);

#endif /* PROBES_H */
