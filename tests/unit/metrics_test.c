/* SPDX-License-Identifier: MIT */
#include "reading.h"

#include <stdio.h>

#include <llguard/metrics.h>

static struct llguard_metrics metrics;
static char memory[LLGUARD_METRICS_USUAL + 1];
static char text[256 * 1024];

static void begin(size_t size)
{
	metrics = (struct llguard_metrics)LLGUARD_METRICS_INIT;
	memset(memory, 0xa5, sizeof(memory));
	/* Wherever the buffer stands. */
	cr_assert_eq(llguard_metrics_init(&metrics, memory + 1, size), 0);
}

static struct llguard_event denial(const char *exe)
{
	return (struct llguard_event){
		.size = sizeof(struct llguard_event),
		.kind = LLGUARD_EVENT_DENIAL,
		.has = LLGUARD_HAS_STAMP,
		.seconds = 1764080735,
		.milliseconds = 7,
		.blockers = { "fs.read_file", 12 },
		.class_of = LLGUARD_CLASS_FS,
		.outcome = LLGUARD_OUTCOME_DENIED,
		.creator_exe = { exe, exe ? strlen(exe) : 0 },
	};
}

static void add(const char *exe)
{
	const struct llguard_event event = denial(exe);

	cr_assert_eq(llguard_metrics_add(&metrics, &event), 1);
}

static bool says(const struct llguard_reader *reader,
	const struct llguard_tally *tally, const char *line)
{
	const int len = llguard_metrics_describe(
		&metrics, reader, tally, text, sizeof(text));

	cr_assert(len > 0 && (size_t)len < sizeof(text));
	cr_assert_eq(strlen(text), (size_t)len);
	cr_assert_eq(llguard_metrics_describe(&metrics, reader, tally, NULL, 0),
		len);
	return strstr(text, line) != NULL;
}

Test(metrics, arguments)
{
	struct llguard_metrics none = LLGUARD_METRICS_INIT;
	const struct llguard_reader small_reader = { .size = 8 };
	const struct llguard_tally small_tally = { .size = 8 };
	const struct llguard_event event = denial("/a");
	const size_t least = LLGUARD_METRICS_MIN;

	cr_expect_eq(llguard_metrics_add(&none, &event), -EINVAL);
	cr_expect_eq(
		llguard_metrics_describe(&none, NULL, NULL, text, 9), -EINVAL);
	cr_expect_eq(llguard_metrics_init(NULL, memory, least), -EINVAL);
	cr_expect_eq(llguard_metrics_init(&none, NULL, least), -EINVAL);
	cr_expect_eq(llguard_metrics_init(&none, memory, least - 1), -EINVAL);
	none.size--;
	cr_expect_eq(llguard_metrics_init(&none, memory, least), -EINVAL);
	none.size++;
	cr_expect_eq(llguard_metrics_init(&none, memory, least), 0);
	cr_expect_eq(llguard_metrics_add(&none, NULL), -EINVAL);
	cr_expect_eq(
		llguard_metrics_describe(&none, NULL, NULL, NULL, 9), -EINVAL);
	cr_expect_eq(
		llguard_metrics_describe(&none, &small_reader, NULL, text, 9),
		-EINVAL);
	cr_expect_eq(
		llguard_metrics_describe(&none, NULL, &small_tally, text, 9),
		-EINVAL);
}

Test(metrics, what_counts)
{
	struct llguard_event event = denial("/a");

	begin(LLGUARD_METRICS_MIN);
	cr_expect_eq(llguard_metrics_add(&metrics, &event), 1);
	event.flags = LLGUARD_FLAG_DUPLICATE;
	cr_expect_eq(llguard_metrics_add(&metrics, &event), 0);
	event.flags = 0;
	event.outcome = 0;
	cr_expect_eq(llguard_metrics_add(&metrics, &event), 0);
	event.kind = LLGUARD_EVENT_DOMAIN_START;
	cr_expect_eq(llguard_metrics_add(&metrics, &event), 0);
	event.kind = LLGUARD_EVENT_LOSS;
	event.why = (struct llguard_str){ "gap", 3 };
	event.count = 17;
	cr_expect_eq(llguard_metrics_add(&metrics, &event), 1);
	event.why.len = 2;
	cr_expect_eq(llguard_metrics_add(&metrics, &event), 0);
	cr_expect_eq(metrics.denials, 1);
	cr_expect(says(
		NULL, NULL, "landlock_lost_records_total{why=\"gap\"} 17\n"));
	cr_expect(says(NULL, NULL,
		"landlock_last_denial_timestamp_seconds 1764080735.007\n"));
	cr_expect_not(says(NULL, NULL, "landlock_reader_lines"));
	cr_expect_not(says(NULL, NULL, "landlock_tally_entries"));
	cr_expect_not(says(NULL, NULL, "landlock_audit_state"));
}

