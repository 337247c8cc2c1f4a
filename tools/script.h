/* SPDX-License-Identifier: MIT */
/*
 * The first line of a script, as the kernel reads it, and what env(1) makes of
 * its argument.
 */
#ifndef SCRIPT_H
#define SCRIPT_H

#include <stddef.h>

/* How much of a file the kernel looks at: BINPRM_BUF_SIZE. */
#define SCRIPT_HEAD 256

struct script {
	char line[SCRIPT_HEAD];
	const char *interpreter; /* in line */
	const char *argument;    /* in line; NULL: none */
};

/*
 * Parse the len first bytes of a file, at most SCRIPT_HEAD.  Returns NULL, or
 * what is wrong.
 */
const char *script_parse(struct script *script, const char *head, size_t len);

struct script_env {
	char words[SCRIPT_HEAD];
	const char *program; /* in words; NULL: env prints its environment */
	const char *path;    /* in words; NULL: PATH is not set */
};

/* Which program env runs for an argument.  Returns NULL, or what is wrong. */
const char *script_env_parse(struct script_env *env, const char *argument);

#endif /* SCRIPT_H */
