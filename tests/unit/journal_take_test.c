/* SPDX-License-Identifier: MIT */
#include "reading.h"

#define BOOT "5f1e2d3c4b5a69788796a5b4c3d2e1f0"
#define FIELDS(serial, body)                                                   \
	"_TRANSPORT=audit\n_AUDIT_TYPE=1423\n_AUDIT_ID=" serial                \
	"\n_SOURCE_REALTIME_TIMESTAMP=9000000\nMESSAGE=AUDIT1423 " body "\n"
#define ENTRY(serial, body) "__CURSOR=s\n" FIELDS(serial, body) "\n"
#define BODY                "domain=1 blockers=fs.read_file path=2F78"
#define OF_BOOT(serial)                                                        \
	"__CURSOR=s\n_BOOT_ID=" BOOT "\n" FIELDS(serial, BODY) "\n"
#define JSON                                                                   \
	"{\"__CURSOR\":\"s\",\"_TRANSPORT\":\"audit\",\"_AUDIT_TYPE\":"        \
	"\"1423\",\"_AUDIT_ID\":\"7\",\"_SOURCE_REALTIME_TIMESTAMP\":"         \
	"\"9000000\",\"MESSAGE\":\"AUDIT1423 " BODY "\"}"

static void counters_expect(
	uint64_t records, uint64_t ignored, uint64_t unparsed)
{
	cr_expect_eq(reading.records, records, "%lu",
		(unsigned long)reading.records);
	cr_expect_eq(reading.ignored, ignored, "%lu",
		(unsigned long)reading.ignored);
	cr_expect_eq(reading.unparsed, unparsed, "%lu",
		(unsigned long)reading.unparsed);
	cr_expect_eq(reading.lines, records + ignored + unparsed);
}

/* Whatever the pieces: the events, the counters, the form. */
Test(journal_take, entries)
{
	static const struct {
		const char *text;
		uint64_t records;
		uint64_t ignored;
		uint64_t unparsed;
		uint32_t form; /* of an input whose form is not named */
	} rows[] = {
		{ ENTRY("1", BODY), 1, 6, 0, LLGUARD_FORM_JOURNAL },
		{ ENTRY("1", BODY) ENTRY("2", BODY), 2, 12, 0,
			LLGUARD_FORM_JOURNAL },
		{ JSON "\n", 1, 0, 0, LLGUARD_FORM_JOURNAL },
		{ JSON, 1, 0, 0, LLGUARD_FORM_JOURNAL },
		{ "# c\n\n" JSON "\n" ENTRY("1", BODY), 2, 8, 0,
			LLGUARD_FORM_JOURNAL },
		{ "__CURSOR=s\n" FIELDS("1", BODY), 1, 5, 0,
			LLGUARD_FORM_JOURNAL },
		{ "__CURSOR=s\nMESSAGE=" BODY "\n\n", 0, 3, 0,
			LLGUARD_FORM_JOURNAL },
		{ "__CURSOR=s\n_TRANSPORT=audit\n\n", 0, 2, 1,
			LLGUARD_FORM_JOURNAL },
		{ "__CURSOR=s\n_TRANSPORT=au", 0, 1, 1, LLGUARD_FORM_JOURNAL },
		{ "__CURSOR=s", 0, 0, 1, LLGUARD_FORM_JOURNAL },
		{ "{\"__CURSOR\":\"s\"}\n{\n", 0, 1, 1, LLGUARD_FORM_JOURNAL },
		{ LINE("EOE", "9.000:1", "") ENTRY("1", BODY), 1, 1, 6,
			LLGUARD_FORM_AUDITD },
	};
	static const size_t pieces[] = { 1, 5, 1000 };

	for (size_t i = 0; i < 3 * LLGUARD__COUNT(rows); i++) {
		const char *text = rows[i / 3].text;
		const size_t n = strlen(text);
		size_t denials = 0;

		reading_begin(LLGUARD_FORM_AUTO);
		for (size_t at = 0, take; at < n; at += take) {
			take = n - at < pieces[i % 3] ? n - at : pieces[i % 3];
			cr_assert_eq(
				llguard_reader_feed(&reading, text + at, take),
				0);
			denials += reading_count();
		}
		reading_finish();
		denials += reading_count();
		cr_expect_eq(denials, reading.denials);
		cr_expect_eq(reading.form, rows[i / 3].form, "%zu", i / 3);
		counters_expect(rows[i / 3].records, rows[i / 3].ignored,
			rows[i / 3].unparsed);
	}
}

