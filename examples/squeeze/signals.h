/* SPDX-License-Identifier: MIT */
/*
 * Signals that ask this program to stop.  They are waited for, so that no half
 * output is left behind and no handler is needed.
 */
#ifndef SIGNALS_H
#define SIGNALS_H

#include <signal.h>

struct signals {
	sigset_t before; /* the mask that we were started with */
	sigset_t waited; /* those that stop us, and SIGCHLD */
	int stop;        /* the one that came, or 0 */
};

/* Block them, but for those that are ignored, as nohup(1) has it. */
void signals_block(struct signals *signals);

/* Unblock them: in a child, or before the end. */
void signals_restore(const struct signals *signals);

/*
 * Wait for a child to end, and pass on to it what asks us to stop.  Returns its
 * status, as waitpid() does.
 */
int signals_wait(struct signals *signals, pid_t child);

/* End as the signal would have ended us, if one came. */
void signals_raise(const struct signals *signals);

#endif /* SIGNALS_H */
