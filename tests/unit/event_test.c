/* SPDX-License-Identifier: MIT */
#include "reading.h"

#include <stdio.h>

#define ACCESS(domain, words)                                                  \
	LINE("LANDLOCK_ACCESS", "9.000:1", "domain=" domain " blockers=" words)
#define START(domain, mode, comm)                                              \
	LINE("LANDLOCK_DOMAIN", "9.000:1",                                     \
		"domain=" domain " status=allocated mode=" mode                \
		" pid=5 uid=0 exe=\"/bin/" comm "\" comm=\"" comm "\"")
#define CALL(syscall, a0, success)                                             \
	LINE("SYSCALL", "9.000:1",                                             \
		"arch=c000003e syscall=" syscall " success=" success           \
		" exit=-13 a0=" a0 " a1=0 a2=0 a3=0 items=0 ppid=1 pid=7 "     \
		"auid=1 uid=2 gid=3 euid=4 suid=5 fsuid=6 egid=7 sgid=8 "      \
		"fsgid=9 tty=pts0 ses=1 comm=\"app\" exe=\"/app\" key=(null)")
#define EOE  LINE("EOE", "9.000:1", "")
#define READ "fs.read_file path=\"/a\" dev=\"sda\" ino=1"

static void begin(const char *text)
{
	reading_begin(LLGUARD_FORM_AUTO);
	reading_feed(text);
}

/* Several denials of several domains, each with its own creator. */
Test(event, several_domains)
{
	static const char *const creators[] = { "one", "two", "one" };
	static const uint64_t ids[] = { 0x1a, 0x2b, 0x1a };
	const struct llguard_event *event;

	begin(ACCESS("1a", READ) START("1a", "enforcing", "one") ACCESS(
		"2b", "net.connect_tcp dest=80") START("2b", "enforcing",
		"two") ACCESS("1a", "ptrace opid=1") CALL("42", "3", "no") EOE);
	for (uint32_t i = 0; i < 3; i++) {
		event = reading_expect(LLGUARD_EVENT_DENIAL);
		cr_expect_eq(event->part, i + 1);
		cr_expect_eq(event->parts, 3);
		cr_expect_eq(event->domain, ids[i]);
		cr_expect(event->has & LLGUARD_HAS_CREATOR);
		EXPECT_STR(event->creator_comm, creators[i]);
		EXPECT_STR(event->comm, "app");
		cr_expect_eq(event->pid, 7);
		cr_expect_eq(event->uid, 2);
		cr_expect_eq(event->serial, 1);
		if (i == 2)
			break;
		event = reading_expect(LLGUARD_EVENT_DOMAIN_START);
		cr_expect_eq(event->domain, ids[i]);
		cr_expect_eq(event->part, 0);
		EXPECT_STR(event->creator_comm, creators[i]);
	}
	cr_expect_null(reading_next());
}

/* No member of one record is told of the next. */
Test(event, nothing_kept)
{
	const struct llguard_event *event;

	begin(ACCESS("1a", "fs.make_reg path=\"/a\" dev=\"sda\" ino=1 new=1")
			ACCESS("2b", "net.connect_tcp daddr=1.2.3.4 dest=80")
				ACCESS("3c", "fs.read_file path=zz")
					ACCESS("4d", "unknown")
						CALL("42", "3", "no") EOE);
	reading_expect(LLGUARD_EVENT_DENIAL);
	event = reading_expect(LLGUARD_EVENT_DENIAL);
	cr_expect_null(event->path.ptr);
	cr_expect_null(event->dev.ptr);
	cr_expect_null(event->ino.ptr);
	cr_expect_eq(event->parent, 0);
	cr_expect_eq(event->other_count, 0);
	cr_expect_eq(event->class_of, LLGUARD_CLASS_NET);
	event = reading_expect(LLGUARD_EVENT_DENIAL);
	cr_expect_null(event->daddr.ptr);
	cr_expect_eq(event->has & LLGUARD_HAS_DEST, 0);
	cr_expect_eq(event->flags, LLGUARD_FLAG_BAD_HEX);
	event = reading_expect(LLGUARD_EVENT_DENIAL);
	cr_expect_eq(event->flags, 0);
	cr_expect_eq(event->rights, 0);
	cr_expect_null(event->path.ptr);
	cr_expect_eq(event->pid, 7);
	cr_expect(event->has & LLGUARD_HAS_PID);
}

/* By the domain's mode, never by whether the call has succeeded. */
Test(event, outcomes)
{
	static const struct {
		const char *text;
		uint32_t outcome;
	} rows[] = {
		{ ACCESS("1", READ) CALL("42", "3", "yes") EOE,
			LLGUARD_OUTCOME_DENIED },
		{ ACCESS("1", READ) START("1", "enforcing", "x")
				CALL("42", "3", "yes") EOE,
			LLGUARD_OUTCOME_DENIED },
		{ ACCESS("1", READ) START("1", "permissive", "x")
				CALL("42", "3", "no") EOE,
			LLGUARD_OUTCOME_WOULD_DENY },
		{ ACCESS("2", READ) START("1", "permissive", "x") EOE,
			LLGUARD_OUTCOME_DENIED },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		begin(rows[i].text);
		cr_expect_eq(reading_expect(LLGUARD_EVENT_DENIAL)->outcome,
			rows[i].outcome, "row %zu", i);
	}
}

