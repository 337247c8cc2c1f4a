/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include <llguard.h>

#include "base.h"

#define STR(text)                                                              \
	{                                                                      \
		text, sizeof(text) - 1                                         \
	}

static char buf[8192];

static const char *json(const struct llguard_event *event)
{
	const int len = llguard_event_describe_json(event, buf, sizeof(buf));

	cr_assert(len > 0 && (size_t)len < sizeof(buf));
	cr_expect_eq(len, (int)strlen(buf));
	return buf;
}

#define EXPECT_PART(event, part)                                               \
	cr_expect(strstr(json(event), part), "%s is not in %s", part, buf)

/* Every member that landlock-guard(1) shows, in its order. */
Test(write_json, denial)
{
	static const struct llguard_event event = {
		.kind = LLGUARD_EVENT_DENIAL,
		.form = LLGUARD_FORM_AUDITD,
		.has = LLGUARD_HAS_STAMP | LLGUARD_HAS_DEST | LLGUARD_HAS_PID |
		       LLGUARD_HAS_PPID | LLGUARD_HAS_UID | LLGUARD_HAS_EUID |
		       LLGUARD_HAS_GID | LLGUARD_HAS_EGID | LLGUARD_HAS_AUID |
		       LLGUARD_HAS_SES | LLGUARD_HAS_SYSCALL |
		       LLGUARD_HAS_SUCCESS | LLGUARD_HAS_EXIT |
		       LLGUARD_HAS_CREATOR | LLGUARD_HAS_CREATOR_PID |
		       LLGUARD_HAS_CREATOR_UID,
		.seconds = 1764080735,
		.milliseconds = 711,
		.serial = 1623,
		.part = 1,
		.parts = 1,
		.domain = 0x1266faef9,
		.blockers = STR("net.connect_tcp"),
		.class_of = LLGUARD_CLASS_NET,
		.outcome = LLGUARD_OUTCOME_DENIED,
		.mode = STR("enforcing"),
		.object = LLGUARD_OBJECT_INET,
		.daddr = STR("142.250.179.110"),
		.dest = 80,
		.subject = LLGUARD_SUBJECT_SYSCALL,
		.pid = 4712,
		.ppid = 4700,
		.uid = 1000,
		.euid = 1000,
		.gid = 1000,
		.egid = 1000,
		.auid = 1000,
		.ses = 3,
		.tty = STR("pts1"),
		.comm = STR("curl"),
		.exe = STR("/usr/bin/curl"),
		.subj = STR("unconfined"),
		.cwd = STR("/home/user"),
		.proctitle = STR("curl"),
		.arch = 0xc000003e,
		.syscall = 42,
		.a0 = STR("3"),
		.a1 = STR("7ffe35122e10"),
		.a2 = STR("10"),
		.a3 = STR("0"),
		.exit = -13,
		.creator_pid = 4690,
		.creator_uid = 1000,
		.creator_comm = STR("sandboxer"),
		.creator_exe = STR("/usr/bin/sandboxer"),
	};

	cr_expect_str_eq(json(&event),
		"{\"v\":1,\"kind\":\"denial\",\"id\":\"1764080735.711:1623\","
		"\"part\":1,\"parts\":1,\"time\":\"2025-11-25T14:25:35.711Z\","
		"\"source\":\"auditd\",\"domain\":\"1266faef9\","
		"\"blockers\":\"net.connect_tcp\","
		"\"rights\":[\"net.connect_tcp\"],\"class\":\"net\","
		"\"outcome\":\"denied\",\"mode\":\"enforcing\","
		"\"object\":{\"kind\":\"inet\",\"daddr\":\"142.250.179.110\","
		"\"dest\":80},\"subject\":{\"from\":\"syscall\",\"pid\":4712,"
		"\"ppid\":4700,\"uid\":1000,\"euid\":1000,\"gid\":1000,"
		"\"egid\":1000,\"auid\":1000,\"ses\":3,\"tty\":\"pts1\","
		"\"comm\":\"curl\",\"exe\":\"/usr/bin/curl\","
		"\"subj\":\"unconfined\",\"cwd\":\"/home/user\","
		"\"proctitle\":[\"curl\"]},\"syscall\":{\"arch\":\"x86_64\","
		"\"number\":42,\"name\":\"connect\",\"a0\":\"3\","
		"\"a1\":\"7ffe35122e10\",\"a2\":\"10\",\"a3\":\"0\","
		"\"success\":false,\"exit\":-13,\"errno\":\"EACCES\"},"
		"\"creator\":{\"pid\":4690,\"uid\":1000,"
		"\"comm\":\"sandboxer\",\"exe\":\"/usr/bin/sandboxer\"}}");
}