/* No two programs have the same label, whatever they call themselves. */
Test(metrics, labels)
{
	static const char *const cases[][2] = {
		{ NULL, "(unknown)" },
		{ "", "" },
		{ "(unknown)", "\\\\x28unknown)" },
		{ "(other)", "\\\\x28other)" },
		{ "/a(b)", "/a(b)" },
		{ "/bin/x", "/bin/x" },
		{ "/a\"b", "/a\\\"b" },
		{ "/a\\b", "/a\\\\x5Cb" },
		{ "/a\\x5Cb", "/a\\\\x5Cx5Cb" },
		{ "/a\nb", "/a\\\\x0Ab" },
		{ "/a\xff", "/a\\\\xFF" },
		{ "/a\xfe", "/a\\\\xFE" },
		{ "/a\xc3\xa9", "/a\xc3\xa9" },
		{ "/a\xe2\x80\xa8", "/a\\\\xE2\\\\x80\\\\xA8" },
	};

	begin(LLGUARD_METRICS_MIN);
	for (size_t i = 0; i < LLGUARD__COUNT(cases); i++)
		for (size_t n = 0; n <= i; n++)
			add(cases[i][0]);
	cr_expect_eq(metrics.series, LLGUARD__COUNT(cases));
	for (size_t i = 0; i < LLGUARD__COUNT(cases); i++) {
		char line[256];

		snprintf(line, sizeof(line),
			"landlock_denials_total{class=\"fs\",outcome=\""
			"denied\",blockers=\"fs.read_file\",creator_exe=\"%s\""
			"} %zu\n",
			cases[i][1], i + 1);
		cr_expect(says(NULL, NULL, line), "%s", line);
	}
}

/* Each label tells series apart. */
Test(metrics, series)
{
	struct llguard_event event = denial("/a");

	begin(LLGUARD_METRICS_MIN);
	llguard_metrics_add(&metrics, &event);
	event.class_of = LLGUARD_CLASS_MOUNT;
	llguard_metrics_add(&metrics, &event);
	event.outcome = LLGUARD_OUTCOME_WOULD_DENY;
	llguard_metrics_add(&metrics, &event);
	event.blockers.len--;
	llguard_metrics_add(&metrics, &event);
	event.domain = 7;
	llguard_metrics_add(&metrics, &event);
	cr_expect_eq(metrics.series, 4);
}

/* A counter is never dropped: what there is no room for is "(other)". */
Test(metrics, room)
{
	static char exe[300];

	begin(LLGUARD_METRICS_MIN);
	add("/first");
	for (int i = 0; i < 100000; i++) {
		snprintf(exe, sizeof(exe), "/%d", i);
		add(exe);
	}
	add("/first");
	memset(exe, 'x', sizeof(exe) - 1);
	add(exe);
	cr_expect_geq(metrics.series, 28);
	cr_expect_eq(metrics.others + metrics.series, 100002);
	cr_expect_eq(metrics.denials, 100003);
	cr_expect(says(NULL, NULL, "creator_exe=\"/first\"} 2\n"));
	snprintf(exe, sizeof(exe),
		"landlock_denials_total{class=\"fs\",outcome=\"denied\","
		"blockers=\"(other)\",creator_exe=\"(other)\"} %lu\n",
		(unsigned long)metrics.others);
	cr_expect(says(NULL, NULL, exe), "%s", exe);
	/* The usual one has room for what it says. */
	begin(LLGUARD_METRICS_USUAL);
	for (int i = 0; i < 200; i++) {
		snprintf(exe, sizeof(exe), "/%d", i);
		add(exe);
	}
	cr_expect_eq(metrics.others, 0);
}

Test(metrics, audit)
{
	begin(LLGUARD_METRICS_MIN);
	metrics.audit = LLGUARD_AUDIT_ON;
	cr_expect(says(NULL, NULL, "landlock_telemetry_blind 0\n"));
	metrics.audit = LLGUARD_AUDIT_OFF;
	cr_expect(says(NULL, NULL, "landlock_telemetry_blind 1\n"));
	cr_expect(says(NULL, NULL, "landlock_audit_state{state=\"off\"} 1\n"));
	cr_expect(says(NULL, NULL, "landlock_audit_state{state=\"on\"} 0\n"));
	cr_expect(says(
		NULL, NULL, "landlock_audit_state{state=\"filtered\"} 0\n"));
}

Test(metrics, reader_and_tally)
{
	const struct llguard_reader reader = { .size = sizeof(reader),
		.lines = 1,
		.records = 2,
		.unparsed = 3,
		.domains = 4,
		.unlogged = 5,
		.late = 6,
		.truncated = 7,
		.evicted = 8,
		.forgotten = 9 };
	const struct llguard_tally tally = { .size = sizeof(tally),
		.held = 11,
		.untold = 12,
		.evicted = 13,
		.evicted_denials = 14,
		.entries = 15 };
	static const char *const lines[] = {
		"landlock_reader_lines_total 1\n",
		"landlock_reader_records_total 2\n",
		"landlock_reader_unparsed_lines_total 3\n",
		"landlock_domains_total 4\n",
		"landlock_unlogged_denials_total 5\n",
		"landlock_reader_late_records_total 6\n",
		"landlock_reader_truncated_records_total 7\n",
		"landlock_reader_evicted_events_total 8\n",
		"landlock_domains_forgotten_total 9\n",
		"landlock_tally_held_denials_total 11\n",
		"landlock_tally_untold_denials_total 12\n",
		"landlock_tally_evicted_entries_total 13\n",
		"landlock_tally_evicted_denials_total 14\n",
		"landlock_tally_entries 15\n# EOF\n",
	};

	begin(LLGUARD_METRICS_MIN);
	for (size_t i = 0; i < LLGUARD__COUNT(lines); i++)
		cr_expect(says(&reader, &tally, lines[i]), "%s", lines[i]);
}
