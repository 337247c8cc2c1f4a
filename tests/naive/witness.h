/* SPDX-License-Identifier: MIT */
/* A thread that is there before the policy, and says afterwards what it can do. */
#ifndef NAIVE_WITNESS_H
#define NAIVE_WITNESS_H

#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>

struct witness {
	bool strict; /* it confines itself first: it may read nothing */
	pthread_t thread;
	sem_t ready, asked;
	int answer;
};

/* Returns when the thread runs, and is strict if it is to be. */
bool witness_start(struct witness *witness);

/* What opening the secret comes to in the thread: 0 or an errno. */
int witness_ask(struct witness *witness);

#endif /* NAIVE_WITNESS_H */
