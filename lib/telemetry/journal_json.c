/* SPDX-License-Identifier: MIT */
/*
 * The JSON format: an object a line.  A value is a string; an array of numbers, for
 * bytes that are no UTF-8; an array of these, for a field that is there more than
 * once; or null, for one that journalctl has found too large.
 *
 * Byte by byte, so that a line may be of any length.  No byte comes out later than
 * it came in: .message may be where the line is.
 */
#include "journal_json.h"

#include "scan.h"

/* What is no value of a field that is read. */
static void value_refuse(struct llguard__journal *journal)
{
	journal->is_odd |= journal->field != LLGUARD__JOURNAL_NONE;
	journal->field = LLGUARD__JOURNAL_NONE;
}

static bool is_literal(char byte)
{
	return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') ||
	       byte == '-' || byte == '+' || byte == '.' || byte == 'E';
}

static void value_byte(struct llguard__journal *journal, char byte)
{
	journal->back = LLGUARD__JSON_NEXT;
	if (byte == '"') {
		journal->step = LLGUARD__JSON_STRING;
	} else if (byte == '[') {
		journal->step = LLGUARD__JSON_ELEMENT;
		journal->depth = 1;
	} else if (is_literal(byte)) {
		value_refuse(journal);
		journal->step = LLGUARD__JSON_LITERAL;
	} else {
		llguard__journal_bad(journal);
	}
}

static void array_end(struct llguard__journal *journal)
{
	if (--journal->depth) {
		journal->step = LLGUARD__JSON_COMMA;
		return;
	}
	llguard__journal_value_end(journal);
	journal->step = LLGUARD__JSON_NEXT;
}

static void element_byte(struct llguard__journal *journal, char byte)
{
	if (byte >= '0' && byte <= '9') {
		journal->code = (uint16_t)(byte - '0');
		journal->step = LLGUARD__JSON_NUMBER;
		return;
	}
	if (byte == ']') {
		array_end(journal);
		return;
	}
	/* The field is there more than once. */
	value_refuse(journal);
	journal->back = LLGUARD__JSON_COMMA;
	if (byte == '"')
		journal->step = LLGUARD__JSON_STRING;
	else if (is_literal(byte))
		journal->step = LLGUARD__JSON_LITERAL;
	else if (byte == '[' && journal->depth == 1)
		journal->depth++;
	else
		llguard__journal_bad(journal);
}

static bool number_byte(struct llguard__journal *journal, char byte)
{
	const char value = (char)journal->code;

	if (byte >= '0' && byte <= '9') {
		journal->code = (uint16_t)(journal->code * 10 + (byte - '0'));
		if (journal->code > 255)
			llguard__journal_bad(journal);
		return true;
	}
	llguard__journal_value_add(journal, &value, 1);
	journal->step = LLGUARD__JSON_COMMA;
	return false;
}

/* A comma, or the end of what it stands in. */
static void comma_byte(struct llguard__journal *journal, char byte)
{
	const bool is_array = journal->step == LLGUARD__JSON_COMMA;

	if (byte == ',')
		journal->step =
			is_array ? LLGUARD__JSON_ELEMENT : LLGUARD__JSON_AGAIN;
	else if (is_array && byte == ']')
		array_end(journal);
	else if (!is_array && byte == '}')
		journal->step = LLGUARD__JSON_END;
	else
		llguard__journal_bad(journal);
}

static void name_begin(struct llguard__journal *journal, char byte)
{
	if (byte == '"') {
		journal->name_len = 0;
		journal->step = LLGUARD__JSON_NAME;
	} else if (byte == '}' && journal->step == LLGUARD__JSON_FIRST) {
		journal->step = LLGUARD__JSON_END;
	} else {
		llguard__journal_bad(journal);
	}
}

/* A byte between strings that is no space. */
static void json_byte(struct llguard__journal *journal, char byte)
{
	switch (journal->step) {
	case LLGUARD__JSON_START:
		journal->step =
			byte == '{' ? LLGUARD__JSON_FIRST : LLGUARD__JSON_BAD;
		break;
	case LLGUARD__JSON_FIRST:
	case LLGUARD__JSON_AGAIN:
		name_begin(journal, byte);
		break;
	case LLGUARD__JSON_COLON:
		if (byte == ':')
			journal->step = LLGUARD__JSON_VALUE;
		else
			llguard__journal_bad(journal);
		break;
	case LLGUARD__JSON_VALUE:
		value_byte(journal, byte);
		break;
	case LLGUARD__JSON_ELEMENT:
		element_byte(journal, byte);
		break;
	case LLGUARD__JSON_NEXT:
	case LLGUARD__JSON_COMMA:
		comma_byte(journal, byte);
		break;
	default:
		llguard__journal_bad(journal);
		break;
	}
}

/* Literals and numbers end where another byte stands, which is not theirs. */
static bool literal_goes_on(struct llguard__journal *journal, char byte)
{
	if (journal->step == LLGUARD__JSON_NUMBER)
		return number_byte(journal, byte);
	if (journal->step != LLGUARD__JSON_LITERAL)
		return false;
	if (is_literal(byte))
		return true;
	journal->step = journal->back;
	return false;
}

bool llguard__journal_json_is_whole(const struct llguard__journal *journal)
{
	return journal->step == LLGUARD__JSON_END && !journal->line_is_bad;
}

const char *llguard__journal_json(struct llguard__journal *journal,
	const char *at, const char *end, bool *ret_over)
{
	*ret_over = false;
	while (at < end) {
		const char byte = *at;

		if (byte == '\n') {
			journal->lines++;
			journal->bad +=
				!llguard__journal_json_is_whole(journal);
			*ret_over = true;
			return at + 1;
		}
		if (journal->step == LLGUARD__JSON_BAD) {
			at = llguard__find(at, end, '\n');
		} else if (journal->step == LLGUARD__JSON_NAME ||
			   journal->step == LLGUARD__JSON_STRING) {
			at = llguard__journal_string(journal, at, end);
		} else {
			if (!literal_goes_on(journal, byte) && byte != ' ' &&
				byte != '\t' && byte != '\r')
				json_byte(journal, byte);
			at++;
		}
	}
	return at;
}
