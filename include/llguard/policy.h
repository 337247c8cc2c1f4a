/* SPDX-License-Identifier: MIT */
/*
 * A policy says what a process may no longer do.  It is data:
 *
 *	static const struct llguard_rule rules[] = {
 *		LLGUARD_PATH("/var/lib/htdocs", LLGUARD_FS_READ),
 *		LLGUARD_PATH_OPTIONAL("/run/httpd", LLGUARD_FS_READ_WRITE),
 *		LLGUARD_PORT(8080, LLGUARD_NET_BIND_TCP),
 *	};
 *	static const struct llguard_policy policy =
 *		LLGUARD_POLICY(LLGUARD_ABI_7, rules);
 *
 *	struct llguard_report report = LLGUARD_REPORT_INIT;
 *	int err = llguard_policy_apply(&policy, &report);
 *
 * .handled names the rights that are denied wherever no rule allows them.  A
 * right that is not handled stays as it was: "not handled" (free) and "handled,
 * and no rule" (denied everywhere) are different things.
 *
 * Rules only ever allow.  A rule below a directory that another rule allows adds
 * to it; there is no "except".
 */
#ifndef LLGUARD_POLICY_H
#define LLGUARD_POLICY_H

#include <llguard/base.h>
#include <llguard/kernel.h>
#include <llguard/rights.h>

/*
 * Kinds of rules, and the members each one uses besides access and flags.  A
 * member that the kind does not use must be 0.
 */
#define LLGUARD_KIND_PATH       1 /* path: a file, or a directory's hierarchy */
#define LLGUARD_KIND_PORT       2 /* port, port_last */
#define LLGUARD_KIND_FD         3 /* fd: an open file or directory, O_PATH too */
#define LLGUARD_KIND_PATH_AT    4 /* fd: a directory; path: relative to it */
#define LLGUARD_KIND_PRESET     5 /* preset; no access: the preset has it */
#define LLGUARD_KIND_NAMESPACE  6 /* members, quiet_members: CLONE_NEW* bits */
#define LLGUARD_KIND_CAPABILITY 7 /* members, quiet_members: 1 << CAP_* bits */

/* Flags of a rule. */
#define LLGUARD_RULE_OPTIONAL    (UINT32_C(1) << 0) /* may be missing */
#define LLGUARD_RULE_FILE        (UINT32_C(1) << 1) /* see below */
#define LLGUARD_RULE_DIRECTORY   (UINT32_C(1) << 2) /* must be a directory */
#define LLGUARD_RULE_NO_SYMLINKS (UINT32_C(1) << 3) /* follow none on the way */
#define LLGUARD_RULE_QUIET       (UINT32_C(1) << 4) /* deny without a record */

/*
 * A path is looked at, whether it is a file or a directory: a rule for a file
 * loses the rights that only directories have.  LLGUARD_RULE_FILE saves a system
 * call by taking the author's word that it is a file; the rule has then rights of
 * files alone, and if the path is a directory all the same, in all of it.
 *
 * A range of ports is port to port_last, both included, and at most
 * LLGUARD_RANGE_PORTS_MAX of them: the kernel is told each port by itself.
 *
 * A UDP socket is bound to a port when it first connects or sends, and to the
 * kernel that is bind_udp of port 0.  So a policy that handles bind_udp and allows
 * connect_send_udp of any port allows bind_udp of port 0 as well: the library adds
 * this rule if no other has it, and the report says so.
 *
 * A rule for namespaces or capabilities has its permission as access, and in
 * members those that may be used; a refusal of those in quiet_members is not
 * recorded.  They are checked and planned; llguard_policy_apply() drops them, see
 * llguard_policy_plan().
 */

/*
 * One rule.  Flat and the same in every dialect; new members only at the end.
 * Strings are borrowed for the duration of a call, and by a report for as long
 * as it is described together with its policy.
 */
