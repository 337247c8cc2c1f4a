/* SPDX-License-Identifier: MIT */
/*
 * Would this be allowed, and which rule says so?
 *
 *	struct llguard_query query = LLGUARD_QUERY_INIT;
 *	struct llguard_answer answer = LLGUARD_ANSWER_INIT;
 *
 *	query.operation = LLGUARD_OPERATION_OPEN;
 *	query.flags = LLGUARD_QUERY_READ;
 *	query.object = LLGUARD_TARGET_FILE;
 *	query.path = "/etc/passwd";
 *	int err = llguard_policy_explain(&policy, &kernel, &query, &answer);
 *
 * The answer is about Landlock alone: what permissions, mount options and other
 * modules refuse comes on top.  It knows no file system: paths are compared by
 * their components, as if there were no symbolic link in a rule and one tree of
 * mounts, none of them bound twice.  Resolve the paths first.
 */
#ifndef LLGUARD_EXPLAIN_H
#define LLGUARD_EXPLAIN_H

#include <llguard/base.h>
#include <llguard/kernel.h>
#include <llguard/policy.h>

/*
 * Operations, and the members of a query that each uses besides; one that it does
 * not use must be 0.
 */
#define LLGUARD_OPERATION_OPEN     1  /* path, object, flags */
#define LLGUARD_OPERATION_CREATE   2  /* path, object: mkdir, mknod, symlink */
#define LLGUARD_OPERATION_UNLINK   3  /* path, object: unlink, rmdir */
#define LLGUARD_OPERATION_RENAME   4  /* both paths and objects; EXCHANGE */
#define LLGUARD_OPERATION_LINK     5  /* path, object, path_2: the new name */
#define LLGUARD_OPERATION_TRUNCATE 6  /* path */
#define LLGUARD_OPERATION_IOCTL    7  /* path, object: opened when confined */
#define LLGUARD_OPERATION_EXECUTE  8  /* path: not its interpreter or loader */
#define LLGUARD_OPERATION_BIND     9  /* port; UDP, else TCP */
#define LLGUARD_OPERATION_CONNECT  10 /* port; UDP, else TCP; BOUND */
#define LLGUARD_OPERATION_SEND     11 /* port: UDP to an address; BOUND */
#define LLGUARD_OPERATION_UNIX     12 /* path, peer: connect, send to a socket */
#define LLGUARD_OPERATION_ABSTRACT 13 /* peer: the same without a path */
#define LLGUARD_OPERATION_SIGNAL   14 /* peer */
#define LLGUARD_OPERATION_PTRACE   15 /* peer: trace, or read its memory */
#define LLGUARD_OPERATION_MOUNT    16 /* mount, unmount, move, pivot_root */

/* llguard_query.flags */
#define LLGUARD_QUERY_READ     (UINT32_C(1) << 0) /* open for reading */
#define LLGUARD_QUERY_WRITE    (UINT32_C(1) << 1) /* open for writing */
#define LLGUARD_QUERY_CREATE   (UINT32_C(1) << 2) /* O_CREAT */
#define LLGUARD_QUERY_TRUNCATE (UINT32_C(1) << 3) /* O_TRUNC */
#define LLGUARD_QUERY_O_PATH   (UINT32_C(1) << 4) /* O_PATH, and no other */
#define LLGUARD_QUERY_EXCHANGE (UINT32_C(1) << 5) /* RENAME_EXCHANGE */
#define LLGUARD_QUERY_UDP      (UINT32_C(1) << 6)
#define LLGUARD_QUERY_BOUND    (UINT32_C(1) << 7) /* the UDP socket has a port */

/* llguard_query.object, object_2: what stands at a path. */
#define LLGUARD_TARGET_UNKNOWN   0 /* the answer is, too, if that matters */
#define LLGUARD_TARGET_MISSING   1 /* nothing */
#define LLGUARD_TARGET_FILE      2 /* a regular file */
#define LLGUARD_TARGET_DIRECTORY 3
#define LLGUARD_TARGET_SYMLINK   4
#define LLGUARD_TARGET_CHARACTER 5 /* a character device */
#define LLGUARD_TARGET_BLOCK     6 /* a block device */
#define LLGUARD_TARGET_FIFO      7
#define LLGUARD_TARGET_SOCKET    8

/* llguard_query.peer: a process, or what made a socket. */
#define LLGUARD_PEER_UNKNOWN 0
#define LLGUARD_PEER_OUTSIDE 1 /* of every domain of the chain */
#define LLGUARD_PEER_INSIDE  2 /* of the last one: itself, or its child */

/* A question. */
struct llguard_query {
	uint32_t size;
	uint32_t operation; /* LLGUARD_OPERATION_* */
	uint32_t flags;     /* LLGUARD_QUERY_* */
	uint32_t object; /* LLGUARD_TARGET_* at path, or to be created there */
	uint32_t object_2; /* ... at path_2 before the call */
	uint32_t peer;     /* LLGUARD_PEER_* */
	uint32_t port;     /* 0 to 65535 in host order */
	uint32_t reserved; /* 0 */
	const char *path;  /* absolute, without "." and ".." */
	const char *path_2;
};

