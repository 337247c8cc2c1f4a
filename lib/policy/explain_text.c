/* SPDX-License-Identifier: MIT */
/*
 * An answer for people, and as the "answer" of landlock-guard(1).
 */
#include "explain.h"

#include "../error.h"
#include "../extensible.h"
#include "../json_out.h"
#include "../rights.h"

static const char *operation_name(uint32_t operation)
{
	static const char names[][9] = { "", "open", "create", "unlink",
		"rename", "link", "truncate", "ioctl", "exec", "bind",
		"connect", "send", "unix", "abstract", "signal", "ptrace",
		"mount" };

	return operation < LLGUARD__COUNT(names) ? names[operation] : "";
}

static const char *verdict_name(uint32_t verdict)
{
	switch (verdict) {
	case LLGUARD_VERDICT_ALLOWED:
		return "allowed";
	case LLGUARD_VERDICT_DENIED:
		return "denied";
	default:
		return "unknown";
	}
}

/* What is wrong with the arguments. */
static const char *bad_text(uint32_t why)
{
	switch (why) {
	case LLGUARD_WHY_BAD_POLICY:
		return "policy: a stage is malformed; llguard_policy_check() "
		       "says where";
	case LLGUARD_WHY_BAD_CHAIN:
		return "policy.after: the chain has more than 16 stages, or is "
		       "a circle; expected one that ends";
	case LLGUARD_WHY_BAD_KERNEL:
		return "kernel: its size is not valid; begin with "
		       "LLGUARD_KERNEL_INIT";
	case LLGUARD_WHY_BAD_OPERATION:
		return "query.operation: there is no such operation; expected "
		       "LLGUARD_OPERATION_*";
	case LLGUARD_WHY_BAD_FLAGS:
		return "query.flags: not flags of this operation; expected for "
		       "open READ, WRITE or both, or O_PATH alone";
	case LLGUARD_WHY_BAD_PATH:
		return "query.path: expected an absolute path without . and .. "
		       "if the operation has one, and NULL if not";
	case LLGUARD_WHY_BAD_PATH_2:
		return "query.path_2: expected an absolute path without . and "
		       ".. for rename and link, and NULL for others";
	case LLGUARD_WHY_BAD_OBJECT:
		return "query.object: the operation is not done to such an "
		       "object; expected another LLGUARD_TARGET_*, a link "
		       "resolved";
	case LLGUARD_WHY_BAD_OBJECT_2:
		return "query.object_2: the operation is not done to such an "
		       "object; expected another LLGUARD_TARGET_*";
	case LLGUARD_WHY_BAD_PEER:
		return "query.peer: expected LLGUARD_PEER_* if the operation "
		       "has a peer, and 0 if not";
	case LLGUARD_WHY_BAD_PORT:
		return "query.port: expected 0 to 65535 if the operation has a "
		       "port, and 0 if not";
	default:
		return "query: its size is not valid, or reserved is not 0; "
		       "begin with LLGUARD_QUERY_INIT";
	}
}

/* "fs.write_file, fs.read_file" */
static void rights_add(struct llguard__text *text, uint64_t rights)
{
	const char *before = "";

	for (size_t i = 0; i < LLGUARD__RIGHTS; i++) {
		const struct llguard__right *row = llguard__right_at(i);

		if (!(rights & UINT64_C(1) << row->bit))
			continue;
		llguard__text_add(text, before);
		llguard__text_add(text, row->blocker);
		before = ", ";
	}
}

static void rule_add(
	struct llguard__text *text, const struct llguard_answer *answer)
{
	llguard__text_add(text, "stage ");
	llguard__text_u64(text, answer->stage);
	if (answer->rule == LLGUARD_NO_RULE)
		return;
	llguard__text_add(text, ", rule ");
	llguard__text_u64(text, answer->rule);
}

static void allowed_add(
	struct llguard__text *text, const struct llguard_answer *answer)
{
	switch (answer->why) {
	case LLGUARD_WHY_ABI:
		llguard__text_add(text, "this kernel cannot deny ");
		rights_add(text, answer->rights);
		return;
	case LLGUARD_WHY_RULE:
		rule_add(text, answer);
		llguard__text_add(text, " allows ");
		rights_add(text, answer->rights);
		return;
	case LLGUARD_WHY_INSIDE:
		llguard__text_add(text, "the peer is inside of the domain");
		return;
	default:
		llguard__text_add(text, "nothing denies it");
		return;
	}
}

static void denied_add(
	struct llguard__text *text, const struct llguard_answer *answer)
{
	switch (answer->why) {
	case LLGUARD_WHY_REFER:
		rule_add(text, answer);
		llguard__text_add(text,
			" does not allow fs.refer, which takes files to "
			"another directory");
		return;
	case LLGUARD_WHY_GAIN:
		rule_add(text, answer);
		llguard__text_add(text, " would allow more in the new place: ");
		rights_add(text, answer->rights);
		return;
	case LLGUARD_WHY_OUTSIDE:
		rule_add(text, answer);
		llguard__text_add(text, " denies ");
		if (answer->rights)
			rights_add(text, answer->rights);
		else
			llguard__text_add(text, "tracing");
		llguard__text_add(text, " towards a peer outside of it");
		return;
	case LLGUARD_WHY_TOPOLOGY:
		rule_add(text, answer);
		llguard__text_add(text,
			" has filesystem rights, which leaves the mounts as "
			"they are");
		return;
	default:
		llguard__text_add(text, "no rule of stage ");
		llguard__text_u64(text, answer->stage);
		llguard__text_add(text, " allows ");
		rights_add(text, answer->rights);
		if (answer->rule == LLGUARD_NO_RULE)
			return;
		llguard__text_add(text, "; rule ");
		llguard__text_u64(text, answer->rule);
		llguard__text_add(text, " is the nearest");
		return;
	}
}

