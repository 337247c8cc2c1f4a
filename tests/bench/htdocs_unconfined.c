/* SPDX-License-Identifier: MIT */
/*
 * htdocs without its policy: the control of the benchmark.  A seccomp filter
 * that takes Landlock away would itself cost something on every system call.
 */
#include "confine.h"

int confine(const char *root, bool wants_report)
{
	(void)root;
	(void)wants_report;
	return 0;
}
