/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include <string.h>

#include <llguard.h>

#include "telemetry/journal.h"

static char message[LLGUARD_LINE_MAX];
static struct llguard__journal journal;

/* Read a text in pieces, up to the end of the entry; what was taken. */
static size_t entry_read(const char *text, size_t n, size_t piece)
{
	size_t at = 0;
	bool is_over = false;

	journal = (struct llguard__journal){ .message = message };
	while (at < n && !is_over) {
		const size_t take = n - at < piece ? n - at : piece;

		at = (size_t)(llguard__journal_export(&journal, text + at,
				      text + at + take, &is_over) -
			      text);
	}
	return is_over ? at : 0;
}

#define NAME_16 "ABCDEFGHIJKLMNOP"
#define NAME_64 NAME_16 NAME_16 NAME_16 NAME_16

static const struct {
	const char *text;
	size_t len;
	size_t taken; /* 0: the end is not there */
	uint64_t lines;
	uint64_t bad;
	const char *message;
} rows[] = {
#define ROW(text, taken, lines, bad, message)                                  \
	{                                                                      \
		text, sizeof(text) - 1, taken, lines, bad, message             \
	}
	ROW("\n", 1, 1, 0, ""),
	ROW("MESSAGE=a b\n\nMESSAGE=c\n", 13, 2, 0, "a b"),
	ROW("MESSAGE=\n\n", 10, 2, 0, ""),
	ROW("MESSAGE=a=b\n\n", 13, 2, 0, "a=b"),
	ROW("MESSAGE\n\003\0\0\0\0\0\0\0a\nb\n\n", 21, 4, 0, "a\nb"),
	ROW("MESSAGE\n\012\0\0\0\0\0\0\0aaaaaaaaaa\n\n", 28, 4, 0,
		"aaaaaaaaaa"),
	ROW("MESSAGE\n\0\0\0\0\0\0\0\0\n\n", 18, 3, 0, ""),
	/* Longer and shorter than it says. */
	ROW("MESSAGE\n\002\0\0\0\0\0\0\0abc\nA=1\n\n", 25, 4, 1, "ab"),
	ROW("MESSAGE\n\011\0\0\0\0\0\0\0ab\n\nA=1\n\n", 0, 5, 0,
		"ab\n\nA=1\n\n"),
	ROW("MESSAGE\n\0\0\0\0\0\0\0\200ab\n\n", 20, 3, 1, ""),
	ROW("MESSAGE\n\0\0\0\0\001\0\0\0ab\n\n", 20, 3, 1, ""),
	/* No fields: of no entry, or of one that has begun. */
	ROW("-- No entries --\nA=1\n\n", 17, 1, 1, ""),
	ROW("=1\n", 3, 1, 1, ""),
	ROW(NAME_64 "A\n", 66, 1, 1, ""),
	ROW(NAME_64 "A=1\n", 68, 1, 1, ""),
	ROW(NAME_64 "=1\n\n", 68, 2, 0, ""),
	ROW("A=1\nb=1\n\n", 9, 3, 1, ""),
	ROW("A=1\n A=1\n\n", 10, 3, 1, ""),
	ROW("A=1\n", 0, 1, 0, ""),
	ROW("A=1", 0, 0, 0, ""),
};

Test(journal_export, entries)
{
	static const size_t pieces[] = { 1, 3, 1000 };

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		for (size_t j = 0; j < 3; j++) {
			const size_t taken = entry_read(
				rows[i].text, rows[i].len, pieces[j]);

			cr_expect_eq(
				taken, rows[i].taken, "%zu: %zu", i, taken);
			cr_expect_eq(journal.lines, rows[i].lines, "%zu: %lu",
				i, (unsigned long)journal.lines);
			cr_expect_eq(journal.bad, rows[i].bad, "%zu", i);
			cr_expect_eq(journal.message_len,
				strlen(rows[i].message), "%zu", i);
			cr_expect(memcmp(message, rows[i].message,
					  journal.message_len) == 0,
				"%zu", i);
		}
	}
}

/* What a cut leaves: whole up to a line, or not. */
Test(journal_export, whole)
{
	static const struct {
		const char *text;
		bool is_whole;
	} cuts[] = {
		{ "A=1\n", true },
		{ "A=1", false },
		{ "A", false },
		{ "A=1\nB\n", false },
		{ "A=1\nB\n\1", false },
	};

	for (size_t i = 0; i < sizeof(cuts) / sizeof(cuts[0]); i++) {
		(void)entry_read(cuts[i].text, strlen(cuts[i].text), 100);
		cr_expect_eq(llguard__journal_export_is_whole(&journal),
			cuts[i].is_whole, "%zu", i);
	}
}
