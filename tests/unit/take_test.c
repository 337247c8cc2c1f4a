/* SPDX-License-Identifier: MIT */
#include "reading.h"

#include <stdio.h>

#define ACCESS(stamp, words)                                                   \
	LINE("LANDLOCK_ACCESS", stamp, "domain=1 blockers=" words)
#define CALL(stamp, comm)                                                      \
	LINE("SYSCALL", stamp,                                                 \
		"arch=c000003e syscall=42 success=no exit=-13 a0=3 a1=0 a2=0 " \
		"a3=0 items=0 ppid=1 pid=7 comm=\"" comm "\"")
#define EOE(stamp)  LINE("EOE", stamp, "")
#define USER(stamp) LINE("USER_LOGIN", stamp, "msg='x'")
#define NODE(name)  "node=" name " "

/* The blockers of the next denial, or "" without one. */
static const char *next(void)
{
	static char blockers[64];
	const struct llguard_event *event = reading_next();

	if (!event)
		return "";
	sprintf(blockers, "%.*s", (int)event->blockers.len,
		event->blockers.ptr);
	return blockers;
}

/* Records of two events in turn, which end in the other order. */
Test(take, interleaved)
{
	const struct llguard_event *event;

	reading_begin(LLGUARD_FORM_AUTO);
	reading_feed(ACCESS("9.000:1", "a") ACCESS("9.000:2", "b") CALL(
		"9.000:2", "two") CALL("9.000:1", "one") ACCESS("9.000:1", "a2")
			EOE("9.000:2") EOE("9.000:1"));
	event = reading_expect(LLGUARD_EVENT_DENIAL);
	EXPECT_STR(event->blockers, "b");
	EXPECT_STR(event->comm, "two");
	cr_expect_eq(event->parts, 1);
	event = reading_expect(LLGUARD_EVENT_DENIAL);
	EXPECT_STR(event->blockers, "a");
	EXPECT_STR(event->comm, "one");
	cr_expect_eq(event->parts, 2);
	EXPECT_STR(reading_expect(LLGUARD_EVENT_DENIAL)->blockers, "a2");
	cr_expect_null(reading_next());
}

/* A serial of another boot, or of another node, is another event. */
Test(take, same_serial)
{
	reading_begin(LLGUARD_FORM_AUTO);
	reading_feed(ACCESS("9.000:1", "a") ACCESS("9.001:1", "b") NODE("x")
			ACCESS("9.000:1", "c") NODE("y") ACCESS("9.000:1", "d")
				NODE("x") CALL("9.000:1", "x") NODE("y")
					EOE("9.000:1") EOE("9.001:1") NODE("x")
						EOE("9.000:1") EOE("9.000:1"));
	cr_expect_str_eq(next(), "d");
	cr_expect_str_eq(next(), "b");
	cr_expect_str_eq(next(), "c");
	cr_expect_str_eq(next(), "a");
	cr_expect_str_eq(next(), "");
}

/* Two seconds of its node's log time, by records of any type; no other's. */
Test(take, expired)
{
	reading_begin(LLGUARD_FORM_AUTO);
	reading_feed(ACCESS("9.500:1", "a") NODE("x") ACCESS("9.500:1", "b")
			USER("11.499:2"));
	cr_expect_str_eq(next(), "");
	reading_feed(NODE("x") USER("11.500:3"));
	cr_expect_str_eq(next(), "b");
	cr_expect_str_eq(next(), "");
	reading_feed(USER("11.500:3"));
	cr_expect_str_eq(next(), "a");
	cr_expect_str_eq(next(), "");
	cr_expect_eq(reading.evicted, 0);
	cr_expect_eq(reading.late, 0);
}