struct llguard_rule {
	uint32_t kind;          /* LLGUARD_KIND_PATH ... */
	uint32_t flags;         /* LLGUARD_RULE_OPTIONAL ... */
	uint64_t access;        /* the rights it allows, LLGUARD_FS_READ ... */
	uint64_t members;       /* see the kinds */
	uint64_t quiet_members; /* see the kinds */
	const char *path;       /* NUL-terminated; relative: to the directory */
	int32_t fd;         /* see the kinds; stays open, stays the caller's */
	uint32_t port;      /* 0 to 65535 in host order; 0: ephemeral */
	uint32_t port_last; /* last port of a range; 0: port alone */
	uint32_t preset;    /* LLGUARD_PRESET_* */
};

/* The most ports of one range. */
#define LLGUARD_RANGE_PORTS_MAX 16384

/*
 * Rules as C and C++ of every standard accept them, in arrays of constants too.
 * Designated initialisers work as well, in C.
 */
/* clang-format off */
#define LLGUARD_PATH_FLAGS(path, access, flags) \
	{ LLGUARD_KIND_PATH, (flags), (access), 0, 0, (path), 0, 0, 0, 0 }
#define LLGUARD_PATH(path, access) LLGUARD_PATH_FLAGS(path, access, 0)
#define LLGUARD_PATH_OPTIONAL(path, access) \
	LLGUARD_PATH_FLAGS(path, access, LLGUARD_RULE_OPTIONAL)
#define LLGUARD_FILE(path, access) \
	LLGUARD_PATH_FLAGS(path, access, LLGUARD_RULE_FILE)
#define LLGUARD_DIRECTORY(path, access) \
	LLGUARD_PATH_FLAGS(path, access, LLGUARD_RULE_DIRECTORY)
#define LLGUARD_PATH_AT(fd, path, access) \
	{ LLGUARD_KIND_PATH_AT, 0, (access), 0, 0, (path), (fd), 0, 0, 0 }
#define LLGUARD_FD(fd, access) \
	{ LLGUARD_KIND_FD, 0, (access), 0, 0, NULL, (fd), 0, 0, 0 }
#define LLGUARD_PORT_RANGE(port, port_last, access) \
	{ LLGUARD_KIND_PORT, 0, (access), 0, 0, NULL, 0, (port), (port_last), 0 }
#define LLGUARD_PORT(port, access) LLGUARD_PORT_RANGE(port, 0, access)
#define LLGUARD_NAMESPACE_QUIET(members, quiet_members) \
	{ LLGUARD_KIND_NAMESPACE, 0, LLGUARD_PERMISSION_NAMESPACE_USE, \
	  (members), (quiet_members), NULL, 0, 0, 0, 0 }
#define LLGUARD_NAMESPACE(members) LLGUARD_NAMESPACE_QUIET(members, 0)
#define LLGUARD_CAPABILITY_QUIET(members, quiet_members) \
	{ LLGUARD_KIND_CAPABILITY, 0, LLGUARD_PERMISSION_CAPABILITY_USE, \
	  (members), (quiet_members), NULL, 0, 0, 0, 0 }
#define LLGUARD_CAPABILITY(members) LLGUARD_CAPABILITY_QUIET(members, 0)
#define LLGUARD_PRESET(preset) \
	{ LLGUARD_KIND_PRESET, 0, 0, 0, 0, NULL, 0, 0, 0, (preset) }
/* clang-format on */

/*
 * Flags of a policy.  POLICY: what it means; APPLY: how it is put on; LOG: which
 * denials the kernel records (ABI 7).  By default the kernel records the denials
 * of this process and its children until they execute another program.
 *
 * KEEP_REFER handles refer and allows it on "/", so that renames and links
 * between directories stay possible in a later stage, or are not lost in an
 * inherited domain.  It makes a layer with filesystem rights: mount() is denied.
 *
 * SEAL uses up the layers that are left: nobody can nest a domain in this one,
 * and so mute its denials.  It excludes LOG_SUBDOMAINS_OFF, which would mute the
 * denials of the sealing layers.
 *
 * A policy that handles nothing and has LOG_SUBDOMAINS_OFF makes no domain: it
 * mutes the domains that this process and its children make from then on.
 */
