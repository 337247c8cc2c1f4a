/* SPDX-License-Identifier: MIT */
#include "event_state.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "errors.h"
#include "folder.h"

/* What a file is known by, at most. */
#define HEAD_MAX 4096

/* Seconds between two writes for no more than to have less to compare. */
#define TICK 10

static int path_take(struct event_state *state, const char *path)
{
	const int dir = folder_open(path, O_RDONLY, &state->name);

	state->path = path;
	if (dir < 0) {
		error_system(path, -dir);
		return -1;
	}
	state->dir = dir;
	if (*state->name && strlen(state->name) <= NAME_MAX - strlen(".new"))
		return 0;
	error_system(path, EINVAL);
	return -1;
}

static int log_refuse(const struct event_state *state, const char *log)
{
	struct llguard_finding finding = LLGUARD_FINDING_INIT;

	finding.severity = LLGUARD_SEVERITY_ERROR;
	finding.code = str("state");
	finding.file = str(state->path);
	finding.line = 2;
	finding.key = str("--state");
	finding.found = str(state->mark.log);
	finding.text = str("is the state of another log");
	finding.expected = str(log);
	finding.hint = str("give each log a file of its own");
	error_print(&finding);
	return -1;
}

static bool output_is(const struct event_mark *mark, const struct stat *st)
{
	return mark->writes && S_ISREG(st->st_mode) &&
	       (uint64_t)st->st_dev == mark->output_device &&
	       (uint64_t)st->st_ino == mark->output_inode;
}

/* What was being written is printed again as far as it is not there. */
static int pending_settle(struct event_mark *mark)
{
	struct stat st;
	uint64_t there = 0, whole = 0;
	int err = 0;

	if (fstat(STDOUT_FILENO, &st) == 0 && output_is(mark, &st) &&
		(uint64_t)st.st_size > mark->output_size)
		there = (uint64_t)st.st_size - mark->output_size;
	for (size_t i = 0; i < mark->pending.count; i++)
		if (mark->pending_ends.at[i] > there)
			err |= event_lines_add(
				&mark->again, mark->pending.at[i]);
		else
			whole = mark->pending_ends.at[i];
	/* Half a line is ours as long as nobody has written behind it. */
	if (there > whole && mark->pending.count &&
		there < mark->pending_ends.at[mark->pending.count - 1] &&
		ftruncate(STDOUT_FILENO, (off_t)(mark->output_size + whole)) ==
			0 &&
		lseek(STDOUT_FILENO, 0, SEEK_END) < 0)
		err = -1;
	mark->pending.count = mark->pending_ends.count = 0;
	mark->writes = false;
	event_lines_sort(&mark->again);
	return err;
}

int event_state_open(struct event_state *state, const char *path,
	const char *log, const struct llguard_reader *reader)
{
	int n;

	*state = (struct event_state){ .dir = -1, .reader = reader };
	if (strpbrk(log, "\n")) {
		error_usage("--state", NULL,
			"the log's name has a newline in it", NULL, NULL);
		return -1;
	}
	if (path_take(state, path))
		return -1;
	n = event_mark_load(&state->mark, state->dir, state->name, path);
	if (n < 0)
		return -1;
	state->is_new = n == 0;
	if (state->is_new)
		state->mark.log = strdup(log);
	else if (strcmp(state->mark.log, log) != 0)
		return log_refuse(state, log);
	if (state->mark.log && pending_settle(&state->mark) == 0)
		return 0;
	error_system(path, ENOMEM);
	return -1;
}

bool event_state_is_of(const struct event_state *state, dev_t device,
	ino_t inode, const char *head, size_t n)
{
	const struct event_mark *mark = &state->mark;

	/* A number is used again when its file is gone; a stamp is not. */
	if (!mark->head_len)
		return (uint64_t)device == mark->device &&
		       (uint64_t)inode == mark->inode;
	return n >= mark->head_len &&
	       event_mark_hash(EVENT_MARK_HASH_INIT, head,
		       (size_t)mark->head_len) == mark->head_hash;
}

void event_state_drop(struct event_state *state)
{
	state->mark.done = 0;
	state->mark.printed.count = state->mark.again.count = 0;
}

