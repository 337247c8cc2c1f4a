/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "writing.h"

static const char *logfmt(const struct llguard_event *event)
{
	return written(llguard_event_describe_logfmt, event);
}

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