/* What an event does not have is not there. */
Test(write_json, least)
{
	static const struct llguard_event event = {
		.kind = LLGUARD_EVENT_DENIAL,
		.form = LLGUARD_FORM_TEXT,
		.flags = LLGUARD_FLAG_SPLIT | LLGUARD_FLAG_NO_STAMP,
		.part = 7,
	};

	cr_expect_str_eq(json(&event),
		"{\"v\":1,\"kind\":\"denial\",\"part\":7,\"source\":\"text\","
		"\"flags\":[\"split\",\"no_stamp\"],\"domain\":\"0\","
		"\"rights\":[],\"class\":\"unknown\",\"outcome\":\"denied\","
		"\"object\":{\"kind\":\"none\"}}");
}

Test(write_json, domains)
{
	static const struct llguard_event start = {
		.kind = LLGUARD_EVENT_DOMAIN_START,
		.form = LLGUARD_FORM_NETLINK,
		.has = LLGUARD_HAS_STAMP | LLGUARD_HAS_CREATOR |
		       LLGUARD_HAS_CREATOR_PID,
		.node = STR("web"),
		.boot = STR("b1"),
		.mode = STR("permissive"),
		.domain = UINT64_MAX,
		.creator_pid = 5,
	};
	static const struct llguard_event end = {
		.kind = LLGUARD_EVENT_DOMAIN_END,
		.form = LLGUARD_FORM_KMSG,
		.flags = LLGUARD_FLAG_UNTRUSTED,
		.has = LLGUARD_HAS_TOTAL | LLGUARD_HAS_UNLOGGED,
		.total = UINT64_MAX,
		.unlogged = UINT64_MAX,
	};
	struct llguard_event partial = end;

	cr_expect_str_eq(json(&start),
		"{\"v\":1,\"kind\":\"domain_start\",\"id\":\"0.000:0\","
		"\"time\":\"1970-01-01T00:00:00.000Z\",\"node\":\"web\","
		"\"boot\":\"b1\",\"source\":\"netlink\","
		"\"domain\":\"ffffffffffffffff\",\"mode\":\"permissive\","
		"\"creator\":{\"pid\":5}}");
	cr_expect_str_eq(json(&end),
		"{\"v\":1,\"kind\":\"domain_end\",\"source\":\"kmsg\","
		"\"flags\":[\"untrusted\"],\"domain\":\"0\","
		"\"total\":18446744073709551615,\"logged\":0,"
		"\"unlogged\":18446744073709551615}");
	partial.has = LLGUARD_HAS_TOTAL;
	cr_expect_null(strstr(json(&partial), "unlogged"));
}

/* Several rights, of which one is not known here. */
Test(write_json, rights)
{
	static const struct llguard_event event = {
		.kind = LLGUARD_EVENT_DENIAL,
		.blockers = STR("fs.read_file,fs.levitate"),
	};

	EXPECT_PART(&event, "\"blockers\":\"fs.read_file,fs.levitate\","
			    "\"rights\":[\"fs.read_file\",\"fs.levitate\"]");
}

