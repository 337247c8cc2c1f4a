/* SPDX-License-Identifier: MIT */
#include "reading.h"

#include "telemetry/record.h"

#define AUDITD LLGUARD_FORM_AUDITD
#define KMSG   LLGUARD_FORM_KMSG
#define ACCESS LLGUARD_RECORD_LANDLOCK_ACCESS
#define OTHER  LLGUARD_RECORD_OTHER
#define DAEMON LLGUARD_RECORD_DAEMON
#define STAMP  "1764080735.711:1623"
#define MSG    " msg=audit(" STAMP "): domain=1"

/* Lines whose stamp is STAMP and whose body is "domain=1". */
static const struct row {
	const char *line;
	uint32_t form;
	uint32_t type;
	const char *node;
} rows[] = {
	{ "type=LANDLOCK_ACCESS" MSG, AUDITD, ACCESS, NULL },
	{ "type=UNKNOWN[1423]" MSG, AUDITD, ACCESS, NULL },
	{ "type=1423" MSG, AUDITD, ACCESS, NULL },
	{ "type=LANDLOCK_DOMAIN" MSG, AUDITD, 1424, NULL },
	{ "type=UNKNOWN[1424]" MSG "\r", AUDITD, 1424, NULL },
	{ "type=SYSCALL" MSG, AUDITD, 1300, NULL },
	{ "type=PATH" MSG, AUDITD, 1302, NULL },
	{ "type=SOCKADDR" MSG, AUDITD, 1306, NULL },
	{ "type=CWD" MSG, AUDITD, 1307, NULL },
	{ "type=EOE" MSG, AUDITD, 1320, NULL },
	{ "type=PROCTITLE" MSG, AUDITD, 1327, NULL },
	{ "type=URINGOP" MSG, AUDITD, 1336, NULL },
	{ "type=1336" MSG, AUDITD, 1336, NULL },
	{ "type=DAEMON_RECONFIG" MSG, AUDITD, DAEMON, NULL },
	{ "type=UNKNOWN[1200]" MSG, AUDITD, DAEMON, NULL },
	{ "type=1299" MSG, AUDITD, DAEMON, NULL },
	{ "type=1199" MSG, AUDITD, OTHER, NULL },
	{ "type=XDAEMON_END" MSG, AUDITD, OTHER, NULL },
	/* Names that begin or end like these, and longer ones. */
	{ "type=LANDLOCK_ACCESSES" MSG, AUDITD, OTHER, NULL },
	{ "type=XLANDLOCK_ACCESS" MSG, AUDITD, OTHER, NULL },
	{ "type=LANDLOCK" MSG, AUDITD, OTHER, NULL },
	{ "type=SYSCALLS" MSG, AUDITD, OTHER, NULL },
	{ "type=SYSCAL" MSG, AUDITD, OTHER, NULL },
	{ "type=EOE2" MSG, AUDITD, OTHER, NULL },
	{ "type=ABCDEFGHIJKLMNOPLANDLOCK_ACCESS" MSG, AUDITD, OTHER, NULL },
	{ "type=USER_LOGIN" MSG, AUDITD, OTHER, NULL },
	{ "type=UNKNOWN[65536]" MSG, AUDITD, OTHER, NULL },
	{ "type=4294968719" MSG, AUDITD, OTHER, NULL }, /* 1423 + 2^32 */
	{ "node=web-1 type=LANDLOCK_ACCESS" MSG, AUDITD, ACCESS, "web-1" },
	{ "node=type=SYSCALL type=1423" MSG, AUDITD, ACCESS, "type=SYSCALL" },
	/* auditd's enrichment is not the kernel's text. */
	{ "type=LANDLOCK_DOMAIN" MSG "\x1dUID=\"root\"", AUDITD, 1424, NULL },
	{ "type=LANDLOCK_DOMAIN" MSG "\x1d", AUDITD, 1424, NULL },
	{ "audit: type=1423 audit(" STAMP "): domain=1", KMSG, ACCESS, NULL },
	{ "<5>[    1.204665] audit: type=1300 audit(" STAMP "): domain=1", KMSG,
		1300, NULL },
	{ "[    1.204665] audit: type=1423 audit(" STAMP "): domain=1", KMSG,
		ACCESS, NULL },
	{ "[    1.204665][   T60] audit: type=1423 audit(" STAMP
	  "): domain=1\r",
		KMSG, ACCESS, NULL },
	{ "5,678,1204665,-;audit: type=1424 audit(" STAMP "): domain=1", KMSG,
		1424, NULL },
	{ "5,678,1204665,-,caller=T60;audit: type=1 audit(" STAMP "): domain=1",
		KMSG, OTHER, NULL },
};