/* Two boots have domains and events of their own, and say which. */
Test(journal_take, boots)
{
	const struct llguard_event *event;

	reading_begin(LLGUARD_FORM_JOURNAL);
	reading_feed(ENTRY("1", BODY) OF_BOOT("1"));
	cr_expect_null(reading_next());
	reading_finish();
	event = reading_expect(LLGUARD_EVENT_DENIAL);
	cr_expect_null(event->boot.ptr);
	cr_expect_eq(event->form, LLGUARD_FORM_JOURNAL);
	cr_expect_eq(event->parts, 1);
	cr_expect_eq(event->flags, LLGUARD_FLAG_NO_SYSCALL);
	event = reading_expect(LLGUARD_EVENT_DENIAL);
	EXPECT_STR(event->boot, BOOT);
	cr_expect_null(event->node.ptr);
	cr_expect_eq(event->seconds, 9);
	cr_expect_eq(event->flags, LLGUARD_FLAG_NO_SYSCALL);
	cr_expect_eq(reading.domains, 2);
}

/* What packets of this boot have said is not said twice. */
Test(journal_take, this_boot)
{
	static const char payload[] = "audit(9.000:1): " BODY;
	const struct llguard_event *event;

	reading_begin(LLGUARD_FORM_NETLINK);
	reading.boot = (struct llguard_str){ BOOT, strlen(BOOT) };
	cr_assert_eq(llguard_reader_feed_record(
			     &reading, 1423, payload, sizeof(payload) - 1),
		0);
	cr_expect_null(reading_next());
	cr_assert_eq(
		llguard_reader_next_input(&reading, LLGUARD_FORM_JOURNAL), 0);
	reading_feed(OF_BOOT("1"));
	cr_expect_null(reading_next());
	reading_finish();
	EXPECT_STR(reading_expect(LLGUARD_EVENT_DENIAL)->boot, BOOT);
	event = reading_expect(LLGUARD_EVENT_DENIAL);
	EXPECT_STR(event->boot, BOOT);
	cr_expect(event->flags & LLGUARD_FLAG_DUPLICATE);
	cr_expect_eq(reading.domains, 1);
}

/* A record's line is where its entry begins, and one that has begun waits. */
Test(journal_take, lines)
{
	reading_begin(LLGUARD_FORM_JOURNAL);
	reading_feed(
		"\n" ENTRY("1", BODY) "A=1\n\n" ENTRY("2", BODY) "A=1\nB=");
	cr_expect_null(reading_next());
	counters_expect(2, 15, 0);
	cr_expect_eq(llguard_reader_waiting(&reading), 2);
	reading_finish();
	cr_expect_eq(reading_expect(LLGUARD_EVENT_DENIAL)->line, 2);
	cr_expect_eq(reading_expect(LLGUARD_EVENT_DENIAL)->line, 11);
	cr_expect_null(reading_next());
	counters_expect(2, 16, 1);
	reading_begin(LLGUARD_FORM_JOURNAL);
	reading_feed("A=1\n\nA=1\nB=1\n");
	cr_expect_null(reading_next());
	cr_expect_eq(llguard_reader_waiting(&reading), 3);
	cr_expect_eq(reading.lines, 2);
}

/* An entry does not go on in the next input. */
Test(journal_take, next_input)
{
	reading_begin(LLGUARD_FORM_JOURNAL);
	reading_feed("__CURSOR=s\n_TRANSPORT=audit\n");
	cr_expect_null(reading_next());
	cr_assert_eq(
		llguard_reader_next_input(&reading, LLGUARD_FORM_JOURNAL), 0);
	cr_expect_null(reading_next());
	reading_feed(FIELDS("1", BODY));
	cr_expect_null(reading_next());
	cr_assert_eq(llguard_reader_next_input(&reading, LLGUARD_FORM_AUTO), 0);
	cr_expect_null(reading_next());
	reading_feed(LINE("EOE", "9.000:1", ""));
	reading_expect(LLGUARD_EVENT_DENIAL);
	cr_expect_eq(reading.form, LLGUARD_FORM_AUDITD);
	counters_expect(2, 5, 1);
}
