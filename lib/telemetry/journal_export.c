/* SPDX-License-Identifier: MIT */
/*
 * The export format: "NAME=value" lines; or "NAME", a newline, the length of the
 * value in eight bytes, the value, and a newline.  An empty line ends an entry.
 * Nothing in a value can end it.
 */
#include "journal.h"

#include "scan.h"

/* As much as journald takes in one field. */
#define VALUE_MAX ((uint64_t)768 * 1024 * 1024)

enum {
	EXPORT_LINE, /* where a line begins */
	EXPORT_NAME,
	EXPORT_VALUE,
	EXPORT_LENGTH,
	EXPORT_BYTES,
	EXPORT_NEWLINE, /* that ends a value of bytes */
	EXPORT_SKIP,    /* what is no field */
};

static void export_bad(struct llguard__journal *journal)
{
	journal->line_is_bad = true;
	journal->step = EXPORT_SKIP;
}

static void export_newline(struct llguard__journal *journal)
{
	journal->lines++;
	journal->bad += journal->line_is_bad;
	journal->line_is_bad = false;
	journal->step = EXPORT_LINE;
}

static bool name_is_valid(const struct llguard__journal *journal)
{
	return journal->name_len && journal->name_len <= LLGUARD__JOURNAL_NAME;
}

/* A byte where a line begins, or of a name. */
static void name_byte(struct llguard__journal *journal, char byte)
{
	if (journal->step == EXPORT_LINE) {
		journal->name_len = 0;
		journal->step = EXPORT_NAME;
	}
	if ((byte >= 'A' && byte <= 'Z') || byte == '_' ||
		(byte >= '0' && byte <= '9')) {
		llguard__journal_name_add(journal, byte);
	} else if (byte == '=' && name_is_valid(journal)) {
		llguard__journal_value_begin(journal);
		journal->step = EXPORT_VALUE;
	} else {
		export_bad(journal);
	}
}

static const char *length_begin(
	struct llguard__journal *journal, const char *newline)
{
	export_newline(journal);
	llguard__journal_value_begin(journal);
	journal->step = EXPORT_LENGTH;
	journal->digits = 0;
	journal->left = 0;
	return newline + 1;
}

static void length_byte(struct llguard__journal *journal, char byte)
{
	journal->left |= (uint64_t)(unsigned char)byte << 8 * journal->digits;
	journal->lines += byte == '\n';
	if (++journal->digits < 8)
		return;
	journal->step = EXPORT_BYTES;
	if (journal->left > VALUE_MAX)
		export_bad(journal);
}

static uint64_t newlines_count(const char *at, const char *end)
{
	uint64_t count = 0;

	while ((at = memchr(at, '\n', (size_t)(end - at)))) {
		count++;
		if (++at == end)
			break;
	}
	return count;
}

/* The rest of a value, as much of it as there is. */
static const char *bytes_take(
	struct llguard__journal *journal, const char *at, const char *end)
{
	const uint64_t there = (uint64_t)(end - at);
	const size_t n =
		(size_t)(journal->left < there ? journal->left : there);

	if (n) {
		llguard__journal_value_add(journal, at, n);
		journal->lines += newlines_count(at, at + n);
		journal->left -= n;
	}
	if (!journal->left) {
		llguard__journal_value_end(journal);
		journal->step = EXPORT_NEWLINE;
	}
	return at + n;
}

/* What is left of a line, with its newline when it is there. */
static const char *line_rest_take(struct llguard__journal *journal,
	const char *at, const char *end, bool *ret_over)
{
	const char *const stop = llguard__find(at, end, '\n');

	if (journal->step == EXPORT_VALUE) {
		llguard__journal_value_add(journal, at, (size_t)(stop - at));
		if (stop < end)
			llguard__journal_value_end(journal);
	}
	if (stop == end)
		return end;
	export_newline(journal);
	/* What is before any field is of no entry. */
	*ret_over = journal->bad == journal->lines;
	return stop + 1;
}

bool llguard__journal_export_is_whole(const struct llguard__journal *journal)
{
	return journal->step == EXPORT_LINE;
}

const char *llguard__journal_export(struct llguard__journal *journal,
	const char *at, const char *end, bool *ret_over)
{
	*ret_over = false;
	while (at < end) {
		switch (journal->step) {
		case EXPORT_LINE:
		case EXPORT_NAME:
			*ret_over = *at == '\n' && journal->step == EXPORT_LINE;
			if (*ret_over) {
				export_newline(journal);
				return at + 1;
			}
			if (*at != '\n')
				name_byte(journal, *at++);
			else if (name_is_valid(journal))
				at = length_begin(journal, at);
			else
				export_bad(journal);
			break;
		case EXPORT_LENGTH:
			length_byte(journal, *at++);
			break;
		case EXPORT_BYTES:
			at = bytes_take(journal, at, end);
			break;
		case EXPORT_NEWLINE:
			if (*at == '\n') {
				export_newline(journal);
				at++;
			} else {
				export_bad(journal);
			}
			break;
		default:
			at = line_rest_take(journal, at, end, ret_over);
			if (*ret_over)
				return at;
			break;
		}
	}
	return at;
}
