/* SPDX-License-Identifier: MIT */
/*
 * The command line.
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

struct options {
	const char *root;
	const char *address;
	uint16_t port;
	uint16_t timeout; /* seconds */
	bool report;
	bool vulnerable;
	bool help;
};

/*
 * Take the options of a command line, and the defaults for those that are not
 * there.  Returns 0, or -1 after an error that has been printed.
 */
int options_parse(int argc, char **argv, struct options *options);

/* Print what options there are. */
void options_help(void);

#endif /* OPTIONS_H */
