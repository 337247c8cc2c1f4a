/* SPDX-License-Identifier: MIT */
/*
 * Error messages, all of them findings: on stderr, one line.
 */
#ifndef ERRORS_H
#define ERRORS_H

#include <stdbool.h>

#include <llguard.h>

/* After this, each message comes once more as a "finding" object. */
void errors_as_json(void);

/* Print a finding. */
void error_print(const struct llguard_finding *finding);

/* Print what is wrong with a word of the command line.  NULL: absent. */
void error_usage(const char *key, const char *found, const char *text,
	const char *expected, const char *hint);

/* Print what the system says to an operation on something. */
void error_system(const char *what, int number);

/* Text as a view, NULL as absent. */
struct llguard_str str(const char *text);

#endif /* ERRORS_H */
