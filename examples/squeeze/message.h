/* SPDX-License-Identifier: MIT */
/*
 * What is said on stderr, and the exit statuses that go with it.
 */
#ifndef MESSAGE_H
#define MESSAGE_H

#define STATUS_OK    0
#define STATUS_ERROR 1 /* a file was not treated */
#define STATUS_SKIP  2 /* a file was left alone: xz calls it a warning */

/* Print "squeeze: name: what".  Returns status. */
int complain(const char *name, const char *what, int status);

#endif /* MESSAGE_H */
