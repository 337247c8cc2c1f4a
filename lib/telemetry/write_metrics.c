/* SPDX-License-Identifier: MIT */
/*
 * Counters as OpenMetrics text.  It is also Prometheus' older text, for which it
 * has neither types that are newer nor timestamps.
 */
#include "metrics.h"

#include "names.h"
#include "write_status.h"

#include "../extensible.h"

#include <llguard/live.h>

static void family_write(struct llguard__text *text, const char *name,
	const char *type, const char *help)
{
	LLGUARD__TEXT(text, "# TYPE ");
	llguard__text_add(text, name);
	LLGUARD__TEXT(text, " ");
	llguard__text_add(text, type);
	LLGUARD__TEXT(text, "\n# HELP ");
	llguard__text_add(text, name);
	LLGUARD__TEXT(text, " ");
	llguard__text_add(text, help);
	LLGUARD__TEXT(text, "\n");
}

static void sample_write(struct llguard__text *text, uint64_t value)
{
	LLGUARD__TEXT(text, " ");
	llguard__text_u64(text, value);
	LLGUARD__TEXT(text, "\n");
}

static void counter_write(struct llguard__text *text, const char *name,
	const char *help, uint64_t value)
{
	family_write(text, name, "counter", help);
	llguard__text_add(text, name);
	LLGUARD__TEXT(text, "_total");
	sample_write(text, value);
}

static void byte_write(struct llguard__text *text, unsigned char byte)
{
	LLGUARD__TEXT(text, "\\\\x");
	llguard__text_hex_bytes(text, &byte, 1);
}

/*
 * A label's value from other people's bytes.  Backslashes are there for \xNN
 * alone, and a parenthesis in front is ours: no two become the same.
 */
static void label_write(struct llguard__text *text, const char *bytes, size_t n)
{
	for (size_t at = 0; at < n;) {
		const unsigned char *from = (const unsigned char *)bytes + at;
		uint32_t c = 0;
		size_t len = llguard__utf8_char(from, n - at, &c);

		if (!len || llguard__utf8_is_control(c) || c == '\\' ||
			(c == '(' && at == 0)) {
			len = len ? len : 1;
			for (size_t i = 0; i < len; i++)
				byte_write(text, from[i]);
		} else {
			if (c == '"')
				LLGUARD__TEXT(text, "\\");
			llguard__text_bytes(text, from, len);
		}
		at += len;
	}
}

static void denials_begin(
	struct llguard__text *text, uint32_t class_of, uint32_t outcome)
{
	LLGUARD__TEXT(text, "landlock_denials_total{class=\"");
	llguard__text_add(text, llguard__event_class(class_of)->text);
	LLGUARD__TEXT(text, "\",outcome=\"");
	llguard__text_add(text, llguard__event_outcome(outcome)->text);
	LLGUARD__TEXT(text, "\",blockers=\"");
}

static void denials_write(
	struct llguard__text *text, const struct llguard_metrics *metrics)
{
	const struct llguard__metrics *state = metrics->state;

	family_write(text, "landlock_denials", "counter",
		"Denials that the kernel has recorded, by the program that has "
		"made the domain.");
	for (uint32_t i = 0; i < metrics->series; i++) {
		const struct llguard__series *series = &state->series[i];

		denials_begin(text, series->class_of, series->outcome);
		label_write(text, series->text, series->blockers_len);
		LLGUARD__TEXT(text, "\",creator_exe=\"");
		label_write(text, series->text + series->blockers_len,
			series->exe_len);
		if (!series->has_exe)
			LLGUARD__TEXT(text, "(unknown)");
		LLGUARD__TEXT(text, "\"}");
		sample_write(text, series->count);
	}
	for (uint32_t i = 0; i < LLGUARD__CLASSES; i++)
		for (uint32_t outcome = 1; outcome < LLGUARD__OUTCOMES;
			outcome++) {
			const uint64_t count = state->others[i][outcome];

			if (!count)
				continue;
			denials_begin(text, i, outcome);
			LLGUARD__TEXT(
				text, "(other)\",creator_exe=\"(other)\"}");
			sample_write(text, count);
		}
}

static void losses_write(
	struct llguard__text *text, const struct llguard__metrics *state)
{
	family_write(text, "landlock_lost_records", "counter",
		"Audit records that never came here.");
	for (uint32_t why = 1; why < LLGUARD__LOSSES; why++) {
		LLGUARD__TEXT(text, "landlock_lost_records_total{why=\"");
		llguard__text_add(text, llguard__loss_why(why).ptr);
		LLGUARD__TEXT(text, "\"}");
		sample_write(text, state->losses[why]);
	}
}

