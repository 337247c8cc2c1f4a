/* SPDX-License-Identifier: MIT */
/*
 * The basics, with the public header alone: the library is the one of its
 * header, the kernel answers what LLGUARD_TEST_ABI says it must, a plan comes
 * out as known, and a policy denies what it names and allows what it allows.
 *
 * Exit code 77 without Landlock, unless LLGUARD_TEST_ABI is set.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <llguard.h>

#define SKIPPED 77

/* A thread sanitizer is itself a thread: its build says THIS_THREAD. */
#ifndef SMOKE_FLAGS
#define SMOKE_FLAGS 0
#endif

/* What is allowed to be read, and what is not. */
#define OPEN_DIRECTORY "/usr"
#define SHUT_DIRECTORY "/etc"
#define SHUT_FILE      "/dev/null"

#define CHECK(what)                                                            \
	do {                                                                   \
		if (!(what)) {                                                 \
			fprintf(stderr, "%s:%d: not so: %s\n", __FILE__,       \
				__LINE__, #what);                              \
			return 1;                                              \
		}                                                              \
	} while (0)

static const struct llguard_rule rules[] = {
	LLGUARD_PATH(OPEN_DIRECTORY, LLGUARD_FS_READ),
};
static const struct llguard_policy policy =
	LLGUARD_POLICY_WITH(LLGUARD_ABI_1, rules, SMOKE_FLAGS, 0, 0, NULL);

static int opens(const char *path, int flags)
{
	const int fd = open(path, flags | O_CLOEXEC);

	if (fd < 0)
		return errno;
	close(fd);
	return 0;
}

/* The words of the library, without any kernel. */
static int words_check(void)
{
	char text[256];
	int length = llguard_error_describe(-ENOSYS, text, sizeof(text));

	CHECK(strcmp(llguard_version(), LLGUARD_VERSION) == 0);
	CHECK(length > 0 && (size_t)length == strlen(text));
	CHECK(strcmp(llguard_right_name(LLGUARD_FS_REFER), "refer") == 0);
	CHECK(llguard_right_from_name("refer", 5) == LLGUARD_FS_REFER);
	CHECK(llguard_right_abi(LLGUARD_NET_BIND_TCP) == 4);
	CHECK(llguard_abi_mask(7) == LLGUARD_ABI_7);
	return 0;
}

/* A decision for a kernel that need not be this one. */
static int plan_check(void)
{
	struct llguard_policy seven = policy;
	struct llguard_kernel old = LLGUARD_KERNEL_INIT;
	struct llguard_report report = LLGUARD_REPORT_INIT;

	seven.handled = LLGUARD_ABI_7;
	old.abi = 1;
	CHECK(llguard_policy_check(&seven, NULL) == 0);
	CHECK(llguard_policy_plan(&seven, &old, &report) == 0);
	CHECK(report.status == LLGUARD_STATUS_PARTIAL);
	CHECK(report.handled == LLGUARD_ABI_1);
	CHECK(report.dropped == (LLGUARD_ABI_7 ^ LLGUARD_ABI_1));
	return 0;
}

/* In a child: it works, is confined, and works no longer. */
static int denial_check(void)
{
	struct llguard_report report = LLGUARD_REPORT_INIT;

	CHECK(opens(OPEN_DIRECTORY, O_RDONLY | O_DIRECTORY) == 0);
	CHECK(opens(SHUT_DIRECTORY, O_RDONLY | O_DIRECTORY) == 0);
	CHECK(opens(SHUT_FILE, O_WRONLY) == 0);
	CHECK(llguard_policy_apply(&policy, &report) == 0);
	CHECK(report.applied == 1);
	CHECK(report.status == LLGUARD_STATUS_FULL);
	CHECK(report.rules_ok == 1);
	CHECK(opens(OPEN_DIRECTORY, O_RDONLY | O_DIRECTORY) == 0);
	CHECK(opens(SHUT_DIRECTORY, O_RDONLY | O_DIRECTORY) == EACCES);
	CHECK(opens(SHUT_FILE, O_WRONLY) == EACCES);
	/* Not handled by this policy: as free as before. */
	CHECK(chdir(SHUT_DIRECTORY) == 0);
	return 0;
}

static int in_child(int (*check)(void))
{
	int status;
	const pid_t pid = fork();

	CHECK(pid >= 0);
	if (pid == 0)
		_exit(check());
	CHECK(waitpid(pid, &status, 0) == pid);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	return 0;
}

int main(void)
{
	const char *expected = getenv("LLGUARD_TEST_ABI");
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;

	if (words_check() || plan_check())
		return 1;
	CHECK(llguard_kernel_probe(&kernel) == 0);
	printf("landlock-guard %s, Landlock ABI %u, errata 0x%x\n",
		llguard_version(), kernel.abi, kernel.errata);
	if (expected)
		CHECK(kernel.abi == strtoul(expected, NULL, 10));
	if (!kernel.abi)
		return expected ? 1 : SKIPPED;
	CHECK(llguard_self_test() == 0);
	CHECK(in_child(denial_check) == 0);
	return 0;
}
