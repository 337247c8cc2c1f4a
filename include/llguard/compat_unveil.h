/* SPDX-License-Identifier: MIT */
/*
 * unveil(2) of OpenBSD, for programs that call it already: header-only, on the
 * public functions of this library.
 *
 *	#include <llguard/compat_unveil.h>
 *
 *	if (unveil("/var/db", "rwc") == -1 || unveil(NULL, NULL) == -1)
 *		err(1, "unveil");
 *
 * Permissions: r reads files and lists directories, w writes, x executes, c makes
 * and removes.  What is different from OpenBSD:
 *
 * - Nothing is hidden before unveil(NULL, NULL), which restricts the process and,
 *   unlike OpenBSD's, all that it executes: the program, its loader and libraries
 *   need x or r too.
 * - Rules only ever allow.  A path below an unveiled directory has the
 *   permissions of both; "" takes nothing away from it.
 * - Denied is EACCES, and names stay visible: stat(2) and chdir(2) are free, as
 *   are chmod(2), chown(2) and utimes(2).
 * - x allows to read the file too, as the kernel reads what it executes.
 * - A path is the file or directory that it was when unveil() was called, not its
 *   name: of a file, w does not include to replace it, and c comes to nothing, as
 *   files are made and removed in a directory.  A file that does not exist stays
 *   out of reach; with c that is -1 and ENOENT.  Unveil the directory instead.
 *
 * The state is static: include this header in one file of a program, and let
 * other files call a function of that one.  Not to be called by two threads at
 * once.  Each unveiled path holds a descriptor until the restriction.
 *
 * Before the #include may be defined:
 * LLGUARD_UNVEIL_REQUIRE   rights without which unveil(NULL, NULL) fails, by
 *                          default those of Linux 5.13 (LLGUARD_ABI_1); 0: go on
 *                          without Landlock, which the report then says
 * LLGUARD_UNVEIL_MAX       the most paths, by default 128 as OpenBSD
 * LLGUARD_UNVEIL_NO_MACRO  call it llguard_unveil() alone
 */
#ifndef LLGUARD_COMPAT_UNVEIL_H
#define LLGUARD_COMPAT_UNVEIL_H

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <llguard/policy.h>

#ifndef LLGUARD_UNVEIL_REQUIRE
#define LLGUARD_UNVEIL_REQUIRE LLGUARD_ABI_1
#endif

#ifndef LLGUARD_UNVEIL_MAX
#define LLGUARD_UNVEIL_MAX 128
#endif

/* Longer than what any path may be, with its NUL. */
#define LLGUARD_UNVEIL_PATH 4096

/* A strict dialect of C hides the names that are not the standard's. */
#if defined(O_PATH) && defined(O_CLOEXEC)
#define LLGUARD_UNVEIL_OPEN (O_PATH | O_CLOEXEC)
#else
#define LLGUARD_UNVEIL_OPEN (__O_PATH | __O_CLOEXEC)
#endif

#define LLGUARD_UNVEIL_R LLGUARD_FS_READ
#define LLGUARD_UNVEIL_W                                                       \
	(LLGUARD_FS_WRITE_FILE | LLGUARD_FS_TRUNCATE | LLGUARD_FS_RESOLVE_UNIX)
#define LLGUARD_UNVEIL_X (LLGUARD_FS_EXECUTE | LLGUARD_FS_READ_FILE)
#define LLGUARD_UNVEIL_C                                                       \
	(LLGUARD_FS_REMOVE_DIR | LLGUARD_FS_REMOVE_FILE |                      \
		LLGUARD_FS_MAKE_CHAR | LLGUARD_FS_MAKE_DIR |                   \
		LLGUARD_FS_MAKE_REG | LLGUARD_FS_MAKE_SOCK |                   \
		LLGUARD_FS_MAKE_FIFO | LLGUARD_FS_MAKE_BLOCK |                 \
		LLGUARD_FS_MAKE_SYM | LLGUARD_FS_REFER)

/* What is asked of a terminal or a device that is open is not unveil's. */
#define LLGUARD_UNVEIL_HANDLED                                                 \
	(LLGUARD_UNVEIL_R | LLGUARD_UNVEIL_W | LLGUARD_UNVEIL_X |              \
		LLGUARD_UNVEIL_C)

struct llguard_unveil_path {
	uint64_t device;
	uint64_t inode;
	int fd;
	int letters; /* 1 << index in "rwxc" */
	int is_directory;
};

struct llguard_unveil_state {
	/* What unveil(NULL, NULL) did: for llguard_report_explain(). */
	struct llguard_policy policy;
	struct llguard_report report;
	int called; /* with a path */
	int locked;
	unsigned int count;
	struct llguard_unveil_path paths[LLGUARD_UNVEIL_MAX];
	struct llguard_rule rules[LLGUARD_UNVEIL_MAX];
};

/* The state of this file of the program.  policy and report may be read. */
static inline struct llguard_unveil_state *llguard_unveil_get(void)
{
	static struct llguard_unveil_state state;

	return &state;
}

static inline int llguard_unveil_fail(int error)
{
	errno = error;
	return -1;
}

/* Returns the letters as bits, or -1. */
static inline int llguard_unveil_letters(const char *permissions)
{
	static const char known[] = "rwxc";
	int letters = 0;

	for (; *permissions; permissions++) {
		const char *letter = strchr(known, *permissions);

		if (!letter)
			return -1;
		letters |= 1 << (letter - known);
	}
	return letters;
}

