/* SPDX-License-Identifier: MIT */
/*
 * Threads on the running kernel: how they are counted where a filter or a missing
 * /proc is in the way, and what thread sync does to a sibling's own domain.
 */
#include "check.h"
#include "filter.h"

#include <fcntl.h>
#include <pthread.h>
#include <sys/prctl.h>
#include <sys/stat.h>

static uint32_t abi;

static const struct llguard_policy deny_read =
	LLGUARD_POLICY_NO_RULES(LLGUARD_FS_READ_DIR);

static bool can_read_root(void)
{
	const int fd = open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	close(fd);
	return fd >= 0;
}

static void *wait_for_ever(void *unused)
{
	for (;;)
		pause();
	return unused;
}

/* --- counting ---------------------------------------------------------------- */

struct counting {
	int unshare_errno; /* 0: no filter */
	bool second_thread;
	bool no_proc;
	int error;
};

static const struct counting countings[] = {
	{ 0, false, false, 0 },
	{ 0, true, false, -EBUSY },
	{ EPERM, false, false, 0 },
	{ EPERM, true, false, -EBUSY },
	{ ENOSYS, false, false, 0 },
	{ ENOSYS, true, false, -EBUSY },
	/* the first answer is enough */
	{ 0, false, true, 0 },
	{ 0, true, true, -EBUSY },
	{ EPERM, false, true, -EBUSY },
	{ ENOSYS, true, true, -EBUSY },
};

/* Somewhere without a /proc: a directory that goes with us. */
static bool proc_hide(void)
{
	char root[] = "/tmp/llguard-threads-XXXXXX";

	return mkdtemp(root) && chdir(root) == 0 && rmdir(root) == 0 &&
	       chroot(".") == 0;
}

static int counted(const void *argument)
{
	const struct counting *row = argument;
	struct llguard_report report = LLGUARD_REPORT_INIT;
	struct llguard_finding finding = LLGUARD_FINDING_INIT;
	const bool unknown = row->unshare_errno && row->no_proc;
	pthread_t thread;
	int err;

	if (row->second_thread &&
		pthread_create(&thread, NULL, wait_for_ever, NULL))
		return 1;
	if (row->no_proc && !proc_hide())
		return geteuid() ? 0 : 1;
	if (row->unshare_errno &&
		filter_calls(SYS_unshare, SYS_unshare, row->unshare_errno))
		return 1;
	err = llguard_policy_apply(&deny_read, &report);
	CHECK(err == row->error, "%d", err);
	CHECK(can_read_root() == (row->error != 0), "confined or not");
	CHECK(report.threads == (row->error ? LLGUARD_THREADS_UNKNOWN
					    : LLGUARD_THREADS_ONE),
		"%u", report.threads);
	if (!row->error)
		return check_finish();
	CHECK(report.step == LLGUARD_STEP_THREADS, "step %u", report.step);
	CHECK(llguard_report_explain(&deny_read, &report, &finding) == 1,
		"explain");
	CHECK(strcmp(finding.code.ptr,
		      unknown ? "threads_unknown" : "threads") == 0,
		"%s", finding.code.ptr);
	return check_finish();
}

/* --- thread sync ------------------------------------------------------------- */

static pthread_barrier_t barrier;
static bool sibling_was_confined, sibling_is_confined, sibling_has_nnp;

/* Confines itself, more than the others are going to be. */
static void *sibling(void *unused)
{
	static const struct llguard_policy mine = LLGUARD_POLICY_NO_RULES_WITH(
		LLGUARD_FS_READ_DIR, LLGUARD_APPLY_THIS_THREAD, 0, 0, NULL);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	CHECK(llguard_policy_apply(&mine, &report) == 0, "%d", report.error);
	sibling_was_confined = !can_read_root();
	pthread_barrier_wait(&barrier);
	pthread_barrier_wait(&barrier);
	sibling_is_confined = !can_read_root();
	sibling_has_nnp = prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1;
	return unused;
}

/* Why ALL_THREADS is not what apply does by itself. */
static int sync_replaces_a_stricter_domain(const void *unused)
{
	static const struct llguard_policy loose = LLGUARD_POLICY_NO_RULES_WITH(
		LLGUARD_FS_EXECUTE, LLGUARD_APPLY_ALL_THREADS, 0, 0, NULL);
	static const struct llguard_policy plain =
		LLGUARD_POLICY_NO_RULES(LLGUARD_FS_EXECUTE);
	struct llguard_report report = LLGUARD_REPORT_INIT;
	pthread_t thread;

	(void)unused;
	pthread_barrier_init(&barrier, NULL, 2);
	if (pthread_create(&thread, NULL, sibling, NULL))
		return 1;
	pthread_barrier_wait(&barrier);
	CHECK(llguard_policy_apply(&plain, &report) == -EBUSY, "by itself: %d",
		report.error);
	CHECK(llguard_policy_apply(&loose, &report) == (abi >= 8 ? 0 : -EBUSY),
		"all threads: %d", report.error);
	CHECK(report.threads == (abi >= 8 ? LLGUARD_THREADS_ALL
					  : LLGUARD_THREADS_UNKNOWN),
		"%u", report.threads);
	pthread_barrier_wait(&barrier);
	pthread_join(thread, NULL);
	CHECK(sibling_was_confined, "the sibling was free");
	CHECK(sibling_has_nnp, "the sibling's no_new_privs");
	CHECK(sibling_is_confined == (abi < 8),
		"the sibling's own domain: the kernel has changed");
	return check_finish();
}

/* A domain for all of them, sealed: nobody can add to it. */
static int sealed_for_all(const void *unused)
{
	static const struct llguard_policy policy =
		LLGUARD_POLICY_NO_RULES_WITH(LLGUARD_FS_READ_DIR,
			LLGUARD_APPLY_ALL_THREADS | LLGUARD_APPLY_SEAL |
				LLGUARD_POLICY_STRICT,
			0, 0, NULL);
	static const struct llguard_policy more = LLGUARD_POLICY_NO_RULES_WITH(
		LLGUARD_FS_EXECUTE, LLGUARD_APPLY_THIS_THREAD, 0, 0, NULL);
	struct llguard_report report = LLGUARD_REPORT_INIT;
	pthread_t thread;

	(void)unused;
	if (pthread_create(&thread, NULL, wait_for_ever, NULL))
		return 1;
	CHECK(llguard_policy_apply(&policy, &report) == 0, "%d", report.error);
	CHECK(report.layers == 16, "%u", report.layers);
	CHECK(llguard_policy_apply(&more, &report) == -ENOSPC, "%d",
		report.error);
	return check_finish();
}

int main(void)
{
	abi = check_kernel_abi();
	for (size_t i = 0; i < sizeof(countings) / sizeof(countings[0]); i++)
		CHECK(check_in_child(counted, &countings[i]) == 0, "row %zu",
			i);
	CHECK(check_in_child(sync_replaces_a_stricter_domain, NULL) == 0,
		"sync_replaces_a_stricter_domain");
	if (abi >= 8)
		CHECK(check_in_child(sealed_for_all, NULL) == 0,
			"sealed_for_all");
	return check_finish();
}
