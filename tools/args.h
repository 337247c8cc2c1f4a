/* SPDX-License-Identifier: MIT */
/*
 * Options from a table: "--name", "--name VALUE" or "--name=VALUE", exact names,
 * up to "--" or the first word that is no option.
 */
#ifndef ARGS_H
#define ARGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct args_option {
	int id;            /* 1 or more */
	const char *name;  /* "--ro" */
	const char *value; /* what the help calls its value, NULL for none */
	const char *help;  /* NULL for an alias that the help leaves out */
};

struct args {
	int argc;
	char **argv;
	int at;             /* the next word */
	bool ended;         /* by "--": all that is left are words */
	const char *option; /* the option found, as the table spells it */
	const char *value;  /* its value */
};

/*
 * The next option's id, 0 when there is none left (at is then the first word
 * after them), -1 after an error that has been printed.
 */
int args_next(
	struct args *args, const struct args_option *options, size_t count);

/*
 * The value as a number of decimal digits up to most.  Returns 0, or -1 after an
 * error that has been printed.
 */
int args_number(const struct args *args, uint32_t most, const char *expected,
	uint32_t *ret);

/* The options of a table, for --help. */
void args_help(const struct args_option *options, size_t count);

#endif /* ARGS_H */
