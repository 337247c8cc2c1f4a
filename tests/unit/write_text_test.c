/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include <llguard.h>

#include "base.h"

#define STR(text)                                                              \
	{                                                                      \
		text, sizeof(text) - 1                                         \
	}

static const char *text(const struct llguard_event *event)
{
	static char buf[1024];
	const int len = llguard_event_describe(event, buf, sizeof(buf));

	cr_assert_gt(len, 0);
	cr_expect_eq(len, (int)strlen(buf));
	return buf;
}

Test(write_text, denial)
{
	struct llguard_event event = {
		.kind = LLGUARD_EVENT_DENIAL,
		.has = LLGUARD_HAS_STAMP | LLGUARD_HAS_PID | LLGUARD_HAS_UID |
		       LLGUARD_HAS_SYSCALL | LLGUARD_HAS_EXIT |
		       LLGUARD_HAS_CREATOR | LLGUARD_HAS_CREATOR_PID,
		.seconds = 1,
		.domain = 0x1f,
		.blockers = STR("fs.make_reg"),
		.outcome = LLGUARD_OUTCOME_DENIED,
		.object = LLGUARD_OBJECT_PATH,
		.parent = 1,
		.path = STR("/srv/\x1b[2J"),
		.subject = LLGUARD_SUBJECT_SYSCALL,
		.exe = STR("/bin/x"),
		.pid = 4,
		.uid = 33,
		.arch = 0xc000003e,
		.syscall = 257,
		.exit = -13,
		.creator_exe = STR("/bin/y"),
		.creator_pid = 3,
	};

	cr_expect_str_eq(text(&event),
		"1970-01-01T00:00:01.000Z denied fs.make_reg in /srv/\\x1B[2J to "
		"/bin/x[4] uid 33, openat: EACCES; domain 1f of /bin/y[3]");
	event.flags = LLGUARD_FLAG_LATE | LLGUARD_FLAG_LOSSY;
	event.node = (struct llguard_str)STR("web1");
	cr_expect(strstr(text(&event), "000Z web1 denied"));
	cr_expect(strstr(text(&event), " (late, lossy)"));
}

Test(write_text, objects)
{
	static const struct {
		struct llguard_event event;
		const char *expected;
	} rows[] = {
		{ { .object = LLGUARD_OBJECT_UNIX_ABSTRACT,
			  .path = STR("\0a") },
			" @a;" },
		{ { .object = LLGUARD_OBJECT_MOUNT, .name = STR("proc") },
			" proc;" },
		{ { .object = LLGUARD_OBJECT_INET,
			  .has = LLGUARD_HAS_DEST,
			  .daddr = STR("::1"),
			  .dest = 80 },
			" ::1 port 80;" },
		{ { .object = LLGUARD_OBJECT_INET,
			  .has = LLGUARD_HAS_SRC,
			  .src = 8080 },
			" port 8080;" },
		{ { .object = LLGUARD_OBJECT_TASK,
			  .has = LLGUARD_HAS_OPID,
			  .opid = 1,
			  .ocomm = STR("init") },
			" init[1];" },
		{ { .object = LLGUARD_OBJECT_CAPABILITY, .capability = 21 },
			" capability 21;" },
		{ { .object = LLGUARD_OBJECT_NAMESPACE,
			  .namespace_type = STR("net") },
			" net;" },
		{ { .object = LLGUARD_OBJECT_NONE }, "denied;" },
		{ { .subject = LLGUARD_SUBJECT_URING,
			  .has = LLGUARD_HAS_URING_OP | LLGUARD_HAS_PID,
			  .pid = 7,
			  .uring_op = 18 },
			" to [7], io_uring operation 18;" },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		struct llguard_event event = rows[i].event;

		event.kind = LLGUARD_EVENT_DENIAL;
		event.outcome = LLGUARD_OUTCOME_DENIED;
		cr_expect(strstr(text(&event), rows[i].expected), "row %zu: %s",
			i, text(&event));
	}
}

Test(write_text, others)
{
	const struct llguard_event start = {
		.kind = LLGUARD_EVENT_DOMAIN_START,
		.domain = 2,
	};
	const struct llguard_event end = {
		.kind = LLGUARD_EVENT_DOMAIN_END,
		.domain = 2,
		.has = LLGUARD_HAS_TOTAL,
		.total = 5,
		.logged = 4,
	};
	const struct llguard_event loss = {
		.kind = LLGUARD_EVENT_LOSS,
		.why = STR("enobufs"),
		.count = 17,
	};

	cr_expect_str_eq(text(&start), "domain 2 began");
	cr_expect_str_eq(text(&end), "domain 2 ended: denials 5, seen here 4");
	cr_expect_str_eq(text(&loss), "lost 17: enobufs");
}

Test(write_text, arguments)
{
	const struct llguard_event event = { .kind = LLGUARD_EVENT_DENIAL };
	char buf[8];

	cr_expect_eq(llguard_event_describe(NULL, buf, 8), -EINVAL);
	cr_expect_eq(llguard_event_describe(&event, NULL, 8), -EINVAL);
}
