/* SPDX-License-Identifier: MIT */
/*
 * The command line.
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

enum mode {
	COMPRESS,
	DECOMPRESS,
	TEST, /* decompress, and keep nothing of it */
};

struct options {
	enum mode mode;
	uint32_t level;   /* 0 to 9 */
	uint32_t threads; /* 1 or more */
	bool keep;
	bool force;
	bool to_stdout; /* or to nowhere: no file is made */
	bool verbose;
	bool report;
	bool help;
	char **names; /* "-" is standard input */
	int count;    /* of names; 0: standard input */
};

/*
 * Take the options of a command line, and the defaults for those that are not
 * there.  The names are argv's own, in another order.  Returns 0, or -1 after an
 * error that has been printed.
 */
int options_parse(int argc, char **argv, struct options *options);

/* Whether files will be made beside the inputs. */
bool options_make_files(const struct options *options);

/* Print what options there are. */
void options_help(void);

#endif /* OPTIONS_H */
