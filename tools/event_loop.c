/* SPDX-License-Identifier: MIT */
#include "event_loop.h"

#include <poll.h>
#include <signal.h>
#include <string.h>
#include <time.h>

#include "event_drain.h"
#include "event_state.h"

/* So many milliseconds without a record, and no event waits any more. */
#define IDLE_AFTER 4000

static volatile sig_atomic_t stopped;
static sigset_t free_signals;

static void stop(int number)
{
	stopped |= number != SIGHUP;
}

/* The signals that end it come while it waits, and at no other time. */
void event_loop_signals(const struct event_loop *loop)
{
	const struct sigaction action = { .sa_handler = stop };
	sigset_t held;

	sigemptyset(&held);
	sigaddset(&held, SIGTERM);
	if (!loop->is_quiet)
		sigaddset(&held, SIGINT);
	if (loop->is_plugin)
		sigaddset(&held, SIGHUP);
	sigprocmask(SIG_BLOCK, &held, &free_signals);
	for (int i = 1; i < NSIG; i++)
		if (sigismember(&held, i) == 1) {
			sigdelset(&free_signals, i);
			sigaction(i, &action, NULL);
		}
}

static int64_t milliseconds_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void sooner(int64_t *wait, int64_t other)
{
	if (other >= 0 && (*wait < 0 || other < *wait))
		*wait = other;
}

/* Wait for something to read.  beat: when the next heartbeat is. */
static void wait_for(const struct event_loop *loop, int64_t idle, int64_t beat)
{
	struct pollfd poll_fd = { .fd = loop->fd, .events = POLLIN };
	struct timespec until;
	int64_t wait = -1;

	/* While an event may wait for its end, time has to go on. */
	if (!loop->is_quiet && idle < IDLE_AFTER)
		wait = 1000;
	sooner(&wait, loop->look_again);
	if (loop->heartbeat) {
		const int64_t left = beat - milliseconds_now();

		sooner(&wait, left > 0 ? left : 0);
	}
	until.tv_sec = (time_t)(wait / 1000);
	until.tv_nsec = (long)(wait % 1000) * 1000000;
	(void)ppoll(&poll_fd, 1, wait < 0 ? NULL : &until, &free_signals);
}

/* Signals that have come while something was read. */
static void signals_take(void)
{
	const struct timespec none = { 0, 0 };

	(void)ppoll(NULL, 0, &none, &free_signals);
}

static int heartbeat(const struct event_loop *loop, int64_t *beat,
	const struct llguard_reader *reader, struct event_sink *sink)
{
	const int64_t now = milliseconds_now();
	const bool is_blind = strcmp(loop->state, "blind") == 0;

	if (!loop->heartbeat || now < *beat)
		return 0;
	*beat = now + (int64_t)loop->heartbeat * 1000;
	return event_sink_status(sink, reader, is_blind ? "blind" : "ok",
		       is_blind ? loop->why : "") ||
			       event_sink_flush(sink)
		       ? -1
		       : 0;
}

/* All that can be read now; last: when something was. */
static int source_read(const struct event_loop *loop,
	struct llguard_reader *reader, struct event_sink *sink, int64_t *last)
{
	int n = EVENT_LOOP_NOTHING;

	while (!stopped && (n = loop->read(loop->source, reader, sink)) ==
				   EVENT_LOOP_MORE) {
		*last = milliseconds_now();
		signals_take();
	}
	return n;
}

int event_loop_begin(const struct event_loop *loop,
	const struct llguard_reader *reader, struct event_sink *sink)
{
	if (loop->is_quiet)
		return 0;
	return event_sink_status(sink, reader, loop->state, loop->why) ||
			       event_sink_flush(sink)
		       ? -1
		       : 0;
}

int event_loop_run(const struct event_loop *loop, struct llguard_reader *reader,
	struct event_sink *sink)
{
	int64_t last = milliseconds_now();
	int64_t beat = last + (int64_t)loop->heartbeat * 1000;

	while (!stopped) {
		const int n = source_read(loop, reader, sink, &last);

		if (n < 0)
			return -1;
		if (n == EVENT_LOOP_OVER)
			return 1;
		if (!loop->is_quiet)
			events_feed_time(reader);
		if (events_drain(reader, sink) ||
			(sink->state && event_state_tick(sink->state)) ||
			heartbeat(loop, &beat, reader, sink))
			return -1;
		if (!stopped)
			wait_for(loop, milliseconds_now() - last, beat);
	}
	return 0;
}