/* Calls that show that their task is not the one in the domain. */
Test(event, not_member)
{
	static const struct {
		const char *text;
		bool flag;
	} rows[] = {
		{ ACCESS("1", "ptrace opid=1") CALL("101", "0", "no"), true },
		{ ACCESS("1", "ptrace opid=1") CALL("101", "10", "no"), false },
		{ ACCESS("1", "ptrace opid=1") CALL("0", "0", "no"), false },
		{ ACCESS("1", "scope.signal opid=1") CALL("62", "1", "no"),
			false },
		{ ACCESS("1", "scope.signal opid=1") CALL("234", "1", "no"),
			false },
		{ ACCESS("1", "scope.signal opid=1") CALL("424", "1", "no"),
			false },
		{ ACCESS("1", "scope.signal opid=1") CALL("1", "1", "yes"),
			true },
		{ ACCESS("1", READ) CALL("1", "0", "yes"), false },
		/* A call that no table knows shows nothing. */
		{ ACCESS("1", "scope.signal opid=1") CALL("999", "1", "yes"),
			false },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		begin(rows[i].text);
		cr_expect_null(reading_next());
		reading_finish();
		cr_expect_eq(reading_expect(LLGUARD_EVENT_DENIAL)->flags,
			rows[i].flag ? LLGUARD_FLAG_NOT_MEMBER : 0, "row %zu",
			i);
	}
}

/* A denial without a call says so; a domain needs none. */
Test(event, no_syscall)
{
	begin(ACCESS("1", READ) START("1", "enforcing", "x")
			LINE("PROCTITLE", "9.000:1", "proctitle=\"x\"") EOE);
	cr_expect_eq(reading_expect(LLGUARD_EVENT_DENIAL)->flags,
		LLGUARD_FLAG_NO_SYSCALL);
	cr_expect_eq(reading_expect(LLGUARD_EVENT_DOMAIN_START)->flags, 0);
}

#define END(denials)                                                           \
	LINE("LANDLOCK_DOMAIN", "9.500:2",                                     \
		"domain=1 status=deallocated denials=" denials)

/* What was not logged is known of a domain whose beginning was seen. */
Test(event, domain_ends)
{
	static const struct {
		const char *text;
		uint64_t logged;
		uint64_t unlogged;
		uint32_t flags;
	} rows[] = {
		{ ACCESS("1", READ) START("1", "enforcing", "x") EOE END("14"),
			1, 13, 0 },
		{ ACCESS("1", READ) START("1", "enforcing", "x") EOE END("1"),
			1, 0, 0 },
		{ ACCESS("1", READ) ACCESS("1", "x")
				START("1", "enforcing", "x") EOE END("1"),
			2, 0, 0 },
		{ ACCESS("1", READ) EOE END("14"), 1, 0,
			LLGUARD_FLAG_PARTIAL_DOMAIN },
		{ END("3"), 0, 0, LLGUARD_FLAG_PARTIAL_DOMAIN },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		const struct llguard_event *event;

		begin(rows[i].text);
		do
			event = reading_next();
		while (event && event->kind != LLGUARD_EVENT_DOMAIN_END);
		cr_assert_not_null(event);
		cr_expect_eq(event->logged, rows[i].logged, "row %zu", i);
		cr_expect_eq(event->unlogged, rows[i].unlogged, "row %zu", i);
		cr_expect_eq(event->flags, rows[i].flags, "row %zu", i);
		cr_expect_eq((event->has & LLGUARD_HAS_UNLOGGED) != 0,
			rows[i].flags == 0);
		cr_expect_null(event->mode.ptr);
		if (!rows[i].flags)
			EXPECT_STR(event->creator_comm, "x");
	}
}

/* All that the event's other records say, in whatever order they come. */
Test(event, subject)
{
	const struct llguard_event *event;

	begin(LINE("LANDLOCK_ACCESS", "9.000:1", "domain=1 blockers=x") LINE(
		"PROCTITLE", "9.000:1", "proctitle=6100") LINE("CWD", "9.000:1",
		"cwd=\"/home\"") LINE("SOCKADDR", "9.000:1",
		"saddr=0200") LINE("PATH", "9.000:1",
		"item=0 name=\"/p\" "
		"nametype=NORMAL") LINE("EXECVE", "9.000:1", "argc=1 a0=\"no\"")
			CALL("42", "3", "no") EOE);
	event = reading_expect(LLGUARD_EVENT_DENIAL);
	cr_expect_eq(event->proctitle.len, 2);
	EXPECT_STR(event->cwd, "/home");
	cr_expect_eq(event->sockaddr.len, 2);
	cr_expect_eq(event->path_count, 1);
	EXPECT_STR(event->path_name[0], "/p");
	EXPECT_STR(event->a0, "3");
	cr_expect_eq(event->subject, LLGUARD_SUBJECT_SYSCALL);
}

Test(event, kmsg_is_untrusted)
{
	begin("audit: type=1423 audit(9.000:1): domain=1 blockers=x\n"
	      "audit: type=1424 audit(9.000:2): domain=1 status=deallocated "
	      "denials=1\n");
	cr_expect_eq(reading_expect(LLGUARD_EVENT_DOMAIN_END)->flags,
		LLGUARD_FLAG_UNTRUSTED | LLGUARD_FLAG_PARTIAL_DOMAIN);
	reading_finish();
	cr_expect_eq(reading_expect(LLGUARD_EVENT_DENIAL)->flags,
		LLGUARD_FLAG_UNTRUSTED | LLGUARD_FLAG_NO_SYSCALL);
}
