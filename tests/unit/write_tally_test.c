/* SPDX-License-Identifier: MIT */
#include "reading.h"

#include <llguard/tally.h>

#define TEXT(literal)                                                          \
	{                                                                      \
		literal, sizeof(literal) - 1                                   \
	}

static char text[4096];

static struct llguard_event event = {
	.size = sizeof(event),
	.kind = LLGUARD_EVENT_DENIAL,
	.domain = 0x1266faef9,
	.blockers = TEXT("fs.read_file,fs.execute"),
	.class_of = LLGUARD_CLASS_FS,
	.outcome = LLGUARD_OUTCOME_DENIED,
	.object = LLGUARD_OBJECT_PATH,
	.path = TEXT("/etc/\x1b\xff"),
	.parent = 1,
	.has = LLGUARD_HAS_CREATOR,
	.creator_exe = TEXT("/bin/x"),
};

static struct llguard_tally_entry entry = {
	.size = sizeof(entry),
	.kind = LLGUARD_TALLY_COUNT,
	.by = LLGUARD_TALLY_BY_DOMAIN,
	.count = 12,
	.first_seconds = 1764080735,
	.first_milliseconds = 711,
	.last_seconds = 1764080741,
	.last_milliseconds = 20,
	.event = &event,
};

typedef int describe(
	const struct llguard_tally_entry *entry, char *buf, size_t size);

static void expect(describe *describe, const char *expected)
{
	char small[16];
	const int len = describe(&entry, text, sizeof(text));

	cr_expect_str_eq(text, expected, "%s", text);
	cr_expect_eq(len, (int)strlen(expected));
	cr_expect_eq(describe(&entry, small, sizeof(small)), len);
	cr_expect_eq(describe(&entry, NULL, 0), len);
	cr_expect_eq(describe(&entry, NULL, 1), -EINVAL);
	cr_expect_eq(describe(NULL, text, sizeof(text)), -EINVAL);
}

Test(write_tally, path)
{
	expect(llguard_tally_describe_json,
		"{\"v\":1,\"kind\":\"tally\","
		"\"first\":\"2025-11-25T14:25:35.711Z\","
		"\"last\":\"2025-11-25T14:25:41.020Z\",\"count\":12,"
		"\"domain\":\"1266faef9\","
		"\"blockers\":\"fs.read_file,fs.execute\","
		"\"rights\":[\"fs.read_file\",\"fs.execute\"],"
		"\"class\":\"fs\",\"outcome\":\"denied\","
		"\"object\":{\"kind\":\"path\","
		"\"path\":\"/etc/\\u001b\xef\xbf\xbd\","
		"\"path_hex\":\"2F6574632F1BFF\",\"parent\":true},"
		"\"creator\":{\"exe\":\"/bin/x\"}}");
	expect(llguard_tally_describe_flat,
		"{\"v\":1,\"kind\":\"tally\","
		"\"first\":\"2025-11-25T14:25:35.711Z\","
		"\"last\":\"2025-11-25T14:25:41.020Z\",\"count\":12,"
		"\"domain\":\"1266faef9\","
		"\"blockers\":\"fs.read_file,fs.execute\",\"class\":\"fs\","
		"\"outcome\":\"denied\",\"object\":\"path\","
		"\"path\":\"/etc/\\u001b\xef\xbf\xbd\","
		"\"path_hex\":\"2F6574632F1BFF\",\"parent\":true,"
		"\"creator_exe\":\"/bin/x\"}");
	expect(llguard_tally_describe,
		"12 times, 2025-11-25T14:25:35.711Z to "
		"2025-11-25T14:25:41.020Z: denied fs.read_file,fs.execute in "
		"/etc/\\x1B\\xFF; domain 1266faef9 of /bin/x");
}

/* Without a stamp, of a program, with what another entry may have taken. */
Test(write_tally, inet)
{
	entry.by = LLGUARD_TALLY_BY_CREATOR;
	entry.kind = LLGUARD_TALLY_HELD;
	entry.count = 1;
	entry.missed = 3;
	entry.first_seconds = entry.last_seconds = 0;
	event.node = (struct llguard_str)TEXT("web1");
	event.flags = LLGUARD_FLAG_CUT;
	event.blockers = (struct llguard_str)TEXT("net.connect_tcp");
	event.class_of = LLGUARD_CLASS_NET;
	event.outcome = LLGUARD_OUTCOME_WOULD_DENY;
	event.object = LLGUARD_OBJECT_INET;
	event.path.ptr = NULL;
	event.parent = 0;
	event.daddr = (struct llguard_str)TEXT("::1");
	event.dest = 80;
	event.has = LLGUARD_HAS_DEST;
	event.creator_exe.ptr = NULL;
	expect(llguard_tally_describe_json,
		"{\"v\":1,\"kind\":\"held\",\"count\":1,\"missed\":3,"
		"\"node\":\"web1\",\"flags\":[\"cut\"],"
		"\"blockers\":\"net.connect_tcp\","
		"\"rights\":[\"net.connect_tcp\"],\"class\":\"net\","
		"\"outcome\":\"would_deny\",\"object\":{\"kind\":\"inet\","
		"\"daddr\":\"::1\",\"dest\":80}}");
	expect(llguard_tally_describe_flat,
		"{\"v\":1,\"kind\":\"held\",\"count\":1,\"missed\":3,"
		"\"node\":\"web1\",\"flags\":\"cut\","
		"\"blockers\":\"net.connect_tcp\",\"class\":\"net\","
		"\"outcome\":\"would_deny\",\"object\":\"inet\","
		"\"daddr\":\"::1\",\"dest\":80}");
	expect(llguard_tally_describe,
		"1 to 4 times more: web1 would_deny net.connect_tcp ::1 port "
		"80");
}

/* An abstract socket has its exact bytes in any case. */
Test(write_tally, unix_abstract)
{
	event.object = LLGUARD_OBJECT_UNIX_ABSTRACT;
	event.path = (struct llguard_str)TEXT("\0a\0");
	event.parent = 0;
	cr_expect_gt(
		llguard_tally_describe_json(&entry, text, sizeof(text)), 0);
	cr_expect_not_null(strstr(text, "\"object\":{\"kind\":"
					"\"unix_abstract\",\"path\":\"@a"
					"\\u0000\",\"path_hex\":\"006100\"}"));
}

Test(write_tally, not_an_entry)
{
	entry.kind = 3;
	cr_expect_eq(
		llguard_tally_describe(&entry, text, sizeof(text)), -EINVAL);
	entry.kind = LLGUARD_TALLY_COUNT;
	entry.size--;
	cr_expect_eq(llguard_tally_describe_json(&entry, text, sizeof(text)),
		-EINVAL);
	entry.size++;
	entry.event = NULL;
	cr_expect_eq(llguard_tally_describe_flat(&entry, text, sizeof(text)),
		-EINVAL);
}
