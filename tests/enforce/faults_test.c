/* SPDX-License-Identifier: MIT */
/*
 * Every system call of an application refused by a filter, with each errno that
 * a kernel, a file system or a filter may give: the policy is in force, or nothing
 * of it is.
 */
#include "check.h"
#include "filter.h"

#include <fcntl.h>
#include <sys/stat.h>

#define NAME    "/tmp/llguard-faults"
#define CREATE  444
#define ADD     445
#define LAST    446
#define OPENAT2 437
#define OR_NOT  1 /* that it works all the same is fine, too */

struct row {
	long call;
	uint32_t step; /* of the error */
	int may_work;
	int with;  /* only where the first argument is not NULL */
	long also; /* refused, too, with EPERM */
};

static const struct row rows[] = {
	{ CREATE, LLGUARD_STEP_NONE, OR_NOT, 0, 0 }, /* there is no Landlock */
	{ CREATE, LLGUARD_STEP_CREATE, OR_NOT, 1, 0 }, /* ... it is useless */
	{ ADD, LLGUARD_STEP_ADD_RULE, 0, 0, 0 },
	{ LAST, LLGUARD_STEP_RESTRICT, 0, 0, 0 },
	{ SYS_openat, LLGUARD_STEP_OPEN, 0, 0, 0 },
	{ OPENAT2, LLGUARD_STEP_OPEN, 0, 0, 0 },
	{ SYS_fcntl, LLGUARD_STEP_CREATE, 0, 0, 0 },
	{ SYS_prctl, LLGUARD_STEP_NO_NEW_PRIVS, OR_NOT, 0, 0 },
	{ SYS_unshare, LLGUARD_STEP_THREADS, OR_NOT, 0, 0 },
	{ SYS_statx, LLGUARD_STEP_NONE, OR_NOT, 0, 0 }, /* not called */
	{ SYS_statx, LLGUARD_STEP_THREADS, 0, 0, SYS_unshare },
};

/*
 * What landlock_*(2), open(2), openat2(2), fcntl(2), prctl(2), unshare(2) and
 * statx(2) list, what file systems add, and what filters like to say.
 */
static const int errors[] = { EPERM, ENOENT, EINTR, EIO, ENXIO, E2BIG, EBADF,
	EAGAIN, ENOMEM, EACCES, EFAULT, EBUSY, EXDEV, ENODEV, ENOTDIR, EISDIR,
	EINVAL, ENFILE, EMFILE, ENOSPC, EROFS, ENAMETOOLONG, ENOSYS, ELOOP,
	ENOMSG, EOVERFLOW, EBADFD, EUSERS, EOPNOTSUPP, EAFNOSUPPORT, ETIMEDOUT,
	EHOSTDOWN, ESTALE, EDQUOT, ECONNREFUSED };

/* Without a call that a filter may refuse. */
static bool is_confined(void)
{
	if (mkdir(NAME, 0755))
		return true;
	rmdir(NAME);
	return false;
}

static bool is_open(int fd)
{
	struct stat st;

	return fstat(fd, &st) == 0;
}

static int refused(const void *argument)
{
	static const struct llguard_rule rules[] = {
		LLGUARD_DIRECTORY("/dev", LLGUARD_FS_READ),
		LLGUARD_PATH_FLAGS("/dev/null", LLGUARD_FS_READ_FILE,
			LLGUARD_RULE_FILE | LLGUARD_RULE_NO_SYMLINKS),
	};
	static const struct llguard_policy policy =
		LLGUARD_POLICY(LLGUARD_FS_READ | LLGUARD_FS_MAKE_DIR, rules);
	const int *at = argument;
	const struct row *row = &rows[at[0]];
	struct llguard_report report = LLGUARD_REPORT_INIT;
	bool left = false;
	int err;

	/* So that fcntl() is called: the first free descriptor is too low. */
	for (int fd = 3; fd < 64; fd++)
		close(fd);
	close(0);
	if (row->also && filter_calls(row->also, row->also, EPERM))
		return 1;
	if (row->with ? filter_call_with(row->call, errors[at[1]])
		      : filter_calls(row->call, row->call, errors[at[1]]))
		return 1;
	err = llguard_policy_apply(&policy, &report);
	CHECK(err == report.error, "%d and %d", err, report.error);
	CHECK(is_confined() == (report.applied == 1), "applied %u",
		report.applied);
	/* A ruleset that is not taken is tried once more, right by right. */
	CHECK(!row->with || (err == 0) == (errors[at[1]] == EINVAL ||
						  errors[at[1]] == E2BIG),
		"%d", err);
	if (err) {
		CHECK(report.step == row->step, "step %u", report.step);
		CHECK(!report.applied, "applied");
	} else {
		CHECK(row->may_work, "it worked");
		CHECK(report.applied || report.status == LLGUARD_STATUS_NONE,
			"neither an error nor applied");
	}
	for (int fd = 3; fd < 64; fd++)
		left |= is_open(fd);
	CHECK(!left && !is_open(0), "a descriptor is left");
	return check_finish();
}

int main(void)
{
	int at[2];

	check_kernel_abi();
	for (at[0] = 0; at[0] < (int)(sizeof(rows) / sizeof(rows[0])); at[0]++)
		for (at[1] = 0;
			at[1] < (int)(sizeof(errors) / sizeof(errors[0]));
			at[1]++)
			CHECK(check_in_child(refused, at) == 0,
				"call %ld, errno %d", rows[at[0]].call,
				errors[at[1]]);
	return check_finish();
}
