/* SPDX-License-Identifier: MIT */
#include "event_live.h"

#include <stdio.h>
#include <time.h>

#include "errors.h"
#include "event_count.h"
#include "event_drain.h"
#include "event_serial.h"

static void state_set(struct event_live *events, uint32_t state)
{
	const bool is_on = state == LLGUARD_AUDIT_ON;

	events->audit.state = state;
	events->audit_switch.is_off = !is_on;
	events->loop->why = is_on ? "" : llguard_audit_state_name(state);
	if (!is_on)
		events->loop->state = "blind";
}

int event_live_open(struct event_live *events, struct event_loop *loop)
{
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;
	int err;

	*events = (struct event_live){ .live = LLGUARD_LIVE_INIT,
		.audit = LLGUARD_AUDIT_INIT,
		.loop = loop };
	events->error = llguard_live_open(&events->live);
	err = llguard_kernel_probe(&kernel);
	if (!err)
		err = llguard_audit_probe(&kernel, &events->audit);
	/* Refused all the same: what refuses is not known to the probe. */
	if (events->error && events->audit.state == LLGUARD_AUDIT_ON)
		events->audit.state = LLGUARD_AUDIT_FILTERED;
	if (!err) {
		state_set(events, events->audit.state);
		return 0;
	}
	error_system("--live", -err);
	llguard_live_close(&events->live);
	return -1;
}

bool event_live_reads(const struct event_live *events)
{
	return !events->error;
}

void event_live_explain(const struct event_live *events, const char *instead)
{
	struct llguard_finding finding = LLGUARD_FINDING_INIT;
	char hint[256];

	finding.severity = events->error && !instead ? LLGUARD_SEVERITY_ERROR
						     : LLGUARD_SEVERITY_WARNING;
	finding.code = str("blind");
	finding.key = str("--live");
	finding.text = str(llguard_audit_reason(events->audit.state));
	if (instead) {
		snprintf(hint, sizeof(hint), "%s is read instead", instead);
		finding.hint = str(hint);
	}
	error_print(&finding);
}

/* Whether a packet shows that audit was switched off, or on again. */
static bool is_switched(struct event_live *events, uint32_t type,
	const char *packet, size_t len)
{
	/* A listener that is blind for another reason stays so. */
	return (events->audit.state == LLGUARD_AUDIT_ON ||
		       events->audit.state == LLGUARD_AUDIT_OFF) &&
	       event_switch_take(&events->audit_switch, type, packet, len);
}

static int state_tell(struct event_live *events,
	const struct llguard_reader *reader, struct event_sink *sink)
{
	const bool is_off = events->audit_switch.is_off;

	state_set(events, is_off ? LLGUARD_AUDIT_OFF : LLGUARD_AUDIT_ON);
	if (is_off)
		event_live_explain(events, NULL);
	else
		events->loop->state = "ok";
	if (sink->count && event_count_begin(sink->count, events->audit.state))
		return -1;
	return event_sink_status(
		       sink, reader, events->loop->state, events->loop->why) ||
			       event_sink_flush(sink)
		       ? -1
		       : 0;
}

static void serial_take(
	struct event_live *events, const char *packet, size_t len)
{
	uint32_t serial;

	/* From a loss that is to be told on, until all that is old was read. */
	if (events->live.dropped == events->drops &&
		event_serial_read(packet, len, &serial))
		event_gap_take(&events->gap, serial);
}

/* Nothing is left to read: what has not come until now? */
static void loss_feed(struct event_live *events, struct llguard_reader *reader)
{
	struct timespec now;
	uint64_t missing;

	if (events->live.dropped != events->drops) {
		(void)llguard_reader_feed_loss(reader, LLGUARD_LOSS_ENOBUFS,
			events->live.dropped - events->drops);
		events->drops = events->live.dropped;
		event_gap_restart(&events->gap);
		return;
	}
	clock_gettime(CLOCK_MONOTONIC, &now);
	missing = event_gap_tick(&events->gap,
		(int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000);
	if (missing)
		(void)llguard_reader_feed_loss(
			reader, LLGUARD_LOSS_GAP, missing);
}

int event_live_read(
	void *source, struct llguard_reader *reader, struct event_sink *sink)
{
	static char packet[LLGUARD_LIVE_MAX];
	struct event_live *events = source;
	uint32_t type;
	size_t len;
	const int n = llguard_live_receive(
		&events->live, packet, sizeof(packet), &type, &len);

	if (n < 0) {
		error_system("--live", -n);
		return -1;
	}
	if (n > 0)
		(void)llguard_reader_feed_record(reader, type, packet, len);
	if (events_drain(reader, sink))
		return -1;
	if (n == 0) {
		loss_feed(events, reader);
		return EVENT_LOOP_NOTHING;
	}
	serial_take(events, packet, len);
	if (is_switched(events, type, packet, len)) {
		event_gap_restart(&events->gap);
		if (state_tell(events, reader, sink))
			return -1;
	}
	return EVENT_LOOP_MORE;
}

void event_live_close(struct event_live *events)
{
	llguard_live_close(&events->live);
}
