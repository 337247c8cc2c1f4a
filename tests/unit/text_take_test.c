/* SPDX-License-Identifier: MIT */
#include "reading.h"

#include <stdio.h>

#define AT(host) "Nov 25 14:25:35 " host " "
#define KERNEL(serial, type, body)                                             \
	"kernel: audit: type=" type " audit(9.000:" serial "): " body "\n"
#define SHORT(type, body) "audit[7]: " type " " body "\n"
#define SEARCH(type, serial, body)                                             \
	"type=" type " msg=audit(11/25/25 14:25:35.711:" serial ") : " body "\n"
#define BODY      "domain=1 blockers=fs.read_file path=2F78"
#define START     "domain=1 status=allocated mode=enforcing pid=7 uid=0"
#define UNTRUSTED (LLGUARD_FLAG_UNTRUSTED | LLGUARD_FLAG_NO_SYSCALL)

/* Records with a stamp belong together; hosts are told apart, and not told. */
Test(text_take, stamped)
{
	const struct llguard_event *event;

	reading_begin(LLGUARD_FORM_AUTO);
	reading_feed(AT("a") KERNEL("1", "1423", BODY) AT("b") KERNEL(
		"1", "1423", BODY) AT("a") KERNEL("1", "1300", "pid=3"));
	cr_expect_null(reading_next());
	reading_finish();
	event = reading_expect(LLGUARD_EVENT_DENIAL);
	cr_expect_eq(event->form, LLGUARD_FORM_TEXT);
	cr_expect_eq(event->flags, LLGUARD_FLAG_UNTRUSTED);
	cr_expect_eq(event->pid, 3);
	cr_expect_eq(event->parts, 1);
	cr_expect(event->has & LLGUARD_HAS_STAMP);
	cr_expect_null(event->node.ptr);
	event = reading_expect(LLGUARD_EVENT_DENIAL);
	cr_expect_eq(event->flags, UNTRUSTED);
	cr_expect_eq(reading.domains, 2);
	cr_expect_eq(reading.form, LLGUARD_FORM_TEXT);
}

/* Those without one do not, and end nobody's wait. */
Test(text_take, alone)
{
	const struct llguard_event *event;

	reading_begin(LLGUARD_FORM_TEXT);
	reading_feed(AT("a") KERNEL("1", "1423", BODY) AT("a") SHORT(
		"AUDIT1424", START) AT("a") SHORT("AUDIT1423", BODY) AT("a")
			SHORT("AUDIT1423", BODY));
	event = reading_expect(LLGUARD_EVENT_DOMAIN_START);
	cr_expect_eq(
		event->flags, LLGUARD_FLAG_UNTRUSTED | LLGUARD_FLAG_NO_STAMP);
	for (int i = 0; i < 2; i++) {
		event = reading_expect(LLGUARD_EVENT_DENIAL);
		cr_expect_eq(event->flags, UNTRUSTED | LLGUARD_FLAG_NO_STAMP);
		cr_expect_eq(event->has & LLGUARD_HAS_STAMP, 0);
		cr_expect_eq(
			event->seconds | event->milliseconds | event->serial,
			0);
		cr_expect_eq(event->parts, 1);
		cr_expect_eq(event->creator_pid, 7);
	}
	reading_feed(AT("a") SHORT("SYSCALL", "pid=3") AT("a")
			KERNEL("1", "1320", ""));
	event = reading_expect(LLGUARD_EVENT_DENIAL);
	cr_expect_eq(event->flags, UNTRUSTED);
	cr_expect_null(reading_next());
	cr_expect_eq(reading.records, 6);
	cr_expect_eq(reading.lines, 6);
}

