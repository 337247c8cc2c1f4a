/* SPDX-License-Identifier: MIT */
#include "event_stream.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "errors.h"
#include "event_drain.h"
#include "event_gzip.h"

#define CHUNK_SIZE ((size_t)128 * 1024)

int event_stream_read(
	void *source, struct llguard_reader *reader, struct event_sink *sink)
{
	static char chunk[CHUNK_SIZE];
	struct event_stream *stream = source;
	struct pollfd poll_fd = { .fd = stream->fd, .events = POLLIN };
	ssize_t n;

	if (poll(&poll_fd, 1, 0) == 0)
		return EVENT_LOOP_NOTHING;
	n = read(stream->fd, chunk, sizeof(chunk));
	if (n == 0)
		return EVENT_LOOP_OVER;
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return EVENT_LOOP_NOTHING;
	if (n < 0) {
		error_system(stream->name, errno);
		return -1;
	}
	if (!stream->has_begun &&
		event_gzip_refuse(stream->name, chunk, (size_t)n))
		return -1;
	stream->has_begun = true;
	return events_feed(reader, chunk, (size_t)n, sink) ? -1
							   : EVENT_LOOP_MORE;
}