/* Those of a node one after the other, as they began; a clock goes both ways. */
Test(take, expired_in_turn)
{
	reading_begin(LLGUARD_FORM_AUTO);
	reading_feed(ACCESS("9.900:2", "a") ACCESS("9.000:1", "b")
			ACCESS("9.950:3", "c") USER("11.100:4"));
	cr_expect_str_eq(next(), "");
	reading_feed(USER("11.900:5"));
	cr_expect_str_eq(next(), "a");
	cr_expect_str_eq(next(), "b");
	cr_expect_str_eq(next(), "");
	reading_feed(USER("7.950:6"));
	cr_expect_str_eq(next(), "c");
	cr_expect_str_eq(next(), "");
}

/*
 * auditd's own records have its own stamps, which may be well ahead of records that
 * the kernel has queued: their time is nobody's else.
 */
Test(take, expired_by_daemon)
{
	static const char *const types[] = { "DAEMON_START", "DAEMON_END",
		"DAEMON_RECONFIG", "DAEMON_ROTATE", "UNKNOWN[1299]", "1200" };

	for (size_t i = 0; i < LLGUARD__COUNT(types); i++) {
		const struct llguard_event *event;
		char text[1024];

		/* The last one has the stamp of the event, and is no part of it. */
		sprintf(text,
			ACCESS("1500000000.000:1000", "a")
				LINE("%s", "%s.000:1", "op=x") LINE(
					"%s", "1500000000.000:1000", "op=x"),
			types[i], i % 2 ? "2000000000" : "1000000000",
			types[i]);
		reading_begin(LLGUARD_FORM_AUDITD);
		reading_feed(text);
		cr_expect_null(reading_next(), "%s", types[i]);
		reading_feed(CALL("1500000000.000:1000", "one")
				EOE("1500000000.000:1000"));
		event = reading_expect(LLGUARD_EVENT_DENIAL);
		EXPECT_STR(event->comm, "one");
		cr_expect_eq(event->flags, 0, "%s", types[i]);
		cr_expect_null(reading_next());
		cr_expect_eq(reading.records, 5);
	}
}

/* A clock that was set back ends the wait as well. */
Test(take, set_back)
{
	reading_begin(LLGUARD_FORM_AUTO);
	reading_feed(ACCESS("9.500:1", "a") USER("7.501:2"));
	cr_expect_str_eq(next(), "");
	reading_feed(USER("7.500:2"));
	cr_expect_str_eq(next(), "a");
}

/* Live, by the clock, on every node. */
Test(take, feed_time)
{
	reading_begin(LLGUARD_FORM_AUTO);
	reading_feed(ACCESS("9.500:1", "a") NODE("x") ACCESS("9.600:1", "b"));
	cr_expect_str_eq(next(), "");
	cr_assert_eq(llguard_reader_feed_time(&reading, 11, 499), 0);
	cr_expect_str_eq(next(), "");
	cr_assert_eq(llguard_reader_feed_time(&reading, 11, 500), 0);
	cr_expect_str_eq(next(), "a");
	cr_expect_str_eq(next(), "");
	cr_assert_eq(llguard_reader_feed_time(&reading, 11, 600), 0);
	cr_expect_str_eq(next(), "b");
	cr_expect_str_eq(next(), "");
}

#define END "domain=1 status=deallocated denials=1"

/* The end of a domain waits for nothing when it is alone. */
Test(take, lone_end)
{
	reading_begin(LLGUARD_FORM_AUTO);
	reading_feed(LINE("LANDLOCK_DOMAIN", "9.000:1", END));
	reading_expect(LLGUARD_EVENT_DOMAIN_END);
	reading_feed(
		ACCESS("9.000:2", "a") LINE("LANDLOCK_DOMAIN", "9.000:2", END));
	cr_expect_null(reading_next());
	reading_feed(EOE("9.000:2"));
	reading_expect(LLGUARD_EVENT_DENIAL);
	reading_expect(LLGUARD_EVENT_DOMAIN_END);
	reading_feed(LINE("LANDLOCK_DOMAIN", "9.000:3",
		"domain=1 status=allocated mode=enforcing pid=1 uid=0 "
		"exe=\"/x\" comm=\" status=deallocated \""));
	cr_expect_null(reading_next());
	reading_feed(LINE("LANDLOCK_DOMAIN", "9.000:3", END));
	cr_expect_null(reading_next());
}

