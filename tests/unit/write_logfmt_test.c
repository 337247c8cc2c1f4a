/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include <criterion/criterion.h>

#include <llguard.h>

#define STR(text)                                                              \
	{                                                                      \
		text, sizeof(text) - 1                                         \
	}

static char buf[4096];

static const char *logfmt(const struct llguard_event *event)
{
	char small[32];
	const int len = llguard_event_describe_logfmt(event, buf, sizeof(buf));

	cr_assert_gt(len, 0);
	cr_expect_eq(len, (int)strlen(buf));
	/* As snprintf() counts. */
	cr_expect_eq(llguard_event_describe_logfmt(event, NULL, 0), len);
	cr_expect_eq(llguard_event_describe_logfmt(event, small, sizeof(small)),
		len);
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

Test(write_logfmt, denial)
{
	cr_expect_str_eq(logfmt(&denial),
		"time=1970-01-01T00:00:01.020Z id=1.020:3 "
		"kind=denial part=1 parts=2 node=n source=auditd "
		"flags=late,duplicate domain=1f "
		"blockers=net.connect_tcp class=net outcome=denied "
		"object=inet daddr=::1 dest=80 pid=4 uid=5 euid=0 "
		"comm=\"a b\" exe=\"/\xef\xbf\xbd\" exe_hex=2FFF proctitle=\"a "
		"b\" proctitle_hex=610062 arch=x86_64 "
		"syscall=connect success=false exit=-13 "
		"errno=EACCES");
}

Test(write_logfmt, loss)
{
	cr_expect_str_eq(logfmt(&loss),
		"time=1970-01-01T00:00:01.000Z kind=loss "
		"why=enobufs count=17");
}

Test(write_logfmt, status)
{
	struct llguard_reader reader = LLGUARD_READER_INIT;

	reader.lines = 9;
	reader.lost = 17;
	cr_expect_eq(llguard_reader_describe_logfmt(
			     &reader, "blind", "a \"b", 1, 2, buf, sizeof(buf)),
		(int)strlen(buf));
	cr_expect_str_eq(buf, "time=1970-01-01T00:00:01.002Z kind=status "
			      "state=blind why=\"a \\\"b\" lines=9 records=0 "
			      "ignored=0 unparsed=0 denials=0 domains=0 "
			      "unlogged=0 late=0 truncated=0 lost=17");
	cr_expect_eq(llguard_reader_describe_logfmt(
			     &reader, "ok", "", 0, 1000, buf, sizeof(buf)),
		-EINVAL);
	cr_expect_eq(llguard_reader_describe_logfmt(
			     &reader, NULL, "", 0, 0, buf, sizeof(buf)),
		-EINVAL);
	cr_expect_eq(llguard_reader_describe_logfmt(
			     &reader, "ok", "", 0, 0, NULL, 1),
		-EINVAL);
}

Test(write_logfmt, values)
{
	static const struct {
		struct llguard_str path;
		const char *words;
	} cases[] = {
		{ STR("/etc/passwd"), " path=/etc/passwd" },
		{ STR(""), " path=\"\"" },
		{ STR("a b"), " path=\"a b\"" },
		{ STR("a=b"), " path=\"a=b\"" },
		{ STR("a\"\\"), " path=\"a\\\"\\\\\"" },
		{ STR("\n\x1b"), " path=\"\\u000a\\u001b\"" },
		{ STR("\xc3\xa9"), " path=\"\xc3\xa9\"" },
		{ STR("\xff"), " path=\"\xef\xbf\xbd\" path_hex=FF" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct llguard_event event = {
			.kind = LLGUARD_EVENT_DENIAL,
			.object = LLGUARD_OBJECT_PATH,
			.path = cases[i].path,
		};
		const char *at = strstr(logfmt(&event), " path=");

		cr_assert_not_null(at);
		cr_expect_str_eq(at, cases[i].words);
	}
}

Test(write_logfmt, invalid)
{
	cr_expect_eq(
		llguard_event_describe_logfmt(NULL, buf, sizeof(buf)), -EINVAL);
	cr_expect_eq(llguard_event_describe_logfmt(&loss, NULL, 1), -EINVAL);
}