static void sentence_add(
	struct llguard__text *text, const struct llguard_answer *answer)
{
	if (answer->verdict == LLGUARD_VERDICT_ALLOWED) {
		allowed_add(text, answer);
	} else if (answer->verdict == LLGUARD_VERDICT_DENIED) {
		denied_add(text, answer);
	} else if (answer->why == LLGUARD_WHY_PEER) {
		llguard__text_add(text,
			"it depends on whether the peer is outside of the "
			"domain");
	} else if (answer->why == LLGUARD_WHY_OBJECT) {
		llguard__text_add(text, "it depends on what stands there");
	} else {
		rule_add(text, answer);
		llguard__text_add(
			text, " may allow it: where it stands cannot be said");
	}
}

static void subject_add(
	struct llguard__text *text, const struct llguard_query *query)
{
	llguard__text_add(text, operation_name(query->operation));
	if (query->path) {
		llguard__text_add(text, " ");
		llguard__text_safe(text, query->path, strlen(query->path));
	}
	if (query->path_2) {
		llguard__text_add(text, " ");
		llguard__text_safe(text, query->path_2, strlen(query->path_2));
	}
	if (query->operation == LLGUARD_OPERATION_BIND ||
		query->operation == LLGUARD_OPERATION_CONNECT ||
		query->operation == LLGUARD_OPERATION_SEND) {
		llguard__text_add(text, " port ");
		llguard__text_u64(text, query->port);
	}
}

/* The rule's own path, for those who wrote it. */
static void rule_path_add(struct llguard__text *text,
	const struct llguard_policy *policy,
	const struct llguard_answer *answer)
{
	const struct llguard_policy *stage = policy;
	uint32_t count = 0;

	if (answer->rule == LLGUARD_NO_RULE)
		return;
	for (; stage; stage = stage->after)
		count++;
	for (stage = policy; stage && count - 1 > answer->stage; count--)
		stage = stage->after;
	if (!stage || answer->rule >= stage->rule_count ||
		!llguard__policy_rule(stage, answer->rule)->path)
		return;
	llguard__text_add(text, " (");
	llguard__text_safe(text,
		llguard__policy_rule(stage, answer->rule)->path,
		strlen(llguard__policy_rule(stage, answer->rule)->path));
	llguard__text_add(text, ")");
}

static bool describe_is_bad(const struct llguard_policy *policy,
	const struct llguard_query *query, const struct llguard_answer *answer)
{
	return !policy || llguard__size_of(answer) < sizeof(*answer) ||
	       llguard__size_of(query) < sizeof(*query);
}

int llguard_answer_describe(const struct llguard_policy *policy,
	const struct llguard_query *query, const struct llguard_answer *answer,
	char *buf, size_t size)
{
	struct llguard__text text;

	if (!llguard__text_begin(&text, buf, size) || !answer ||
		llguard__size_of(answer) < sizeof(*answer))
		return -EINVAL;
	if (answer->verdict == LLGUARD_VERDICT_NONE) {
		llguard__text_add(&text, bad_text(answer->why));
		return llguard__text_end(&text);
	}
	if (describe_is_bad(policy, query, answer))
		return -EINVAL;
	subject_add(&text, query);
	llguard__text_add(&text, ": ");
	llguard__text_add(&text, verdict_name(answer->verdict));
	if (answer->error) {
		llguard__text_add(&text, " (");
		llguard__text_add(&text, llguard__errno_name(answer->error));
		llguard__text_add(&text, ")");
	}
	llguard__text_add(&text, ": ");
	sentence_add(&text, answer);
	rule_path_add(&text, policy, answer);
	return llguard__text_end(&text);
}

/* The kernel's word for what refuses: a right, or what no right is for. */
static const char *blocker_name(const struct llguard_answer *answer)
{
	for (size_t i = 0; i < LLGUARD__RIGHTS; i++)
		if (answer->rights & UINT64_C(1) << llguard__right_at(i)->bit)
			return llguard__right_at(i)->name;
	if (answer->why == LLGUARD_WHY_TOPOLOGY)
		return "change_topology";
	return answer->why == LLGUARD_WHY_OUTSIDE ? "ptrace" : NULL;
}

int llguard_answer_describe_json(const struct llguard_policy *policy,
	const struct llguard_query *query, const struct llguard_answer *answer,
	char *buf, size_t size)
{
	struct llguard__json json;
	struct llguard__text text;
	char sentence[512];
	const char *right;

	if (describe_is_bad(policy, query, answer) ||
		answer->verdict == LLGUARD_VERDICT_NONE ||
		!llguard__json_begin(&json, "answer", buf, size))
		return -EINVAL;
	llguard__json_text(
		&json, "operation", operation_name(query->operation));
	llguard__json_text(&json, "verdict", verdict_name(answer->verdict));
	if (answer->error)
		llguard__json_text(
			&json, "errno", llguard__errno_name(answer->error));
	right = blocker_name(answer);
	if (right)
		llguard__json_text(&json, "right", right);
	if (answer->verdict == LLGUARD_VERDICT_DENIED ||
		answer->rule != LLGUARD_NO_RULE)
		llguard__json_u64(&json, "stage", answer->stage);
	if (answer->rule != LLGUARD_NO_RULE)
		llguard__json_u64(&json, "rule", answer->rule);
	llguard__text_begin(&text, sentence, sizeof(sentence));
	sentence_add(&text, answer);
	(void)llguard__text_end(&text);
	llguard__json_text(&json, "text", sentence);
	return llguard__json_end(&json);
}
