/* SPDX-License-Identifier: MIT */
/*
 * An event as key=value words, with the keys of the flat JSON.
 *
 * A value with anything but printable ASCII, or with a space, quote, backslash or
 * equals sign, is a string as JSON has it: what most readers of logfmt unquote.
 */
#include "flat.h"
#include "names.h"
#include "write_status.h"

#include "../json_out.h"

static bool value_is_plain(const struct llguard_str *value)
{
	for (size_t i = 0; i < value->len; i++) {
		const char c = value->ptr[i];

		if (c <= ' ' || c >= 0x7f || c == '"' || c == '\\' || c == '=')
			return false;
	}
	return value->len != 0;
}

static void logfmt_key(
	struct llguard__text *text, const char *key, const char *more)
{
	if (text->len)
		LLGUARD__TEXT(text, " ");
	llguard__text_add(text, key);
	llguard__text_add(text, more);
}

/* Returns whether the value does not tell all. */
static bool quoted_write(
	struct llguard__text *text, const struct llguard__flat *flat)
{
	bool lossy = true;

	LLGUARD__TEXT(text, "\"");
	if (flat->type == LLGUARD__FLAT_TITLE) {
		lossy = llguard__flat_title(text, &flat->text);
	} else if (flat->type == LLGUARD__FLAT_ABSTRACT) {
		llguard__flat_abstract(text, &flat->text);
	} else {
		lossy = llguard__json_string(
			text, flat->text.ptr, flat->text.len);
	}
	LLGUARD__TEXT(text, "\"");
	return lossy;
}

static void logfmt_value(
	struct llguard__text *text, const struct llguard__flat *flat)
{
	logfmt_key(text, flat->key, "=");
	if (flat->type != LLGUARD__FLAT_ABSTRACT &&
		value_is_plain(&flat->text)) {
		llguard__text_bytes(text, flat->text.ptr, flat->text.len);
		return;
	}
	if (!quoted_write(text, flat))
		return;
	logfmt_key(text, flat->key, "_hex=");
	if (!flat->text.len)
		LLGUARD__TEXT(text, "\"\"");
	llguard__text_hex_bytes(text, flat->text.ptr, flat->text.len);
}

static void word_write(
	struct llguard__text *text, const struct llguard__flat *flat)
{
	switch (flat->type) {
	case LLGUARD__FLAT_ABSENT:
		break;
	case LLGUARD__FLAT_NUMBER:
		logfmt_key(text, flat->key, "=");
		llguard__text_u64(text, flat->number);
		break;
	case LLGUARD__FLAT_NEGATIVE:
		logfmt_key(text, flat->key, "=-");
		llguard__text_u64(text, flat->number);
		break;
	case LLGUARD__FLAT_BOOL:
		logfmt_key(text, flat->key, flat->number ? "=true" : "=false");
		break;
	default:
		logfmt_value(text, flat);
		break;
	}
}

static void loss_words(
	struct llguard__text *text, const struct llguard_event *event)
{
	if (event->seconds) {
		LLGUARD__TEXT(text, "time=");
		llguard__event_time(text, event->seconds, event->milliseconds);
	}
	logfmt_key(text, "kind", "=loss why=");
	llguard__text_bytes(text, event->why.ptr, event->why.len);
	LLGUARD__TEXT(text, " count=");
	llguard__text_u64(text, event->count);
}

static void string_word(
	struct llguard__text *text, const char *key, const char *string)
{
	const struct llguard__flat flat = {
		.key = key,
		.type = LLGUARD__FLAT_TEXT,
		.text = { string, strlen(string) },
	};

	logfmt_value(text, &flat);
}

int llguard_reader_describe_logfmt(const struct llguard_reader *reader,
	const char *state, const char *why, uint64_t seconds,
	uint32_t milliseconds, char *buf, size_t size)
{
	struct llguard__text text;

	if (!llguard__status_is_valid(reader, state, why, milliseconds) ||
		!llguard__text_begin(&text, buf, size))
		return -EINVAL;
	if (seconds) {
		LLGUARD__TEXT(&text, "time=");
		llguard__event_time(&text, seconds, milliseconds);
	}
	logfmt_key(&text, "kind", "=status");
	string_word(&text, "state", state);
	string_word(&text, "why", why);
	for (size_t i = 0; i < LLGUARD__COUNTERS; i++) {
		logfmt_key(&text, llguard__counter_name(i), "=");
		llguard__text_u64(&text, llguard__counter(reader, i));
	}
	return llguard__text_end(&text);
}

int llguard_event_describe_logfmt(
	const struct llguard_event *event, char *buf, size_t size)
{
	struct llguard__text text;
	struct llguard__flat flat;

	if (!event || !llguard__text_begin(&text, buf, size))
		return -EINVAL;
	if (event->kind == LLGUARD_EVENT_LOSS) {
		loss_words(&text, event);
		return llguard__text_end(&text);
	}
	for (size_t i = 0; i < LLGUARD__FLAT_FIELDS; i++) {
		if (i == LLGUARD__FLAT_KIND) {
			logfmt_key(&text, "kind", "=");
			llguard__text_add(
				&text, llguard__event_kind(event->kind)->text);
		}
		llguard__flat_get(event, i, &flat);
		word_write(&text, &flat);
	}
	return llguard__text_end(&text);
}
