/* SPDX-License-Identifier: MIT */
/*
 * spawn CHILDREN: start /bin/true so many times, by llguard_spawn() with a policy
 * and by vfork() without, in turn; print the processor time in nanoseconds of
 * each, ours and the children's.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <llguard.h>

#define BATCH 20

static char *const arguments[] = { "/bin/true", NULL };
static char *const environment[] = { NULL };

static pid_t start_plain(void)
{
	const pid_t pid = vfork();

	if (pid == 0) {
		execve(arguments[0], arguments, environment);
		_exit(127);
	}
	return pid;
}

static pid_t start_confined(void)
{
	const struct llguard_policy policy = LLGUARD_POLICY_NO_RULES(
		LLGUARD_ABI_1 & ~(LLGUARD_FS_READ_EXECUTE));
	const struct llguard_program program =
		LLGUARD_PROGRAM(arguments[0], arguments, environment);
	struct llguard_report report = LLGUARD_REPORT_INIT;

	return llguard_spawn(&policy, &program, &report);
}

static long long used(int who)
{
	struct rusage usage;

	getrusage(who, &usage);
	return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000000LL +
	       (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1000LL;
}

static long long batch(pid_t (*start)(void))
{
	const long long before = used(RUSAGE_SELF) + used(RUSAGE_CHILDREN);

	for (int i = 0; i < BATCH; i++) {
		int status = 1;
		const pid_t pid = start();

		if (pid < 0 || waitpid(pid, &status, 0) != pid || status) {
			fprintf(stderr, "spawn: %d, status %d\n", (int)pid,
				status);
			exit(1);
		}
	}
	return (used(RUSAGE_SELF) + used(RUSAGE_CHILDREN) - before) / BATCH;
}

int main(int argc, char **argv)
{
	const int batches = argc > 1 ? atoi(argv[1]) / BATCH : 10;

	for (int i = 0; i < batches; i++) {
		const long long first =
			batch(i % 2 ? start_plain : start_confined);
		const long long second =
			batch(i % 2 ? start_confined : start_plain);

		printf("%lld %lld\n", i % 2 ? second : first,
			i % 2 ? first : second);
	}
	return 0;
}
