/* SPDX-License-Identifier: MIT */
#include "body_text.h"

#include "telemetry/decode.h"

#define CALL                                                                   \
	"arch=c000003e syscall=42 success=no exit=-13 a0=3 a1=7ffe35122e10 "   \
	"a2=10 a3=0 "
#define PIDS "items=0 ppid=4700 pid=4712 "
#define IDS                                                                    \
	"auid=1000 uid=1001 gid=1002 euid=1003 suid=9 fsuid=9 egid=1004 "      \
	"sgid=9 fsgid=9 tty=pts1 ses=3 "
#define NAMES "comm=\"curl\" exe=\"/usr/bin/curl\""

static struct llguard_event event;
static struct llguard__repeat repeat;

static void decode(const char *text)
{
	memset(&event, 0, sizeof(event));
	llguard__decode_syscall(&event, &repeat, body_text(text), strlen(text));
	cr_expect_eq(event.subject, LLGUARD_SUBJECT_SYSCALL);
}

#define HAS_ALL                                                                \
	(LLGUARD_HAS_SYSCALL | LLGUARD_HAS_SUCCESS | LLGUARD_HAS_EXIT |        \
		LLGUARD_HAS_PID | LLGUARD_HAS_PPID | LLGUARD_HAS_AUID |        \
		LLGUARD_HAS_UID | LLGUARD_HAS_GID | LLGUARD_HAS_EUID |         \
		LLGUARD_HAS_EGID | LLGUARD_HAS_SES)