void event_state_begin(struct event_state *state, dev_t device, ino_t inode)
{
	/* With that many waiting, one of them is given up. */
	if (state->count == EVENT_STATE_FILES) {
		state->count--;
		memmove(state->files, state->files + 1,
			(size_t)state->count * sizeof(*state->files));
	}
	state->files[state->count++] = (struct event_state_file){
		.device = device,
		.inode = inode,
		.base = state->reader->lines,
		.head_hash = EVENT_MARK_HASH_INIT,
	};
	state->saved_at = 0;
}

void event_state_read(struct event_state *state, const char *bytes, size_t n)
{
	struct event_state_file *file = &state->files[state->count - 1];
	const uint64_t room = HEAD_MAX - file->head_len;
	const size_t head = n < room ? n : (size_t)room;

	file->head_hash = event_mark_hash(file->head_hash, bytes, head);
	file->head_len += head;
	file->offset += n;
}

bool event_state_was_given(struct event_state *state, uint64_t line)
{
	struct event_mark *mark = &state->mark;

	if (!line || event_lines_take(&mark->again, line))
		return false;
	return line <= mark->done || event_lines_have(&mark->printed, line);
}

int event_state_give(struct event_state *state, uint64_t line, uint64_t end)
{
	struct event_mark *mark = &state->mark;

	if (!line ||
		(event_lines_add(&mark->given, line) == 0 &&
			(end <= state->flushed ||
				(event_lines_add(&mark->pending, line) == 0 &&
					event_lines_add(&mark->pending_ends,
						end - state->flushed) == 0))))
		return 0;
	error_system(state->path, ENOMEM);
	return -1;
}

/* Everything of the oldest file is printed: the next one is as good. */
static bool oldest_is_done(const struct event_state *state)
{
	const struct event_mark *mark = &state->mark;

	return state->count > 1 && mark->done >= state->files[1].base &&
	       (!mark->again.count || mark->again.at[0] > state->files[1].base);
}

int event_state_save(struct event_state *state)
{
	const uint64_t waiting = llguard_reader_waiting(state->reader);
	const uint64_t done = waiting ? waiting - 1 : state->reader->lines;
	struct event_mark *mark = &state->mark;
	const struct event_state_file *file = state->files;
	struct timespec now;

	if (!state->count)
		return 0;
	if (done > mark->done)
		mark->done = done;
	event_lines_forget(&mark->printed, mark->done);
	event_lines_forget(&mark->given, mark->done);
	while (oldest_is_done(state))
		memmove(state->files, state->files + 1,
			(size_t)--state->count * sizeof(*state->files));
	mark->device = (uint64_t)file->device;
	mark->inode = (uint64_t)file->inode;
	mark->head_len = file->head_len;
	mark->head_hash = file->head_hash;
	mark->offset = file->offset;
	clock_gettime(CLOCK_MONOTONIC, &now);
	state->saved_at = now.tv_sec;
	return event_mark_save(
		mark, file->base, state->dir, state->name, state->path);
}

int event_state_tick(struct event_state *state)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec - state->saved_at < TICK ? 0
						   : event_state_save(state);
}

int event_state_before(struct event_state *state)
{
	struct event_mark *mark = &state->mark;
	struct stat st;
	off_t at;

	if (fstat(STDOUT_FILENO, &st) || !S_ISREG(st.st_mode))
		return 0;
	at = fcntl(STDOUT_FILENO, F_GETFL) & O_APPEND
		     ? st.st_size
		     : lseek(STDOUT_FILENO, 0, SEEK_CUR);
	mark->writes = true;
	mark->output_device = (uint64_t)st.st_dev;
	mark->output_inode = (uint64_t)st.st_ino;
	mark->output_size = (uint64_t)at;
	return event_state_save(state);
}

int event_state_after(struct event_state *state, uint64_t flushed)
{
	struct event_mark *mark = &state->mark;

	state->flushed = flushed;
	/* What is said to be printed has to survive as well as the saying. */
	if (mark->writes)
		(void)fdatasync(STDOUT_FILENO);
	mark->writes = false;
	mark->pending.count = mark->pending_ends.count = 0;
	return event_state_save(state);
}

void event_state_close(struct event_state *state)
{
	if (state->dir >= 0)
		close(state->dir);
	event_mark_free(&state->mark);
	state->dir = -1;
}
