/* SPDX-License-Identifier: MIT */
/*
 * What the programs that policy.py compares have in common:
 *
 *	PROGRAM KIND COUNT FOLDER
 *
 * applies, in FOLDER, a policy of COUNT rules of one kind, and prints the
 * processor time in nanoseconds.  KIND: directories (d0000 ...), files (f0000 ...,
 * of which the program does not know that they are files), declared (it knows),
 * ports.  Between two getppid() are the calls that policy.py counts.
 */
#ifndef BENCH_APPLY_H
#define BENCH_APPLY_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define APPLY_MOST  1000
#define APPLY_PORT  1024 /* the first */
#define APPLY_KINDS "directories files declared ports"

struct apply_task {
	char kind; /* its first letter; 'x' for declared */
	unsigned int count;
	char paths[APPLY_MOST][8];
};

static inline void apply_begin(struct apply_task *task, int argc, char **argv)
{
	if (argc != 4 || !strstr(APPLY_KINDS, argv[1]) || chdir(argv[3])) {
		fprintf(stderr, "usage: %s KIND COUNT FOLDER\n", argv[0]);
		exit(2);
	}
	task->kind = strcmp(argv[1], "declared") == 0 ? 'x' : argv[1][0];
	task->count = (unsigned int)atoi(argv[2]);
	if (task->count > APPLY_MOST)
		exit(2);
	for (unsigned int i = 0; i < task->count; i++)
		snprintf(task->paths[i], sizeof(task->paths[i]), "%c%04u",
			task->kind == 'd' ? 'd' : 'f', i % 10000);
}

static inline long long apply_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	syscall(SYS_getppid);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static inline long long apply_clock_end(void)
{
	struct timespec now;

	syscall(SYS_getppid);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

#endif /* BENCH_APPLY_H */
