/* SPDX-License-Identifier: MIT */
/*
 * Entries of systemd's journal: fields in any order, of which one that journald
 * alone can write says whether the entry is an audit record.
 */
#ifndef LLGUARD__JOURNAL_H
#define LLGUARD__JOURNAL_H

#include "../base.h"

#include <llguard/telemetry.h>

/* The fields that are read; those that begin with '_' are journald's own. */
enum llguard__journal_field {
	LLGUARD__JOURNAL_NONE,
	LLGUARD__JOURNAL_TRANSPORT,
	LLGUARD__JOURNAL_TYPE,
	LLGUARD__JOURNAL_SERIAL,
	LLGUARD__JOURNAL_TIME,
	LLGUARD__JOURNAL_BOOT,
	LLGUARD__JOURNAL_MESSAGE,
	LLGUARD__JOURNAL_FIELDS,
};

/* journald writes no longer names, and nothing that is read has longer values. */
#define LLGUARD__JOURNAL_NAME  64
#define LLGUARD__JOURNAL_VALUE 40

/* What an entry has come to. */
enum llguard__journal_end {
	LLGUARD__JOURNAL_RECORD,
	LLGUARD__JOURNAL_OTHER,    /* of another kind */
	LLGUARD__JOURNAL_UNPARSED, /* a record that cannot be read */
};

/* An entry as far as it has come; all 0 to begin with. */
struct llguard__journal {
	uint64_t lines; /* newlines passed */
	uint64_t rest;  /* to be counted when the record has been */
	uint64_t bad;   /* of them, those of lines that are no field */
	uint64_t micros;
	uint64_t
		left; /* export: bytes of a value, of its length when it comes */
	uint32_t type;
	uint32_t serial;
	uint32_t seen; /* a bit a field */
	uint32_t message_len;
	uint16_t high; /* JSON: the first half of a surrogate pair */
	uint16_t code; /* JSON: of \uXXXX, as far as it has come */
	uint8_t step;  /* of the form's own */
	uint8_t back;  /* JSON: the step that a string or literal ends in */
	uint8_t digits;
	uint8_t depth;
	uint8_t field; /* whose value comes: LLGUARD__JOURNAL_* */
	bool is_json;
	bool is_note;     /* a comment */
	bool is_begun;    /* some byte of the entry has come */
	bool is_audit;    /* _TRANSPORT says so */
	bool is_odd;      /* a field is there twice, too long, or no value */
	bool line_is_bad; /* up to the next newline */
	bool line_is_open;
	bool has_cursor;
	uint8_t name_len; /* LLGUARD__JOURNAL_NAME + 1: too long */
	uint8_t value_len;
	char name[LLGUARD__JOURNAL_NAME];
	char value[LLGUARD__JOURNAL_VALUE];
	char boot[32];
	char *message; /* LLGUARD_LINE_MAX bytes; NULL: not kept */
};

/* The name of a field goes on, byte by byte. */
static inline void llguard__journal_name_add(
	struct llguard__journal *journal, char byte)
{
	if (journal->name_len < sizeof(journal->name))
		journal->name[journal->name_len++] = byte;
	else
		journal->name_len = sizeof(journal->name) + 1;
}

/* The name is whole: a value begins. */
void llguard__journal_value_begin(struct llguard__journal *journal);

/* The next bytes of a value, which may be those of .message further on. */
void llguard__journal_value_add(
	struct llguard__journal *journal, const char *bytes, size_t n);

void llguard__journal_value_end(struct llguard__journal *journal);

/*
 * What the fields come to.  A record borrows from *journal; its stamp has no
 * text, and its node is the entry's boot.
 */
enum llguard__journal_end llguard__journal_record(
	const struct llguard__journal *journal, struct llguard_record *record);

/*
 * Read on from at in either form, up to the end of the entry or of the bytes.
 * Returns what follows, and whether the entry is over.
 */
const char *llguard__journal_export(struct llguard__journal *journal,
	const char *at, const char *end, bool *ret_over);
const char *llguard__journal_json(struct llguard__journal *journal,
	const char *at, const char *end, bool *ret_over);

/* Whether what has come is whole: an entry up to some line, and an entry. */
bool llguard__journal_export_is_whole(const struct llguard__journal *journal);
bool llguard__journal_json_is_whole(const struct llguard__journal *journal);

/* Whether a line is the first of an entry; pure. */
bool llguard__journal_begins(const char *line, size_t len);

#endif /* LLGUARD__JOURNAL_H */
