/* SPDX-License-Identifier: MIT */
/*
 * What this server may still do once it talks to strangers.
 */
#ifndef CONFINE_H
#define CONFINE_H

#include <stdbool.h>

/*
 * Confine the process to reading below a directory: no writing, no other file,
 * no new socket's port, no signal to others.  A kernel that cannot do all of it
 * does what it can.
 *
 * With wants_report the report goes to stderr as one line of JSON; without, a
 * line says so if nothing is enforced.  Returns 0, or a negative errno after an
 * error that has been printed.
 */
int confine(const char *root, bool wants_report);

#endif /* CONFINE_H */
