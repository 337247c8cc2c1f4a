/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include <string.h>

#include <llguard.h>

#include "telemetry/journal.h"

static char message[LLGUARD_LINE_MAX];
static struct llguard__journal journal;

/* Read a line in pieces; whether it is a whole entry. */
static bool line_read(const char *text, size_t n, size_t piece)
{
	bool is_over = false;

	journal = (struct llguard__journal){ .message = message };
	for (size_t at = 0; at < n && !is_over;) {
		const size_t take = n - at < piece ? n - at : piece;

		at = (size_t)(llguard__journal_json(&journal, text + at,
				      text + at + take, &is_over) -
			      text);
	}
	cr_expect(is_over);
	cr_expect_eq(journal.lines, 1);
	cr_expect_eq(journal.bad, !llguard__journal_json_is_whole(&journal));
	return llguard__journal_json_is_whole(&journal);
}

#define M(value) "{\"MESSAGE\":" value "}\n"

static const struct {
	const char *line;
	const char *message; /* NULL: no entry */
	bool is_odd;
} rows[] = {
	{ "{}\n", "", false },
	{ M("\"a b\""), "a b", false },
	{ " { \"A\" : \"\" , \"MESSAGE\" : \"a\" } \r\n", "a", false },
	{ M("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""), "\"\\/\b\f\n\r\t", false },
	{ M("\"\\u0041\\u00e9\\u20AC\\ud83d\\ude00\""),
		"A\303\251\342\202\254\360\237\230\200", false },
	{ "{\"MESS\\u0041GE\":\"a\"}\n", "a", false },
	{ M("\"\303\251\""), "\303\251", false },
	{ M("[97, 255,0]"), "a\377", false },
	{ M("[ ]"), "", false },
	{ "{\"A\":[1,2],\"B\":null,\"MESSAGE\":\"a\"}\n", "a", false },
	{ "{\"A\":[[1],\"x\",null],\"MESSAGE\":\"a\"}\n", "a", false },
	{ "{\"A\":-1.5E+3,\"MESSAGE\":\"a\"}\n", "a", false },
	/* Not as journalctl writes the one that is read. */
	{ M("null"), "", true },
	{ M("1423"), "", true },
	{ M("[\"a\",\"b\"]"), "", true },
	{ M("[[97],[98]]"), "", true },
	{ M("\"a\\ud83d\""), "a", true },
	{ M("\"\\ude00a\""), "a", true },
	{ M("\"\\ud83da\""), "a", true },
	{ "{\"MESSAGE\":\"a\",\"MESSAGE\":\"b\"}\n", "b", true },
	/* No JSON of it. */
	{ M("{\"a\":\"b\"}"), NULL, false },
	{ M("[256]"), NULL, false },
	{ M("[97"), NULL, false },
	{ M("[[[97]]]"), NULL, false },
	{ M("\"\\x\""), NULL, false },
	{ M("\"\\u00g0\""), NULL, false },
	{ M("\"a\tb\""), NULL, false },
	{ M("\"a"), NULL, false },
	{ M(""), NULL, false },
	{ "{\"A\"}\n", NULL, false },
	{ "{\"A\" \"b\"}\n", NULL, false },
	{ "{\"A\":\"b\",}\n", NULL, false },
	{ "{,}\n", NULL, false },
	{ "{\"A\":\"b\" \"C\":\"d\"}\n", NULL, false },
	{ "{} {}\n", NULL, false },
	{ "{\n", NULL, false },
	{ "x{}\n", NULL, false },
};

Test(journal_json, lines)
{
	static const size_t pieces[] = { 1, 3, 1000 };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		for (size_t j = 0; j < 3; j++) {
			const char *line = rows[i].line;
			const bool is_whole =
				line_read(line, strlen(line), pieces[j]);

			cr_expect_eq(
				is_whole, rows[i].message != NULL, "%s", line);
			if (!rows[i].message)
				continue;
			cr_expect_eq(
				journal.is_odd, rows[i].is_odd, "%s", line);
			cr_expect(memcmp(message, rows[i].message,
					  strlen(rows[i].message)) == 0,
				"%s", line);
		}
	}
}

/* The bytes may come out where they came in. */
Test(journal_json, in_place)
{
	static char line[] = "{\"MESSAGE\":\"\\u0041\\u20acbc\"}";
	bool is_over;

	journal = (struct llguard__journal){ .message = line };
	(void)llguard__journal_json(
		&journal, line, line + sizeof(line) - 1, &is_over);
	cr_expect_not(is_over);
	cr_expect(llguard__journal_json_is_whole(&journal));
	cr_expect_eq(journal.message_len, 6);
	cr_expect(memcmp(line, "A\342\202\254bc", 6) == 0);
}
