/* SPDX-License-Identifier: MIT */
/*
 * What syslog and journalctl put before a record, and who has to have logged it.
 *
 * A record stands right behind the tag.  Multi-line messages are no way around
 * that: journalctl indents their lines, syslog daemons escape their newlines.
 */
#include "text_form.h"

#include "record.h"
#include "scan.h"

static bool digits_pass(struct llguard__scan *scan, size_t least, size_t most)
{
	size_t n = 0;

	while (scan->at < scan->end && *scan->at >= '0' && *scan->at <= '9') {
		scan->at++;
		n++;
	}
	return n >= least && n <= most;
}

/* A word, and the space behind it, of which there may be none at the end. */
static struct llguard_str word_pass(struct llguard__scan *scan)
{
	const struct llguard_str word = llguard__scan_until(scan, ' ');

	(void)LLGUARD__SCAN(scan, " ");
	return word;
}

/* "14:25:35", with or without a fraction. */
static bool clock_pass(struct llguard__scan *scan)
{
	if (!digits_pass(scan, 2, 2) || !LLGUARD__SCAN(scan, ":") ||
		!digits_pass(scan, 2, 2) || !LLGUARD__SCAN(scan, ":") ||
		!digits_pass(scan, 2, 2))
		return false;
	return (!LLGUARD__SCAN(scan, ".") && !LLGUARD__SCAN(scan, ",")) ||
	       digits_pass(scan, 1, 9);
}

/* "Z", "+00:00", "+0000", or nothing. */
static bool zone_pass(struct llguard__scan *scan)
{
	if (LLGUARD__SCAN(scan, "Z"))
		return true;
	if (!LLGUARD__SCAN(scan, "+") && !LLGUARD__SCAN(scan, "-"))
		return true;
	if (!digits_pass(scan, 2, 4))
		return false;
	return !LLGUARD__SCAN(scan, ":") || digits_pass(scan, 2, 2);
}

static bool name_pass(struct llguard__scan *scan, const char *names)
{
	if (llguard__scan_left(scan) < 4 || scan->at[3] != ' ')
		return false;
	for (; *names; names += 3) {
		if (memcmp(names, scan->at, 3) == 0) {
			scan->at += 4;
			return true;
		}
	}
	return false;
}

static bool date_pass(struct llguard__scan *scan)
{
	return digits_pass(scan, 4, 4) && LLGUARD__SCAN(scan, "-") &&
	       digits_pass(scan, 2, 2) && LLGUARD__SCAN(scan, "-") &&
	       digits_pass(scan, 2, 2);
}

/* "   12.345678]", "   12.345678 <    0.000001 >]", or spaces for the latter. */
static bool monotonic_pass(struct llguard__scan *scan)
{
	uint64_t number;

	while (LLGUARD__SCAN(scan, " "))
		;
	if (!llguard__scan_u64(scan, &number) || !LLGUARD__SCAN(scan, ".") ||
		!digits_pass(scan, 6, 6))
		return false;
	if (LLGUARD__SCAN(scan, " <"))
		(void)llguard__scan_until(scan, ']');
	while (LLGUARD__SCAN(scan, " "))
		;
	return LLGUARD__SCAN(scan, "]");
}

