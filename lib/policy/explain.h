/* SPDX-License-Identifier: MIT */
/*
 * What the explain_*.c say to each other.
 *
 * explain.c makes layers of the stages; explain_operation.c and explain_refer.c
 * know what an operation needs, explain_layer.c asks the layers for it,
 * explain_path.c which rules cover a path; explain_query.c what a query may be,
 * explain_text.c the words.
 */
#ifndef LLGUARD__EXPLAIN_H
#define LLGUARD__EXPLAIN_H

#include "policy.h"

#include <llguard/explain.h>

/* Landlock's own limit of stacked layers. */
#define LLGUARD__EXPLAIN_STAGES 16

/* A stage, as the layer that the kernel makes of it. */
struct llguard__layer {
	const struct llguard_policy *policy;
	uint64_t handled; /* 0: there is no layer */
	bool carries;     /* refer is allowed everywhere */
};

/* A query against a chain on one kernel. */
struct llguard__case {
	uint64_t known; /* the kernel's rights */
	uint32_t count; /* of stages */
	bool has_fs;    /* a layer has filesystem rights */
	struct llguard__layer
		layers[LLGUARD__EXPLAIN_STAGES]; /* oldest first */
};

/* A path of a query, or its parent: bytes, no NUL at the end. */
struct llguard__place {
	const char *path;
	size_t len;
	uint32_t which; /* 1 or 2: of the query's paths */
	bool missing; /* nothing stands there: no rule can be about it itself */
};

/* The directory in which a place is; that of "/" is itself. */
struct llguard__place llguard__place_parent(const struct llguard__place *place);

bool llguard__place_same(
	const struct llguard__place *a, const struct llguard__place *b);

/* What the rules of a layer say of a place. */
struct llguard__cover {
	uint64_t sure;       /* rights that they allow there */
	uint64_t perhaps;    /* ... that rules nobody can place may allow */
	uint32_t nearest;    /* the deepest rule over it, or LLGUARD_NO_RULE */
	uint32_t unresolved; /* the first that nobody can place, or the same */
};

void llguard__cover(const struct llguard__layer *layer,
	const struct llguard__place *place, struct llguard__cover *ret);

/* The same of the rules about the place itself alone: what moves along with it. */
void llguard__cover_itself(const struct llguard__layer *layer,
	const struct llguard__place *place, struct llguard__cover *ret);

/* The first rule of a layer that allows any of rights at a place. */
uint32_t llguard__rule_allowing(const struct llguard__layer *layer,
	const struct llguard__place *place, uint64_t rights);

/* The same for a port. */
void llguard__cover_port(const struct llguard__layer *layer, uint32_t port,
	struct llguard__cover *ret);
uint32_t llguard__rule_allowing_port(
	const struct llguard__layer *layer, uint32_t port, uint64_t rights);

/* Take over an answer to a part of the query when it says more. */
void llguard__answer_add(
	struct llguard_answer *answer, const struct llguard_answer *part);

/* Whether rights at a place are allowed. */
void llguard__explain_access(const struct llguard__case *the_case,
	const struct llguard__place *place, uint64_t rights,
	struct llguard_answer *answer);

/* Whether a right is allowed on a port. */
void llguard__explain_port(const struct llguard__case *the_case, uint32_t port,
	uint64_t right, struct llguard_answer *answer);

/* Whether a scope's right, or with 0 tracing, is denied towards a peer. */
void llguard__explain_peer(const struct llguard__case *the_case, uint32_t peer,
	uint64_t right, struct llguard_answer *answer);

/* An operation on objects that are known, or do not matter. */
void llguard__explain_operation(const struct llguard__case *the_case,
	const struct llguard_query *query, struct llguard_answer *answer);

/* Rename and link.  object and object_2 are known. */
void llguard__explain_refer(const struct llguard__case *the_case,
	const struct llguard_query *query, struct llguard_answer *answer);

/* The right to make an object; to remove it. */
uint64_t llguard__right_to_make(uint32_t object);
uint64_t llguard__right_to_remove(uint32_t object);

/* What is wrong with a query: LLGUARD_WHY_BAD_*, or 0. */
uint32_t llguard__query_fault(const struct llguard_query *query);

/* Whether the operation can be done to these objects at all. */
bool llguard__query_objects(const struct llguard_query *query);

#endif /* LLGUARD__EXPLAIN_H */
