/* SPDX-License-Identifier: MIT */
#ifndef LLGUARD_TEST_INIT_H
#define LLGUARD_TEST_INIT_H

#include <stddef.h>

/* The channel of the results: bytes, a line, a line that says why not. */
void results_write(const char *data, size_t size);
__attribute__((format(printf, 1, 2))) void report(const char *format, ...);
void warn_errno(const char *what);

/* Runs /tests/NAME for so many seconds at most, and reports how it went.
 * SIGCHLD must be blocked, and caught. */
void program_run(const char *name, long seconds);

#endif
