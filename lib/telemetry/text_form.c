/* SPDX-License-Identifier: MIT */
/*
 * A line of text that others have made of a record, and who has to have logged it.
 *
 * A record stands right behind the tag.  Multi-line messages are no way around
 * that: journalctl indents their lines, syslog daemons escape their newlines.
 */
#include "text_form.h"

#include "record.h"
#include "scan.h"

/* "AUDIT1423 ", "SYSCALL ": what journald calls a type. */
static bool kind_pass(struct llguard__scan *scan, struct llguard_record *record)
{
	static const struct {
		char name[16];
		uint32_t type;
	} kinds[] = {
		{ "LANDLOCK_ACCESS", LLGUARD_RECORD_LANDLOCK_ACCESS },
		{ "LANDLOCK_DOMAIN", LLGUARD_RECORD_LANDLOCK_DOMAIN },
	};
	struct llguard_str word = llguard__scan_until(scan, ' ');
	struct llguard__scan number = { word.ptr, word.ptr + word.len };
	uint32_t type;

	record->type = LLGUARD_RECORD_OTHER;
	if (!LLGUARD__SCAN(scan, " ") || !word.len)
		return false;
	for (size_t i = 0; i < word.len; i++)
		if (!((word.ptr[i] >= 'A' && word.ptr[i] <= 'Z') ||
			    word.ptr[i] == '_' ||
			    (word.ptr[i] >= '0' && word.ptr[i] <= '9')))
			return false;
	if (LLGUARD__SCAN(&number, "AUDIT") &&
		llguard__scan_u32(&number, &type) && number.at == number.end)
		record->type = llguard__record_type(type);
	for (size_t i = 0; i < LLGUARD__COUNT(kinds); i++)
		if (word.len == strlen(kinds[i].name) &&
			memcmp(word.ptr, kinds[i].name, word.len) == 0)
			record->type = kinds[i].type;
	return true;
}

/*
 * Cut enrichment off a body that syslog has passed on: behind auditd's mark,
 * rsyslog's "#035" for it, or a space, in capitals that the kernel never writes.
 * A quoted value has no quote in it.
 */
static void capitals_cut(struct llguard_record *record)
{
	const char *const body = record->body.ptr;
	const size_t len = record->body.len;
	bool is_quoted = false;

	for (size_t i = 0; i + 1 < len; i++) {
		size_t mark = 0;

		if (body[i] == '"')
			is_quoted = !is_quoted;
		else if (body[i] == ' ' || body[i] == LLGUARD__ENRICHMENT)
			mark = 1;
		else if (LLGUARD__LITERAL_IS(body + i, len - i, "#035"))
			mark = 4;
		if (is_quoted || !mark || i + mark >= len ||
			body[i + mark] < 'A' || body[i + mark] > 'Z')
			continue;
		record->body.len = i;
		return;
	}
}

/* Whether a tag is one of those under which auditd's records are passed on. */
static bool tag_is_auditd(const struct llguard_str *tag)
{
	for (size_t i = 0; i < tag->len; i++)
		if (LLGUARD__LITERAL_IS(tag->ptr + i, tag->len - i, "audit") ||
			LLGUARD__LITERAL_IS(
				tag->ptr + i, tag->len - i, "audisp"))
			return true;
	return false;
}

static bool message_parse(struct llguard__scan *scan,
	const struct llguard_str *tag, struct llguard_record *record,
	uint32_t *bits)
{
	const size_t left = llguard__scan_left(scan);

	if (LLGUARD__STR_IS(tag, "kernel")) {
		*bits = LLGUARD__TEXT_PRINTK;
		return llguard__record_parse(
			scan->at, left, LLGUARD_FORM_KMSG, record);
	}
	if (!tag_is_auditd(tag))
		return false;
	if (llguard__record_parse(
		    scan->at, left, LLGUARD_FORM_AUDITD, record)) {
		capitals_cut(record);
		return true;
	}
	if (!LLGUARD__STR_IS(tag, "audit") || !kind_pass(scan, record))
		return false;
	*bits = LLGUARD__TEXT_ALONE | LLGUARD_FLAG_NO_STAMP;
	record->stamp = (struct llguard_str){ NULL, 0 };
	record->node = (struct llguard_str){ NULL, 0 };
	record->body =
		(struct llguard_str){ scan->at, llguard__scan_left(scan) };
	return true;
}

bool llguard__text_parse(const char *line, size_t len,
	struct llguard_record *record, struct llguard__text_traits *traits)
{
	struct llguard__scan scan = { line, line + len };
	struct llguard_str tag;

	traits->bits = 0;
	traits->host = (struct llguard_str){ NULL, 0 };
	if (LLGUARD__LITERAL_IS(line, len, "type=") ||
		LLGUARD__LITERAL_IS(line, len, "node=")) {
		traits->bits = LLGUARD_FLAG_NO_STAMP | LLGUARD_FLAG_LOSSY;
		return llguard__text_interpreted(line, len, record);
	}
	return llguard__text_prefix(&scan, &traits->host, &tag) &&
	       message_parse(&scan, &tag, record, &traits->bits);
}
