/* SPDX-License-Identifier: MIT */
#include "witness.h"

#include "naive.h"

static void *witness_main(void *argument)
{
	struct witness *witness = argument;

	if (witness->strict && ruleset_enforce(ruleset_create(
				       LANDLOCK_ACCESS_FS_READ_FILE, 0)))
		witness->answer = BROKEN;
	sem_post(&witness->ready);
	while (sem_wait(&witness->asked))
		;
	if (!witness->answer)
		witness->answer = open_try("secret", O_RDONLY);
	return NULL;
}

bool witness_start(struct witness *witness)
{
	if (sem_init(&witness->ready, 0, 0) ||
		sem_init(&witness->asked, 0, 0) ||
		pthread_create(&witness->thread, NULL, witness_main, witness))
		return false;
	while (sem_wait(&witness->ready))
		;
	return witness->answer == 0;
}

int witness_ask(struct witness *witness)
{
	sem_post(&witness->asked);
	pthread_join(witness->thread, NULL);
	return witness->answer;
}
