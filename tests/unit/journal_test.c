/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include <string.h>

#include <llguard.h>

#include "telemetry/journal.h"

static char message[LLGUARD_LINE_MAX];
static struct llguard__journal journal;

static void field_add(const char *name, const char *value)
{
	journal.name_len = 0;
	while (*name)
		llguard__journal_name_add(&journal, *name++);
	llguard__journal_value_begin(&journal);
	/* In two pieces, as it may come. */
	llguard__journal_value_add(&journal, value, strlen(value) / 2);
	llguard__journal_value_add(&journal, value + strlen(value) / 2,
		strlen(value) - strlen(value) / 2);
	llguard__journal_value_end(&journal);
}

static void entry_begin(void)
{
	journal = (struct llguard__journal){ .message = message };
	field_add("MESSAGE", "AUDIT1423 domain=1 ");
	field_add("_TRANSPORT", "audit");
	field_add("_AUDIT_TYPE", "1423");
	field_add("_AUDIT_ID", "4294967295");
	field_add("_SOURCE_REALTIME_TIMESTAMP", "1764080735711999");
	field_add("_BOOT_ID", "5f1e2d3c4b5a69788796a5b4c3d2e1f0");
}

Test(journal, record)
{
	struct llguard_record record = LLGUARD_RECORD_INIT;

	entry_begin();
	field_add("_AUDIT_FIELD_DOMAIN", "2");
	cr_assert_eq(llguard__journal_record(&journal, &record),
		LLGUARD__JOURNAL_RECORD);
	cr_expect_eq(record.type, LLGUARD_RECORD_LANDLOCK_ACCESS);
	cr_expect_eq(record.seconds, 1764080735);
	cr_expect_eq(record.milliseconds, 711);
	cr_expect_eq(record.serial, UINT32_MAX);
	cr_expect_eq(record.stamp.len, 0);
	cr_expect_eq(record.node.len, 32);
	cr_expect_eq(record.node.ptr[31], '0');
	cr_expect_eq(record.body.len, strlen("domain=1 "));
	cr_expect(memcmp(record.body.ptr, "domain=1 ", 9) == 0);
}

/* A field more, and what the entry is then. */
Test(journal, ends)
{
	static const struct {
		const char *name;
		const char *value;
		enum llguard__journal_end end;
	} rows[] = {
		{ "TRANSPORT", "journal", LLGUARD__JOURNAL_RECORD },
		{ "_TRANSPORT", "journal", LLGUARD__JOURNAL_UNPARSED },
		{ "_AUDIT_ID", "1", LLGUARD__JOURNAL_UNPARSED },
		{ "MESSAGE", "AUDIT1423 domain=1", LLGUARD__JOURNAL_UNPARSED },
		{ "_BOOT_ID", "5f1e2d3c4b5a69788796a5b4c3d2e1f0",
			LLGUARD__JOURNAL_UNPARSED },
		{ "_AUDIT_TYPE_NAME", "SYSCALL", LLGUARD__JOURNAL_RECORD },
	};
	struct llguard_record record = LLGUARD_RECORD_INIT;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		entry_begin();
		field_add(rows[i].name, rows[i].value);
		cr_expect_eq(llguard__journal_record(&journal, &record),
			rows[i].end, "%s", rows[i].name);
	}
	entry_begin();
	journal.is_audit = false;
	cr_expect_eq(llguard__journal_record(&journal, &record),
		LLGUARD__JOURNAL_OTHER);
}

/* Values that are none, each in place of a good one. */
Test(journal, values)
{
	static const char rows[][2][48] = {
		{ "_AUDIT_TYPE", "" },
		{ "_AUDIT_TYPE", "1423x" },
		{ "_AUDIT_ID", "4294967296" },
		{ "_SOURCE_REALTIME_TIMESTAMP", "18446744073709551616" },
		{ "_BOOT_ID", "5f1e2d3c4b5a69788796a5b4c3d2e1f" },
		{ "_BOOT_ID", "5f1e2d3c4b5a69788796a5b4c3d2e1fg" },
		{ "MESSAGE", "AUDIT1423" },
		{ "MESSAGE", " domain=1" },
	};
	struct llguard_record record = LLGUARD_RECORD_INIT;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		entry_begin();
		journal.seen = 0;
		field_add(rows[i][0], rows[i][1]);
		journal.seen = ~0u;
		cr_expect_eq(llguard__journal_record(&journal, &record),
			LLGUARD__JOURNAL_UNPARSED, "%s=%s", rows[i][0],
			rows[i][1]);
	}
}

Test(journal, longest)
{
	char value[LLGUARD__JOURNAL_NAME + 2];

	entry_begin();
	for (uint32_t i = journal.message_len = 0; i < LLGUARD_LINE_MAX; i++) {
		journal.field = LLGUARD__JOURNAL_MESSAGE;
		llguard__journal_value_add(&journal, "x", 1);
	}
	cr_expect_not(journal.is_odd);
	llguard__journal_value_add(&journal, "x", 1);
	cr_expect(journal.is_odd);
	cr_expect_eq(journal.message_len, LLGUARD_LINE_MAX);

	/* What came first of a value that is too long is none. */
	entry_begin();
	journal.is_audit = false;
	journal.field = LLGUARD__JOURNAL_TRANSPORT;
	llguard__journal_value_add(&journal, "audit", 5);
	llguard__journal_value_add(
		&journal, "                                    ", 36);
	llguard__journal_value_end(&journal);
	cr_expect(journal.is_odd && !journal.is_audit);

	memset(value, 'A', sizeof(value) - 1);
	value[sizeof(value) - 1] = '\0';
	field_add(value, "x");
	cr_expect_gt(journal.name_len, LLGUARD__JOURNAL_NAME);
}

Test(journal, begins)
{
	static const struct {
		const char *line;
		bool begins;
	} rows[] = {
		{ "__CURSOR=s=1", true },
		{ "__CURSOR", false },
		{ "_TRANSPORT=audit", false },
		{ "{\"__CURSOR\":\"s\"}", true },
		{ "{\"A\":\"b\",\"__CURSOR\":\"s\"}\r", true },
		{ "{\"__CURSOR\":\"s\"", false },
		{ "{\"v\":1,\"kind\":\"denial\"}", false },
		{ "{", false },
		{ "", false },
		{ "type=SYSCALL msg=audit(1.000:1): ", false },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		cr_expect_eq(llguard__journal_begins(
				     rows[i].line, strlen(rows[i].line)),
			rows[i].begins, "%s", rows[i].line);
}
