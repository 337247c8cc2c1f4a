/* SPDX-License-Identifier: MIT */
#include <errno.h>

#include "writing.h"

static const char *ocsf(const struct llguard_event *event)
{
	return written(llguard_event_describe_ocsf, event);
}

Test(write_ocsf, denial)
{
	cr_expect_str_eq(ocsf(&denial),
		"{\"metadata\":{\"version\":\"1.8.0\","
		"\"product\":{\"name\":\"landlock-guard\","
		"\"vendor_name\":\"landlock-guard\",\"version\":\"" LLGUARD_VERSION
		"\"},"
		"\"profiles\":[\"host\",\"security_control\","
		"\"linux/linux_users\"],\"log_name\":\"audit\","
		"\"log_provider\":\"kernel\",\"event_code\":\"1423\","
		"\"correlation_uid\":\"1f\",\"sequence\":3,"
		"\"original_event_uid\":\"1.020:3\"},\"time\":1020,"
		"\"class_uid\":4001,\"category_uid\":4,\"activity_id\":1,"
		"\"activity_name\":\"Open\",\"type_uid\":400101,"
		"\"severity_id\":2,\"status_id\":2,"
		"\"status_code\":\"EACCES\",\"action_id\":2,"
		"\"disposition_id\":2,\"is_alert\":false,"
		"\"message\":\"Landlock denied net.connect_tcp to ::1 "
		"port 80 for /\xef\xbf\xbd process 4\",\"device\":{\"type_id\":0,"
		"\"hostname\":\"n\"},\"actor\":{\"process\":{\"pid\":4,"
		"\"name\":\"a b\",\"path\":\"/\xef\xbf\xbd\",\"file\":{\"name\":\"\xef\xbf\xbd\","
		"\"type_id\":1,\"path\":\"/\xef\xbf\xbd\"},\"cmd_line\":\"a b\","
		"\"user\":{\"uid\":\"5\"},\"euid\":0,"
		"\"sandbox\":\"landlock:1f\"}},\"policy\":{\"uid\":\"1f\","
		"\"type\":\"Landlock domain\",\"is_applied\":true},"
		"\"dst_endpoint\":{\"ip\":\"::1\",\"port\":80},"
		"\"connection_info\":{\"direction_id\":2,"
		"\"protocol_name\":\"tcp\",\"protocol_num\":6,"
		"\"protocol_ver_id\":6},"
		"\"unmapped\":{\"landlock\":{\"source\":\"auditd\","
		"\"flags\":[\"late\",\"duplicate\"],\"domain\":{\"id\":\"1f\"},"
		"\"blockers\":\"net.connect_tcp\","
		"\"rights\":[\"net.connect_tcp\"],\"class\":\"net\","
		"\"outcome\":\"denied\",\"event\":{\"part\":1,\"parts\":2},"
		"\"object\":{\"kind\":\"inet\",\"daddr\":\"::1\",\"dest\":80},"
		"\"subject\":{\"from\":\"syscall\",\"proctitle\":[\"a\",\"b\"],"
		"\"exe_hex\":\"2FFF\"},\"syscall\":{\"arch\":\"x86_64\","
		"\"number\":42,\"name\":\"connect\",\"success\":false,"
		"\"exit\":-13}}}}");
}

Test(write_ocsf, loss)
{
	cr_expect_str_eq(ocsf(&loss),
		"{\"metadata\":{\"version\":\"1.8.0\","
		"\"product\":{\"name\":\"landlock-guard\","
		"\"vendor_name\":\"landlock-guard\",\"version\":\"" LLGUARD_VERSION
		"\"},"
		"\"profiles\":[\"host\",\"security_control\","
		"\"linux/linux_users\"],\"log_name\":\"audit\","
		"\"log_provider\":\"kernel\"},\"time\":1000,"
		"\"class_uid\":1003,\"category_uid\":1,"
		"\"activity_id\":99,\"activity_name\":\"Loss\","
		"\"type_uid\":100399,\"severity_id\":3,"
		"\"status_detail\":\"enobufs\",\"message\":\"Audit "
		"records were lost: 17, enobufs\","
		"\"device\":{\"type_id\":0,\"uid\":\"unknown\"},"
		"\"actor\":{\"process\":{\"uid\":\"unknown\"}},"
		"\"kernel\":{\"name\":\"audit\",\"type_id\":99,"
		"\"type\":\"Audit\"},"
		"\"unmapped\":{\"landlock\":{\"loss\":{\"why\":\"enobufs\","
		"\"count\":17}}}}");
}

Test(write_ocsf, status)
{
	struct llguard_reader reader = LLGUARD_READER_INIT;

	reader.lines = 9;
	reader.lost = 17;
	cr_expect_eq(llguard_reader_describe_ocsf(
			     &reader, "blind", "a \"b", 1, 2, buf, sizeof(buf)),
		(int)strlen(buf));
	cr_expect_str_eq(buf,
		"{\"metadata\":{\"version\":\"1.8.0\","
		"\"product\":{\"name\":\"landlock-guard\","
		"\"vendor_name\":\"landlock-guard\",\"version\":\"" LLGUARD_VERSION
		"\"},"
		"\"profiles\":[\"host\",\"security_control\","
		"\"linux/linux_users\"],\"log_name\":\"audit\","
		"\"log_provider\":\"kernel\"},\"time\":1002,"
		"\"class_uid\":1003,\"category_uid\":1,"
		"\"activity_id\":99,\"activity_name\":\"Status\","
		"\"type_uid\":100399,\"severity_id\":3,"
		"\"status_detail\":\"a \\\"b\",\"message\":\"Reading of "
		"audit records: blind, a \\\"b\","
		"\"device\":{\"type_id\":0,\"uid\":\"unknown\"},"
		"\"actor\":{\"process\":{\"uid\":\"unknown\"}},"
		"\"kernel\":{\"name\":\"audit\",\"type_id\":99,"
		"\"type\":\"Audit\"},"
		"\"unmapped\":{\"landlock\":{\"status\":{\"state\":\"blind\","
		"\"why\":\"a \\\"b\",\"lines\":9,\"records\":0,\"ignored\":0,"
		"\"unparsed\":0,\"denials\":0,\"domains\":0,\"unlogged\":0,"
		"\"late\":0,\"truncated\":0,\"lost\":17}}}}");
	cr_expect_eq(llguard_reader_describe_ocsf(
			     &reader, "ok", "", 0, 1000, buf, sizeof(buf)),
		-EINVAL);
	cr_expect_eq(llguard_reader_describe_ocsf(
			     &reader, NULL, "", 0, 0, buf, sizeof(buf)),
		-EINVAL);
	cr_expect_eq(
		llguard_reader_describe_ocsf(&reader, "ok", "", 0, 0, NULL, 1),
		-EINVAL);
}

Test(write_ocsf, invalid)
{
	cr_expect_eq(
		llguard_event_describe_ocsf(NULL, buf, sizeof(buf)), -EINVAL);
	cr_expect_eq(llguard_event_describe_ocsf(&loss, NULL, 1), -EINVAL);
}
