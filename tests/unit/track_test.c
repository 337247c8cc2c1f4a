/* SPDX-License-Identifier: MIT */
#include "reading.h"

#include <stdio.h>

#define ACCESS(stamp, domain)                                                  \
	LINE("LANDLOCK_ACCESS", stamp, "domain=" domain " blockers=x")
#define START(stamp, domain, names)                                            \
	LINE("LANDLOCK_DOMAIN", stamp,                                         \
		"domain=" domain                                               \
		" status=allocated mode=enforcing pid=5 uid=6 " names)
#define END(stamp, domain, denials)                                            \
	LINE("LANDLOCK_DOMAIN", stamp,                                         \
		"domain=" domain " status=deallocated denials=" denials)
#define EOE(stamp) LINE("EOE", stamp, "")
#define NAMES      "exe=\"/bin/x\" comm=\"x\""

/* Read all of a text; the last event that there was of a kind stays. */
static const struct llguard_event *read_all(const char *text, uint32_t kind)
{
	static struct llguard_event last;
	const struct llguard_event *event;

	memset(&last, 0, sizeof(last));
	reading_begin(LLGUARD_FORM_AUTO);
	reading_feed(text);
	while ((event = reading_next()))
		if (event->kind == kind)
			last = *event;
	return &last;
}

Test(track, counters)
{
	read_all(ACCESS("9.000:1", "1a") START("9.000:1", "1a", NAMES) ACCESS(
			 "9.000:1", "2b") EOE("9.000:1") ACCESS("9.000:2", "1a")
			 EOE("9.000:2") END("9.000:3", "1a", "5") END("9.000:4",
				 "2b", "7") END("9.000:5", "3c", "9"),
		0);
	cr_expect_eq(reading.denials, 3);
	cr_expect_eq(reading.domains, 3);
	/* Of the others it is not known how many came before. */
	cr_expect_eq(reading.unlogged, 3);
}

/* Denials count as soon as they are read, wherever their event is. */
Test(track, at_once)
{
	reading_begin(LLGUARD_FORM_AUTO);
	reading_feed(ACCESS("9.000:1", "1a"));
	cr_expect_null(reading_next());
	cr_expect_eq(reading.denials, 1);
	cr_expect_eq(reading.domains, 1);
}

/* One id on two nodes is two domains. */
Test(track, nodes)
{
	const struct llguard_event *event = read_all(
		START("9.000:1", "1a", NAMES) EOE("9.000:1") "node=a " ACCESS(
			"9.000:2", "1a") "node=a " EOE("9.000:2"),
		LLGUARD_EVENT_DENIAL);

	cr_expect_eq(reading.domains, 2);
	cr_expect_eq(event->kind, LLGUARD_EVENT_DENIAL);
	cr_expect_eq(event->has & LLGUARD_HAS_CREATOR, 0);
}

/* The creator is remembered from one event to the next. */
Test(track, creators)
{
	static const struct {
		const char *text;
		const char *exe;
		const char *comm;
	} rows[] = {
		{ START("9.000:1", "1a", NAMES) EOE("9.000:1")
				ACCESS("9.000:2", "1a") EOE("9.000:2"),
			"/bin/x", "x" },
		{ START("9.000:1", "1a", "exe=2F6120 comm=0A") EOE("9.000:1")
				ACCESS("9.000:2", "1a") EOE("9.000:2"),
			"/a ", "\n" },
		{ START("9.000:1", "1a", "exe=\"/x pid=9\" comm=\"uid=9\"") EOE(
			  "9.000:1") ACCESS("9.000:2", "1a") EOE("9.000:2"),
			"/x pid=9", "uid=9" },
		{ START("9.000:1", "1a", "exe=\"2F\" comm=\"61\"") EOE(
			  "9.000:1") ACCESS("9.000:2", "1a") EOE("9.000:2"),
			"2F", "61" },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		const struct llguard_event *event;

		reading_begin(LLGUARD_FORM_AUTO);
		reading_feed(rows[i].text);
		reading_expect(LLGUARD_EVENT_DOMAIN_START);
		event = reading_expect(LLGUARD_EVENT_DENIAL);
		cr_expect(event->has & LLGUARD_HAS_CREATOR);
		cr_expect_eq(event->creator_pid, 5);
		cr_expect_eq(event->creator_uid, 6);
		EXPECT_STR(event->creator_exe, rows[i].exe);
		EXPECT_STR(event->creator_comm, rows[i].comm);
		EXPECT_STR(event->mode, "enforcing");
	}
}

/* A second beginning changes nothing, and is called a duplicate. */
Test(track, begins_twice)
{
	const struct llguard_event *event =
		read_all(START("9.000:1", "1a", NAMES) EOE("9.000:1")
				 START("9.000:2", "1a", "exe=\"/y\" comm=\"y\"")
					 EOE("9.000:2"),
			LLGUARD_EVENT_DOMAIN_START);

	cr_expect_eq(event->flags, LLGUARD_FLAG_DUPLICATE);
	reading_feed(ACCESS("9.000:3", "1a") EOE("9.000:3"));
	event = reading_expect(LLGUARD_EVENT_DENIAL);
	EXPECT_STR(event->creator_comm, "x");
	cr_expect_eq(reading.domains, 1);
}