/* A time as any of them writes it, and the space behind it. */
static bool time_pass(struct llguard__scan *scan)
{
	struct llguard__scan at = *scan;
	uint64_t number;

	if (name_pass(scan, "JanFebMarAprMayJunJulAugSepOctNovDec")) {
		(void)LLGUARD__SCAN(scan, " ");
		if (!digits_pass(scan, 1, 2) || !LLGUARD__SCAN(scan, " ") ||
			!clock_pass(scan))
			return false;
	} else if (name_pass(scan, "MonTueWedThuFriSatSun")) {
		/* journalctl -o short-full: the zone is a word. */
		if (!date_pass(scan) || !LLGUARD__SCAN(scan, " ") ||
			!clock_pass(scan) || !LLGUARD__SCAN(scan, " ") ||
			!word_pass(scan).len)
			return false;
		return true;
	} else if (LLGUARD__SCAN(scan, "[")) {
		if (!monotonic_pass(scan))
			return false;
	} else if (llguard__scan_u64(&at, &number) && at.at < at.end &&
		   *at.at == '.') {
		scan->at = at.at + 1;
		if (!digits_pass(scan, 6, 6))
			return false;
	} else if (!date_pass(scan) || !LLGUARD__SCAN(scan, "T") ||
		   !clock_pass(scan) || !zone_pass(scan)) {
		return false;
	}
	return LLGUARD__SCAN(scan, " ");
}

/* A host, or none, with the space before it. */
static bool host_pass(struct llguard__scan *scan, struct llguard_str *host)
{
	const char *const from = scan->at - 1;
	const struct llguard_str word = word_pass(scan);

	*host = (struct llguard_str){ from, word.len + 1 };
	return word.len != 0;
}

/* "[id name=\"value\"]", any number of them, or "-"; RFC 5424, 6.3. */
static bool structured_pass(struct llguard__scan *scan)
{
	bool is_quoted = false;

	if (LLGUARD__SCAN(scan, "- "))
		return true;
	if (scan->at == scan->end || *scan->at != '[')
		return false;
	for (; scan->at < scan->end; scan->at++) {
		const char byte = *scan->at;

		if (is_quoted && byte == '\\')
			scan->at += scan->at + 1 < scan->end;
		else if (byte == '"')
			is_quoted = !is_quoted;
		else if (!is_quoted && byte == ' ' && scan->at[-1] == ']')
			break;
	}
	return LLGUARD__SCAN(scan, " ");
}

/* All that RFC 5424 has before the message; tag is its APP-NAME. */
static bool header_pass(struct llguard__scan *scan, struct llguard_str *host,
	struct llguard_str *tag)
{
	if (!LLGUARD__SCAN(scan, "- ") && !time_pass(scan))
		return false;
	if (!host_pass(scan, host))
		return false;
	*tag = word_pass(scan);
	if (!tag->len || !word_pass(scan).len || !word_pass(scan).len ||
		!structured_pass(scan))
		return false;
	(void)LLGUARD__SCAN(scan, "\xef\xbb\xbf");
	return true;
}

/* "kernel: ", "audit[4712]: " */
static bool tag_pass(struct llguard__scan *scan, struct llguard_str *tag)
{
	const char *const from = scan->at;
	struct llguard_str word = word_pass(scan);
	const char *bracket;

	if (word.len < 2 || from[word.len - 1] != ':')
		return false;
	word.len--;
	bracket = memchr(from, '[', word.len);
	if (bracket) {
		if (from[word.len - 1] != ']')
			return false;
		word.len = (size_t)(bracket - from);
	}
	*tag = word;
	return word.len != 0;
}

/* The time, the host, and who has logged it: what follows is the message. */
static bool prefix_pass(struct llguard__scan *scan, struct llguard_str *host,
	struct llguard_str *tag)
{
	*host = (struct llguard_str){ NULL, 0 };
	if (LLGUARD__SCAN(scan, "<")) {
		if (!digits_pass(scan, 1, 3) || !LLGUARD__SCAN(scan, ">"))
			return false;
		if (LLGUARD__SCAN(scan, "1 "))
			return header_pass(scan, host, tag);
	}
	if (!time_pass(scan))
		return false;
	/* journalctl --no-hostname has none. */
	return tag_pass(&(struct llguard__scan){ scan->at, scan->end }, tag)
		       ? tag_pass(scan, tag)
		       : host_pass(scan, host) && tag_pass(scan, tag);
}

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
	return prefix_pass(&scan, &traits->host, &tag) &&
	       message_parse(&scan, &tag, record, &traits->bits);
}
