/* SPDX-License-Identifier: MIT */
/*
 * The JSON format: an object a line.  A value is a string; an array of numbers, for
 * bytes that are no UTF-8; an array of these, for a field that is there more than
 * once; or null, for one that journalctl has found too large.
 *
 * Byte by byte, so that a line may be of any length.  No byte comes out later than
 * it came in: .message may be where the line is.
 */
#include "journal.h"

#include "scan.h"

enum {
	JSON_START,
	JSON_FIRST, /* a name, or the end of the object */
	JSON_AGAIN, /* a name */
	JSON_NAME,
	JSON_COLON,
	JSON_VALUE,
	JSON_STRING,
	JSON_LITERAL,
	JSON_NEXT,    /* a comma, or the end of the object */
	JSON_ELEMENT, /* of an array, or its end */
	JSON_NUMBER,
	JSON_COMMA, /* of an array, or its end */
	JSON_END,
	JSON_BAD,
};

/* journal->digits within a string: the escape, and how far it has come. */
enum {
	ESCAPE_NONE,
	ESCAPE_BEGUN,
	ESCAPE_HEX,
	ESCAPE_HEX_LAST = ESCAPE_HEX + 3
};

static void json_bad(struct llguard__journal *journal)
{
	journal->line_is_bad = true;
	journal->step = JSON_BAD;
}

/* Bytes of a string: of a name, of a value, or of what is passed over. */
static void string_add(
	struct llguard__journal *journal, const char *bytes, size_t n)
{
	if (journal->high)
		journal->is_odd = true;
	journal->high = 0;
	if (journal->step == JSON_STRING)
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
			json_bad(journal);
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
		json_bad(journal);
	}
}

static void string_end(struct llguard__journal *journal)
{
	journal->is_odd |= journal->high != 0;
	journal->high = 0;
	if (journal->step == JSON_NAME) {
		llguard__journal_value_begin(journal);
		journal->step = JSON_COLON;
		return;
	}
	if (journal->back == JSON_NEXT)
		llguard__journal_value_end(journal);
	journal->step = journal->back;
}

/* The next bytes of a string, or its end. */
static const char *json_string_take(
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
		json_bad(journal);
	return at + 1;
}

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
	journal->back = JSON_NEXT;
	if (byte == '"') {
		journal->step = JSON_STRING;
	} else if (byte == '[') {
		journal->step = JSON_ELEMENT;
		journal->depth = 1;
	} else if (is_literal(byte)) {
		value_refuse(journal);
		journal->step = JSON_LITERAL;
	} else {
		json_bad(journal);
	}
}

static void array_end(struct llguard__journal *journal)
{
	if (--journal->depth) {
		journal->step = JSON_COMMA;
		return;
	}
	llguard__journal_value_end(journal);
	journal->step = JSON_NEXT;
}

static void element_byte(struct llguard__journal *journal, char byte)
{
	if (byte >= '0' && byte <= '9') {
		journal->code = (uint16_t)(byte - '0');
		journal->step = JSON_NUMBER;
		return;
	}
	if (byte == ']') {
		array_end(journal);
		return;
	}
	/* The field is there more than once. */
	value_refuse(journal);
	journal->back = JSON_COMMA;
	if (byte == '"')
		journal->step = JSON_STRING;
	else if (is_literal(byte))
		journal->step = JSON_LITERAL;
	else if (byte == '[' && journal->depth == 1)
		journal->depth++;
	else
		json_bad(journal);
}

static bool number_byte(struct llguard__journal *journal, char byte)
{
	const char value = (char)journal->code;

	if (byte >= '0' && byte <= '9') {
		journal->code = (uint16_t)(journal->code * 10 + (byte - '0'));
		if (journal->code > 255)
			json_bad(journal);
		return true;
	}
	llguard__journal_value_add(journal, &value, 1);
	journal->step = JSON_COMMA;
	return false;
}

/* A comma, or the end of what it stands in. */
static void comma_byte(struct llguard__journal *journal, char byte)
{
	const bool is_array = journal->step == JSON_COMMA;

	if (byte == ',')
		journal->step = is_array ? JSON_ELEMENT : JSON_AGAIN;
	else if (is_array && byte == ']')
		array_end(journal);
	else if (!is_array && byte == '}')
		journal->step = JSON_END;
	else
		json_bad(journal);
}

static void name_begin(struct llguard__journal *journal, char byte)
{
	if (byte == '"') {
		journal->name_len = 0;
		journal->step = JSON_NAME;
	} else if (byte == '}' && journal->step == JSON_FIRST) {
		journal->step = JSON_END;
	} else {
		json_bad(journal);
	}
}

/* A byte between strings that is no space. */
static void json_byte(struct llguard__journal *journal, char byte)
{
	switch (journal->step) {
	case JSON_START:
		journal->step = byte == '{' ? JSON_FIRST : JSON_BAD;
		break;
	case JSON_FIRST:
	case JSON_AGAIN:
		name_begin(journal, byte);
		break;
	case JSON_COLON:
		if (byte == ':')
			journal->step = JSON_VALUE;
		else
			json_bad(journal);
		break;
	case JSON_VALUE:
		value_byte(journal, byte);
		break;
	case JSON_ELEMENT:
		element_byte(journal, byte);
		break;
	case JSON_NEXT:
	case JSON_COMMA:
		comma_byte(journal, byte);
		break;
	default:
		json_bad(journal);
		break;
	}
}

/* Literals and numbers end where another byte stands, which is not theirs. */
static bool literal_goes_on(struct llguard__journal *journal, char byte)
{
	if (journal->step == JSON_NUMBER)
		return number_byte(journal, byte);
	if (journal->step != JSON_LITERAL)
		return false;
	if (is_literal(byte))
		return true;
	journal->step = journal->back;
	return false;
}

bool llguard__journal_json_is_whole(const struct llguard__journal *journal)
{
	return journal->step == JSON_END && !journal->line_is_bad;
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
		if (journal->step == JSON_BAD) {
			at = llguard__find(at, end, '\n');
		} else if (journal->step == JSON_NAME ||
			   journal->step == JSON_STRING) {
			at = json_string_take(journal, at, end);
		} else {
			if (!literal_goes_on(journal, byte) && byte != ' ' &&
				byte != '\t' && byte != '\r')
				json_byte(journal, byte);
			at++;
		}
	}
	return at;
}