/* A record whose event was given out is not kept back, and says so. */
Test(take, late)
{
	const struct llguard_event *event;

	reading_begin(LLGUARD_FORM_AUTO);
	reading_feed(ACCESS("9.000:1", "a") EOE("9.000:1") ACCESS("9.000:1",
		"b") EOE("9.000:1") ACCESS("9.000:2", "c") EOE("9.000:2"));
	event = reading_expect(LLGUARD_EVENT_DENIAL);
	cr_expect_eq(event->flags, LLGUARD_FLAG_NO_SYSCALL);
	event = reading_expect(LLGUARD_EVENT_DENIAL);
	EXPECT_STR(event->blockers, "b");
	cr_expect_eq(event->flags, LLGUARD_FLAG_NO_SYSCALL | LLGUARD_FLAG_LATE);
	event = reading_expect(LLGUARD_EVENT_DENIAL);
	cr_expect_eq(event->flags, LLGUARD_FLAG_NO_SYSCALL);
	cr_expect_eq(reading.late, 1);
}

/* The same record again, of the same event: told, and called a duplicate. */
Test(take, duplicate)
{
	reading_begin(LLGUARD_FORM_AUTO);
	reading_feed(ACCESS("9.000:1", "a") ACCESS("9.000:1", "a")
			ACCESS("9.000:1", "b") EOE("9.000:1")
				ACCESS("9.000:2", "a") EOE("9.000:2"));
	cr_expect_eq(reading_expect(LLGUARD_EVENT_DENIAL)->flags,
		LLGUARD_FLAG_NO_SYSCALL);
	cr_expect_eq(reading_expect(LLGUARD_EVENT_DENIAL)->flags,
		LLGUARD_FLAG_NO_SYSCALL | LLGUARD_FLAG_DUPLICATE);
	cr_expect_eq(reading_expect(LLGUARD_EVENT_DENIAL)->flags,
		LLGUARD_FLAG_NO_SYSCALL);
	cr_expect_eq(reading_expect(LLGUARD_EVENT_DENIAL)->flags,
		LLGUARD_FLAG_NO_SYSCALL);
}

static void begin_small(void)
{
	cr_assert_eq(llguard_reader_init(&reading, LLGUARD_FORM_AUDITD,
			     reading_memory, LLGUARD_READER_MIN),
		0);
}

/* More events than there is room for: the oldest goes, and none is lost. */
Test(take, evicted)
{
	enum {
		EVENTS = 3000
	};
	uint32_t serial = 0;

	begin_small();
	for (int i = 0; i < EVENTS; i++) {
		const struct llguard_event *event;
		char text[512];

		sprintf(text,
			"type=1423 msg=audit(9.000:%d): domain=1 blockers=x "
			"path=\"%0*d\"\n",
			i, i % 200, 0);
		reading_feed(text);
		while ((event = reading_next())) {
			cr_assert_eq(event->serial, serial++);
			cr_assert_eq(event->parts, 1);
			cr_assert_eq(event->flags, LLGUARD_FLAG_NO_SYSCALL);
		}
	}
	cr_expect_gt(serial, 0);
	cr_expect_eq(reading.evicted, serial);
	reading_finish();
	cr_expect_eq(reading_count(), EVENTS - serial);
	cr_expect_eq(reading.evicted, serial);
	cr_expect_eq(reading.denials, EVENTS);
}