/* llguard_answer.verdict */
#define LLGUARD_VERDICT_NONE    0 /* there is no answer: see why */
#define LLGUARD_VERDICT_ALLOWED 1
#define LLGUARD_VERDICT_DENIED  2
#define LLGUARD_VERDICT_UNKNOWN 3

/* llguard_answer.why: allowed, */
#define LLGUARD_WHY_NOT_HANDLED   1 /* no stage denies it */
#define LLGUARD_WHY_ABI           2 /* a stage would; this kernel cannot */
#define LLGUARD_WHY_RULE          3 /* a rule of each stage allows it */
#define LLGUARD_WHY_INSIDE        4 /* the peer is inside of the domain */
/* denied, */
#define LLGUARD_WHY_NO_RULE       16 /* no rule of the stage allows it */
#define LLGUARD_WHY_REFER         17 /* between directories, and refer is denied */
#define LLGUARD_WHY_GAIN          18 /* rename, link: more rights than before */
#define LLGUARD_WHY_OUTSIDE       19 /* the peer is outside of the domain */
#define LLGUARD_WHY_TOPOLOGY      20 /* mounts stay as they are */
/* unknown, */
#define LLGUARD_WHY_UNRESOLVED    32 /* a rule may apply: relative, or fd */
#define LLGUARD_WHY_PEER          33 /* depends on the peer */
#define LLGUARD_WHY_OBJECT        34 /* depends on the object */
/* or no answer: what is wrong. */
#define LLGUARD_WHY_BAD_POLICY    48 /* llguard_policy_check() says what */
#define LLGUARD_WHY_BAD_CHAIN     49 /* more than 16 stages, or a circle */
#define LLGUARD_WHY_BAD_KERNEL    50
#define LLGUARD_WHY_BAD_QUERY     51 /* its size, or reserved */
#define LLGUARD_WHY_BAD_OPERATION 52
#define LLGUARD_WHY_BAD_FLAGS     53
#define LLGUARD_WHY_BAD_PATH      54
#define LLGUARD_WHY_BAD_PATH_2    55
#define LLGUARD_WHY_BAD_OBJECT    56
#define LLGUARD_WHY_BAD_OBJECT_2  57
#define LLGUARD_WHY_BAD_PEER      58
#define LLGUARD_WHY_BAD_PORT      59

/*
 * An answer.  stage and rule are those that decide: of a denial the last stage
 * that denies, as in the kernel's record, and the deepest rule over the path,
 * which does not allow enough; of a permission a rule that gives it.
 */
struct llguard_answer {
	uint32_t size;
	uint32_t verdict; /* LLGUARD_VERDICT_* */
	int32_t error;    /* errno of the call, positive; 0 unless denied */
	uint32_t why;     /* LLGUARD_WHY_* */
	uint64_t rights;  /* what it turns on; 0 for ptrace and mount */
	uint32_t stage;   /* in the chain, from 0 */
	uint32_t rule;    /* index in that stage, or LLGUARD_NO_RULE */
	uint32_t path;    /* 1 or 2: about this path of the query; 0: neither */
	uint32_t reserved;
};

/* clang-format off */
#define LLGUARD_QUERY_INIT \
	{ sizeof(struct llguard_query), 0, 0, 0, 0, 0, 0, 0, NULL, NULL }
#define LLGUARD_ANSWER_INIT \
	{ sizeof(struct llguard_answer), 0, 0, 0, 0, 0, LLGUARD_NO_RULE, 0, 0 }
/* clang-format on */

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Say, without the kernel, what becomes of an operation once a policy and all
 * that it comes after are applied on a kernel.  Whether they can be applied is
 * another question: llguard_policy_plan() answers that.
 *
 * answer->size must be set; all else is written.  Rights that the kernel does not
 * know are not denied.  A rule whose path is relative, or has "..", and a rule
 * about a descriptor may cover anything: where that matters, the verdict is
 * LLGUARD_VERDICT_UNKNOWN.
 *
 * Returns 0 and the answer; -EINVAL when an argument is NULL or malformed, and
 * answer->why says which; -E2BIG when the policy, a rule, the kernel or the query
 * uses a member that this library does not know.  Async-signal-safe.
 */
LLGUARD_API int llguard_policy_explain(const struct llguard_policy *policy,
	const struct llguard_kernel *kernel, const struct llguard_query *query,
	struct llguard_answer *answer) LLGUARD_MUST_CHECK;

/*
 * Write an answer for people, one line without a newline; after an error what is
 * wrong.  policy and query are those that the answer was given for; they must
 * still be there.
 *
 * Returns the length of the whole text; -EINVAL when policy, query or answer is
 * NULL or its size is not valid, or buf is NULL and size is not 0.
 * Async-signal-safe.
 */
LLGUARD_API int llguard_answer_describe(const struct llguard_policy *policy,
	const struct llguard_query *query, const struct llguard_answer *answer,
	char *buf, size_t size);

/*
 * Write an answer as one JSON object without a newline: the "answer" of
 * landlock-guard(1).  Same arguments, returns and safety as
 * llguard_answer_describe(); -EINVAL also for an answer without a verdict.
 */
LLGUARD_API int llguard_answer_describe_json(
	const struct llguard_policy *policy, const struct llguard_query *query,
	const struct llguard_answer *answer, char *buf, size_t size);

#ifdef __cplusplus
}
#endif

#endif /* LLGUARD_EXPLAIN_H */
