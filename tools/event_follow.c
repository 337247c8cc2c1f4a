/* SPDX-License-Identifier: MIT */
#include "event_follow.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "errors.h"
#include "event_drain.h"
#include "event_state.h"

#define CHUNK_SIZE ((size_t)128 * 1024)

/* Rotated files that are looked at for the one before. */
#define ROTATED_MOST 99

int event_follow_open(struct event_follow *follow, const char *name)
{
	const char *slash = strrchr(name, '/');
	char *folder =
		slash ? strndup(name, (size_t)(slash - name) + 1) : strdup(".");

	*follow = (struct event_follow){
		.name = name, .folder = -1, .watch = -1, .fd = -1
	};
	if (folder)
		follow->folder =
			open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (follow->folder < 0) {
		error_system(folder ? folder : name, errno);
		free(folder);
		return -1;
	}
	follow->watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (follow->watch >= 0 &&
		inotify_add_watch(follow->watch, folder,
			IN_MODIFY | IN_CREATE | IN_MOVED_TO | IN_ATTRIB) < 0) {
		close(follow->watch);
		follow->watch = -1;
	}
	free(folder);
	return 0;
}

void event_follow_take(struct event_follow *follow, struct event_input *input)
{
	follow->fd = input->fd;
	follow->device = input->device;
	follow->inode = input->inode;
	follow->offset = input->fd < 0 ? 0 : lseek(input->fd, 0, SEEK_CUR);
	input->fd = -1;
}

static void watch_clear(const struct event_follow *follow)
{
	char events[4096];

	/* Once: whoever writes for each read may write in the same folder. */
	if (follow->watch >= 0)
		(void)!read(follow->watch, events, sizeof(events));
}

/*
 * What has come after the file that was read: of those that were rotated away the
 * one with the next lower number, most often that without any.
 */
static void next_name(
	const struct event_follow *follow, char *name, size_t size)
{
	char rotated[4096];
	struct stat st;

	snprintf(name, size, "%s", follow->name);
	for (int i = 1; i <= ROTATED_MOST; i++) {
		snprintf(rotated, sizeof(rotated), "%s.%d", follow->name, i);
		if (stat(rotated, &st))
			break;
		if (st.st_dev == follow->device && st.st_ino == follow->inode)
			return;
		snprintf(name, size, "%s", rotated);
	}
	/* It is gone: whatever has its name. */
	snprintf(name, size, "%s", follow->name);
}

static int file_open(struct event_follow *follow, struct event_sink *sink)
{
	char name[4096];
	struct stat st;
	int fd;

	next_name(follow, name, sizeof(name));
	fd = open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (fd < 0 && errno == ENOENT)
		return EVENT_LOOP_NOTHING;
	if (fd < 0 || fstat(fd, &st)) {
		error_system(name, errno);
		return -1;
	}
	if (follow->fd >= 0)
		close(follow->fd);
	follow->fd = fd;
	follow->device = st.st_dev;
	follow->inode = st.st_ino;
	follow->offset = 0;
	follow->is_renamed = false;
	if (sink->state)
		event_state_begin(sink->state, st.st_dev, st.st_ino);
	return EVENT_LOOP_MORE;
}

/* Another file has the name, and something is in it: nobody writes to this one. */
static bool is_renamed(const struct event_follow *follow)
{
	struct stat st;

	return stat(follow->name, &st) == 0 && st.st_size > 0 &&
	       (st.st_dev != follow->device || st.st_ino != follow->inode);
}

static int truncated(struct event_follow *follow, struct llguard_reader *reader,
	struct event_sink *sink)
{
	if (lseek(follow->fd, 0, SEEK_SET) < 0) {
		error_system(follow->name, errno);
		return -1;
	}
	follow->offset = 0;
	(void)llguard_reader_next_input(reader, follow->form);
	if (events_drain(reader, sink))
		return -1;
	events_feed_time(reader);
	(void)llguard_reader_feed_loss(reader, LLGUARD_LOSS_TRUNCATED_FILE, 1);
	if (events_drain(reader, sink))
		return -1;
	if (sink->state)
		event_state_begin(sink->state, follow->device, follow->inode);
	return EVENT_LOOP_MORE;
}

/* At the end of a file. */
static int end_look(struct event_follow *follow, struct llguard_reader *reader,
	struct event_sink *sink)
{
	struct stat st;

	if (fstat(follow->fd, &st)) {
		error_system(follow->name, errno);
		return -1;
	}
	if (S_ISREG(st.st_mode) && st.st_size < follow->offset)
		return truncated(follow, reader, sink);
	if (follow->is_renamed) {
		(void)llguard_reader_next_input(reader, follow->form);
		return events_drain(reader, sink) ? -1
						  : file_open(follow, sink);
	}
	/* What was written before the name went is read now. */
	follow->is_renamed = is_renamed(follow);
	if (follow->is_renamed)
		return EVENT_LOOP_MORE;
	return follow->ends ? EVENT_LOOP_OVER : EVENT_LOOP_NOTHING;
}

int event_follow_read(
	void *source, struct llguard_reader *reader, struct event_sink *sink)
{
	static char chunk[CHUNK_SIZE];
	struct event_follow *follow = source;
	ssize_t n;

	watch_clear(follow);
	if (follow->fd < 0)
		return file_open(follow, sink);
	n = read(follow->fd, chunk, sizeof(chunk));
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return EVENT_LOOP_NOTHING;
	if (n < 0) {
		error_system(follow->name, errno);
		return -1;
	}
	if (n == 0)
		return end_look(follow, reader, sink);
	follow->offset += n;
	return events_feed(reader, chunk, (size_t)n, sink) ? -1
							   : EVENT_LOOP_MORE;
}

void event_follow_close(struct event_follow *follow)
{
	if (follow->fd >= 0)
		close(follow->fd);
	if (follow->watch >= 0)
		close(follow->watch);
	if (follow->folder >= 0)
		close(follow->folder);
	follow->fd = follow->watch = follow->folder = -1;
}
