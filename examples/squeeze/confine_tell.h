/* SPDX-License-Identifier: MIT */
/*
 * What came of a stage, for people and programs that read stderr.
 */
#ifndef CONFINE_TELL_H
#define CONFINE_TELL_H

#include "confine.h"

/*
 * Say what went wrong, or, once, that nothing is enforced; with --report all of
 * it.  which: the stage, from 0.
 */
void confine_tell(struct confine *confine, int which,
	const struct llguard_report *report);

#endif /* CONFINE_TELL_H */
