/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "writing.h"

static const char *ecs(const struct llguard_event *event)
{
	return written(llguard_event_describe_ecs, event);
}

Test(write_ecs, denial)
{
	cr_expect_str_eq(ecs(&denial),
		"{\"@timestamp\":\"1970-01-01T00:00:01.020Z\","
		"\"ecs\":{\"version\":\"9.4.0\"},\"message\":\"Landlock "
		"denied net.connect_tcp to ::1 port 80 for /\xef\xbf\xbd "
		"process 4\",\"event\":{\"kind\":\"event\","
		"\"category\":[\"network\",\"intrusion_detection\"],"
		"\"type\":[\"connection\",\"denied\"],"
		"\"module\":\"landlock\",\"dataset\":\"landlock.audit\","
		"\"provider\":\"kernel\",\"code\":\"1423\","
		"\"id\":\"1.020:3/1\",\"sequence\":3,"
		"\"action\":\"landlock-denied\",\"outcome\":\"failure\","
		"\"reason\":\"net.connect_tcp\"},\"host\":{\"name\":\"n\","
		"\"architecture\":\"x86_64\"},"
		"\"error\":{\"code\":\"EACCES\"},\"process\":{\"pid\":4,"
		"\"executable\":\"/\xef\xbf\xbd\",\"name\":\"a b\",\"title\":\"a b\","
		"\"user\":{\"id\":\"0\"},\"real_user\":{\"id\":\"5\"}},"
		"\"user\":{\"id\":\"5\",\"effective\":{\"id\":\"0\"}},"
		"\"destination\":{\"address\":\"::1\",\"ip\":\"::1\","
		"\"port\":80},\"network\":{\"transport\":\"tcp\","
		"\"type\":\"ipv6\",\"direction\":\"egress\"},"
		"\"related\":{\"ip\":[\"::1\"]},"
		"\"landlock\":{\"source\":\"auditd\",\"flags\":[\"late\","
		"\"duplicate\"],\"domain\":{\"id\":\"1f\"},"
		"\"blockers\":\"net.connect_tcp\","
		"\"rights\":[\"net.connect_tcp\"],\"class\":\"net\","
		"\"outcome\":\"denied\",\"event\":{\"part\":1,\"parts\":2},"
		"\"object\":{\"kind\":\"inet\",\"daddr\":\"::1\",\"dest\":80},"
		"\"subject\":{\"from\":\"syscall\",\"proctitle\":[\"a\",\"b\"],"
		"\"exe_hex\":\"2FFF\"},\"syscall\":{\"arch\":\"x86_64\","
		"\"number\":42,\"name\":\"connect\",\"success\":false,"
		"\"exit\":-13}}}");
}

Test(write_ecs, loss)
{
	cr_expect_str_eq(ecs(&loss),
		"{\"@timestamp\":\"1970-01-01T00:00:01.000Z\","
		"\"ecs\":{\"version\":\"9.4.0\"},\"message\":\"Audit "
		"records were lost: 17, enobufs\","
		"\"event\":{\"kind\":\"pipeline_error\","
		"\"module\":\"landlock\",\"dataset\":\"landlock.audit\","
		"\"action\":\"landlock-loss\",\"reason\":\"enobufs\"},"
		"\"landlock\":{\"loss\":{\"why\":\"enobufs\",\"count\":17}}}");
}

Test(write_ecs, status)
{
	struct llguard_reader reader = LLGUARD_READER_INIT;

	reader.lines = 9;
	reader.lost = 17;
	cr_expect_eq(llguard_reader_describe_ecs(
			     &reader, "blind", "a \"b", 1, 2, buf, sizeof(buf)),
		(int)strlen(buf));
	cr_expect_str_eq(buf,
		"{\"@timestamp\":\"1970-01-01T00:00:01.002Z\","
		"\"ecs\":{\"version\":\"9.4.0\"},\"message\":\"Reading of "
		"audit records: blind, a \\\"b\","
		"\"event\":{\"kind\":\"metric\",\"module\":\"landlock\","
		"\"dataset\":\"landlock.audit\","
		"\"action\":\"landlock-status\",\"reason\":\"a \\\"b\"},"
		"\"landlock\":{\"status\":{\"state\":\"blind\",\"why\":\"a "
		"\\\"b\",\"lines\":9,\"records\":0,\"ignored\":0,"
		"\"unparsed\":0,\"denials\":0,\"domains\":0,\"unlogged\":0,"
		"\"late\":0,\"truncated\":0,\"lost\":17}}}");
	cr_expect_eq(llguard_reader_describe_ecs(
			     &reader, "ok", "", 0, 1000, buf, sizeof(buf)),
		-EINVAL);
	cr_expect_eq(llguard_reader_describe_ecs(
			     &reader, NULL, "", 0, 0, buf, sizeof(buf)),
		-EINVAL);
	cr_expect_eq(
		llguard_reader_describe_ecs(&reader, "ok", "", 0, 0, NULL, 1),
		-EINVAL);
}

Test(write_ecs, invalid)
{
	cr_expect_eq(
		llguard_event_describe_ecs(NULL, buf, sizeof(buf)), -EINVAL);
	cr_expect_eq(llguard_event_describe_ecs(&loss, NULL, 1), -EINVAL);
}