Test(write_json, objects)
{
	static const struct {
		struct llguard_event event;
		const char *text;
	} rows[] = {
		{ { .object = LLGUARD_OBJECT_PATH,
			  .path = STR("/a"),
			  .parent = 1,
			  .dev = STR("sda"),
			  .ino = STR("18446744073709551615"),
			  .ioctlcmd = STR("0x5401") },
			"{\"kind\":\"path\",\"path\":\"/a\",\"parent\":true,"
			"\"dev\":\"sda\",\"ino\":\"18446744073709551615\","
			"\"ioctlcmd\":\"0x5401\"}" },
		{ { .object = LLGUARD_OBJECT_MOUNT, .name = STR("/mnt") },
			"{\"kind\":\"mount\",\"name\":\"/mnt\"}" },
		{ { .object = LLGUARD_OBJECT_INET,
			  .has = LLGUARD_HAS_SRC | LLGUARD_HAS_LPORT |
				 LLGUARD_HAS_FPORT,
			  .saddr = STR("::1"),
			  .laddr = STR("l"),
			  .faddr = STR("f"),
			  .src = 0,
			  .lport = 1,
			  .fport = 65535 },
			"{\"kind\":\"inet\",\"saddr\":\"::1\",\"src\":0,"
			"\"laddr\":\"l\",\"lport\":1,\"faddr\":\"f\","
			"\"fport\":65535}" },
		{ { .object = LLGUARD_OBJECT_TASK,
			  .has = LLGUARD_HAS_OPID,
			  .opid = 1,
			  .ocomm = STR("init") },
			"{\"kind\":\"task\",\"opid\":1,\"ocomm\":\"init\"}" },
		{ { .object = LLGUARD_OBJECT_UNIX_ABSTRACT,
			  .path = STR("\0a") },
			"{\"kind\":\"unix_abstract\",\"path\":\"@a\","
			"\"path_hex\":\"0061\"}" },
		{ { .object = LLGUARD_OBJECT_UNIX_ABSTRACT, .path = STR("@a") },
			"{\"kind\":\"unix_abstract\",\"path\":\"@a\","
			"\"path_hex\":\"4061\"}" },
		{ { .object = LLGUARD_OBJECT_UNIX_ABSTRACT, .path = STR("xa") },
			"{\"kind\":\"unix_abstract\",\"path\":\"xa\","
			"\"path_hex\":\"7861\"}" },
		{ { .object = LLGUARD_OBJECT_UNIX_ABSTRACT },
			"{\"kind\":\"unix_abstract\"}" },
		{ { .object = LLGUARD_OBJECT_CAPABILITY,
			  .has = LLGUARD_HAS_CAPABILITY,
			  .capability = 21 },
			"{\"kind\":\"capability\",\"capability\":21}" },
		{ { .object = LLGUARD_OBJECT_NAMESPACE,
			  .namespace_type = STR("0x10000000"),
			  .namespace_id = STR("0") },
			"{\"kind\":\"namespace\","
			"\"namespace_type\":\"0x10000000\","
			"\"namespace_id\":\"0\"}" },
		{ { .other_count = 2,
			  .other_key = { STR("vol"), STR("a\"b") },
			  .other_value = { STR("12"), STR("\x1b") } },
			"{\"kind\":\"none\",\"other\":{\"vol\":\"12\","
			"\"a\\\"b\":\"\\u001b\"}}" },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		struct llguard_event event = rows[i].event;
		char part[512] = "\"object\":";

		event.kind = LLGUARD_EVENT_DENIAL;
		EXPECT_PART(&event, strcat(part, rows[i].text));
	}
}

/* Strings are safe, and what they do not tell stands beside them. */
Test(write_json, strings)
{
	struct llguard_event event = {
		.kind = LLGUARD_EVENT_DENIAL,
		.path = STR("/\xff\"\\"),
		.dev = STR("\x1b[0m\x7f"),
		.ocomm = STR("a\0b"),
		.name = STR("\xc2\x85\xe2\x80\xa8\xe2\x80\xae"),
		.ino = { "", 0 },
	};

	EXPECT_PART(&event, "\"path\":\"/\xef\xbf\xbd\\\"\\\\\","
			    "\"path_hex\":\"2FFF225C\"");
	EXPECT_PART(&event, "\"dev\":\"\\u001b[0m\\u007f\"");
	cr_expect_null(strstr(buf, "dev_hex"));
	EXPECT_PART(&event, "\"ocomm\":\"a\\u0000b\",\"ocomm_hex\":\"610062\"");
	EXPECT_PART(&event, "\"name\":\"\\u0085\\u2028\\u202e\"");
	EXPECT_PART(&event, "\"ino\":\"\"");
}

