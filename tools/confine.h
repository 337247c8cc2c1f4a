/* SPDX-License-Identifier: MIT */
/*
 * The program's own confinement: what reads other people's bytes needs nothing
 * but what it has open.
 */
#ifndef CONFINE_H
#define CONFINE_H

#include <llguard.h>

/*
 * Deny this process everything that opens, connects or signals.  Returns 0, or -1
 * after an error that has been printed; a kernel that cannot do it is no error,
 * and is told of.
 */
int confine_self(void);

/* The same, but for what these rules allow. */
int confine_self_but(const struct llguard_rule *rules, size_t count);

#endif /* CONFINE_H */
