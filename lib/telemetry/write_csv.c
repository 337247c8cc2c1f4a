/* SPDX-License-Identifier: MIT */
/*
 * An event as a row of CSV, RFC 4180, in the columns of llguard_csv_header().
 *
 * There is no column for the bytes that a string does not tell: what is not
 * UTF-8, or a NUL, becomes U+FFFD, and the row has the flag "lossy".
 */
#include "flat.h"
#include "names.h"

#include "../text.h"

static bool char_is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool cell_needs_quotes(const struct llguard_str *cell)
{
	/* Empty, and not absent. */
	if (!cell->len)
		return true;
	/* What some readers take off. */
	if (char_is_blank(cell->ptr[0]) ||
		char_is_blank(cell->ptr[cell->len - 1]))
		return true;
	for (size_t i = 0; i < cell->len; i++) {
		const char c = cell->ptr[i];

		if (c == '"' || c == ',' || c == '\n' || c == '\r')
			return true;
	}
	return false;
}

/* How many bytes at s need neither a look nor a second quote. */
static size_t cell_plain(const unsigned char *s, size_t n)
{
	size_t at = 0;

	while (at < n && s[at] && s[at] < 0x80 && s[at] != '"')
		at++;
	return at;
}

/* Returns whether something is not told. */
static bool cell_bytes(struct llguard__text *text, const char *bytes, size_t n)
{
	const unsigned char *s = (const unsigned char *)bytes;
	bool lossy = false;

	for (size_t at = 0;;) {
		const size_t plain = cell_plain(s + at, n - at);
		size_t length;
		uint32_t c;

		llguard__text_bytes(text, s + at, plain);
		at += plain;
		if (at == n)
			return lossy;
		length = llguard__utf8_char(s + at, n - at, &c);
		if (!length || !c) {
			LLGUARD__TEXT(text, "\xef\xbf\xbd");
			lossy = true;
			length = 1;
		} else {
			llguard__text_bytes(text, s + at, length);
			if (c == '"')
				LLGUARD__TEXT(text, "\"");
		}
		at += length;
	}
}

static bool cell_title(
	struct llguard__text *text, const struct llguard_str *title)
{
	const char *at = title->ptr;
	size_t left = title->len;
	const char *stop;
	bool lossy = false;

	while (left && (stop = memchr(at, '\0', left))) {
		lossy |= cell_bytes(text, at, (size_t)(stop - at));
		LLGUARD__TEXT(text, " ");
		left -= (size_t)(stop - at) + 1;
		at = stop + 1;
	}
	return cell_bytes(text, at, left) || lossy;
}

static bool cell_text(
	struct llguard__text *text, const struct llguard__flat *flat)
{
	const bool quotes = cell_needs_quotes(&flat->text);
	const bool at = flat->type == LLGUARD__FLAT_ABSTRACT &&
			flat->text.len && !flat->text.ptr[0];
	bool lossy;

	if (quotes)
		LLGUARD__TEXT(text, "\"");
	if (at)
		LLGUARD__TEXT(text, "@");
	lossy = flat->type == LLGUARD__FLAT_TITLE
			? cell_title(text, &flat->text)
			: cell_bytes(text, flat->text.ptr + at,
				  flat->text.len - at);
	if (quotes)
		LLGUARD__TEXT(text, "\"");
	return lossy;
}

static bool cell_write(
	struct llguard__text *text, const struct llguard__flat *flat)
{
	switch (flat->type) {
	case LLGUARD__FLAT_NEGATIVE:
		LLGUARD__TEXT(text, "-");
		/* fall through */
	case LLGUARD__FLAT_NUMBER:
		llguard__text_u64(text, flat->number);
		return false;
	case LLGUARD__FLAT_BOOL:
		llguard__text_add(text, flat->number ? "true" : "false");
		return false;
	case LLGUARD__FLAT_ABSENT:
		return false;
	default:
		return cell_text(text, flat);
	}
}

/* Flags are words without quotes; lossy is the last of them. */
static void cell_flags(
	struct llguard__text *text, struct llguard__flat *flat, uint32_t flags)
{
	struct llguard__text more;
	const size_t len =
		flat->type == LLGUARD__FLAT_ABSENT ? 0 : flat->text.len;

	if (!(flags & LLGUARD_FLAG_LOSSY)) {
		(void)llguard__text_begin(
			&more, flat->scratch, sizeof(flat->scratch));
		more.len = len;
		llguard__text_add(&more, len ? ",lossy" : "lossy");
		flat->text = (struct llguard_str){ flat->scratch, more.len };
		flat->type = LLGUARD__FLAT_TEXT;
	}
	(void)cell_write(text, flat);
}

/* Returns whether a cell does not tell all. */
static bool row_write(struct llguard__text *text,
	const struct llguard_event *event, bool is_lossy)
{
	struct llguard__flat flat;
	bool lossy = false;

	for (size_t i = 0; i < LLGUARD__FLAT_FIELDS; i++) {
		if (i)
			LLGUARD__TEXT(text, ",");
		if (i == LLGUARD__FLAT_KIND) {
			llguard__text_add(
				text, llguard__event_kind(event->kind)->text);
			LLGUARD__TEXT(text, ",");
		}
		llguard__flat_get(event, i, &flat);
		if (i == LLGUARD__FLAT_FLAGS && is_lossy)
			cell_flags(text, &flat, event->flags);
		else
			lossy |= cell_write(text, &flat);
	}
	return lossy;
}

static void loss_row_write(
	struct llguard__text *text, const struct llguard_event *event)
{
	if (event->seconds)
		llguard__event_time(text, event->seconds, event->milliseconds);
	LLGUARD__TEXT(text, ",,loss");
	for (size_t i = LLGUARD__FLAT_KIND; i < LLGUARD__FLAT_FIELDS; i++)
		LLGUARD__TEXT(text, ",");
}

int llguard_event_describe_csv(
	const struct llguard_event *event, char *buf, size_t size)
{
	struct llguard__text text;

	if (!event || !llguard__text_begin(&text, buf, size))
		return -EINVAL;
	if (event->kind == LLGUARD_EVENT_LOSS) {
		loss_row_write(&text, event);
	} else if (row_write(&text, event, false)) {
		/* Once more: the flags come before the strings. */
		text.len = 0;
		(void)row_write(&text, event, true);
	}
	return llguard__text_end(&text);
}

int llguard_csv_header(char *buf, size_t size)
{
	static const struct llguard_event none = {
		.kind = LLGUARD_EVENT_DENIAL
	};
	struct llguard__text text;
	struct llguard__flat flat;

	if (!llguard__text_begin(&text, buf, size))
		return -EINVAL;
	for (size_t i = 0; i < LLGUARD__FLAT_FIELDS; i++) {
		if (i)
			LLGUARD__TEXT(&text, ",");
		if (i == LLGUARD__FLAT_KIND)
			LLGUARD__TEXT(&text, "kind,");
		llguard__flat_get(&none, i, &flat);
		llguard__text_add(&text, flat.key);
	}
	return llguard__text_end(&text);
}