static void last_write(struct llguard__text *text, uint64_t last)
{
	const unsigned int milliseconds = (unsigned int)(last % 1000);
	const char digits[] = { '.', (char)('0' + milliseconds / 100),
		(char)('0' + milliseconds / 10 % 10),
		(char)('0' + milliseconds % 10), '\n' };

	if (!last)
		return;
	family_write(text, "landlock_last_denial_timestamp_seconds", "gauge",
		"When the last denial was recorded.");
	LLGUARD__TEXT(text,
		"# UNIT landlock_last_denial_timestamp_seconds seconds\n"
		"landlock_last_denial_timestamp_seconds ");
	llguard__text_u64(text, last / 1000);
	llguard__text_bytes(text, digits, sizeof(digits));
}

static void audit_write(struct llguard__text *text, uint32_t audit)
{
	if (!audit)
		return;
	family_write(text, "landlock_telemetry_blind", "gauge",
		"1 when denials are not recorded, or cannot be read here.");
	LLGUARD__TEXT(text, "landlock_telemetry_blind");
	sample_write(text, audit != LLGUARD_AUDIT_ON);
	family_write(text, "landlock_audit_state", "gauge",
		"1 for the state that says why.");
	for (uint32_t state = LLGUARD_AUDIT_ON; state <= LLGUARD_AUDIT_FILTERED;
		state++) {
		LLGUARD__TEXT(text, "landlock_audit_state{state=\"");
		llguard__text_add(text, llguard_audit_state_name(state));
		LLGUARD__TEXT(text, "\"}");
		sample_write(text, state == audit);
	}
}

static void reader_write(
	struct llguard__text *text, const struct llguard_reader *reader)
{
	counter_write(text, "landlock_unlogged_denials",
		"Denials that the kernel has counted and not recorded, of "
		"domains that have ended.",
		reader->unlogged);
	counter_write(
		text, "landlock_domains", "Domains heard of.", reader->domains);
	counter_write(text, "landlock_domains_forgotten",
		"Of these, dropped before they ended, for want of room.",
		reader->forgotten);
	counter_write(text, "landlock_reader_lines", "Lines or packets read.",
		reader->lines);
	counter_write(text, "landlock_reader_records",
		"Audit records among them.", reader->records);
	counter_write(text, "landlock_reader_unparsed_lines",
		"Lines that are no record of their input's form.",
		reader->unparsed);
	counter_write(text, "landlock_reader_late_records",
		"Records of events that had been given out.", reader->late);
	counter_write(text, "landlock_reader_truncated_records",
		"Records that were cut.", reader->truncated);
	counter_write(text, "landlock_reader_evicted_events",
		"Events given out early for want of room.", reader->evicted);
}

static void tally_write(
	struct llguard__text *text, const struct llguard_tally *tally)
{
	counter_write(text, "landlock_tally_held_denials",
		"Denials that were not shown, for there were too many.",
		tally->held);
	counter_write(text, "landlock_tally_untold_denials",
		"Of these, in no summary.", tally->untold);
	counter_write(text, "landlock_tally_evicted_entries",
		"Entries dropped for want of room.", tally->evicted);
	counter_write(text, "landlock_tally_evicted_denials",
		"Denials that these had counted.", tally->evicted_denials);
	family_write(text, "landlock_tally_entries", "gauge",
		"Entries that there are.");
	LLGUARD__TEXT(text, "landlock_tally_entries");
	sample_write(text, tally->entries);
}

int llguard_metrics_describe(const struct llguard_metrics *metrics,
	const struct llguard_reader *reader, const struct llguard_tally *tally,
	char *buf, size_t size)
{
	struct llguard__text text;

	if (llguard__size_of(metrics) < sizeof(*metrics) || !metrics->state ||
		(reader && llguard__size_of(reader) < sizeof(*reader)) ||
		(tally && llguard__size_of(tally) < sizeof(*tally)) ||
		!llguard__text_begin(&text, buf, size))
		return -EINVAL;
	denials_write(&text, metrics);
	last_write(
		&text, ((const struct llguard__metrics *)metrics->state)->last);
	losses_write(&text, metrics->state);
	audit_write(&text, metrics->audit);
	if (reader)
		reader_write(&text, reader);
	if (tally)
		tally_write(&text, tally);
	LLGUARD__TEXT(&text, "# EOF\n");
	return llguard__text_end(&text);
}
