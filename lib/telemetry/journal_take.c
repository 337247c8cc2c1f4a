/* SPDX-License-Identifier: MIT */
/*
 * Bytes of a journal to entries, entries to records.
 *
 * Every newline counts as a line: one of an entry as what the entry is, the others
 * as ignored, those of lines that are no field as unparsed.  A record counts before
 * the others of its entry do, so that its line is where the entry begins.
 */
#include "journal_take.h"

#include "line.h"
#include "scan.h"

static void entry_begin(struct llguard__state *state, char first)
{
	struct llguard__journal *journal = &state->journal;

	memset(journal, 0, sizeof(*journal));
	journal->message = state->line;
	journal->is_begun = true;
	journal->is_note = first == '#';
	journal->is_json = first == '{' || journal->is_note;
}

static const char *entry_read(struct llguard__journal *journal, const char *at,
	const char *end, bool *ret_over)
{
	return journal->is_json
		       ? llguard__journal_json(journal, at, end, ret_over)
		       : llguard__journal_export(journal, at, end, ret_over);
}

/* The lines of the last entry but for the one that its record has counted as. */
static void rest_count(struct llguard_reader *reader)
{
	struct llguard__journal *journal =
		&((struct llguard__state *)reader->state)->journal;

	reader->lines += journal->rest;
	reader->ignored += journal->rest;
	journal->rest = 0;
}

/* Where packets of this very boot are read as well, the two have one key. */
static void boot_compare(
	const struct llguard_reader *reader, struct llguard_record *record)
{
	const struct llguard_str *boot = &reader->boot;

	if (record->node.ptr && boot->len == record->node.len &&
		memcmp(boot->ptr, record->node.ptr, boot->len) == 0)
		record->node = (struct llguard_str){ NULL, 0 };
}

static void entry_end(struct llguard_reader *reader)
{
	struct llguard__state *state = reader->state;
	struct llguard__journal *journal = &state->journal;
	const uint64_t bad = journal->is_note ? 0 : journal->bad;
	uint64_t unparsed = bad;

	journal->is_begun = false;
	if (!bad) {
		const enum llguard__journal_end end =
			llguard__journal_record(journal, &state->record);

		unparsed = end == LLGUARD__JOURNAL_UNPARSED;
		if (end == LLGUARD__JOURNAL_RECORD) {
			boot_compare(reader, &state->record);
			llguard__line_set(state, state->line, 0);
			state->is_parsed = true;
			journal->rest = journal->lines - 1;
			return;
		}
	}
	reader->lines += journal->lines;
	reader->unparsed += unparsed;
	reader->ignored += journal->lines - unparsed;
}

bool llguard__journal_take(struct llguard_reader *reader)
{
	struct llguard__state *state = reader->state;
	struct llguard__journal *journal = &state->journal;
	bool is_over;

	rest_count(reader);
	if (state->chunk == state->chunk_end)
		return false;
	if (!journal->is_begun)
		entry_begin(state, *state->chunk);
	state->chunk =
		entry_read(journal, state->chunk, state->chunk_end, &is_over);
	if (is_over)
		entry_end(reader);
	else
		journal->line_is_open = state->chunk_end[-1] != '\n';
	return is_over;
}

bool llguard__journal_line_take(
	struct llguard_reader *reader, struct llguard_str line)
{
	static const char newline[] = "\n";
	struct llguard__state *state = reader->state;
	struct llguard__journal *journal = &state->journal;
	bool is_over;

	if (state->packet_type || line.len > LLGUARD_LINE_MAX ||
		!llguard__journal_begins(line.ptr, line.len))
		return false;
	reader->form = LLGUARD_FORM_JOURNAL;
	state->pending = false;
	entry_begin(state, *line.ptr);
	(void)entry_read(journal, line.ptr, line.ptr + line.len, &is_over);
	if (state->finished || state->input_is_over) {
		journal->line_is_open = true;
		llguard__journal_finish(reader);
		return true;
	}
	(void)entry_read(journal, newline, newline + 1, &is_over);
	if (is_over)
		entry_end(reader);
	return true;
}

void llguard__journal_finish(struct llguard_reader *reader)
{
	struct llguard__state *state = reader->state;
	struct llguard__journal *journal = &state->journal;

	rest_count(reader);
	if (!journal->is_begun)
		return;
	journal->lines += journal->line_is_open;
	journal->bad += journal->is_json
				? !llguard__journal_json_is_whole(journal)
				: !llguard__journal_export_is_whole(journal);
	entry_end(reader);
}
