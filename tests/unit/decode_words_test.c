/* SPDX-License-Identifier: MIT */
#include "body_text.h"

#include "telemetry/decode_call.h"

static const char *const words[] = { "arch=c00000b7", "syscall=203",
	"success=no", "exit=-13", "a0=3", "a1=ffff", "a2=10", "a3=0",
	"ppid=4700", "pid=4712", "auid=1000", "uid=1001", "gid=1002",
	"euid=1003", "egid=1004", "tty=pts1", "ses=3", "comm=6375726C",
	"exe=\"/usr/bin/curl\"", "new=1", "word", "pid2=7", "a4=7" };

static struct llguard_event event;

static void decode(const char *text)
{
	char *const body = body_text(text);
	struct llguard__scan scan = { body, body + strlen(text) };

	memset(&event, 0, sizeof(event));
	llguard__call_words(&event, &scan);
	cr_expect_eq(scan.at, scan.end);
}

#define HAS_ALL                                                                \
	(LLGUARD_HAS_SYSCALL | LLGUARD_HAS_SUCCESS | LLGUARD_HAS_EXIT |        \
		LLGUARD_HAS_PID | LLGUARD_HAS_PPID | LLGUARD_HAS_AUID |        \
		LLGUARD_HAS_UID | LLGUARD_HAS_GID | LLGUARD_HAS_EUID |         \
		LLGUARD_HAS_EGID | LLGUARD_HAS_SES)

/* Beginning with each of them: none needs to stand at its place. */
Test(decode_words, any_order)
{
	for (size_t first = 0; first < LLGUARD__COUNT(words); first++) {
		char text[480] = "";

		for (size_t i = 0; i < LLGUARD__COUNT(words); i++)
			strcat(strcat(text, words[(first + i * 5) %
						    LLGUARD__COUNT(words)]),
				i % 3 ? " " : "  ");
		decode(text);
		cr_expect_eq(event.has, HAS_ALL, "%s", text);
		cr_expect_eq(event.arch, 0xc00000b7, "%s", text);
		cr_expect_eq(event.syscall, 203);
		cr_expect_eq(event.success, 0);
		cr_expect_eq(event.exit, -13);
		EXPECT_STR(event.a0, "3");
		EXPECT_STR(event.a1, "ffff");
		EXPECT_STR(event.a2, "10");
		EXPECT_STR(event.a3, "0");
		cr_expect_eq(event.ppid, 4700);
		cr_expect_eq(event.pid, 4712);
		cr_expect_eq(event.auid, 1000);
		cr_expect_eq(event.uid, 1001);
		cr_expect_eq(event.gid, 1002);
		cr_expect_eq(event.euid, 1003);
		cr_expect_eq(event.egid, 1004);
		cr_expect_eq(event.ses, 3);
		EXPECT_STR(event.tty, "pts1");
		EXPECT_STR(event.comm, "curl");
		EXPECT_STR(event.exe, "/usr/bin/curl");
		cr_expect_eq(event.flags, 0);
	}
}

Test(decode_words, unset)
{
	static const struct {
		const char *text;
		uint64_t has;
	} rows[] = {
		{ "uid=4294967295", 0 },
		{ "uid=4294967294", LLGUARD_HAS_UID },
		{ "ses=4294967295 auid=4294967295", 0 },
		{ "gid=4294967295 egid=0", LLGUARD_HAS_EGID },
		{ "euid=4294967295", 0 },
		{ "pid=4294967296", 0 },
		{ "pid=", 0 },
		{ "pid=-1", 0 },
		{ "uid=x", 0 },
		{ "uid=0 uid=4294967295", 0 },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		decode(rows[i].text);
		cr_expect_eq(event.has, rows[i].has, "%s", rows[i].text);
	}
	decode("tty=(none)");
	cr_expect_null(event.tty.ptr);
}

/* Up to key=, with its spaces; without key= up to the end. */
Test(decode_words, labels)
{
	decode("subj==docker-default (enforce) key=(null)");
	EXPECT_STR(event.subj, "=docker-default (enforce)");
	decode("subj=system_u:system_r:httpd_t:s0-s0:c0.c1023 key=\"pid=1\"");
	EXPECT_STR(event.subj, "system_u:system_r:httpd_t:s0-s0:c0.c1023");
	cr_expect_eq(event.has, 0);
	decode("subj=a  b");
	EXPECT_STR(event.subj, "a  b");
	decode("subj=a pid=7");
	cr_expect_eq(event.has, 0);
	decode("subj= key=1");
	cr_expect_eq(event.subj.len, 0);
}

static void uring(const char *text)
{
	llguard__decode_uring(&event, body_text(text), strlen(text));
}

#define URINGOP                                                                \
	"uring_op=28 success=no exit=-13 items=0 ppid=1 pid=8 uid=1000 "       \
	"gid=1 euid=1000 suid=1 fsuid=1 egid=1 sgid=1 fsgid=1 subj=x key=(null)"

Test(decode_words, uring_alone)
{
	uring(URINGOP);
	cr_expect_eq(event.subject, LLGUARD_SUBJECT_URING);
	cr_expect_eq(event.uring_op, 28);
	cr_expect_eq(event.pid, 8);
	cr_expect_eq(event.exit, -13);
	EXPECT_STR(event.subj, "x");
	cr_expect_eq(event.has & (LLGUARD_HAS_SYSCALL | LLGUARD_HAS_URING_OP),
		LLGUARD_HAS_URING_OP);
}

/* The call that was made says more: of the other one there is its operation. */
Test(decode_words, uring_and_syscall)
{
	decode("arch=c000003e syscall=426 success=yes exit=1 pid=7 "
	       "comm=\"app\"");
	event.subject = LLGUARD_SUBJECT_SYSCALL;
	uring(URINGOP);
	cr_expect_eq(event.subject, LLGUARD_SUBJECT_SYSCALL);
	cr_expect_eq(event.uring_op, 28);
	cr_expect_eq(event.pid, 7);
	cr_expect_eq(event.exit, 1);
	cr_expect_eq(event.success, 1);
	cr_expect_null(event.subj.ptr);
	cr_expect_eq(event.has & LLGUARD_HAS_UID, 0);
}
