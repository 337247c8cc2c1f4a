/* SPDX-License-Identifier: MIT */
/*
 * What stands before a message: the time, the host and the tag of syslog (RFC 3164,
 * RFC 5424) and of journalctl's short formats.
 */
#include "text_form.h"

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

bool llguard__text_prefix(struct llguard__scan *scan, struct llguard_str *host,
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
