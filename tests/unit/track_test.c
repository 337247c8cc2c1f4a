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

static const struct llguard_domain *domain;

/* The next domain that is remembered, which has to have this id and state. */
static void domain_expect(uint32_t *at, uint64_t id, uint32_t state)
{
	cr_assert_eq(llguard_reader_domain_next(&reading, at, &domain), 1);
	cr_expect_eq(domain->size, sizeof(*domain));
	cr_expect_eq(domain->id, id, "%lx", (unsigned long)domain->id);
	cr_expect_eq(domain->state, state, "%lx: %u", (unsigned long)id,
		domain->state);
}

static void domains_over(uint32_t *at)
{
	cr_expect_eq(llguard_reader_domain_next(&reading, at, &domain), 0);
}

/* What is remembered of each: the first and the last denial, and who made it. */
Test(track, walk)
{
	uint32_t at = 0;

	cr_expect_eq(llguard_reader_domain_next(NULL, &at, &domain), -EINVAL);
	cr_expect_eq(
		llguard_reader_domain_next(&reading, &at, &domain), -EINVAL);
	read_all(START("9.001:1", "1a", NAMES) ACCESS("9.001:1", "1a") EOE(
			 "9.001:1") ACCESS("10.002:2", "1a") EOE("10.002:2")
			 ACCESS("11.003:3", "1a") EOE("11.003:3")
				 ACCESS("11.004:4", "1b") EOE("11.004:4")
					 END("12.000:5", "1a", "7"),
		0);
	cr_expect_eq(
		llguard_reader_domain_next(&reading, NULL, &domain), -EINVAL);
	cr_expect_eq(llguard_reader_domain_next(&reading, &at, NULL), -EINVAL);
	domain_expect(&at, 0x1b, LLGUARD_DOMAIN_OPEN);
	cr_expect_eq(domain->has, LLGUARD_HAS_STAMP);
	cr_expect_eq(domain->logged, 1);
	cr_expect_null(domain->creator_exe.ptr);
	cr_expect_null(domain->node.ptr);
	domain_expect(&at, 0x1a, LLGUARD_DOMAIN_ENDED);
	cr_expect(domain->has & LLGUARD_HAS_TOTAL);
	cr_expect(domain->has & LLGUARD_HAS_CREATOR);
	cr_expect_eq(domain->logged, 3);
	cr_expect_eq(domain->total, 7);
	cr_expect_eq(domain->first_seconds, 9);
	cr_expect_eq(domain->first_milliseconds, 1);
	cr_expect_eq(domain->last_seconds, 11);
	cr_expect_eq(domain->last_milliseconds, 3);
	EXPECT_STR(domain->creator_exe, "/bin/x");
	EXPECT_STR(domain->creator_comm, "x");
	domains_over(&at);
}

/* A boot is over when serial numbers begin again, and not by disorder. */
Test(track, boots)
{
	static const struct {
		const char *log;
		uint32_t states[3]; /* of 1c, 1b, 1a: the order, by state */
		uint64_t ids[3];
	} cases[] = {
		{ ACCESS("9.000:100", "1a") ACCESS("9.000:101", "1b")
				ACCESS("60.000:5", "1c"),
			{ 0, 2, 2 }, { 0x1c, 0x1b, 0x1a } },
		{ ACCESS("9.000:100", "1a") ACCESS("9.000:101", "1b")
				ACCESS("60.000:102", "1c"),
			{ 0, 0, 0 }, { 0x1c, 0x1b, 0x1a } },
		{ ACCESS("9.000:100", "1a") ACCESS("9.000:101", "1b")
				ACCESS("10.000:99", "1c"),
			{ 0, 0, 0 }, { 0x1c, 0x1b, 0x1a } },
		/* A clock that was set back. */
		{ ACCESS("900.000:100", "1a") ACCESS("900.000:101", "1b")
				ACCESS("10.000:102", "1c"),
			{ 0, 0, 0 }, { 0x1c, 0x1b, 0x1a } },
		/* One that goes on was none of that boot's. */
		{ ACCESS("9.000:100", "1a") ACCESS("9.000:101", "1b") ACCESS(
			  "60.000:5", "1c") ACCESS("61.000:6", "1a"),
			{ 0, 0, 2 }, { 0x1a, 0x1c, 0x1b } },
		/* On another node. */
		{ "node=a " ACCESS("9.000:100", "1a") "node=b " ACCESS(
			  "9.000:101", "1b") "node=a " ACCESS("60.000:5", "1c"),
			{ 0, 0, 2 }, { 0x1c, 0x1b, 0x1a } },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(cases); i++) {
		uint32_t at = 0;

		read_all(cases[i].log, 0);
		for (int n = 0; n < 3; n++)
			domain_expect(&at, cases[i].ids[n], cases[i].states[n]);
		domains_over(&at);
	}
}

/* An entry of a journal: a denial, in a boot. */
#define ENTRY(boot, serial, seconds, domain)                                   \
	"__CURSOR=s\n_TRANSPORT=audit\n_AUDIT_TYPE=1423\n_AUDIT_ID=" serial    \
	"\n_SOURCE_REALTIME_TIMESTAMP=" seconds "000000\n_BOOT_ID=" boot       \
	"\nMESSAGE=AUDIT1423 domain=" domain " blockers=x\n\n"
#define BOOT_A "0123456789abcdef0123456789abcdef"
#define BOOT_B "fedcba9876543210fedcba9876543210"

/* A journal says which boot it is of, whatever the serial numbers are. */
Test(track, boots_of_a_journal)
{
	uint32_t at = 0;

	read_all(ENTRY(BOOT_A, "1", "9", "1a") ENTRY(BOOT_A, "2", "9", "1b")
			 ENTRY(BOOT_B, "7", "10", "1c"),
		0);
	cr_assert_eq(reading.form, LLGUARD_FORM_JOURNAL);
	domain_expect(&at, 0x1c, LLGUARD_DOMAIN_OPEN);
	EXPECT_STR(domain->node, BOOT_B);
	domain_expect(&at, 0x1b, LLGUARD_DOMAIN_GONE);
	EXPECT_STR(domain->node, BOOT_A);
	domain_expect(&at, 0x1a, LLGUARD_DOMAIN_GONE);
	domains_over(&at);
}

/* What has not ended and is forgotten is counted. */
Test(track, forgotten)
{
	char line[128];

	cr_assert_eq(llguard_reader_init(&reading, LLGUARD_FORM_AUDITD,
			     reading_memory, LLGUARD_READER_MIN),
		0);
	for (unsigned int i = 1; i <= 1000; i++) {
		snprintf(line, sizeof(line),
			"type=LANDLOCK_ACCESS msg=audit(9.000:%u): domain=%x "
			"blockers=fs.read_file\n",
			i, i);
		reading_feed(line);
		(void)reading_count();
	}
	cr_expect_geq(reading.forgotten, 800);
	cr_expect_leq(reading.forgotten, 920);
	cr_expect_eq(reading.domains, 1000);
}