/* What has no stamp has no time either, and begins no boot. */
Test(text_take, domains)
{
	const struct llguard_domain *domain;
	uint32_t at = 0;

	reading_begin(LLGUARD_FORM_TEXT);
	reading_feed(AT("a") KERNEL("7", "1424", START) AT("a") KERNEL(
		"7", "1423", BODY) AT("a") SHORT("AUDIT1423", "domain=2")
			AT("a") KERNEL("8", "1423", BODY)
				SEARCH("1423", "8", "domain=3 "));
	(void)reading_count();
	reading_finish();
	(void)reading_count();
	cr_assert_eq(llguard_reader_domain_next(&reading, &at, &domain), 1);
	cr_expect_eq(domain->id, 3);
	cr_expect_eq(domain->state, LLGUARD_DOMAIN_OPEN);
	cr_expect_eq(domain->has & LLGUARD_HAS_STAMP, 0);
	cr_expect_eq(domain->last_seconds, 0);
	cr_assert_eq(llguard_reader_domain_next(&reading, &at, &domain), 1);
	cr_expect_eq(domain->id, 1);
	cr_expect_eq(domain->first_seconds, 9);
	cr_expect_null(domain->node.ptr);
	cr_assert_eq(llguard_reader_domain_next(&reading, &at, &domain), 1);
	cr_expect_eq(domain->id, 2);
	cr_expect_eq(domain->state, LLGUARD_DOMAIN_OPEN);
	cr_expect_eq(domain->has & LLGUARD_HAS_STAMP, 0);
	cr_expect_eq(domain->logged, 1);
}

/* More hosts than are remembered, each with an event that waits. */
Test(text_take, many_hosts)
{
	char line[128];
	size_t count = 0;

	reading_begin(LLGUARD_FORM_TEXT);
	for (int i = 0; i < 100; i++) {
		snprintf(line, sizeof(line),
			"Nov 25 14:25:35 h%d " KERNEL("1", "1423", BODY), i);
		reading_feed(line);
		count += reading_count();
		snprintf(line, sizeof(line),
			"Nov 25 14:25:35 i%d " SHORT("AUDIT1423", BODY), i);
		reading_feed(line);
		count += reading_count();
	}
	reading_finish();
	count += reading_count();
	cr_expect_eq(count, 200);
	cr_expect_eq(reading.lines, 200);
}

/* printk's limit holds for its lines alone. */
Test(text_take, cut)
{
	char body[1100], line[1300];

	memset(body, 'x', sizeof(body) - 1);
	body[sizeof(body) - 1] = '\0';
	memcpy(body, BODY " y=", strlen(BODY " y="));
	for (int i = 0; i < 4; i++) {
		reading_begin(LLGUARD_FORM_TEXT);
		if (i >= 2)
			body[1021 -
				strlen("audit: type=1423 audit(9.000:1): ") -
				(i == 3)] = '\0';
		snprintf(line, sizeof(line),
			i ? AT("a") KERNEL("1", "1423", "%s")
			  : AT("a") "auditd: type=1423 msg=audit(9.000:1): %s\n",
			body);
		reading_feed(line);
		cr_expect_null(reading_next());
		reading_finish();
		cr_expect_eq((reading_expect(LLGUARD_EVENT_DENIAL)->flags &
				     LLGUARD_FLAG_TRUNCATED) != 0,
			i == 1 || i == 2, "%d", i);
	}
}

/* In one chunk, and byte by byte: then the line is where its body goes. */
Test(text_take, interpreted)
{
	static const char text[] = "----\nnode=web " SEARCH("UNKNOWN[1423]",
		"1",
		"domain=1 blockers=fs.read_file"
		" path=/etc/shadow dev=\"sda1\" ino=7 ") "node=web " SEARCH("SYSCALL",
		"1",
		"arch=x86_64 syscall=openat pid=3 comm=sh "
		"exe=/bin/sh key=(null) ");
	static const size_t pieces[] = { 1, 50, sizeof(text) };

	for (size_t i = 0; i < 3; i++) {
		const struct llguard_event *event;

		reading_begin(LLGUARD_FORM_AUTO);
		for (size_t at = 0, n; at < sizeof(text) - 1; at += n) {
			n = sizeof(text) - 1 - at;
			n = n < pieces[i] ? n : pieces[i];
			cr_assert_eq(
				llguard_reader_feed(&reading, text + at, n), 0);
			cr_expect_null(reading_next());
		}
		reading_finish();
		event = reading_expect(LLGUARD_EVENT_DENIAL);
		cr_expect_eq(event->flags, LLGUARD_FLAG_UNTRUSTED |
						   LLGUARD_FLAG_NO_STAMP |
						   LLGUARD_FLAG_LOSSY);
		EXPECT_STR(event->node, "web");
		EXPECT_STR(event->path, "/etc/shadow");
		EXPECT_STR(event->comm, "sh");
		cr_expect_eq(event->syscall, 257);
		cr_expect_eq(reading.ignored, 1);
	}
}