Test(record, forms)
{
	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		struct llguard_record record = LLGUARD_RECORD_INIT;
		const struct row *row = &rows[i];

		cr_assert_eq(llguard_record_parse(row->line, strlen(row->line),
				     row->form, &record),
			1, "%s", row->line);
		cr_expect_eq(record.type, row->type, "%s", row->line);
		cr_expect_eq(record.seconds, 1764080735);
		cr_expect_eq(record.milliseconds, 711);
		cr_expect_eq(record.serial, 1623);
		EXPECT_STR(record.stamp, STAMP);
		EXPECT_STR(record.body, "domain=1");
		if (row->node)
			EXPECT_STR(record.node, row->node);
		else
			cr_expect_null(record.node.ptr);
	}
}

/* Each line behind each other one, whose stamp is known already. */
Test(record, after_another)
{
	static const char *const stamps[] = { STAMP, "1764080735.711:1624",
		"1764080735.712:1623", "1764080736.711:1623",
		"1764080735.711:16230", "1764080735.711:162", "1.000:1",
		"0.000:0", "99999999999.999:4294967295",
		"1764080735.711:4294967295" };
	char lines[LLGUARD__COUNT(stamps)][128];

	for (size_t i = 0; i < LLGUARD__COUNT(stamps); i++)
		strcat(strcat(strcpy(lines[i], "type=EOE msg=audit("),
			       stamps[i]),
			"): a=1");
	for (size_t i = 0; i < LLGUARD__COUNT(stamps); i++)
		for (size_t k = 0; k < LLGUARD__COUNT(stamps); k++) {
			struct llguard_record record = LLGUARD_RECORD_INIT;
			struct llguard_record fresh = LLGUARD_RECORD_INIT;

			cr_assert(llguard__record_parse(
				lines[i], strlen(lines[i]), AUDITD, &record));
			cr_assert(llguard__record_parse(
				lines[k], strlen(lines[k]), AUDITD, &record));
			cr_assert(llguard__record_parse(
				lines[k], strlen(lines[k]), AUDITD, &fresh));
			EXPECT_STR(record.stamp, stamps[k]);
			EXPECT_STR(record.body, "a=1");
			cr_expect_eq(record.seconds, fresh.seconds);
			cr_expect_eq(record.milliseconds, fresh.milliseconds);
			cr_expect_eq(record.serial, fresh.serial);
		}
}

Test(record, is_none)
{
	static const char *const lines[] = { "", "\r", "type=", "type=SYSCALL",
		" type=1423" MSG, "xtype=1423" MSG,
		"type= msg=audit(1.000:1): ", "type=landlock_access" MSG,
		"type=LANDLOCK-ACCESS" MSG, "type=UNKNOWN[1423" MSG,
		"type=UNKNOWN[]" MSG, "type=1423x" MSG, "node=web",
		"node=web " STAMP, "node=web  type=1423" MSG,
		"type=1423  msg=audit(1.000:1): ",
		"type=1423 msg=audit(1.00:1): ",
		"type=1423 msg=audit(1.0000:1): ", "type=1423 msg=audit(1:1): ",
		"type=1423 msg=audit(1.000:): ",
		"type=1423 msg=audit(.000:1): ",
		"type=1423 msg=audit(1.000:4294967296): ",
		"type=1423 msg=audit(1.000:1", "type=1423 msg=audit(1.000:1)",
		"type=1423 msg=audit(1.000:-1): ",
		"type=1423 msg=audit(999999999999999999999.000:1): ",
		"audit: type=1423 audit(" STAMP "): domain=1" };

	for (size_t i = 0; i < LLGUARD__COUNT(lines); i++) {
		struct llguard_record record = LLGUARD_RECORD_INIT;

		cr_expect_eq(llguard_record_parse(lines[i], strlen(lines[i]),
				     AUDITD, &record),
			0, "%s", lines[i]);
	}
}

