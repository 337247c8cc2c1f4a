/* SPDX-License-Identifier: MIT */
/*
 * What every file of the library may use.  Includes nothing of ours but the
 * public base.
 */
#ifndef LLGUARD__BASE_H
#define LLGUARD__BASE_H

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include <llguard/base.h>

#ifndef __linux__
#error "Landlock is a Linux facility"
#endif

#define LLGUARD__COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What many places call, and where a copy in each would only make them larger. */
#define LLGUARD__NOINLINE __attribute__((__noinline__))

/* What runs once in a process, or when something fails: small before fast. */
#define LLGUARD__COLD __attribute__((__cold__, __noinline__))

/* The text of a literal, without a pointer that the loader must relocate. */
#define LLGUARD__STR(literal)                                                  \
	((struct llguard_str){ (literal), sizeof(literal) - 1 })

#endif /* LLGUARD__BASE_H */