#define LLGUARD_POLICY_STRICT      (UINT32_C(1) << 0) /* a drop is an error */
#define LLGUARD_POLICY_KEEP_REFER  (UINT32_C(1) << 1)
#define LLGUARD_APPLY_ALL_THREADS  (UINT32_C(1) << 8)
#define LLGUARD_APPLY_THIS_THREAD  (UINT32_C(1) << 9)
#define LLGUARD_APPLY_KEEP_PRIVS   (UINT32_C(1) << 10)
#define LLGUARD_APPLY_SEAL         (UINT32_C(1) << 11)
#define LLGUARD_LOG_SAME_EXEC_OFF  (UINT32_C(1) << 16)
#define LLGUARD_LOG_NEW_EXEC_ON    (UINT32_C(1) << 17)
#define LLGUARD_LOG_SUBDOMAINS_OFF (UINT32_C(1) << 18)

/*
 * A policy.  rule_count rules of rule_size bytes each stand at rules, which is
 * NULL when there are none.
 *
 * require: rights of .handled that must be enforced; without them nothing is.
 * quiet: rights of .handled that are denied without a record where a rule is
 * quiet (filesystem, network) or everywhere (scopes).
 * after: the policy that this process has applied before, NULL for none.  They
 * make a chain of stages, 16 at most, each a layer; applying one applies it alone.
 * A stage that comes after filesystem rights handles refer and allows it on "/"
 * by itself unless it handles it: a layer without refer would deny every rename
 * and link between directories.  As that cannot be made good later, a chain whose
 * first filesystem rights come after a policy without any, and without
 * LLGUARD_POLICY_KEEP_REFER, is -EINVAL.
 */
struct llguard_policy {
	uint32_t size;
	uint32_t rule_size;
	uint32_t rule_count;
	uint32_t flags;
	uint64_t handled;
	uint64_t require;
	uint64_t quiet;
	const struct llguard_rule *rules;
	const struct llguard_policy *after;
};

/* clang-format off */
#define LLGUARD_POLICY_WITH(handled, rules, flags, require, quiet, after)      \
	{ sizeof(struct llguard_policy), sizeof(struct llguard_rule),          \
	  sizeof(rules) / sizeof((rules)[0]), (flags), (handled), (require),   \
	  (quiet), (rules), (after) }
#define LLGUARD_POLICY(handled, rules) \
	LLGUARD_POLICY_WITH(handled, rules, 0, 0, 0, NULL)
#define LLGUARD_POLICY_NO_RULES_WITH(handled, flags, require, quiet, after)    \
	{ sizeof(struct llguard_policy), sizeof(struct llguard_rule), 0,       \
	  (flags), (handled), (require), (quiet), NULL, (after) }
#define LLGUARD_POLICY_NO_RULES(handled) \
	LLGUARD_POLICY_NO_RULES_WITH(handled, 0, 0, 0, NULL)
/* clang-format on */

/* llguard_rule_result.state: what became of a rule. */
#define LLGUARD_STATE_OK      0
#define LLGUARD_STATE_REDUCED 1 /* some asked and handled rights were dropped */
#define LLGUARD_STATE_MISSING 2 /* optional, and no path of it exists */
#define LLGUARD_STATE_EMPTY   3 /* nothing is left to allow */

/* One rule's result.  The rights it lost follow from it and the policy. */
struct llguard_rule_result {
	uint64_t access; /* the rights that it allows */
	uint32_t state;  /* LLGUARD_STATE_OK ... */
	uint32_t count;  /* objects it is for: paths of a preset, ports, or 1 */
};

/* llguard_report.phase: what filled the report in. */
#define LLGUARD_PHASE_NONE  0 /* nothing, or a check; described as a "report" */
#define LLGUARD_PHASE_PLAN  1
#define LLGUARD_PHASE_APPLY 2

