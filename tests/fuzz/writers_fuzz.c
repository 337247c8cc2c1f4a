/* SPDX-License-Identifier: MIT */
/*
 * A log of auditd's, through every writer; small readers of each format say whether
 * a line is well formed.  Its last byte says in how small a buffer it is written.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <llguard.h>

#include "fuzz.h"

#define COLUMNS 62

static char memory[LLGUARD_READER_MIN];
static char text[1 << 20];
static char again[1 << 20];

/* UTF-8 as RFC 3629 has it, without NUL. */
static size_t character_length(const unsigned char *s)
{
	static const unsigned char least[4] = { 0, 0x80, 0xa0, 0x90 };
	size_t n = s[0] < 0x80 ? 1 : s[0] < 0xe0 ? 2 : s[0] < 0xf0 ? 3 : 4;

	if (!s[0] || (s[0] >= 0x80 && s[0] < 0xc2) || s[0] > 0xf4)
		return 0;
	for (size_t i = 1; i < n; i++)
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	if ((s[0] == 0xe0 || s[0] == 0xf0) && s[1] < least[n - 1])
		return 0;
	if ((s[0] == 0xed && s[1] > 0x9f) || (s[0] == 0xf4 && s[1] > 0x8f))
		return 0;
	return n;
}

static void utf8_check(const char *line, size_t n)
{
	for (size_t at = 0; at < n;) {
		const size_t length =
			character_length((const unsigned char *)line + at);

		FUZZ_CHECK(length && at + length <= n);
		at += length;
	}
}

/* Behind a string's closing quote. */
static const char *string_check(const char *at)
{
	FUZZ_CHECK(*at == '"');
	for (at++; *at != '"'; at++) {
		FUZZ_CHECK((unsigned char)*at >= 0x20 && *at != 0x7f);
		if (*at != '\\')
			continue;
		at++;
		FUZZ_CHECK(*at == '"' || *at == '\\' || *at == 'u');
		for (int i = 0; *at == 'u' && i < 4; i++)
			FUZZ_CHECK(strchr("0123456789abcdef", at[1 + i]) &&
				   at[1 + i]);
	}
	return at + 1;
}

/* Behind a value of JSON; nesting is that of our own objects. */
static const char *value_check(const char *at, int depth)
{
	const char close = *at == '{' ? '}' : ']';
	const bool is_object = *at == '{';

	FUZZ_CHECK(depth < 16);
	if (*at == '"')
		return string_check(at);
	if (*at != '{' && *at != '[') {
		if (!strncmp(at, "true", 4))
			return at + 4;
		if (!strncmp(at, "false", 5))
			return at + 5;
		at += *at == '-';
		FUZZ_CHECK(*at >= '0' && *at <= '9');
		/* No leading zero. */
		FUZZ_CHECK(*at != '0' || at[1] < '0' || at[1] > '9');
		return at + strspn(at, "0123456789");
	}
	at++;
	if (*at == close)
		return at + 1;
	for (;;) {
		if (is_object) {
			at = string_check(at);
			FUZZ_CHECK(*at++ == ':');
		}
		at = value_check(at, depth + 1);
		if (*at == close)
			return at + 1;
		FUZZ_CHECK(*at++ == ',');
	}
}

static void json_check(const char *line, size_t n)
{
	FUZZ_CHECK(*line == '{');
	FUZZ_CHECK(value_check(line, 0) == line + n);
}

static void csv_check(const char *line, size_t n)
{
	const char *at = line;
	size_t cells = 1;

	while (at < line + n) {
		if (*at == '"') {
			for (at++; at[0] != '"' || at[1] == '"'; at++) {
				FUZZ_CHECK(at < line + n);
				at += *at == '"';
			}
			at++;
		}
		for (; at < line + n && *at != ','; at++)
			FUZZ_CHECK(*at != '"' && *at != '\n' && *at != '\r');
		if (at < line + n) {
			cells++;
			at++;
		}
	}
	FUZZ_CHECK(cells == COLUMNS);
}

