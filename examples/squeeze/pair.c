/* SPDX-License-Identifier: MIT */
#include "pair.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "file_name.h"
#include "message.h"

static const char *file_refused(
	const struct options *options, const struct stat *stat)
{
	if (S_ISDIR(stat->st_mode))
		return "is a directory, and left alone";
	if (options->to_stdout)
		return NULL;
	if (!S_ISREG(stat->st_mode))
		return "is not a regular file, and left alone";
	if (options->force || options->keep)
		return NULL;
	if (stat->st_mode & (S_ISUID | S_ISGID | S_ISVTX))
		return "is setuid, setgid or sticky, and left alone";
	if (stat->st_nlink > 1)
		return "has other links, and is left alone";
	return NULL;
}

/*
 * Without an output to be made anything will do that can be read.  Otherwise it
 * must be a regular file: do not wait for a fifo to be written to.
 */
static int input_open(const struct options *options, struct pair *pair)
{
	const bool follow =
		options->to_stdout || options->force || options->keep;
	int flags = O_RDONLY | O_CLOEXEC | O_NOCTTY;
	const char *refused;

	if (!follow)
		flags |= O_NOFOLLOW;
	if (!options->to_stdout)
		flags |= O_NONBLOCK;
	pair->in = open(pair->name, flags);
	if (pair->in < 0 && errno == ELOOP && !follow)
		return complain(pair->name,
			"is a symbolic link, and left alone", STATUS_SKIP);
	if (pair->in < 0 || fstat(pair->in, &pair->in_stat) < 0)
		return complain(pair->name, strerror(errno), STATUS_ERROR);
	refused = file_refused(options, &pair->in_stat);
	return refused ? complain(pair->name, refused, STATUS_SKIP) : STATUS_OK;
}

/* Whether the name still is that of the file we know. */
static bool is_same(const char *name, const struct stat *ours)
{
	struct stat now;

	return lstat(name, &now) == 0 && now.st_dev == ours->st_dev &&
	       now.st_ino == ours->st_ino;
}

static int output_make(const struct options *options, struct pair *pair)
{
	const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;

	pair->output = options->mode == COMPRESS
			       ? file_name_compressed(pair->name)
			       : file_name_plain(pair->name);
	if (!pair->output)
		return complain(pair->name, strerror(ENOMEM), STATUS_ERROR);
	if (options->force && unlink(pair->output) < 0 && errno != ENOENT)
		return complain(pair->output, strerror(errno), STATUS_ERROR);
	/* Nobody else's until it is whole. */
	pair->out = open(pair->output, flags, S_IRUSR | S_IWUSR);
	if (pair->out < 0 && errno == EEXIST)
		return complain(pair->output,
			"exists already; --force overwrites it", STATUS_ERROR);
	if (pair->out < 0 || fstat(pair->out, &pair->out_stat) < 0)
		return complain(pair->output, strerror(errno), STATUS_ERROR);
	return STATUS_OK;
}

static const char *suffix_refused(
	const struct options *options, const char *name)
{
	const bool compressed = file_name_is_compressed(name);

	if (options->mode == COMPRESS && compressed)
		return "is compressed already, and left alone";
	if (options->mode == DECOMPRESS && !compressed)
		return "has no suffix that is known, and is left alone";
	return NULL;
}

static int streams_open(const struct options *options, struct pair *pair)
{
	if (options->mode != COMPRESS && isatty(pair->in))
		return complain(pair->name,
			"compressed data is not read from a terminal",
			STATUS_ERROR);
	if (options->mode != TEST)
		pair->out = STDOUT_FILENO;
	if (options->mode == COMPRESS && isatty(pair->out))
		return complain("standard output",
			"compressed data is not written to a terminal",
			STATUS_ERROR);
	return STATUS_OK;
}

static int files_open(const struct options *options, struct pair *pair)
{
	const int status = input_open(options, pair);
	const char *refused;

	if (status)
		return status;
	if (options->to_stdout)
		return streams_open(options, pair);
	refused = suffix_refused(options, pair->name);
	return refused ? complain(pair->name, refused, STATUS_SKIP)
		       : output_make(options, pair);
}

int pair_open(
	const struct options *options, const char *name, struct pair *pair)
{
	int status;

	*pair = (struct pair){ .name = name, .in = -1, .out = -1 };
	if (strcmp(name, "-") == 0) {
		pair->name = "standard input";
		pair->from_stdin = true;
		pair->in = STDIN_FILENO;
		status = streams_open(options, pair);
	} else {
		status = files_open(options, pair);
	}
	if (status)
		(void)pair_close(options, pair, false);
	return status;
}

/* Where the group cannot be kept, neither group gets more than both had. */
static int attributes_copy(const struct pair *pair)
{
	const struct stat *from = &pair->in_stat;
	const struct timespec times[2] = { from->st_atim, from->st_mtim };
	const mode_t both = (from->st_mode >> 3) & from->st_mode & 07;
	mode_t mode = from->st_mode & 0777;

	(void)!fchown(pair->out, from->st_uid, (gid_t)-1);
	if (fchown(pair->out, (uid_t)-1, from->st_gid) < 0)
		mode = (from->st_mode & 0700) | both << 3 | both;
	if (fchmod(pair->out, mode) < 0 || futimens(pair->out, times) < 0)
		return complain(pair->output, strerror(errno), STATUS_ERROR);
	return STATUS_OK;
}

int pair_close(const struct options *options, struct pair *pair, bool good)
{
	int status = STATUS_OK;

	if (pair->output && good)
		status = attributes_copy(pair);
	if (pair->output && pair->out >= 0) {
		if (close(pair->out) < 0 && !status)
			status = complain(
				pair->output, strerror(errno), STATUS_ERROR);
		if ((!good || status) && is_same(pair->output, &pair->out_stat))
			unlink(pair->output);
	}
	if (pair->output && good && !status && !options->keep &&
		is_same(pair->name, &pair->in_stat) && unlink(pair->name) < 0)
		status = complain(pair->name, strerror(errno), STATUS_ERROR);
	if (!pair->from_stdin && pair->in >= 0)
		close(pair->in);
	free(pair->output);
	return status;
}