/* llguard_report.status: what is denied of all that was asked. */
#define LLGUARD_STATUS_NONE    0
#define LLGUARD_STATUS_PARTIAL 1
#define LLGUARD_STATUS_FULL    2

/* llguard_report.reason: why the status is none. */
#define LLGUARD_REASON_NONE          0
#define LLGUARD_REASON_NOT_BUILT     1 /* no Landlock, or no right of these */
#define LLGUARD_REASON_OFF_AT_BOOT   2 /* lsm= leaves Landlock out */
#define LLGUARD_REASON_FILTERED      3 /* seccomp, or Android */
#define LLGUARD_REASON_NOT_PERMITTED 4 /* no no_new_privs, no CAP_SYS_ADMIN */

/* llguard_report.threads: whom the restriction covers. */
#define LLGUARD_THREADS_UNKNOWN                                                \
	0                      /* not counted, several, or not to be counted */
#define LLGUARD_THREADS_ONE  1 /* the process had one thread */
#define LLGUARD_THREADS_ALL  2 /* all, by the kernel's thread sync */
#define LLGUARD_THREADS_THIS 3 /* the caller alone, as asked */

/* llguard_report.step: where an error was met. */
#define LLGUARD_STEP_NONE         0
#define LLGUARD_STEP_CHECK        1 /* the policy is malformed */
#define LLGUARD_STEP_PROBE        2 /* there is no Landlock */
#define LLGUARD_STEP_PLAN         3 /* this kernel lacks a required right */
#define LLGUARD_STEP_THREADS      4
#define LLGUARD_STEP_CREATE       5  /* landlock_create_ruleset */
#define LLGUARD_STEP_OPEN         6  /* a rule's path */
#define LLGUARD_STEP_ADD_RULE     7  /* landlock_add_rule */
#define LLGUARD_STEP_NO_NEW_PRIVS 8  /* prctl */
#define LLGUARD_STEP_RESTRICT     9  /* landlock_restrict_self */
#define LLGUARD_STEP_SEAL         10 /* the same, again and again */
#define LLGUARD_STEP_SPAWN        11 /* pipe2, vfork */
#define LLGUARD_STEP_DESCRIPTORS  12 /* fcntl, dup3, close_range */
#define LLGUARD_STEP_EXEC         13 /* execve, execveat */

/* In llguard_report.flags alone: no_new_privs comes with the restriction. */
#define LLGUARD_FLAG_NO_NEW_PRIVS (UINT32_C(1) << 24) /* ABI 11 */

/*
 * What was decided and done.  The caller sets size, and for the results of the
 * single rules result_size, result_capacity and results; all else is written, on
 * success and on failure.
 */
struct llguard_report {
	uint32_t size;
	uint32_t phase;         /* LLGUARD_PHASE_* */
	uint32_t status;        /* LLGUARD_STATUS_* */
	uint32_t reason;        /* LLGUARD_REASON_* */
	uint64_t handled;       /* rights that are denied but by rule */
	uint64_t dropped;       /* asked, and not enforced on this kernel */
	uint64_t quiet;         /* as handled */
	uint64_t quiet_dropped; /* as dropped */
	uint32_t flags;         /* flags of the policy that reach the kernel */
	uint32_t flags_dropped; /* and those that this kernel does not know */
	uint32_t warnings;      /* LLGUARD_WARNING_* */
	uint32_t abi;           /* of the kernel */
	uint32_t errata;        /* of the kernel */
	uint32_t applied;       /* 1: the restriction is in force */
	uint32_t no_new_privs;  /* 1: this call has set no_new_privs */
	uint32_t threads;       /* LLGUARD_THREADS_* */
	uint32_t layers;        /* of the policy's chain, in force, as far as it
	                           says; its own once it is applied */
	uint32_t stage;         /* of the policy in its chain, from 0 */
	int32_t error;          /* what the function returned */
	int32_t cause;          /* the kernel's errno behind it, 0 for none */
	uint32_t step;          /* LLGUARD_STEP_* of the error */
	uint32_t fault;         /* what exactly: see llguard_report_explain() */
	uint32_t rule;          /* index of the first failing rule */
	uint32_t rules_ok;      /* rules by state */
	uint32_t rules_reduced;
	uint32_t rules_missing;
	uint32_t rules_empty;
	uint32_t notes;           /* LLGUARD_NOTE_* */
	uint32_t result_size;     /* set by the caller: bytes of an element */
	uint32_t result_capacity; /* set by the caller: elements of results */
	uint32_t result_count;    /* elements written */
	uint32_t reserved_2;
	struct llguard_rule_result *results; /* the caller's array, or NULL */
};