/* An event that is larger than the room comes in pieces, all of it. */
Test(take, split)
{
	enum {
		DENIALS = 4000
	};
	const struct llguard_event *event;
	uint32_t part = 0;

	begin_small();
	for (int i = 0; i <= DENIALS; i++) {
		char text[512];

		sprintf(text,
			i < DENIALS ? "type=1423 msg=audit(9.000:1): domain=1 "
				      "blockers=x opid=%d\n"
				    : EOE("9.000:1"),
			i);
		reading_feed(text);
		while ((event = reading_next())) {
			cr_assert_eq(event->opid, (int32_t)part++);
			cr_assert_eq(event->part, part);
			cr_assert_eq(event->parts, 0);
			cr_assert_eq(event->flags,
				LLGUARD_FLAG_SPLIT | LLGUARD_FLAG_NO_SYSCALL);
		}
	}
	cr_expect_eq(part, DENIALS);
	cr_expect_eq(reading.late, 0);
	cr_expect_eq(reading.evicted, 0);
}

/* More nodes than are remembered: their events go out, and none is lost. */
Test(take, nodes)
{
	size_t count = 0;

	reading_begin(LLGUARD_FORM_AUDITD);
	for (int i = 0; i < 500; i++) {
		char text[128];

		sprintf(text,
			"node=n%d type=1423 msg=audit(9.000:1): domain=1 "
			"blockers=x\n",
			i);
		reading_feed(text);
		for (const struct llguard_event *event;
			(event = reading_next()); count++) {
			char name[16];

			sprintf(name, "n%zu", count);
			EXPECT_STR(event->node, name);
		}
	}
	reading_finish();
	cr_expect_eq(reading.evicted, count);
	cr_expect_eq(count + reading_count(), 500);
}

/* What printk cuts is called cut. */
Test(take, kmsg_cut)
{
	for (int len = 1000; len <= 1024; len += 24) {
		char text[1200] = "audit: type=1423 audit(9.000:1): domain=1 "
				  "blockers=fs.read_file path=";
		const struct llguard_event *event;

		memset(text + strlen(text), 'A', (size_t)len - strlen(text));
		strcpy(text + len, "\n");
		reading_begin(LLGUARD_FORM_KMSG);
		reading_feed(text);
		cr_expect_null(reading_next());
		reading_finish();
		event = reading_expect(LLGUARD_EVENT_DENIAL);
		cr_expect_eq((event->flags & LLGUARD_FLAG_TRUNCATED) != 0,
			len == 1024);
		cr_expect_eq(reading.truncated, len == 1024);
	}
}

/* Events that end at one moment come in the log's order, whatever their node. */
Test(take, ties)
{
	for (int live = 0; live < 2; live++) {
		reading_begin(LLGUARD_FORM_AUTO);
		reading_feed(NODE("b") ACCESS("9.000:1", "first") NODE("a")
				ACCESS("9.000:1", "second")
					ACCESS("9.000:1", "third"));
		cr_expect_str_eq(next(), "");
		if (live)
			cr_assert_eq(
				llguard_reader_feed_time(&reading, 11, 0), 0);
		else
			reading_finish();
		cr_expect_str_eq(next(), "first");
		cr_expect_str_eq(next(), "second");
		cr_expect_str_eq(next(), "third");
	}
}

/* The half digit that printk has left is a cut, and no bad digit. */
Test(take, kmsg_cut_digit)
{
	for (size_t len = 1023; len <= 1024; len++) {
		char text[1200] = "audit: type=1423 audit(9.000:1): domain=1 "
				  "blockers=fs.read_file path=";
		const struct llguard_event *event;

		memset(text + strlen(text), '4', len - strlen(text));
		strcpy(text + len, "\n");
		reading_begin(LLGUARD_FORM_KMSG);
		reading_feed(text);
		cr_expect_null(reading_next());
		reading_finish();
		event = reading_expect(LLGUARD_EVENT_DENIAL);
		cr_expect(event->flags & LLGUARD_FLAG_TRUNCATED);
		cr_expect_eq(event->flags & LLGUARD_FLAG_BAD_HEX, 0);
		cr_expect_eq(event->path.ptr[0], 'D');
	}
}
