/* SPDX-License-Identifier: MIT */
#include "event_drain.h"

#include <time.h>

#include "event_filter.h"
#include "event_state.h"

static int event_print(
	struct event_sink *sink, const struct llguard_event *event)
{
	/* Asked of those that are not printed, too: they tell who is whose child. */
	const bool is_asked = event_filter_passes(sink->filter, event);

	if (sink->state && event_state_was_given(sink->state, event->line))
		return 0;
	if (is_asked && event_sink_event(sink, event))
		return -1;
	return sink->state ? event_state_give(sink->state, event->line,
				     sink->flushed + sink->used)
			   : 0;
}

static int ready_print(struct llguard_reader *reader, struct event_sink *sink)
{
	const struct llguard_event *event;

	while (llguard_reader_next(reader, &event) > 0)
		if (event_print(sink, event))
			return -1;
	return 0;
}

int events_drain(struct llguard_reader *reader, struct event_sink *sink)
{
	if (ready_print(reader, sink))
		return -1;
	/* What came too soon for want of room may lack what came later. */
	if (reader->evicted != sink->evicted) {
		(void)llguard_reader_feed_loss(reader, LLGUARD_LOSS_OVERFLOW,
			reader->evicted - sink->evicted);
		sink->evicted = reader->evicted;
		if (ready_print(reader, sink))
			return -1;
	}
	return event_sink_flush(sink);
}

int events_feed(struct llguard_reader *reader, const char *bytes, size_t n,
	struct event_sink *sink)
{
	if (sink->state)
		event_state_read(sink->state, bytes, n);
	(void)llguard_reader_feed(reader, bytes, n);
	return events_drain(reader, sink);
}

void events_feed_time(struct llguard_reader *reader)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	(void)llguard_reader_feed_time(reader, (uint64_t)now.tv_sec,
		(uint32_t)(now.tv_nsec / 1000000));
}
