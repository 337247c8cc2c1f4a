/* SPDX-License-Identifier: MIT */
/*
 * The fields of an entry, and the record that they are.
 *
 * Whoever can log can write MESSAGE and any name that does not begin with '_'.
 * What makes an entry a record is journald's own _TRANSPORT=audit.
 * Source: process_audit_string() of systemd's journald-audit.c.
 */
#include "journal.h"

#include "record.h"
#include "scan.h"

void llguard__journal_value_begin(struct llguard__journal *journal)
{
	static const char names[LLGUARD__JOURNAL_FIELDS][28] = {
		[LLGUARD__JOURNAL_TRANSPORT] = "_TRANSPORT",
		[LLGUARD__JOURNAL_TYPE] = "_AUDIT_TYPE",
		[LLGUARD__JOURNAL_SERIAL] = "_AUDIT_ID",
		[LLGUARD__JOURNAL_TIME] = "_SOURCE_REALTIME_TIMESTAMP",
		[LLGUARD__JOURNAL_BOOT] = "_BOOT_ID",
		[LLGUARD__JOURNAL_MESSAGE] = "MESSAGE",
	};
	const struct llguard_str name = { journal->name, journal->name_len };

	journal->field = LLGUARD__JOURNAL_NONE;
	journal->value_len = 0;
	if (name.len > sizeof(journal->name))
		return;
	if (LLGUARD__STR_IS(&name, "__CURSOR"))
		journal->has_cursor = true;
	for (unsigned int i = 1; i < LLGUARD__JOURNAL_FIELDS; i++)
		if (strlen(names[i]) == name.len &&
			memcmp(names[i], name.ptr, name.len) == 0)
			journal->field = (uint8_t)i;
	if (!journal->field)
		return;
	if (journal->seen & 1u << journal->field)
		journal->is_odd = true;
	journal->seen |= 1u << journal->field;
	if (journal->field == LLGUARD__JOURNAL_MESSAGE)
		journal->message_len = 0;
}

void llguard__journal_value_add(
	struct llguard__journal *journal, const char *bytes, size_t n)
{
	const bool is_message = journal->field == LLGUARD__JOURNAL_MESSAGE;
	const size_t room =
		is_message ? LLGUARD_LINE_MAX - journal->message_len
			   : sizeof(journal->value) - journal->value_len;

	if (!journal->field || !n)
		return;
	if (n > room) {
		/* Nothing of it counts, whatever has come before. */
		journal->is_odd = true;
		journal->field = LLGUARD__JOURNAL_NONE;
	} else if (!is_message) {
		memcpy(journal->value + journal->value_len, bytes, n);
		journal->value_len += (uint8_t)n;
	} else {
		if (journal->message)
			memmove(journal->message + journal->message_len, bytes,
				n);
		journal->message_len += (uint32_t)n;
	}
}

static bool boot_is_valid(const struct llguard_str *value)
{
	for (size_t i = 0; i < value->len; i++)
		if (llguard__hex_digits[(unsigned char)value->ptr[i]] == 0xff)
			return false;
	return value->len == 32;
}

void llguard__journal_value_end(struct llguard__journal *journal)
{
	const struct llguard_str value = { journal->value, journal->value_len };
	struct llguard__scan scan = { value.ptr, value.ptr + value.len };
	bool is_valid = true;

	switch (journal->field) {
	case LLGUARD__JOURNAL_TRANSPORT:
		journal->is_audit |= LLGUARD__STR_IS(&value, "audit");
		break;
	case LLGUARD__JOURNAL_TYPE:
		is_valid = llguard__scan_u32(&scan, &journal->type) &&
			   scan.at == scan.end;
		break;
	case LLGUARD__JOURNAL_SERIAL:
		is_valid = llguard__scan_u32(&scan, &journal->serial) &&
			   scan.at == scan.end;
		break;
	case LLGUARD__JOURNAL_TIME:
		is_valid = llguard__scan_u64(&scan, &journal->micros) &&
			   scan.at == scan.end;
		break;
	case LLGUARD__JOURNAL_BOOT:
		is_valid = boot_is_valid(&value);
		if (is_valid)
			memcpy(journal->boot, value.ptr, sizeof(journal->boot));
		break;
	default:
		break;
	}
	journal->is_odd |= !is_valid;
	journal->field = LLGUARD__JOURNAL_NONE;
}

enum llguard__journal_end llguard__journal_record(
	const struct llguard__journal *journal, struct llguard_record *record)
{
	const uint32_t needed =
		1u << LLGUARD__JOURNAL_TYPE | 1u << LLGUARD__JOURNAL_SERIAL |
		1u << LLGUARD__JOURNAL_TIME | 1u << LLGUARD__JOURNAL_MESSAGE;
	struct llguard__scan scan = { journal->message,
		journal->message + journal->message_len };

	if (!journal->is_audit)
		return LLGUARD__JOURNAL_OTHER;
	if (journal->is_odd || (journal->seen & needed) != needed)
		return LLGUARD__JOURNAL_UNPARSED;
	/* The type's name, which is none where journald knows none. */
	if (!llguard__scan_until(&scan, ' ').len || !LLGUARD__SCAN(&scan, " "))
		return LLGUARD__JOURNAL_UNPARSED;
	record->type = llguard__record_type(journal->type);
	record->seconds = journal->micros / 1000000;
	record->milliseconds = (uint32_t)(journal->micros % 1000000 / 1000);
	record->serial = journal->serial;
	record->stamp = (struct llguard_str){ NULL, 0 };
	record->node = (struct llguard_str){ NULL, 0 };
	if (journal->seen & 1u << LLGUARD__JOURNAL_BOOT)
		record->node = (struct llguard_str){ journal->boot,
			sizeof(journal->boot) };
	record->body =
		(struct llguard_str){ scan.at, llguard__scan_left(&scan) };
	return LLGUARD__JOURNAL_RECORD;
}

bool llguard__journal_begins(const char *line, size_t len)
{
	struct llguard__journal journal = { 0 };
	bool is_over;

	if (LLGUARD__LITERAL_IS(line, len, "__CURSOR="))
		return true;
	if (!len || *line != '{')
		return false;
	(void)llguard__journal_json(&journal, line, line + len, &is_over);
	return journal.has_cursor && llguard__journal_json_is_whole(&journal);
}