/* A path that does not open: it may be missing, its directory may not. */
static inline int llguard_unveil_missing(const char *path, int letters)
{
	char directory[LLGUARD_UNVEIL_PATH];
	size_t len = strlen(path);
	int fd;

	if (errno != ENOENT || !len || (letters & 8))
		return -1;
	while (len && path[len - 1] == '/')
		len--;
	while (len && path[len - 1] != '/')
		len--;
	memcpy(directory, path, len);
	/* "." stands for "", and changes nothing after a slash. */
	directory[len] = '.';
	directory[len + 1] = '\0';
	fd = open(directory, LLGUARD_UNVEIL_OPEN);
	return fd < 0 ? -1 : close(fd);
}

/* The path of an object, or one after the last. */
static inline struct llguard_unveil_path *llguard_unveil_find(
	struct llguard_unveil_state *state, const struct stat *what)
{
	struct llguard_unveil_path *path = state->paths;

	while (path < state->paths + state->count &&
		(path->device != (uint64_t)what->st_dev ||
			path->inode != (uint64_t)what->st_ino))
		path++;
	return path;
}

/* Returns 0, or an errno.  *fd is -1 when it is the state's from here on. */
static inline int llguard_unveil_add(int *fd, int letters)
{
	struct llguard_unveil_state *state = llguard_unveil_get();
	struct llguard_unveil_path *path;
	struct stat what;

	if (fstat(*fd, &what) < 0)
		return errno;
	path = llguard_unveil_find(state, &what);
	if (path < state->paths + state->count) {
		if (letters & ~path->letters)
			return EPERM;
		path->letters = letters;
		return 0;
	}
	if (state->count == LLGUARD_UNVEIL_MAX)
		return E2BIG;
	path->device = (uint64_t)what.st_dev;
	path->inode = (uint64_t)what.st_ino;
	path->fd = *fd;
	path->letters = letters;
	path->is_directory = S_ISDIR(what.st_mode) ? 1 : 0;
	state->count++;
	*fd = -1;
	return 0;
}

static inline uint64_t llguard_unveil_access(
	const struct llguard_unveil_path *path)
{
	uint64_t access = 0;

	if (path->letters & 1)
		access |= LLGUARD_UNVEIL_R;
	if (path->letters & 2)
		access |= LLGUARD_UNVEIL_W;
	if (path->letters & 4)
		access |= LLGUARD_UNVEIL_X;
	if (path->letters & 8)
		access |= LLGUARD_UNVEIL_C;
	return path->is_directory ? access : access & LLGUARD_FS_ON_FILE;
}

static inline int llguard_unveil_lock(struct llguard_unveil_state *state)
{
	const struct llguard_policy policy = LLGUARD_POLICY_NO_RULES_WITH(
		LLGUARD_UNVEIL_HANDLED, LLGUARD_APPLY_ALL_THREADS,
		LLGUARD_UNVEIL_REQUIRE & LLGUARD_UNVEIL_HANDLED, 0, NULL);
	const struct llguard_report report = LLGUARD_REPORT_INIT;
	unsigned int i;
	int err;

	state->policy = policy;
	state->policy.rules = state->rules;
	state->report = report;
	for (i = 0; i < state->count; i++) {
		const struct llguard_rule none = LLGUARD_FD(0, 0);
		struct llguard_rule *rule =
			state->rules + state->policy.rule_count;

		*rule = none;
		rule->fd = state->paths[i].fd;
		rule->access = llguard_unveil_access(state->paths + i);
		if (rule->access)
			state->policy.rule_count++;
	}
	err = llguard_policy_apply(&state->policy, &state->report);
	if (err)
		return llguard_unveil_fail(-err);
	for (i = 0; i < state->count; i++)
		close(state->paths[i].fd);
	state->count = 0;
	return 0;
}

/*
 * As unveil(2): allow permissions, letters of "rwxc", on path, or with two NULLs
 * restrict the process to what was allowed; without a path before, to nothing
 * new, as on OpenBSD.  path and permissions are not kept.
 *
 * Returns 0, or -1 with errno:
 *   E2BIG   there are LLGUARD_UNVEIL_MAX paths already
 *   EFAULT  one of the two is NULL
 *   EINVAL  another letter in permissions
 *   ENOENT  a directory of path does not exist; with c, or path "", path itself
 *   EPERM   more permissions than the same path had before; or after
 *           unveil(NULL, NULL) has returned 0
 *   and those of open(2), EMFILE among them; for unveil(NULL, NULL), the negative
 *   numbers of llguard_policy_apply(): nothing is restricted then, and it can be
 *   called again.
 * Not async-signal-safe, and not for two threads at once.
 */
static inline int llguard_unveil(const char *path, const char *permissions)
{
	struct llguard_unveil_state *state = llguard_unveil_get();
	int letters, fd, error;

	if (!path && !permissions) {
		if (!state->locked && state->called &&
			llguard_unveil_lock(state) < 0)
			return -1;
		state->locked = 1;
		return 0;
	}
	if (state->locked)
		return llguard_unveil_fail(EPERM);
	if (!path || !permissions)
		return llguard_unveil_fail(EFAULT);
	letters = llguard_unveil_letters(permissions);
	if (letters < 0)
		return llguard_unveil_fail(EINVAL);
	fd = open(path, LLGUARD_UNVEIL_OPEN);
	if (fd < 0 && llguard_unveil_missing(path, letters) < 0)
		return -1;
	error = fd < 0 ? 0 : llguard_unveil_add(&fd, letters);
	if (fd >= 0)
		close(fd);
	if (error)
		return llguard_unveil_fail(error);
	state->called = 1;
	return 0;
}

#ifndef LLGUARD_UNVEIL_NO_MACRO
#define unveil(path, permissions) llguard_unveil(path, permissions)
#endif

#endif /* LLGUARD_COMPAT_UNVEIL_H */
