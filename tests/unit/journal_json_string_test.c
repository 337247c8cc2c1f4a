/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include <string.h>

#include <llguard.h>

#include "telemetry/journal_json.h"

/* A name, byte by byte: what it says, or NULL when it is none or not whole. */
static const char *name_read(struct llguard__journal *journal, const char *text)
{
	const char *const end = text + strlen(text);

	*journal = (struct llguard__journal){ .step = LLGUARD__JSON_NAME };
	while (text < end && journal->step == LLGUARD__JSON_NAME)
		text = llguard__journal_string(journal, text, text + 1);
	return journal->step == LLGUARD__JSON_COLON && text == end
		       ? journal->name
		       : NULL;
}

Test(journal_json_string, names)
{
	static const struct {
		const char *text;
		const char *name; /* NULL: none */
		bool is_odd;
	} rows[] = {
		{ "\"", "", false },
		{ "A_1\"", "A_1", false },
		{ "\\u0041\\/\\\"\\\\\"", "A/\"\\", false },
		{ "\\b\\f\\n\\r\\t\"", "\b\f\n\r\t", false },
		{ "\\u00E9\\u20ac\"", "\303\251\342\202\254", false },
		{ "\\ud83d\\ude00\"", "\360\237\230\200", false },
		{ "\\udbff\\udfff\"", "\364\217\277\277", false },
		{ "\\ud83d\"", "", true },
		{ "\\ud83dA\"", "A", true },
		{ "\\ud83d\\ud83d\\ude00\"", "\360\237\230\200", true },
		{ "\\ude00A\"", "A", true },
		{ "A", NULL, false },
		{ "\\", NULL, false },
		{ "\\\"", NULL, false },
		{ "\\a\"", NULL, false },
		{ "\\u12\"", NULL, false },
		{ "\\u004G\"", NULL, false },
		{ "\t\"", NULL, false },
		{ "\x1f\"", NULL, false },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct llguard__journal journal;
		const char *name = name_read(&journal, rows[i].text);

		cr_expect_eq(!name, !rows[i].name, "%s", rows[i].text);
		if (!name || !rows[i].name)
			continue;
		cr_expect_eq(journal.name_len, strlen(rows[i].name), "%s",
			rows[i].text);
		cr_expect(memcmp(name, rows[i].name, journal.name_len) == 0,
			"%s", rows[i].text);
		cr_expect_eq(
			journal.is_odd, rows[i].is_odd, "%s", rows[i].text);
	}
}
