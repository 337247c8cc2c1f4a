/* SPDX-License-Identifier: MIT */
#include "message.h"

#include <stdio.h>

int complain(const char *name, const char *what, int status)
{
	fprintf(stderr, "squeeze: %s: %s\n", name, what);
	return status;
}
