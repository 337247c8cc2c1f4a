/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include <llguard.h>

#include "base.h"

#define STR(text)                                                              \
	{                                                                      \
		text, sizeof(text) - 1                                         \
	}

static char buf[4096];

static const char *flat(const struct llguard_event *event)
{
	const int len = llguard_event_describe_flat(event, buf, sizeof(buf));

	cr_assert_gt(len, 0);
	cr_expect_eq(len, (int)strlen(buf));
	return buf;
}

Test(write_flat, denial)
{
	const struct llguard_event event = {
		.kind = LLGUARD_EVENT_DENIAL,
		.form = LLGUARD_FORM_AUDITD,
		.flags = LLGUARD_FLAG_LATE | LLGUARD_FLAG_DUPLICATE,
		.has = LLGUARD_HAS_STAMP | LLGUARD_HAS_DEST | LLGUARD_HAS_PID |
		       LLGUARD_HAS_EXIT | LLGUARD_HAS_SYSCALL |
		       LLGUARD_HAS_SUCCESS,
		.seconds = 1,
		.milliseconds = 20,
		.serial = 3,
		.part = 1,
		.parts = 2,
		.domain = 0x1f,
		.blockers = STR("net.connect_tcp"),
		.class_of = LLGUARD_CLASS_NET,
		.outcome = LLGUARD_OUTCOME_DENIED,
		.object = LLGUARD_OBJECT_INET,
		.dest = 80,
		.pid = 4,
		.subject = LLGUARD_SUBJECT_SYSCALL,
		.proctitle = STR("a\0b"),
		.arch = 0xc000003e,
		.syscall = 42,
		.exit = -13,
	};

	cr_expect_str_eq(flat(&event),
		"{\"v\":1,\"kind\":\"denial\",\"time\":\"1970-01-01T00:00:01.020Z\","
		"\"id\":\"1.020:3\",\"part\":1,\"parts\":2,\"source\":\"auditd\","
		"\"flags\":\"late,duplicate\",\"domain\":\"1f\",\"blockers\":"
		"\"net.connect_tcp\",\"class\":\"net\",\"outcome\":\"denied\","
		"\"object\":\"inet\",\"dest\":80,\"pid\":4,\"proctitle\":\"a b\","
		"\"proctitle_hex\":\"610062\",\"arch\":\"x86_64\","
		"\"syscall\":\"connect\",\"success\":false,\"exit\":-13,"
		"\"errno\":\"EACCES\"}");
}

/* What cannot be told from the string has its bytes beside it. */
Test(write_flat, bytes)
{
	struct llguard_event event = {
		.kind = LLGUARD_EVENT_DENIAL,
		.object = LLGUARD_OBJECT_UNIX_ABSTRACT,
		.path = STR("\0so\0ck"),
		.subject = LLGUARD_SUBJECT_SYSCALL,
		.proctitle = STR("plain"),
		.exe = STR("/\xff"),
	};

	flat(&event);
	cr_expect(strstr(buf, "\"path\":\"@so\\u0000ck\",\"path_hex\":"
			      "\"00736F00636B\""),
		"%s", buf);
	cr_expect(strstr(buf, "\"proctitle\":\"plain\"}"), "%s", buf);
	cr_expect(strstr(buf, "\"exe\":\"/\xef\xbf\xbd\",\"exe_hex\":\"2FFF\""),
		"%s", buf);
	event.proctitle = (struct llguard_str)STR("a\xff");
	flat(&event);
	cr_expect(strstr(buf, "\"proctitle_hex\":\"61FF\""), "%s", buf);
}

Test(write_flat, domains)
{
	const struct llguard_event start = {
		.kind = LLGUARD_EVENT_DOMAIN_START,
		.form = LLGUARD_FORM_KMSG,
		.mode = STR("enforcing"),
		.has = LLGUARD_HAS_CREATOR_PID,
		.creator_pid = 9,
	};
	const struct llguard_event end = {
		.kind = LLGUARD_EVENT_DOMAIN_END,
		.has = LLGUARD_HAS_TOTAL | LLGUARD_HAS_UNLOGGED,
		.total = 3,
		.logged = 2,
		.unlogged = 1,
	};

	cr_expect_str_eq(flat(&start),
		"{\"v\":1,\"kind\":\"domain_start\",\"source\":\"kmsg\","
		"\"domain\":\"0\",\"mode\":\"enforcing\",\"creator_pid\":9}");
	cr_expect(
		strstr(flat(&end), "\"total\":3,\"logged\":2,\"unlogged\":1}"));
}

Test(write_flat, arguments)
{
	const struct llguard_event event = { .kind = LLGUARD_EVENT_DENIAL };

	cr_expect_eq(llguard_event_describe_flat(NULL, buf, 8), -EINVAL);
	cr_expect_eq(llguard_event_describe_flat(&event, NULL, 8), -EINVAL);
	cr_expect_eq(llguard_event_describe_flat(&event, NULL, 0),
		llguard_event_describe_flat(&event, buf, sizeof(buf)));
}
