/* SPDX-License-Identifier: MIT */
#include "event_mark.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "errors.h"

#define FIRST_LINE "landlock-guard events state 1"

uint64_t event_mark_hash(uint64_t hash, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		hash = (hash ^ (unsigned char)bytes[i]) *
		       UINT64_C(0x100000001b3);
	return hash;
}

/* The numbers that a line has behind its word; false when that is not all. */
static bool numbers_take(const char *text, int count, uint64_t *ret)
{
	for (int i = 0; i < count; i++) {
		char *end;

		if (*text < '0' || *text > '9')
			return false;
		errno = 0;
		ret[i] = strtoull(text, &end, 10);
		if (errno || *end != (i + 1 < count ? ' ' : '\0'))
			return false;
		text = end + 1;
	}
	return true;
}

static bool output_take(struct event_mark *mark, const uint64_t *numbers)
{
	mark->writes = true;
	mark->output_device = numbers[0];
	mark->output_inode = numbers[1];
	mark->output_size = numbers[2];
	return true;
}

static bool line_take(struct event_mark *mark, const char *line)
{
	static const struct {
		const char *word;
		int count;
	} words[] = {
		{ "file ", 2 },
		{ "head ", 2 },
		{ "offset ", 1 },
		{ "done ", 1 },
		{ "printed ", 1 },
		{ "again ", 1 },
		{ "output ", 3 },
		{ "pending ", 2 },
	};
	uint64_t numbers[3] = { 0 };
	size_t i = 0;

	while (strncmp(line, words[i].word, strlen(words[i].word)) != 0)
		if (++i == sizeof(words) / sizeof(words[0]))
			return false;
	if (!numbers_take(
		    line + strlen(words[i].word), words[i].count, numbers))
		return false;
	switch (i) {
	case 0:
		mark->device = numbers[0];
		mark->inode = numbers[1];
		return true;
	case 1:
		mark->head_len = numbers[0];
		mark->head_hash = numbers[1];
		return true;
	case 2:
		mark->offset = numbers[0];
		return true;
	case 3:
		mark->done = numbers[0];
		return true;
	case 4:
		return event_lines_add(&mark->printed, numbers[0]) == 0;
	case 5:
		return event_lines_add(&mark->again, numbers[0]) == 0;
	case 6:
		return output_take(mark, numbers);
	default:
		return event_lines_add(&mark->pending, numbers[0]) == 0 &&
		       event_lines_add(&mark->pending_ends, numbers[1]) == 0;
	}
}

/* What stands in file; the number of the line that is wrong, or 0. */
static unsigned mark_read(struct event_mark *mark, FILE *file)
{
	char line[PATH_MAX + 16];
	unsigned number = 0;
	bool has_ended = false;

	while (fgets(line, sizeof(line), file)) {
		const size_t len = strcspn(line, "\n");

		number++;
		if (line[len] != '\n' || has_ended)
			return number;
		line[len] = '\0';
		if (number == 1) {
			if (strcmp(line, FIRST_LINE) != 0)
				return number;
		} else if (number == 2) {
			if (strncmp(line, "log ", 4) != 0)
				return number;
			mark->log = strdup(line + 4);
		} else if (strcmp(line, "end") == 0) {
			has_ended = true;
		} else if (!line_take(mark, line)) {
			return number;
		}
	}
	return has_ended && mark->log ? 0 : number + 1;
}

int event_mark_load(
	struct event_mark *mark, int dir, const char *name, const char *path)
{
	struct llguard_finding finding = LLGUARD_FINDING_INIT;
	const int fd = openat(dir, name, O_RDONLY | O_CLOEXEC);
	FILE *file = fd >= 0 ? fdopen(fd, "r") : NULL;

	if (!file && errno == ENOENT)
		return 0;
	if (!file) {
		error_system(path, errno);
		return -1;
	}
	finding.line = mark_read(mark, file);
	fclose(file);
	event_lines_sort(&mark->printed);
	event_lines_sort(&mark->again);
	if (!finding.line)
		return 1;
	finding.severity = LLGUARD_SEVERITY_ERROR;
	finding.code = str("state");
	finding.file = str(path);
	finding.key = str("--state");
	finding.text = str("is not what this program writes");
	finding.hint = str("give the file of an earlier run, or remove it to "
			   "begin anew");
	error_print(&finding);
	return -1;
}

static void lines_print(FILE *file, const char *word,
	const struct event_lines *lines, uint64_t base)
{
	for (size_t i = 0; i < lines->count; i++)
		fprintf(file, "%s %" PRIu64 "\n", word, lines->at[i] - base);
}

static void mark_print(const struct event_mark *mark, uint64_t base, FILE *file)
{
	fprintf(file, FIRST_LINE "\nlog %s\nfile %" PRIu64 " %" PRIu64 "\n",
		mark->log, mark->device, mark->inode);
	fprintf(file, "head %" PRIu64 " %" PRIu64 "\noffset %" PRIu64 "\n",
		mark->head_len, mark->head_hash, mark->offset);
	fprintf(file, "done %" PRIu64 "\n",
		mark->done > base ? mark->done - base : 0);
	lines_print(file, "printed", &mark->printed, base);
	lines_print(file, "printed", &mark->given, base);
	lines_print(file, "again", &mark->again, base);
	if (mark->writes)
		fprintf(file, "output %" PRIu64 " %" PRIu64 " %" PRIu64 "\n",
			mark->output_device, mark->output_inode,
			mark->output_size);
	for (size_t i = 0; mark->writes && i < mark->pending.count; i++)
		fprintf(file, "pending %" PRIu64 " %" PRIu64 "\n",
			mark->pending.at[i] - base, mark->pending_ends.at[i]);
	fputs("end\n", file);
}

int event_mark_save(const struct event_mark *mark, uint64_t base, int dir,
	const char *name, const char *path)
{
	char next[NAME_MAX + 1];
	FILE *file;
	int fd, err;

	snprintf(next, sizeof(next), "%s.new", name);
	/* Not truncated but made anew: that takes one right less. */
	(void)unlinkat(dir, next, 0);
	fd = openat(dir, next, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	file = fd >= 0 ? fdopen(fd, "w") : NULL;
	if (!file) {
		error_system(path, errno);
		return -1;
	}
	mark_print(mark, base, file);
	err = fflush(file) || fsync(fd);
	err = fclose(file) || err || renameat(dir, next, dir, name) ||
	      fsync(dir);
	if (!err)
		return 0;
	error_system(path, errno);
	return -1;
}

void event_mark_free(struct event_mark *mark)
{
	free(mark->log);
	event_lines_free(&mark->printed);
	event_lines_free(&mark->given);
	event_lines_free(&mark->again);
	event_lines_free(&mark->pending);
	event_lines_free(&mark->pending_ends);
	*mark = (struct event_mark){ 0 };
}