static void logfmt_check(const char *line, size_t n)
{
	const char *at = line;

	for (;;) {
		const size_t key =
			strspn(at, "abcdefghijklmnopqrstuvwxyz_0123456789");

		FUZZ_CHECK(key && at[key] == '=');
		at += key + 1;
		if (*at == '"') {
			at = string_check(at);
		} else {
			FUZZ_CHECK(*at > ' ');
			for (; *at > ' '; at++)
				FUZZ_CHECK(*at != '"' && *at != '\\' &&
					   *at != '=');
		}
		if (at == line + n)
			return;
		FUZZ_CHECK(*at++ == ' ');
	}
}

static const struct {
	int (*event)(const struct llguard_event *event, char *buf, size_t size);
	void (*check)(const char *line, size_t n);
} writers[] = {
	{ llguard_event_describe_json, json_check },
	{ llguard_event_describe_flat, json_check },
	{ llguard_event_describe_ecs, json_check },
	{ llguard_event_describe_ocsf, json_check },
	{ llguard_event_describe_auparse, json_check },
	{ llguard_event_describe_csv, csv_check },
	{ llguard_event_describe_logfmt, logfmt_check },
};

static void event_check(const struct llguard_event *event, size_t small)
{
	for (size_t i = 0; i < sizeof(writers) / sizeof(writers[0]); i++) {
		const int len = writers[i].event(event, text, sizeof(text));
		size_t kept;

		FUZZ_CHECK(len > 0 && (size_t)len < sizeof(text));
		FUZZ_CHECK(strlen(text) == (size_t)len);
		utf8_check(text, (size_t)len);
		writers[i].check(text, (size_t)len);
		/* What does not fit is cut, and counted. */
		kept = (size_t)len < small ? (size_t)len : small - 1;
		memset(again, 0x55, small + 1);
		FUZZ_CHECK(writers[i].event(event, again, small) == len);
		FUZZ_CHECK(again[kept] == '\0' && again[small] == 0x55);
		FUZZ_CHECK(memcmp(again, text, kept) == 0);
		FUZZ_CHECK(writers[i].event(event, NULL, 0) == len);
	}
}

/* The same of one whose strings are cut. */
static void shorter_check(const struct llguard_event *event, size_t small)
{
	struct llguard_cut cut = LLGUARD_CUT_INIT;
	struct llguard_event shorter = *event;
	const int count = llguard_event_cut(&shorter, &cut, 1 + small % 64);

	FUZZ_CHECK(count >= 0);
	FUZZ_CHECK(!count || (shorter.flags & LLGUARD_FLAG_CUT));
	if (count)
		event_check(&shorter, small);
}

static void status_check(const struct llguard_reader *reader)
{
	int len = llguard_reader_describe_ecs(
		reader, "ok", "", reader->lines, 0, text, sizeof(text));

	FUZZ_CHECK(len > 0);
	json_check(text, (size_t)len);
	len = llguard_reader_describe_ocsf(
		reader, "blind", "off", reader->lines, 0, text, sizeof(text));
	FUZZ_CHECK(len > 0);
	json_check(text, (size_t)len);
	len = llguard_reader_describe_auparse(
		reader, "ok", "", 0, 0, text, sizeof(text));
	FUZZ_CHECK(len > 0);
	json_check(text, (size_t)len);
	len = llguard_reader_describe_logfmt(
		reader, "ok", "", reader->lines, 0, text, sizeof(text));
	FUZZ_CHECK(len > 0);
	logfmt_check(text, (size_t)len);
}

static void drain(struct llguard_reader *reader, size_t small)
{
	const struct llguard_event *event;
	int err;

	while ((err = llguard_reader_next(reader, &event)) == 1) {
		event_check(event, small);
		shorter_check(event, small);
	}
	FUZZ_CHECK(err == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct llguard_reader reader = LLGUARD_READER_INIT;
	const size_t small = size ? 1 + (size_t)data[size - 1] * 16 : 1;

	FUZZ_CHECK(llguard_reader_init(&reader, LLGUARD_FORM_AUDITD, memory,
			   sizeof(memory)) == 0);
	FUZZ_CHECK(llguard_reader_feed(&reader, data, size) == 0);
	drain(&reader, small);
	FUZZ_CHECK(llguard_reader_feed_loss(
			   &reader, LLGUARD_LOSS_ENOBUFS, size + 1) == 0);
	drain(&reader, small);
	FUZZ_CHECK(llguard_reader_finish(&reader) == 0);
	drain(&reader, small);
	status_check(&reader);
	return 0;
}
