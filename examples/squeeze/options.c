/* SPDX-License-Identifier: MIT */
#include "options.h"

#include <getopt.h>
#include <lzma.h>
#include <stdio.h>
#include <string.h>

#include "message.h"

#define THREADS_MAX 16384 /* of liblzma */

#define REPORT 256

static const struct option words[] = {
	{ "compress", no_argument, NULL, 'z' },
	{ "decompress", no_argument, NULL, 'd' },
	{ "uncompress", no_argument, NULL, 'd' },
	{ "test", no_argument, NULL, 't' },
	{ "keep", no_argument, NULL, 'k' },
	{ "force", no_argument, NULL, 'f' },
	{ "stdout", no_argument, NULL, 'c' },
	{ "to-stdout", no_argument, NULL, 'c' },
	{ "threads", required_argument, NULL, 'T' },
	{ "verbose", no_argument, NULL, 'v' },
	{ "report", no_argument, NULL, REPORT },
	{ "help", no_argument, NULL, 'h' },
	{ NULL, 0, NULL, 0 },
};

static int threads_take(const char *value, uint32_t *ret)
{
	uint32_t number = 0;
	const char *digit = value;

	while (*digit >= '0' && *digit <= '9' && number <= THREADS_MAX)
		number = number * 10 + (uint32_t)(*digit++ - '0');
	if (*digit || digit == value || number > THREADS_MAX) {
		fprintf(stderr,
			"squeeze: --threads: %s: is not valid; expected a number from 0 to %d\n",
			value, THREADS_MAX);
		return -1;
	}
	if (!number)
		number = lzma_cputhreads();
	*ret = number ? number : 1;
	return 0;
}

/* The word that getopt_long() did not like. */
static int word_refuse(int answer, char **argv)
{
	char letter[3] = { '-', (char)optopt, '\0' };
	const char *word = argv[optind - 1];

	if (answer == ':')
		return complain(optopt == 'T' ? "--threads" : word,
			"its value is missing", -1);
	if (optopt > 0 && optopt < 128 && strncmp(word, "--", 2) != 0)
		word = letter;
	return complain(
		word, "is not an option, or takes no value; see --help", -1);
}

static int option_take(int letter, char **argv, struct options *options)
{
	switch (letter) {
	case 'z':
		options->mode = COMPRESS;
		return 0;
	case 'd':
		options->mode = DECOMPRESS;
		return 0;
	case 't':
		options->mode = TEST;
		return 0;
	case 'k':
		options->keep = true;
		return 0;
	case 'f':
		options->force = true;
		return 0;
	case 'c':
		options->to_stdout = true;
		return 0;
	case 'v':
		options->verbose = true;
		return 0;
	case 'h':
		options->help = true;
		return 0;
	case 'T':
		return threads_take(optarg, &options->threads);
	case REPORT:
		options->report = true;
		return 0;
	default:
		if (letter < '0' || letter > '9')
			return word_refuse(letter, argv);
		options->level = (uint32_t)(letter - '0');
		return 0;
	}
}

int options_parse(int argc, char **argv, struct options *options)
{
	int letter;

	*options = (struct options){ .level = 6, .threads = 1 };
	opterr = 0;
	while ((letter = getopt_long(
			argc, argv, ":zdtkfcvhT:0123456789", words, NULL)) >= 0)
		if (option_take(letter, argv, options))
			return -1;
	if (options->mode == TEST)
		options->to_stdout = true;
	options->names = argv + optind;
	options->count = argc - optind;
	return 0;
}

bool options_make_files(const struct options *options)
{
	if (options->to_stdout)
		return false;
	for (int i = 0; i < options->count; i++)
		if (strcmp(options->names[i], "-") != 0)
			return true;
	return false;
}

void options_help(void)
{
	puts("usage: squeeze [OPTION...] [FILE...]\n"
	     "\n"
	     "Compress or decompress .xz files, confined to them.\n"
	     "\n"
	     "  -z, --compress     compress (the default)\n"
	     "  -d, --decompress   decompress\n"
	     "  -t, --test         decompress, and write nothing\n"
	     "  -k, --keep         do not remove the input\n"
	     "  -f, --force        overwrite the output; take links too\n"
	     "  -c, --stdout       write to standard output, keep the input\n"
	     "  -0 ... -9          how hard to compress (6)\n"
	     "  -T, --threads=N    use N threads (1); 0: one for each CPU\n"
	     "  -v, --verbose      say what became of each file\n"
	     "      --report       write what is enforced to stderr, as JSON\n"
	     "  -h, --help         say this\n"
	     "\n"
	     "Without FILE, or where it is -, from standard input to standard output.");
}
