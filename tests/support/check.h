/* SPDX-License-Identifier: MIT */
/*
 * Assertions of plain test programs: a failed one is printed and counted, and
 * the program goes on.
 */
#ifndef CHECK_H
#define CHECK_H

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <llguard.h>

static int check_count, check_failed;
static bool check_is_child;

#define CHECK(condition, ...)                                                  \
	do {                                                                   \
		check_count++;                                                 \
		if (!(condition)) {                                            \
			check_failed++;                                        \
			printf("%s:%d: %s: ", __FILE__, __LINE__, #condition); \
			printf(__VA_ARGS__);                                   \
			printf("\n");                                          \
		}                                                              \
	} while (0)

/* The program's exit status; a program that checked nothing has failed. */
static inline int check_finish(void)
{
	if (!check_is_child || check_failed)
		printf("%d checks, %d failed\n", check_count, check_failed);
	return check_failed || !check_count;
}

/*
 * The kernel's ABI.  Without Landlock the program ends: 77, or a failure where
 * LLGUARD_TEST_ABI says what must be there.
 */
static inline uint32_t check_kernel_abi(void)
{
	const char *expected = getenv("LLGUARD_TEST_ABI");
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;

	CHECK(llguard_kernel_probe(&kernel) == 0, "probe");
	if (expected)
		CHECK(kernel.abi == (uint32_t)atoi(expected),
			"ABI %u instead of %s", kernel.abi, expected);
	if (!kernel.abi && (!expected || atoi(expected) == 0)) {
		printf("no Landlock\n");
		exit(expected ? check_finish() : 77);
	}
	return kernel.abi;
}

/* Run a function in a child; its result is an errno or another small number. */
static inline int check_in_child(
	int (*body)(const void *), const void *argument)
{
	int status = 0;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0) {
		int result;

		check_count = check_failed = 0;
		check_is_child = true;
		result = body(argument);

		fflush(stdout);
		_exit(result);
	}
	if (child < 0 || waitpid(child, &status, 0) != child)
		return 255;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

#endif /* CHECK_H */
