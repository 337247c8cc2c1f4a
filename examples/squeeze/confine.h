/* SPDX-License-Identifier: MIT */
/*
 * Less and less that this program may do: three stages, each after the other.
 *
 *   start      open, make and remove files
 *   arguments  read the files that were named; make files beside them, if any
 *   last       nothing but read and write what is open
 */
#ifndef CONFINE_H
#define CONFINE_H

#include <llguard.h>

#include "options.h"

#define CONFINE_STAGES 3

struct confine {
	bool wants_report;
	bool told; /* that nothing is enforced */
	struct llguard_policy stages[CONFINE_STAGES];
	struct llguard_report start; /* told once the options are known */
	struct llguard_rule *rules;  /* of the second stage */
	uint32_t count;
};

/*
 * Each applies one stage.  A kernel that cannot do all of it does what it can;
 * one that can do nothing is spoken of once, and with --report every report goes
 * to stderr as a line of JSON.  Return 0, or a negative errno after an error
 * that has been printed.
 */
int confine_start(struct confine *confine);
int confine_arguments(struct confine *confine, const struct options *options);
int confine_last(struct confine *confine);

void confine_close(struct confine *confine);

#endif /* CONFINE_H */
