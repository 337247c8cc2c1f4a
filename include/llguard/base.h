/* SPDX-License-Identifier: MIT */
/*
 * What every other header of the library needs: export marks, the version,
 * borrowed text, and the return-value contract.
 *
 * Return values.  Functions that return int return 0 (or a documented positive
 * answer) when they did their work, and a negative errno number otherwise.  The
 * set of negative numbers is closed; llguard_error_describe() has a sentence for
 * each.  The library never sets errno: it is the same after a call as before.
 *
 * Text.  Functions whose name has "describe" write into the caller's buffer as
 * snprintf() does: the text is cut to size - 1 bytes and always ends in NUL when
 * size is not 0; the return value is the length of the whole text without the
 * NUL, so a value >= size says how much is missing.  buf may be NULL when size
 * is 0.
 *
 * Memory and threads.  The library allocates nothing, keeps no state, reads no
 * environment and prints nothing.  Every function may be called from any thread
 * at any time, as long as no two threads use the same object at once.  Functions
 * marked async-signal-safe may also be called between fork() or vfork() and
 * execve(), and in signal handlers.
 *
 * Structures.  The first member of each is its size, set by the _INIT macros, so
 * that a library and a program of different releases understand each other: a
 * program built with newer headers gets -E2BIG if, and only if, it uses a member
 * that this library does not know.
 */
#ifndef LLGUARD_BASE_H
#define LLGUARD_BASE_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define LLGUARD_API        __attribute__((visibility("default")))
#define LLGUARD_MUST_CHECK __attribute__((warn_unused_result))
#else
#define LLGUARD_API
#define LLGUARD_MUST_CHECK
#endif

/* The version of these headers; llguard_version() is the library's own. */
#define LLGUARD_VERSION       "0.1.0"
#define LLGUARD_VERSION_MAJOR 0
#define LLGUARD_VERSION_MINOR 1
#define LLGUARD_VERSION_PATCH 0

/* In place of a rule's index: no rule in particular. */
#define LLGUARD_NO_RULE UINT32_MAX

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Borrowed text: len bytes at ptr, not NUL-terminated, perhaps with NULs inside.
 * Whoever hands it out says how long it lives.  ptr is NULL for "absent".
 */
struct llguard_str {
	const char *ptr;
	size_t len;
};

/* Severities of a finding. */
#define LLGUARD_SEVERITY_NOTE    1
#define LLGUARD_SEVERITY_WARNING 2
#define LLGUARD_SEVERITY_ERROR   3

/* How llguard_finding.number is written when it stands for what was found. */
#define LLGUARD_FOUND_TEXT    0 /* the text in .found, if any */
#define LLGUARD_FOUND_DECIMAL 1
#define LLGUARD_FOUND_HEX     2

/*
 * Something wrong, or worth saying, about an input: a policy, an option, a
 * document.  Every error message of the library and of its programs has this
 * form.  Members without a value are absent (ptr NULL, line 0, rule
 * LLGUARD_NO_RULE).  All text is borrowed: from constants of the library, and
 * from the input that was looked at.
 */
struct llguard_finding {
	uint32_t size;
	uint32_t severity; /* LLGUARD_SEVERITY_* */
	uint32_t line;     /* from 1 */
	uint32_t column;   /* from 1, in bytes */
	uint32_t rule;     /* index of the policy's rule, or LLGUARD_NO_RULE */
	uint32_t found_as; /* LLGUARD_FOUND_* */
	uint64_t number;   /* what was found, when found_as says so */
	struct llguard_str code;     /* a stable word: "unknown_right" */
	struct llguard_str file;     /* the document */
	struct llguard_str key;      /* the member or option: "access" */
	struct llguard_str found;    /* what stands there */
	struct llguard_str expected; /* what may stand there */
	struct llguard_str text;     /* what is wrong */
	struct llguard_str hint;     /* what to do about it */
};

/* clang-format off */
#define LLGUARD_FINDING_INIT                                                   \
	{ sizeof(struct llguard_finding), 0, 0, 0, LLGUARD_NO_RULE, 0, 0,      \
	  { NULL, 0 }, { NULL, 0 }, { NULL, 0 }, { NULL, 0 },                  \
	  { NULL, 0 }, { NULL, 0 }, { NULL, 0 } }
/* clang-format on */

/*
 * Write a finding for people, without the parts that are absent:
 * FILE:LINE:COL: KEY: what was found: what is wrong; expected ...; hint.
 * Control characters of the input are escaped: the text is safe on a terminal.
 *
 * Returns the length of the whole text, -EINVAL when finding is NULL, its size
 * or its severity is not valid, or buf is NULL and size is not 0; -E2BIG when it
 * uses a member that this library does not know.  Async-signal-safe.
 */
LLGUARD_API int llguard_finding_describe(
	const struct llguard_finding *finding, char *buf, size_t size);

/*
 * Write a finding as one JSON object without a newline: the "finding" of
 * landlock-guard(1).  Same returns and safety as llguard_finding_describe().
 */
LLGUARD_API int llguard_finding_describe_json(
	const struct llguard_finding *finding, char *buf, size_t size);

/*
 * The version of the library that runs, "MAJOR.MINOR.PATCH".  A constant, valid
 * for ever.  Async-signal-safe.
 */
LLGUARD_API const char *llguard_version(void);

/* Flags of a build. */
#define LLGUARD_BUILD_DEBUG     (UINT32_C(1) << 0) /* without NDEBUG */
#define LLGUARD_BUILD_SANITIZED (UINT32_C(1) << 1) /* address or threads */
#define LLGUARD_BUILD_NO_PROBE  (UINT32_C(1) << 2) /* Android: never asks */

/* A build of the library.  All text is constants, valid for ever. */
struct llguard_build {
	uint32_t size;
	uint32_t flags;              /* LLGUARD_BUILD_* */
	uint32_t abi_planned;        /* Landlock's newest ABI known, and */
	uint32_t abi_enforced;       /* the newest that is put on */
	uint32_t pointer_bits;       /* 32 or 64 */
	uint32_t reserved;           /* 0 */
	struct llguard_str version;  /* as llguard_version() */
	struct llguard_str compiler; /* "gcc 12.2.0"; empty: unknown */
	struct llguard_str machine;  /* "x86_64"; empty: unknown */
};

/* clang-format off */
#define LLGUARD_BUILD_INIT                                                     \
	{ sizeof(struct llguard_build), 0, 0, 0, 0, 0,                         \
	  { NULL, 0 }, { NULL, 0 }, { NULL, 0 } }
/* clang-format on */

/*
 * What this library is.  abi_enforced is the newest ABI whose rights
 * llguard_policy_apply() can put on; llguard_policy_plan() knows those up to
 * abi_planned.  build->size must be set; all else is written.
 *
 * Returns 0, -EINVAL when build is NULL or its size is not valid.
 * Async-signal-safe.
 */
LLGUARD_API int llguard_build_info(
	struct llguard_build *build) LLGUARD_MUST_CHECK;

/*
 * Write one sentence for an error number that a function of this library
 * returned: what it means and what to do.  error may be negative, as returned,
 * or positive; 0 and numbers outside the closed set have a sentence too.
 *
 * Returns the length of the whole text, -EINVAL when buf is NULL and size is
 * not 0.  Async-signal-safe.
 */
LLGUARD_API int llguard_error_describe(int error, char *buf, size_t size);

#ifdef __cplusplus
}
#endif

#endif /* LLGUARD_BASE_H */