/* llguard_report.warnings: what a policy's author may not expect. */
#define LLGUARD_WARNING_REFER (UINT32_C(1) << 0)

/*
 * llguard_report.notes: what is known of this kernel, errata and holes, and what
 * follows from being confined at all.  Never a reason to enforce less.
 */
#define LLGUARD_NOTE_TCP_FAST_OPEN        (UINT32_C(1) << 0)
#define LLGUARD_NOTE_MPTCP                (UINT32_C(1) << 1)
#define LLGUARD_NOTE_LISTEN               (UINT32_C(1) << 2)
#define LLGUARD_NOTE_UDP                  (UINT32_C(1) << 3)
#define LLGUARD_NOTE_PATHNAME_SOCKETS     (UINT32_C(1) << 4)
#define LLGUARD_NOTE_ERRATUM_TCP          (UINT32_C(1) << 5)
#define LLGUARD_NOTE_ERRATUM_SIGNAL       (UINT32_C(1) << 6)
#define LLGUARD_NOTE_ERRATUM_DISCONNECTED (UINT32_C(1) << 7)
#define LLGUARD_NOTE_ERRATUM_WHITEOUT     (UINT32_C(1) << 8)
#define LLGUARD_NOTE_TOPOLOGY             (UINT32_C(1) << 9)
#define LLGUARD_NOTE_PTRACE               (UINT32_C(1) << 10)
#define LLGUARD_NOTE_ONE_ABI_LOWER        (UINT32_C(1) << 11)
#define LLGUARD_NOTE_ONLY_PLANNED         (UINT32_C(1) << 12)

/* clang-format off */
#define LLGUARD_REPORT_WITH(results, size, count)                              \
	{ sizeof(struct llguard_report), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,   \
	  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,                         \
	  (size), (count), 0, 0, (results) }
#define LLGUARD_REPORT_INIT LLGUARD_REPORT_WITH(NULL, 0, 0)
#define LLGUARD_REPORT_RESULTS(array)                                          \
	LLGUARD_REPORT_WITH(array, sizeof((array)[0]),                         \
			    sizeof(array) / sizeof((array)[0]))
/* clang-format on */

/*
 * A policy that is built, opened and ready: all that is left is to restrict.
 * Between prepare and apply a process may drop privileges, chroot, or fork.
 */
struct llguard_prepared {
	uint32_t size;
	int32_t ruleset; /* descriptor, 3 or more and CLOEXEC; -1: none */
	uint32_t restrict_flags; /* for the kernel */
	uint32_t flags;          /* the policy's */
	uint32_t abi;            /* the kernel's */
	uint32_t stage;          /* the policy's in its chain */
	uint32_t state;          /* 0: holds nothing, 1: ready to be applied */
	uint32_t layers;         /* of the chain, once it is applied */
};

/* clang-format off */
#define LLGUARD_PREPARED_INIT { sizeof(struct llguard_prepared), -1, 0, 0, 0, 0, 0, 0 }
/* clang-format on */

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Check a policy's form, without the kernel: struct sizes, flags, rights, that
 * each rule allows something that the policy handles.  A policy that passes is
 * valid on every kernel.
 *
 * report may be NULL; its phase is LLGUARD_PHASE_NONE afterwards.  Returns 0;
 * -EINVAL when the policy is malformed and the report says which rule and member;
 * -E2BIG when the policy, or a rule, uses a member that this library does not
 * know.  Async-signal-safe.
 */
