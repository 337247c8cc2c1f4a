/* SPDX-License-Identifier: MIT */
/*
 * Starting a confined child: for launchers, and for programs with threads.
 *
 *	const struct llguard_program program =
 *		LLGUARD_PROGRAM("/usr/bin/convert", argv, envp);
 *
 *	pid = llguard_spawn(&policy, &program, &report);
 */
#ifndef LLGUARD_SPAWN_H
#define LLGUARD_SPAWN_H

#include <llguard/base.h>
#include <llguard/policy.h>

/* llguard_program.flags */
#define LLGUARD_PROGRAM_CLOSE_FDS                                              \
	(UINT32_C(1) << 0) /* 3 and above stay behind, but those of fds */

/* The most descriptors that can be handed over. */
#define LLGUARD_PROGRAM_FDS_MAX 32

/* The program has as its descriptor to what is the caller's descriptor from. */
struct llguard_program_fd {
	int32_t from;
	int32_t to;
};

/*
 * A program to be started.  argv and envp are as execve() takes them, both end
 * in NULL; envp is the whole environment, of which the library reads nothing.
 * path is not searched for.  fd is -1, or with path NULL an open file to be
 * executed (a script must not be close-on-exec).
 *
 * fd_count elements of fd_size bytes each stand at fds; the order does not
 * matter, and two descriptors may be swapped.  All other descriptors of the
 * caller's that are not close-on-exec stay open in the program, unless
 * LLGUARD_PROGRAM_CLOSE_FDS is given: Landlock does not restrict what is open.
 */
struct llguard_program {
	uint32_t size;
	uint32_t flags; /* LLGUARD_PROGRAM_* */
	int32_t fd;
	uint32_t fd_size;
	uint32_t fd_count;
	uint32_t reserved; /* 0 */
	const char *path;
	char *const *argv;
	char *const *envp;
	const struct llguard_program_fd *fds;
};

/* clang-format off */
#define LLGUARD_PROGRAM(path, argv, envp) \
	{ sizeof(struct llguard_program), 0, -1, 0, 0, 0, \
	  (path), (argv), (envp), NULL }
#define LLGUARD_PROGRAM_FD(fd, argv, envp) \
	{ sizeof(struct llguard_program), 0, (fd), 0, 0, 0, \
	  NULL, (argv), (envp), NULL }
#define LLGUARD_PROGRAM_WITH(path, argv, envp, flags, fds) \
	{ sizeof(struct llguard_program), (flags), -1, sizeof((fds)[0]), \
	  sizeof(fds) / sizeof((fds)[0]), 0, (path), (argv), (envp), (fds) }
/* clang-format on */

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Start a program that is restricted as the policy says, and the caller not.
 *
 * Rules are opened by the caller, with its rights and its descriptors; then a
 * child is made as vfork() does, restricts itself and executes the program.  The
 * child has one thread: how many the caller has does not matter, nor do
 * LLGUARD_APPLY_ALL_THREADS and LLGUARD_APPLY_THIS_THREAD.  A policy that handles
 * LLGUARD_FS_EXECUTE or LLGUARD_FS_READ_FILE must allow it for the program, its
 * loader and its libraries.
 *
 * Signals that the caller has handlers for have their default action in the
 * program, ignored ones stay ignored, and the mask is the calling thread's.  No
 * handler of the caller's runs in the child, and none in this thread during the
 * call.
 *
 * Returns the child's pid, to be waited for by the caller; otherwise there is no
 * child any more, SIGCHLD aside, and the report has the step and the errno:
 *   as llguard_policy_apply()   but for -EBUSY
 *   -EINVAL, -E2BIG             program is malformed, or newer than this library
 *   -EAGAIN, -ENOMEM, -EMFILE, -ENFILE
 *                               LLGUARD_STEP_SPAWN: no child, or no pipe
 *   -EBADF, -EMFILE, -EIO       LLGUARD_STEP_DESCRIPTORS
 *   -ENOENT, -EACCES, -ENOTDIR, -ELOOP, -ENAMETOOLONG, -ENOEXEC, -EPERM, -ENOMEM,
 *   -EBADF, -ENOSYS, -EIO       LLGUARD_STEP_EXEC: what execve() said; a longer
 *                               list in report->cause
 *
 * A best-effort policy starts the program also when nothing can be enforced: see
 * report->status.  report->applied and the rest of it speak of the child.
 * report as llguard_policy_apply().  Allocates nothing and takes no lock: works
 * in a process with threads, whatever these hold.  Async-signal-safe where the
 * libc's vfork() is: those of glibc and musl are.
 */
LLGUARD_API int llguard_spawn(const struct llguard_policy *policy,
	const struct llguard_program *program,
	struct llguard_report *report) LLGUARD_MUST_CHECK;

/*
 * The same under a policy that has been prepared, as often as wanted: for
 * launchers, which open the rules once.  report is NULL or the one that
 * llguard_policy_prepare() filled in.
 *
 * Returns a pid, or a negative errno, as llguard_spawn(); -EINVAL also when
 * prepared is NULL, holds nothing, or its size is not valid.  Same safety.
 */
LLGUARD_API int llguard_prepared_spawn(const struct llguard_prepared *prepared,
	const struct llguard_program *program,
	struct llguard_report *report) LLGUARD_MUST_CHECK;

#ifdef __cplusplus
}
#endif

#endif /* LLGUARD_SPAWN_H */