Test(write_json, subject)
{
	struct llguard_event event = {
		.kind = LLGUARD_EVENT_DENIAL,
		.subject = LLGUARD_SUBJECT_URING,
		.has = LLGUARD_HAS_URING_OP | LLGUARD_HAS_SUCCESS |
		       LLGUARD_HAS_EXIT,
		.uring_op = 28,
		.success = 1,
		.exit = INT64_MIN,
		.path_count = 2,
		.path_name = { STR("/a"), { NULL, 0 } },
		.path_nametype = { STR("PARENT"), STR("CREATE") },
	};

	EXPECT_PART(&event,
		"\"subject\":{\"from\":\"uring\",\"paths\":[{\"name\":\"/a\","
		"\"nametype\":\"PARENT\"},{\"nametype\":\"CREATE\"}]},"
		"\"syscall\":{\"uring_op\":28,\"success\":true,"
		"\"exit\":-9223372036854775808}");
	event.has = LLGUARD_HAS_SYSCALL;
	event.arch = 0xdeadbeef;
	event.syscall = 4000000000u;
	EXPECT_PART(&event, "\"syscall\":{\"arch\":\"deadbeef\","
			    "\"number\":4000000000}");
}

/* Split at NUL; then whole, as bytes. */
Test(write_json, proctitles)
{
	static const struct {
		struct llguard_str title;
		const char *text;
	} rows[] = {
		{ STR("curl\0http://a"),
			"\"proctitle\":[\"curl\",\"http://a\"],"
			"\"proctitle_hex\":\"6375726C00687474703A2F2F61\"}" },
		{ STR("a\0"), "\"proctitle\":[\"a\",\"\"],"
			      "\"proctitle_hex\":\"6100\"}" },
		{ STR("a b"), "\"proctitle\":[\"a b\"]}" },
		{ STR(""), "\"proctitle\":[\"\"]}" },
		{ STR("a\xff"), "\"proctitle\":[\"a\xef\xbf\xbd\"],"
				"\"proctitle_hex\":\"61FF\"}" },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		struct llguard_event event = { .kind = LLGUARD_EVENT_DENIAL,
			.subject = LLGUARD_SUBJECT_SYSCALL };

		event.proctitle = rows[i].title;
		EXPECT_PART(&event, rows[i].text);
	}
}

/* snprintf()'s rules, at every size. */
Test(write_json, sizes)
{
	static const struct llguard_event event = {
		.kind = LLGUARD_EVENT_DENIAL,
		.path = STR("/\xff\n"),
		.blockers = STR("fs.read_file"),
	};
	const int len = llguard_event_describe_json(&event, NULL, 0);
	char small[512];

	json(&event);
	cr_assert(len > 0 && (size_t)len < sizeof(small));
	for (size_t size = 1; size < sizeof(small); size++) {
		const size_t kept =
			size <= (size_t)len ? size - 1 : (size_t)len;

		memset(small, 'X', sizeof(small));
		cr_assert_eq(
			llguard_event_describe_json(&event, small, size), len);
		cr_assert_arr_eq(small, buf, kept);
		cr_assert_eq(small[kept], '\0');
		for (size_t i = size; i < sizeof(small); i++)
			cr_assert_eq(small[i], 'X');
	}
}

Test(write_json, arguments)
{
	static const struct llguard_event event = {
		.kind = LLGUARD_EVENT_DENIAL
	};

	cr_expect_eq(llguard_event_describe_json(NULL, buf, 8), -EINVAL);
	cr_expect_eq(llguard_event_describe_json(&event, NULL, 8), -EINVAL);
}

Test(write_json, loss)
{
	static const struct llguard_event event = {
		.kind = LLGUARD_EVENT_LOSS,
		.seconds = 9,
		.why = STR("enobufs"),
		.count = 17,
	};

	cr_expect_str_eq(json(&event),
		"{\"v\":1,\"kind\":\"loss\","
		"\"time\":\"1970-01-01T00:00:09.000Z\",\"why\":\"enobufs\","
		"\"count\":17}");
}