LLGUARD_API int llguard_policy_check(const struct llguard_policy *policy,
	struct llguard_report *report) LLGUARD_MUST_CHECK;

/*
 * The next thing about a valid policy that its author most likely does not mean: a
 * rule that other rules make needless, a right without which another one denies
 * little, an exception that is missing.  Without the kernel and without the file
 * system: paths are compared by name.  Rules are compared with each other here
 * alone, so this is for tests and tools.
 *
 * *at is 0 for the first, and is moved on.  Returns 1 and fills finding in, a
 * warning or a note by its severity; 0 when there are no more (finding is then
 * unchanged); -EINVAL and -E2BIG as llguard_policy_check(), and -EINVAL when at or
 * finding is NULL or finding's size is not valid.  The finding borrows from the
 * policy.  Async-signal-safe.
 */
LLGUARD_API int llguard_policy_check_next(const struct llguard_policy *policy,
	uint64_t *at, struct llguard_finding *finding) LLGUARD_MUST_CHECK;

/*
 * Decide, without the kernel, what a policy comes to on one: the rights that
 * will be denied, those that are dropped, and each rule's share.  Paths are not
 * looked at.
 *
 * Returns 0; -EINVAL and -E2BIG as llguard_policy_check(), and for a bad kernel
 * or a NULL report; -ENOSYS, -EOPNOTSUPP or -EPERM, by kernel->status, when the
 * policy is strict or requires a right and there is no Landlock; -EOPNOTSUPP
 * when this Landlock lacks a right that is required, or anything that a strict
 * policy asks for: a right, a flag, a quiet right.  Async-signal-safe.
 *
 * ABI 12 is planned and not enforced yet: llguard_policy_apply() drops its
 * permissions on every kernel, and says so.
 */
LLGUARD_API int llguard_policy_plan(const struct llguard_policy *policy,
	const struct llguard_kernel *kernel,
	struct llguard_report *report) LLGUARD_MUST_CHECK;

/*
 * The name of one member of rules of a kind: for LLGUARD_KIND_NAMESPACE "net" and
 * its like, for LLGUARD_KIND_CAPABILITY "net_raw".  member has exactly one bit set.
 * Returns a constant, valid for ever, or NULL when there is no such member.
 * Async-signal-safe.
 */
LLGUARD_API const char *llguard_member_name(uint32_t kind, uint64_t member);

/*
 * The member of a name: len bytes at name.  Returns its bit, or 0 when the kind
 * has no such member or name is NULL.  Async-signal-safe.
 */
LLGUARD_API uint64_t llguard_member_from_name(
	uint32_t kind, const char *name, size_t len);

/*
 * Restrict this process as the policy says.  There is no way back.
 *
 * The policy is read during the call only.  report is NULL only for a policy
 * with LLGUARD_POLICY_STRICT: best effort without its report would be silence.
 * Sets no_new_privs, as the last step before the restriction, unless
 * LLGUARD_APPLY_KEEP_PRIVS is given.
 *
 * Returns 0 when everything that the policy requires is enforced: without
 * .require and LLGUARD_POLICY_STRICT that may be nothing, see report->status.
 * On a negative return nothing was enforced, with one exception: when the step is
 * LLGUARD_STEP_SEAL, the strict policy is in force and not sealed.  no_new_privs
 * may be set when the step is LLGUARD_STEP_RESTRICT:
 *   -EINVAL, -E2BIG             as llguard_policy_check()
 *   -ENOSYS, -EOPNOTSUPP, -EPERM  as llguard_policy_plan(), and when the kernel
 *                               or a seccomp filter refuses a later step
 *   -EBUSY                      there are other threads, or perhaps
 *   -ENOENT, -ENOTDIR, -EACCES, -ELOOP, -ENAMETOOLONG
 *                               a path that is not optional does not open
 *   -EBADF                      a descriptor is not open, or cannot have a rule
 *   -EMFILE, -ENFILE, -ENOMEM   no descriptor or memory
 *   -ENOSPC                     the process has its 16 layers
 *   -EIO                        anything else; report->cause is the errno
 *
 * Async-signal-safe, also after vfork().  Uses less than 1 KiB of stack.
 */