/* No record is taken from inside of another one's text. */
Test(record, forged)
{
	static const char line[] = "type=USER_LOGIN msg=audit(1.000:7): "
				   "msg='type=LANDLOCK_ACCESS" MSG "'";
	static const char syslog[] =
		"[    1.0] sshd: audit: type=1423 audit(" STAMP "): domain=1";
	struct llguard_record record = LLGUARD_RECORD_INIT;

	cr_assert_eq(
		llguard_record_parse(line, sizeof(line) - 1, AUDITD, &record),
		1);
	cr_expect_eq(record.type, OTHER);
	cr_expect_eq(record.serial, 7);
	cr_expect_eq(
		llguard_record_parse(syslog, sizeof(syslog) - 1, KMSG, &record),
		0);
}

Test(record, payload)
{
	static const char payload[] = "audit(" STAMP "): domain=1";
	struct llguard_record record = LLGUARD_RECORD_INIT;

	cr_expect(llguard__record_payload(
		payload, sizeof(payload) - 1, 1423, &record));
	cr_expect_eq(record.type, ACCESS);
	EXPECT_STR(record.body, "domain=1");
	cr_expect(llguard__record_payload(
		payload, sizeof(payload) - 1, 1112, &record));
	cr_expect_eq(record.type, OTHER);
	for (size_t len = 0; len < sizeof("audit(" STAMP "):") - 1; len++)
		cr_expect_not(
			llguard__record_payload(payload, len, 1423, &record),
			"%zu", len);
}

Test(record, form)
{
	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++)
		cr_expect_eq(llguard__record_form(
				     rows[i].line, strlen(rows[i].line)),
			rows[i].form, "%s", rows[i].line);
	cr_expect_eq(llguard__record_form("hello", 5), LLGUARD_FORM_AUTO);
}

/* What has no stamp has no numbers; a host is no node. */
Test(record, text)
{
	static const struct {
		const char *line;
		uint64_t seconds;
	} lines[] = {
		{ "Nov 25 14:25:35 host kernel: audit: type=1423 audit(" STAMP
		  "): domain=1",
			1764080735 },
		{ "Nov 25 14:25:35 host audit[7]: AUDIT1423 domain=1\r", 0 },
		{ "type=1423 msg=audit(11/25/25 14:25:35.711:1623) : domain=1",
			0 },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(lines); i++) {
		const char *line = lines[i].line;
		struct llguard_record record = LLGUARD_RECORD_INIT;

		cr_assert_eq(llguard_record_parse(line, strlen(line),
				     LLGUARD_FORM_TEXT, &record),
			1, "%s", line);
		cr_expect_eq(record.type, ACCESS);
		cr_expect_eq(record.seconds, lines[i].seconds);
		cr_expect_eq(!record.serial, !lines[i].seconds);
		cr_expect_eq(!record.milliseconds, !lines[i].seconds);
		cr_expect_eq(!record.stamp.ptr, !lines[i].seconds);
		cr_expect_null(record.node.ptr);
		EXPECT_STR(record.body, "domain=1");
		cr_expect_eq(llguard__record_form(line, strlen(line)),
			LLGUARD_FORM_TEXT);
	}
}

Test(record, arguments)
{
	static char line[LLGUARD_LINE_MAX + 1] = "type=1423" MSG;
	struct llguard_record record = LLGUARD_RECORD_INIT;

	memset(line + strlen(line), 'x', sizeof(line) - strlen(line));
	cr_expect_eq(
		llguard_record_parse(line, sizeof(line), AUDITD, &record), 0);
	cr_expect_eq(
		llguard_record_parse(line, sizeof(line) - 1, AUDITD, &record),
		1);
	cr_expect_eq(llguard_record_parse(NULL, 0, AUDITD, &record), 0);
	cr_expect_eq(llguard_record_parse(NULL, 1, AUDITD, &record), -EINVAL);
	cr_expect_eq(llguard_record_parse(line, 9, AUDITD, NULL), -EINVAL);
	cr_expect_eq(llguard_record_parse(line, 9, LLGUARD_FORM_AUTO, &record),
		-EINVAL);
	cr_expect_eq(
		llguard_record_parse(line, 9, LLGUARD_FORM_NETLINK, &record),
		-EINVAL);
	cr_expect_eq(
		llguard_record_parse(line, 9, LLGUARD_FORM_JOURNAL, &record),
		-EINVAL);
	record.size = 8;
	cr_expect_eq(llguard_record_parse(line, 9, AUDITD, &record), -EINVAL);
}
