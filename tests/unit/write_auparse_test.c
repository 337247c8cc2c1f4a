/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "writing.h"

static const char *auparse(const struct llguard_event *event)
{
	return written(llguard_event_describe_auparse, event);
}

Test(write_auparse, denial)
{
	cr_expect_str_eq(auparse(&denial),
		"{\"@timestamp\":\"1970-01-01T00:00:01.020Z\","
		"\"sequence\":3,\"category\":\"mac\","
		"\"record_type\":\"unknown[1423]\",\"result\":\"fail\","
		"\"session\":\"unset\","
		"\"summary\":{\"actor\":{\"primary\":\"unset\","
		"\"secondary\":\"5\"},\"object\":{},\"how\":\"/\xef\xbf\xbd\"},"
		"\"user\":{\"ids\":{\"auid\":\"unset\",\"euid\":\"0\","
		"\"uid\":\"5\"}},\"process\":{\"pid\":\"4\",\"title\":\"a b\","
		"\"name\":\"a b\",\"exe\":\"/\xef\xbf\xbd\"},\"data\":{\"id\":\"1.020:3\","
		"\"part\":\"1\",\"parts\":\"2\",\"node\":\"n\","
		"\"source\":\"auditd\",\"flags\":\"late,duplicate\","
		"\"domain\":\"1f\",\"blockers\":\"net.connect_tcp\","
		"\"class\":\"net\",\"outcome\":\"denied\",\"object\":\"inet\","
		"\"daddr\":\"::1\",\"dest\":\"80\",\"arch\":\"x86_64\","
		"\"syscall\":\"connect\",\"success\":\"no\","
		"\"exit\":\"EACCES\",\"exe_hex\":\"2FFF\","
		"\"proctitle_hex\":\"610062\"},\"ecs\":{\"event\":{},"
		"\"user\":{\"effective\":{},\"target\":{},\"changes\":{}},"
		"\"group\":{}}}");
}

Test(write_auparse, loss)
{
	cr_expect_str_eq(auparse(&loss),
		"{\"@timestamp\":\"1970-01-01T00:00:01.000Z\","
		"\"sequence\":0,\"category\":\"mac\","
		"\"record_type\":\"landlock_loss\",\"result\":\"unknown\","
		"\"session\":\"\",\"summary\":{\"actor\":{},\"object\":{}},"
		"\"user\":{},\"process\":{},\"data\":{\"why\":\"enobufs\","
		"\"count\":\"17\"},\"ecs\":{\"event\":{},"
		"\"user\":{\"effective\":{},\"target\":{},\"changes\":{}},"
		"\"group\":{}}}");
}

Test(write_auparse, status)
{
	struct llguard_reader reader = LLGUARD_READER_INIT;

	reader.lines = 9;
	reader.lost = 17;
	cr_expect_eq(llguard_reader_describe_auparse(
			     &reader, "blind", "a \"b", 1, 2, buf, sizeof(buf)),
		(int)strlen(buf));
	cr_expect_str_eq(buf,
		"{\"@timestamp\":\"1970-01-01T00:00:01.002Z\","
		"\"sequence\":0,\"category\":\"mac\","
		"\"record_type\":\"landlock_status\","
		"\"result\":\"unknown\",\"session\":\"\","
		"\"summary\":{\"actor\":{},\"object\":{}},\"user\":{},"
		"\"process\":{},\"data\":{\"state\":\"blind\",\"why\":\"a "
		"\\\"b\",\"lines\":\"9\",\"records\":\"0\",\"ignored\":\"0\","
		"\"unparsed\":\"0\",\"denials\":\"0\",\"domains\":\"0\","
		"\"unlogged\":\"0\",\"late\":\"0\",\"truncated\":\"0\","
		"\"lost\":\"17\"},\"ecs\":{\"event\":{},"
		"\"user\":{\"effective\":{},\"target\":{},\"changes\":{}},"
		"\"group\":{}}}");
	cr_expect_eq(llguard_reader_describe_auparse(
			     &reader, "ok", "", 0, 1000, buf, sizeof(buf)),
		-EINVAL);
	cr_expect_eq(llguard_reader_describe_auparse(
			     &reader, NULL, "", 0, 0, buf, sizeof(buf)),
		-EINVAL);
	cr_expect_eq(llguard_reader_describe_auparse(
			     &reader, "ok", "", 0, 0, NULL, 1),
		-EINVAL);
}

Test(write_auparse, invalid)
{
	cr_expect_eq(llguard_event_describe_auparse(NULL, buf, sizeof(buf)),
		-EINVAL);
	cr_expect_eq(llguard_event_describe_auparse(&loss, NULL, 1), -EINVAL);
}
