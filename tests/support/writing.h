/* SPDX-License-Identifier: MIT */
/*
 * For tests of what writers write: two events that each of them has a line for.
 */
#ifndef WRITING_H
#define WRITING_H

#include <criterion/criterion.h>
#include <string.h>

#include <llguard.h>

#define STR(text)                                                              \
	{                                                                      \
		text, sizeof(text) - 1                                         \
	}

static char buf[4096];

/* What a writer makes of an event, in buf; it has to count as snprintf() does. */
static inline const char *written(
	int (*describe)(const struct llguard_event *, char *, size_t),
	const struct llguard_event *event)
{
	char small[32];
	const int len = describe(event, buf, sizeof(buf));

	cr_assert_gt(len, 0);
	cr_expect_eq(len, (int)strlen(buf));
	cr_expect_eq(describe(event, NULL, 0), len);
	cr_expect_eq(describe(event, small, sizeof(small)), len);
	cr_expect_eq(strncmp(small, buf, sizeof(small) - 1), 0);
	return buf;
}

static const struct llguard_event denial = {
	.kind = LLGUARD_EVENT_DENIAL,
	.form = LLGUARD_FORM_AUDITD,
	.flags = LLGUARD_FLAG_LATE | LLGUARD_FLAG_DUPLICATE,
	.has = LLGUARD_HAS_STAMP | LLGUARD_HAS_DEST | LLGUARD_HAS_PID |
	       LLGUARD_HAS_UID | LLGUARD_HAS_EUID | LLGUARD_HAS_EXIT |
	       LLGUARD_HAS_SYSCALL | LLGUARD_HAS_SUCCESS,
	.seconds = 1,
	.milliseconds = 20,
	.serial = 3,
	.node = STR("n"),
	.part = 1,
	.parts = 2,
	.domain = 0x1f,
	.blockers = STR("net.connect_tcp"),
	.rights = LLGUARD_NET_CONNECT_TCP,
	.class_of = LLGUARD_CLASS_NET,
	.outcome = LLGUARD_OUTCOME_DENIED,
	.object = LLGUARD_OBJECT_INET,
	.daddr = STR("::1"),
	.dest = 80,
	.subject = LLGUARD_SUBJECT_SYSCALL,
	.pid = 4,
	.uid = 5,
	.euid = 0,
	.comm = STR("a b"),
	.exe = STR("/\xff"),
	.proctitle = STR("a\0b"),
	.arch = 0xc000003e,
	.syscall = 42,
	.exit = -13,
};

static const struct llguard_event loss = {
	.kind = LLGUARD_EVENT_LOSS,
	.seconds = 1,
	.why = STR("enobufs"),
	.count = 17,
};

#endif /* WRITING_H */
