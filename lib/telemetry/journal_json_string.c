/* SPDX-License-Identifier: MIT */
/*
 * Strings in a line of JSON: escapes, and characters in halves.
 */
#include "journal_json.h"

#include "scan.h"

/* journal->digits within a string: the escape, and how far it has come. */
enum {
	ESCAPE_NONE,
	ESCAPE_BEGUN,
	ESCAPE_HEX,
	ESCAPE_HEX_LAST = ESCAPE_HEX + 3
};

/* Bytes of a string: of a name, of a value, or of what is passed over. */
static void string_add(
	struct llguard__journal *journal, const char *bytes, size_t n)
{
	if (journal->high)
		journal->is_odd = true;
	journal->high = 0;
	if (journal->step == LLGUARD__JSON_STRING)
		llguard__journal_value_add(journal, bytes, n);
	else
		for (size_t i = 0; i < n; i++)
			llguard__journal_name_add(journal, bytes[i]);
}

/* A character of 16 bits, which may be half of one. */
static void code_add(struct llguard__journal *journal)
{
	uint32_t code = journal->code;
	char text[4];
	size_t n = 0;

	if ((code & 0xfc00) == 0xd800) {
		journal->is_odd |= journal->high != 0;
		journal->high = journal->code;
		return;
	}
	if ((code & 0xfc00) == 0xdc00) {
		if (!journal->high) {
			journal->is_odd = true;
			return;
		}
		code = 0x10000 + ((journal->high & 0x3ffu) << 10) +
		       (code & 0x3ff);
		journal->high = 0;
	}
	if (code < 0x80) {
		text[n++] = (char)code;
	} else if (code < 0x800) {
		text[n++] = (char)(0xc0 | code >> 6);
	} else {
		if (code < 0x10000) {
			text[n++] = (char)(0xe0 | code >> 12);
		} else {
			text[n++] = (char)(0xf0 | code >> 18);
			text[n++] = (char)(0x80 | (code >> 12 & 0x3f));
		}
		text[n++] = (char)(0x80 | (code >> 6 & 0x3f));
	}
	if (code >= 0x80)
		text[n++] = (char)(0x80 | (code & 0x3f));
	string_add(journal, text, n);
}

static void escape_byte(struct llguard__journal *journal, char byte)
{
	static const char from[] = "\"\\/bfnrt";
	static const char to[] = "\"\\/\b\f\n\r\t";
	const uint8_t digit = llguard__hex_digits[(unsigned char)byte];
	const char *known;

	if (journal->digits >= ESCAPE_HEX) {
		if (digit == 0xff) {
			llguard__journal_bad(journal);
			return;
		}
		journal->code = (uint16_t)(journal->code << 4 | (digit & 15));
		if (journal->digits++ < ESCAPE_HEX_LAST)
			return;
		journal->digits = ESCAPE_NONE;
		code_add(journal);
		return;
	}
	known = byte ? memchr(from, byte, sizeof(from) - 1) : NULL;
	if (known) {
		journal->digits = ESCAPE_NONE;
		string_add(journal, to + (known - from), 1);
	} else if (byte == 'u') {
		journal->digits = ESCAPE_HEX;
		journal->code = 0;
	} else {
		llguard__journal_bad(journal);
	}
}

static void string_end(struct llguard__journal *journal)
{
	journal->is_odd |= journal->high != 0;
	journal->high = 0;
	if (journal->step == LLGUARD__JSON_NAME) {
		llguard__journal_value_begin(journal);
		journal->step = LLGUARD__JSON_COLON;
		return;
	}
	if (journal->back == LLGUARD__JSON_NEXT)
		llguard__journal_value_end(journal);
	journal->step = journal->back;
}

const char *llguard__journal_string(
	struct llguard__journal *journal, const char *at, const char *end)
{
	const char *const from = at;

	if (journal->digits) {
		escape_byte(journal, *at);
		return at + 1;
	}
	while (at < end && *at != '"' && *at != '\\' &&
		(unsigned char)*at >= 0x20)
		at++;
	if (at > from) {
		string_add(journal, from, (size_t)(at - from));
		return at;
	}
	if (*at == '"')
		string_end(journal);
	else if (*at == '\\')
		journal->digits = ESCAPE_BEGUN;
	else
		llguard__journal_bad(journal);
	return at + 1;
}