LLGUARD_API int llguard_policy_apply(const struct llguard_policy *policy,
	struct llguard_report *report) LLGUARD_MUST_CHECK;

/*
 * The first half of llguard_policy_apply(): open every path and build the
 * ruleset.  prepared->size must be set; on success it holds one descriptor (or
 * none, when nothing can be enforced) that llguard_prepared_close() gives back.
 *
 * Same arguments, returns and safety as llguard_policy_apply(), but for -ENOSPC;
 * -EBUSY only for LLGUARD_APPLY_ALL_THREADS below ABI 8 with several threads.  On
 * failure prepared holds nothing.
 */
LLGUARD_API int llguard_policy_prepare(const struct llguard_policy *policy,
	struct llguard_prepared *prepared,
	struct llguard_report *report) LLGUARD_MUST_CHECK;

/*
 * The second half: count the threads, set no_new_privs, restrict.  prepared can
 * be applied again, by other processes too, until it is closed.  report is NULL
 * or the one that llguard_policy_prepare() filled in.
 *
 * Returns 0, also when the kernel has nothing to enforce it with; -EINVAL when
 * prepared is NULL, holds nothing, or its size is not valid; -E2BIG when it uses a
 * member that this library does not know; -EBUSY, -EPERM, -ENOSPC, -ENOMEM, -EBADF
 * and -EIO as llguard_policy_apply().  Async-signal-safe, also after vfork().
 */
LLGUARD_API int llguard_prepared_apply(const struct llguard_prepared *prepared,
	struct llguard_report *report) LLGUARD_MUST_CHECK;

/*
 * Close what llguard_policy_prepare() opened.  prepared may be NULL, empty, or
 * closed before.  Async-signal-safe.
 */
LLGUARD_API void llguard_prepared_close(struct llguard_prepared *prepared);

/*
 * Say what a report is about: for an error which rule and member, what is wrong,
 * what to do; for a best-effort policy that came to nothing, why.  policy is the
 * one that the report was filled for; it must still be there.  The finding
 * borrows from it.
 *
 * Returns 1 and fills finding in, an error or a warning by its severity, when
 * there is something to say; 0 when all went well (finding is then unchanged);
 * -EINVAL when an argument is NULL or a size is not valid.  Async-signal-safe.
 */
LLGUARD_API int llguard_report_explain(const struct llguard_policy *policy,
	const struct llguard_report *report, struct llguard_finding *finding);

/*
 * Number i of a report's warnings and notes, from 0: a finding of severity warning
 * or note, with a code and a sentence.
 *
 * Returns 1 and fills finding in; 0 when there are no more (finding is then
 * unchanged); -EINVAL when an argument is NULL or a size is not valid.
 * Async-signal-safe.
 */
LLGUARD_API int llguard_report_note(const struct llguard_report *report,
	uint32_t i, struct llguard_finding *finding);

/*
 * Write a report for people, several lines.  policy as above.
 *
 * Returns the length of the whole text, -EINVAL as llguard_report_explain() and
 * when buf is NULL and size is not 0.  Async-signal-safe.
 */
LLGUARD_API int llguard_report_describe(const struct llguard_policy *policy,
	const struct llguard_report *report, char *buf, size_t size);

/*
 * Write a report as one JSON object without a newline: the "plan" or "report" of
 * landlock-guard(1), by report->phase.  Rules beyond the results that the report
 * has room for are left out.  Same returns and safety as
 * llguard_report_describe().
 */
LLGUARD_API int llguard_report_describe_json(
	const struct llguard_policy *policy,
	const struct llguard_report *report, char *buf, size_t size);

#ifdef __cplusplus
}
#endif

#endif /* LLGUARD_POLICY_H */