/* A domain is where a Landlock record names it, not where a path does. */
Test(track, forged)
{
	read_all(LINE("LANDLOCK_ACCESS", "9.000:1",
			 "domain=1a blockers=x path=\"/ domain=2b\"")
			 LINE("USER", "9.000:2", "domain=3c blockers=x")
				 LINE("SYSCALL", "9.000:1", "domain=4d") LINE(
					 "LANDLOCK_ACCESS", "9.000:1",
					 "blockers=x") LINE("LANDLOCK_ACCESS",
					 "9.000:1", "domain=") EOE("9.000:1"),
		0);
	cr_expect_eq(reading.domains, 1);
	cr_expect_eq(reading.denials, 3);
}

Test(track, large_numbers)
{
	const struct llguard_event *event = read_all(
		START("9.000:1", "ffffffffffffffff", NAMES) EOE("9.000:1")
			ACCESS("9.000:2", "ffffffffffffffff") EOE("9.000:2")
				END("9.000:3", "ffffffffffffffff",
					"9000000000000000001"),
		LLGUARD_EVENT_DOMAIN_END);

	cr_expect_eq(event->domain, UINT64_MAX);
	cr_expect_eq(event->total, UINT64_C(9000000000000000001));
	cr_expect_eq(event->logged, 1);
	cr_expect_eq(event->unlogged, UINT64_C(9000000000000000000));
	cr_expect_eq(reading.unlogged, UINT64_C(9000000000000000000));
}

/* More domains than are remembered: the last ones, and no creator is another's. */
Test(track, many)
{
	enum {
		DOMAINS = 1000
	};
	const struct llguard_event *event;
	char text[512], name[16];
	int known = 0;

	cr_assert_eq(llguard_reader_init(&reading, LLGUARD_FORM_AUDITD,
			     reading_memory, LLGUARD_READER_MIN),
		0);
	for (int i = 1; i <= DOMAINS; i++) {
		sprintf(text,
			START("9.000:%d", "%x", "exe=\"/%04d\" comm=\"c\"")
				EOE("9.000:%d"),
			i, i, i, i);
		reading_feed(text);
		reading_expect(LLGUARD_EVENT_DOMAIN_START);
		cr_assert_null(reading_next());
	}
	for (int i = DOMAINS; i > 0; i--) {
		sprintf(text, ACCESS("9.001:%d", "%x") EOE("9.001:%d"), i, i,
			i);
		reading_feed(text);
		event = reading_expect(LLGUARD_EVENT_DENIAL);
		sprintf(name, "/%04d", i);
		if (event->has & LLGUARD_HAS_CREATOR) {
			EXPECT_STR(event->creator_exe, name);
			cr_expect_eq(known++, DOMAINS - i);
		}
		cr_assert_null(reading_next());
	}
	cr_expect(known > 10 && known < DOMAINS, "%d", known);
}

/* What a beginning has not is not there later either: nothing is made up. */
Test(track, absent)
{
	static const struct {
		const char *names;
		const char *exe; /* NULL: absent */
		const char *comm;
	} rows[] = {
		{ "exe=(null) comm=\"c\"", NULL, "c" },
		{ "exe=\"/cut", "/cut", NULL },
		{ "exe=/odd comm=\"c\"", "/odd", "c" },
		{ "", NULL, NULL },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		char text[512];

		sprintf(text,
			START("9.000:1", "1a", "%s") EOE("9.000:1")
				ACCESS("9.000:2", "1a") EOE("9.000:2"),
			rows[i].names);
		reading_begin(LLGUARD_FORM_AUTO);
		reading_feed(text);
		for (uint32_t kind = LLGUARD_EVENT_DOMAIN_START; kind; kind--) {
			const struct llguard_event *event =
				reading_expect(kind);

			if (rows[i].exe)
				EXPECT_STR(event->creator_exe, rows[i].exe);
			else
				cr_expect_null(event->creator_exe.ptr,
					"row %zu, kind %u", i, kind);
			if (rows[i].comm)
				EXPECT_STR(event->creator_comm, rows[i].comm);
			else
				cr_expect_null(event->creator_comm.ptr,
					"row %zu, kind %u", i, kind);
		}
	}
}

/* 4294967295 is no user, in the table as in the record. */
Test(track, unset_uid)
{
	reading_begin(LLGUARD_FORM_AUTO);
	reading_feed(LINE("LANDLOCK_DOMAIN", "9.000:1",
		"domain=1a status=allocated mode=enforcing pid=5 "
		"uid=4294967295 " NAMES) EOE("9.000:1") ACCESS("9.000:2", "1a")
			EOE("9.000:2"));
	for (uint32_t kind = LLGUARD_EVENT_DOMAIN_START; kind; kind--)
		cr_expect_eq(
			reading_expect(kind)->has & LLGUARD_HAS_CREATOR_UID, 0,
			"kind %u", kind);
}

/* The same record read twice is one denial. */
Test(track, duplicates)
{
	const struct llguard_event *event =
		read_all(START("9.000:1", "1a", NAMES) ACCESS("9.000:1", "1a")
				 ACCESS("9.000:1", "1a") EOE("9.000:1")
					 END("9.000:2", "1a", "3"),
			LLGUARD_EVENT_DOMAIN_END);

	cr_expect_eq(event->logged, 1);
	cr_expect_eq(event->unlogged, 2);
	cr_expect_eq(reading.unlogged, 2);
}

/* The kernel counts in 64 bits. */
Test(track, largest_number)
{
	const struct llguard_event *event =
		read_all(START("9.000:1", "1a", NAMES) EOE("9.000:1")
				 END("9.000:2", "1a", "18446744073709551615"),
			LLGUARD_EVENT_DOMAIN_END);

	cr_expect_eq(event->total, UINT64_MAX);
	cr_expect_eq(event->unlogged, UINT64_MAX);
	cr_expect_eq(reading.unlogged, UINT64_MAX);
}
