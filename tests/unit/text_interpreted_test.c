/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include <string.h>

#include <llguard.h>

#include "telemetry/text_form.h"

#define LINE(stamp) "type=UNKNOWN[1423] msg=audit(" stamp ") : domain=1 "

static bool line_read(const char *line, struct llguard_record *record)
{
	return llguard__text_interpreted(line, strlen(line), record);
}

Test(text_interpreted, lines)
{
	static const struct {
		const char *line;
		bool is_record;
	} rows[] = {
		{ LINE("11/25/25 14:25:35.711:1623"), true },
		{ LINE("25.11.2025 14:25:35.711:0"), true },
		{ LINE("2025-11-25 23:59:60.000:4294967295"), true },
		{ "node=a " LINE("11/25/25 14:25:35.711:1623"), true },
		{ LINE("11/25/25 24:25:35.711:1623"), false },
		{ LINE("11/25/25 14:60:35.711:1623"), false },
		{ LINE("11/25/25 14:25:61.711:1623"), false },
		{ LINE("11/25/25 14:25:35.71:1623"), false },
		{ LINE("11/25/25 14:25:35.7x1:1623"), false },
		{ LINE("11/25/25 14:25:35.71x:1623"), false },
		{ LINE("11/25/25 14:25:35.711:"), false },
		{ LINE("11/25/25 14:25:35.711:x"), false },
		{ LINE("11/25/25 14:25:35.711:4294967296"), false },
		{ LINE(" 14:25:35.711:1623"), false },
		{ LINE("14:25:35.711:1623"), false },
		{ LINE("1764080735.711:1623"), false },
		{ LINE(""), false },
		{ LINE(":"), false },
		{ "type=1423 msg=audit(11/25/25 14:25:35.711:1): a", false },
		{ "type= msg=audit(11/25/25 14:25:35.711:1) : a", false },
		{ "type=1423 msg=audit(11/25/25 14:25:35.711:1", false },
		{ "node=a", false },
		{ "", false },
	};
	struct llguard_record record = LLGUARD_RECORD_INIT;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const bool is_record = line_read(rows[i].line, &record);

		cr_expect_eq(is_record, rows[i].is_record, "%s", rows[i].line);
		if (!is_record)
			continue;
		cr_expect_eq(record.type, LLGUARD_RECORD_LANDLOCK_ACCESS);
		cr_expect_eq(record.body.len, strlen("domain=1 "));
		cr_expect_null(record.stamp.ptr);
	}
	cr_assert(line_read(rows[3].line, &record));
	cr_expect_eq(record.node.len, 1);
}

/* The key: equal stamps are, others are not, and times can be compared. */
Test(text_interpreted, keys)
{
	static const char day[] = LINE("11/25/25 14:25:35.711:1623");
	static const char later[] = LINE("11/25/25 15:26:37.812:1623");
	static const char other[] = LINE("11/26/25 14:25:35.711:1623");
	struct llguard_record first = LLGUARD_RECORD_INIT;
	struct llguard_record second = LLGUARD_RECORD_INIT;

	cr_assert(line_read(day, &first) && line_read(day, &second));
	cr_expect_eq(first.seconds, second.seconds);
	cr_expect_eq(first.milliseconds, LLGUARD__TEXT_NO_TIME + 711);
	cr_expect_eq(first.serial, 1623);
	cr_assert(line_read(later, &second));
	cr_expect_eq(second.seconds - first.seconds, 3600 + 60 + 2);
	cr_expect_eq(second.milliseconds, LLGUARD__TEXT_NO_TIME + 812);
	cr_assert(line_read(other, &second));
	cr_expect_neq(second.seconds, first.seconds);
	cr_expect_eq(second.seconds % 86400, first.seconds % 86400);
}
