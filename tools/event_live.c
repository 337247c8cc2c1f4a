/* SPDX-License-Identifier: MIT */
#include "event_live.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <time.h>

#include "errors.h"
#include "event_inputs.h"

/* So many seconds without a packet, and no event waits any more. */
#define IDLE_AFTER 4

static volatile sig_atomic_t stopped;

static void stop(int number)
{
	(void)number;
	stopped = 1;
}

int event_live_open(struct event_live *events)
{
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;
	int err;

	*events = (struct event_live){ .live = LLGUARD_LIVE_INIT,
		.audit = LLGUARD_AUDIT_INIT };
	events->error = llguard_live_open(&events->live);
	err = llguard_kernel_probe(&kernel);
	if (!err)
		err = llguard_audit_probe(&kernel, &events->audit);
	if (!err)
		return 0;
	error_system("--live", -err);
	llguard_live_close(&events->live);
	return -1;
}

static void why_print(const struct event_live *events)
{
	struct llguard_finding finding = LLGUARD_FINDING_INIT;

	finding.severity = events->error ? LLGUARD_SEVERITY_ERROR
					 : LLGUARD_SEVERITY_WARNING;
	finding.code = str("blind");
	finding.key = str("--live");
	finding.text = str(llguard_audit_reason(events->audit.state));
	error_print(&finding);
}

/* Returns -1 when there is no point in waiting. */
static int begin(struct event_live *events, const struct llguard_reader *reader,
	struct event_sink *sink)
{
	const uint32_t state = events->audit.state;
	const bool blind = state != LLGUARD_AUDIT_ON;

	/* Refused all the same: what refuses is not known to the probe. */
	if (events->error && !blind)
		events->audit.state = LLGUARD_AUDIT_FILTERED;
	if (event_sink_status(sink, reader,
		    blind || events->error ? "blind" : "started",
		    blind || events->error
			    ? llguard_audit_state_name(events->audit.state)
			    : "") ||
		event_sink_flush(sink))
		return -1;
	if (blind || events->error)
		why_print(events);
	return events->error ? -1 : 0;
}

static void time_feed(struct llguard_reader *reader)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	(void)llguard_reader_feed_time(reader, (uint64_t)now.tv_sec,
		(uint32_t)(now.tv_nsec / 1000000));
}

/* All packets that are waiting.  Returns how many, or -1. */
static int packets_read(struct llguard_live *live,
	struct llguard_reader *reader, struct event_sink *sink)
{
	static char packet[LLGUARD_LIVE_MAX];
	const uint64_t dropped = live->dropped;
	uint32_t type;
	size_t len;
	int count = 0;
	int n;

	while ((n = llguard_live_receive(
			live, packet, sizeof(packet), &type, &len)) > 0) {
		(void)llguard_reader_feed_record(reader, type, packet, len);
		if (events_drain(reader, sink))
			return -1;
		count++;
	}
	if (n < 0) {
		error_system("--live", -n);
		return -1;
	}
	if (live->dropped != dropped)
		(void)llguard_reader_feed_loss(
			reader, LLGUARD_LOSS_ENOBUFS, live->dropped - dropped);
	return count;
}

/* The signals that end it come while it waits, and at no other time. */
static void signals_hold(sigset_t *ret_free)
{
	const struct sigaction action = { .sa_handler = stop };
	sigset_t held;

	sigemptyset(&held);
	sigaddset(&held, SIGINT);
	sigaddset(&held, SIGTERM);
	sigprocmask(SIG_BLOCK, &held, ret_free);
	sigdelset(ret_free, SIGINT);
	sigdelset(ret_free, SIGTERM);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
}

int event_live_read(struct event_live *events, struct llguard_reader *reader,
	struct event_sink *sink)
{
	static const struct timespec busy = { .tv_sec = 1 };
	sigset_t free_signals;
	int idle = 0;

	signals_hold(&free_signals);
	if (events->live.boot[0])
		reader->boot = str(events->live.boot);
	if (begin(events, reader, sink))
		return -1;
	while (!stopped) {
		struct pollfd poll_fd = {
			.fd = events->live.fd,
			.events = POLLIN,
		};
		int n;

		/* While an event may wait for its end, time has to go on. */
		if (ppoll(&poll_fd, 1, idle < IDLE_AFTER ? &busy : NULL,
			    &free_signals) < 0)
			continue;
		n = packets_read(&events->live, reader, sink);
		if (n < 0)
			return -1;
		idle = n ? 0 : idle + 1;
		time_feed(reader);
		if (events_drain(reader, sink))
			return -1;
	}
	return 0;
}

void event_live_close(struct event_live *events)
{
	llguard_live_close(&events->live);
}