static void all_expect(void)
{
	cr_expect_eq(event.has, HAS_ALL);
	cr_expect_eq(event.arch, 0xc000003e);
	cr_expect_eq(event.syscall, 42);
	cr_expect_eq(event.success, 0);
	cr_expect_eq(event.exit, -13);
	EXPECT_STR(event.a0, "3");
	EXPECT_STR(event.a1, "7ffe35122e10");
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

/* The first time, and when the same text has come before. */
Test(decode_syscall, kernel_order)
{
	for (int i = 0; i < 3; i++) {
		decode(CALL PIDS IDS NAMES " subj=unconfined key=(null)");
		all_expect();
		EXPECT_STR(event.subj, "unconfined");
	}
	decode(CALL PIDS IDS NAMES " key=(null)");
	all_expect();
	cr_expect_null(event.subj.ptr);
	decode(CALL PIDS IDS NAMES " subj=profile (enforce) key=\"a=b\"");
	all_expect();
	EXPECT_STR(event.subj, "profile (enforce)");
	decode(CALL PIDS IDS NAMES " key=(null) subj=x");
	EXPECT_STR(event.subj, "x");
	decode(CALL PIDS IDS NAMES " key=6B6579");
	all_expect();
}

/* What is remembered of a record is not told of another one. */
Test(decode_syscall, after_another)
{
	static const char unset[] =
		"arch=40000003 syscall=5 success=yes exit=3 a0=0 a1=0 a2=0 a3=0 " PIDS
		"auid=4294967295 uid=0 gid=0 euid=0 suid=0 fsuid=0 egid=0 "
		"sgid=0 fsgid=0 tty=(none) ses=4294967295 comm=\"a\" "
		"exe=\"/a\" key=(null)";

	for (int i = 0; i < 2; i++) {
		decode(CALL PIDS IDS NAMES " key=(null)");
		all_expect();
		decode(unset);
		cr_expect_eq(event.has,
			HAS_ALL & ~(LLGUARD_HAS_AUID | LLGUARD_HAS_SES));
		cr_expect_eq(event.arch, 0x40000003);
		cr_expect_eq(event.uid, 0);
		cr_expect_eq(event.exit, 3);
		cr_expect_eq(event.success, 1);
		cr_expect_null(event.tty.ptr);
	}
	decode(unset);
	cr_expect_null(event.tty.ptr);
	cr_expect_eq(event.has & LLGUARD_HAS_AUID, 0);
	/* One digit of the remembered text is another one. */
	decode(CALL PIDS "auid=1000 uid=1001 gid=1002 euid=1003 suid=9 fsuid=9 "
			 "egid=1005 sgid=9 fsgid=9 tty=pts1 ses=3 " NAMES);
	cr_expect_eq(event.egid, 1005);
	decode(CALL PIDS "auid=1000 uid=1001 gid=1002 euid=1003 suid=9 fsuid=9 "
			 "egid=1005 sgid=9 fsgid=9 tty=pts2 ses=4 " NAMES);
	cr_expect_eq(event.ses, 4);
	EXPECT_STR(event.tty, "pts2");
}

Test(decode_syscall, results)
{
	static const struct {
		const char *text;
		uint64_t has;
		uint32_t success;
		int64_t exit;
	} rows[] = {
		{ "success=yes exit=0", LLGUARD_HAS_SUCCESS | LLGUARD_HAS_EXIT,
			1, 0 },
		{ "success=yes exit=140737488355328",
			LLGUARD_HAS_SUCCESS | LLGUARD_HAS_EXIT, 1,
			140737488355328 },
		{ "success=no exit=-9223372036854775807",
			LLGUARD_HAS_SUCCESS | LLGUARD_HAS_EXIT, 0, -INT64_MAX },
		{ "success=no exit=-4095",
			LLGUARD_HAS_SUCCESS | LLGUARD_HAS_EXIT, 0, -4095 },
		{ "items=0", 0, 0, 0 }, /* it has not returned */
		{ "success=no", LLGUARD_HAS_SUCCESS, 0, 0 },
		{ "success=perhaps exit=-1", LLGUARD_HAS_EXIT, 0, -1 },
		{ "success=no exit=", LLGUARD_HAS_SUCCESS, 0, 0 },
		{ "success=no exit=--1", LLGUARD_HAS_SUCCESS, 0, 0 },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		char text[256] = "arch=c000003e syscall=42 ";

		strcat(text, rows[i].text);
		strcat(text, " a0=1 a1=2 a2=3 a3=4 " PIDS);
		decode(text);
		cr_expect_eq(event.has,
			rows[i].has | LLGUARD_HAS_SYSCALL | LLGUARD_HAS_PID |
				LLGUARD_HAS_PPID,
			"%s: %lx", rows[i].text, (unsigned long)event.has);
		cr_expect_eq(event.exit, rows[i].exit, "%s", rows[i].text);
		cr_expect_eq(event.success, rows[i].success);
		EXPECT_STR(event.a3, "4");
		cr_expect_eq(event.pid, 4712, "%s", rows[i].text);
	}
}

/* Cut anywhere: what is whole is told, and nothing that is not there. */
Test(decode_syscall, cut_anywhere)
{
	static const char text[] =
		CALL PIDS IDS NAMES " subj=unconfined key=(null)";

	for (size_t len = 0; len < sizeof(text); len++) {
		char cut[sizeof(text)];

		memcpy(cut, text, sizeof(text));
		cut[len] = '\0';
		for (int again = 0; again < 2; again++) {
			decode(cut);
			if (strstr(cut, " ppid="))
				EXPECT_STR(event.a3, "0");
			if (strstr(cut, " auid="))
				cr_expect_eq(event.pid, 4712);
			if (strstr(cut, " euid="))
				cr_expect_eq(event.gid, 1002);
			if (!strstr(cut, "gid=1"))
				cr_expect_eq(event.has & LLGUARD_HAS_GID, 0);
			if (strstr(cut, " exe="))
				EXPECT_STR(event.comm, "curl");
			if (!strstr(cut, " exe=\""))
				cr_expect_eq(event.exe.len, 0);
		}
		repeat.ids_len = 0;
	}
}

/* Names are decoded by their key and quotes, and are no words. */
Test(decode_syscall, names)
{
	decode(CALL PIDS IDS "comm=637572 exe=\"/x pid=1\" key=(null)");
	EXPECT_STR(event.comm, "cur");
	EXPECT_STR(event.exe, "/x pid=1");
	cr_expect_eq(event.pid, 4712);
	decode(CALL PIDS IDS "comm=\"637572\" exe=(null) key=(null)");
	EXPECT_STR(event.comm, "637572");
	cr_expect_null(event.exe.ptr);
	decode(CALL PIDS IDS NAMES " key=\"x uid=0 syscall=1\"");
	all_expect();
}
