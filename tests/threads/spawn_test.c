/* SPDX-License-Identifier: MIT */
/*
 * llguard_spawn() in a process with eight threads, which hold the allocator's
 * lock as often as not, and one that forks: nothing that they hold may hold us,
 * neither a lock nor a copy of a descriptor.
 */
#include "check.h"

#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/prctl.h>

/* The thread sanitizer makes a fork() of vfork(), which such children hold up. */
#if defined(__SANITIZE_THREAD__)
#define FORKERS 0
#elif defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define FORKERS 0
#endif
#endif
#ifndef FORKERS
#define FORKERS 1
#endif

#define THREADS 8
#define ROUNDS  200
#define FORKS   64

static atomic_bool stop;
static pid_t forked[FORKS];

/* malloc_trim() holds the lock of every arena all the while. */
static void *allocate(void *unused)
{
	while (!atomic_load(&stop)) {
		void *volatile block = malloc(200000);

		free(block);
		malloc_trim(0);
	}
	return unused;
}

/* Children that execute nothing, and so keep what they have inherited open. */
static void *fork_often(void *unused)
{
	for (int i = 0; i < FORKS && !atomic_load(&stop); i++) {
		forked[i] = fork();
		if (forked[i] == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			for (;;)
				pause();
		}
		usleep(500);
	}
	/* They end with the thread that has made them. */
	while (!atomic_load(&stop))
		usleep(500);
	return unused;
}

static int status_of(int pid)
{
	int status = -1;

	if (pid <= 0 || waitpid(pid, &status, 0) != pid)
		return -1;
	return status;
}

int main(void)
{
	static const struct llguard_policy policy =
		LLGUARD_POLICY_NO_RULES(LLGUARD_FS_MAKE_DIR);
	static char name[] = "true";
	static char *const argv[] = { name, NULL };
	static char *const envp[] = { NULL };
	static const struct llguard_program program =
		LLGUARD_PROGRAM("/bin/true", argv, envp);
	static const struct llguard_program missing =
		LLGUARD_PROGRAM("/nonexistent", argv, envp);
	pthread_t threads[THREADS + 1];

	for (int i = 0; i < THREADS + FORKERS; i++)
		CHECK(pthread_create(&threads[i], NULL,
			      i < THREADS ? allocate : fork_often, NULL) == 0,
			"thread %d", i);
	for (int round = 0; round < ROUNDS; round++) {
		struct llguard_report report = LLGUARD_REPORT_INIT;
		const int pid = llguard_spawn(&policy, &program, &report);

		CHECK(pid > 0 && status_of(pid) == 0,
			"round %d: %d, step %u, errno %d", round, pid,
			report.step, report.cause);
		CHECK(llguard_spawn(&policy, &missing, &report) == -ENOENT,
			"round %d: %d", round, report.error);
	}
	atomic_store(&stop, true);
	for (int i = 0; i < THREADS + FORKERS; i++)
		pthread_join(threads[i], NULL);
	for (int i = 0; i < FORKS && forked[i] > 0; i++) {
		kill(forked[i], SIGKILL);
		waitpid(forked[i], NULL, 0);
	}
	return check_finish();
}
