/* SPDX-License-Identifier: MIT */
/*
 * Lines of any length from the library's describe functions.
 */
#ifndef OUTPUT_H
#define OUTPUT_H

#include <stdio.h>

/* A describe function of the library, for the object behind a pointer. */
typedef int output_describe(const void *object, char *buf, size_t size);

/* Write the text.  Out of memory it is cut, and says so. */
void output_text(FILE *to, output_describe *describe, const void *object);

/* ... and a newline. */
void output_line(FILE *to, output_describe *describe, const void *object);

/*
 * Flush stdout.  Returns 0, or -1 when something could not be written; that has
 * been printed.
 */
int output_finish(void);

#endif /* OUTPUT_H */
