/* SPDX-License-Identifier: MIT */
/*
 * A whole input.  Its last four bytes say how it is read: the form, the size of
 * the buffer, and how it is cut into chunks.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <llguard.h>

#include "fuzz.h"

static char memory[2][LLGUARD_READER_MIN + 255 * 256];
static char text[1 << 20];

struct outcome {
	uint64_t hash; /* of every line written */
	uint64_t denials;
	uint64_t others;
	struct llguard_reader reader;
};

static void hash_add(uint64_t *hash, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		*hash = (*hash ^ (unsigned char)bytes[i]) *
			UINT64_C(0x100000001b3);
}

/* snprintf's rules, by three writers. */
static void describe_check(const struct llguard_event *event, uint64_t *hash)
{
	static int (*const writers[])(const struct llguard_event *, char *,
		size_t) = { llguard_event_describe_json,
		llguard_event_describe_flat, llguard_event_describe };

	for (size_t i = 0; i < sizeof(writers) / sizeof(writers[0]); i++) {
		char small[64];
		const int len = writers[i](event, text, sizeof(text));
		const size_t kept = (size_t)len < sizeof(small)
					    ? (size_t)len
					    : sizeof(small) - 1;

		FUZZ_CHECK(len > 0 && (size_t)len < sizeof(text));
		FUZZ_CHECK(strlen(text) == (size_t)len);
		FUZZ_CHECK(writers[i](event, small, sizeof(small)) == len);
		FUZZ_CHECK(small[kept] == '\0' && !memcmp(small, text, kept));
		FUZZ_CHECK(writers[i](event, NULL, 0) == len);
		for (int at = 0; at < len; at++)
			FUZZ_CHECK((unsigned char)text[at] >= 0x20);
		hash_add(hash, text, (size_t)len);
	}
}

static void drain(struct outcome *outcome)
{
	const struct llguard_event *event;
	int err;

	while ((err = llguard_reader_next(&outcome->reader, &event)) == 1) {
		FUZZ_CHECK(event->size == sizeof(*event));
		if (event->kind == LLGUARD_EVENT_DENIAL)
			outcome->denials++;
		else
			outcome->others++;
		describe_check(event, &outcome->hash);
	}
	FUZZ_CHECK(err == 0);
}

/* Of exactly this size, so that a sanitizer sees each byte beyond. */
static void chunk_feed(
	struct outcome *outcome, const char *chunk, size_t n, bool is_packet)
{
	char *copy = malloc(n ? n : 1);
	uint32_t type = 1300;

	FUZZ_CHECK(copy);
	memcpy(copy, chunk, n);
	if (is_packet && n)
		type += (unsigned char)copy[0];
	FUZZ_CHECK((is_packet ? llguard_reader_feed_record(
					&outcome->reader, type, copy, n)
			      : llguard_reader_feed(
					&outcome->reader, copy, n)) == 0);
	drain(outcome);
	/* Nothing of it may be looked at from here on. */
	memset(copy, 0xa5, n);
	free(copy);
}

static void read_all(struct outcome *outcome, char *buffer, size_t size,
	uint32_t form, const char *data, size_t n, size_t chunk)
{
	*outcome = (struct outcome){ .reader = LLGUARD_READER_INIT };
	FUZZ_CHECK(
		llguard_reader_init(&outcome->reader, form, buffer, size) == 0);
	for (size_t at = 0; at < n;) {
		size_t take = chunk ? chunk : n;

		if (form == LLGUARD_FORM_NETLINK) {
			const char *end = memchr(data + at, '\n', n - at);

			take = end ? (size_t)(end - data) - at + 1 : n;
		}
		take = take < n - at ? take : n - at;
		chunk_feed(
			outcome, data + at, take, form == LLGUARD_FORM_NETLINK);
		at += take;
	}
	FUZZ_CHECK(llguard_reader_finish(&outcome->reader) == 0);
	drain(outcome);
}

/* How often a record of denials can have been meant. */
static uint64_t meant(const char *data, size_t n)
{
	uint64_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += (n - i >= 4 && !memcmp(data + i, "1423", 4)) ||
			 (n - i >= 15 &&
				 !memcmp(data + i, "LANDLOCK_ACCESS", 15));
	return count;
}

static void counters_check(
	const struct outcome *outcome, const char *data, size_t n)
{
	const struct llguard_reader *reader = &outcome->reader;
	uint64_t lines = n && data[n - 1] != '\n';

	for (size_t i = 0; i < n; i++)
		lines += data[i] == '\n';
	FUZZ_CHECK(reader->lines == lines);
	FUZZ_CHECK(reader->lines ==
		   reader->records + reader->ignored + reader->unparsed);
	FUZZ_CHECK(outcome->denials == reader->denials);
	FUZZ_CHECK(outcome->denials + outcome->others <= reader->records);
	/* A packet's type is no text, and JSON can escape any. */
	FUZZ_CHECK(reader->form == LLGUARD_FORM_NETLINK ||
		   reader->form == LLGUARD_FORM_JOURNAL ||
		   outcome->denials <= meant(data, n));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint32_t forms[] = { LLGUARD_FORM_AUTO,
		LLGUARD_FORM_AUDITD, LLGUARD_FORM_KMSG, LLGUARD_FORM_NETLINK,
		LLGUARD_FORM_JOURNAL, LLGUARD_FORM_TEXT };
	static struct outcome whole, cut;
	const char *bytes = (const char *)data;
	uint8_t how[4] = { 0 };
	size_t n = size;
	uint32_t form;

	if (size >= sizeof(how)) {
		n = size - sizeof(how);
		memcpy(how, data + n, sizeof(how));
	}
	form = forms[how[0] % 6];
	read_all(&whole, memory[0], LLGUARD_READER_MIN + how[1] * (size_t)256,
		form, bytes, n, 0);
	counters_check(&whole, bytes, n);
	/* However it is cut, the same comes out. */
	read_all(&cut, memory[1], LLGUARD_READER_MIN + how[1] * (size_t)256,
		form, bytes, n, 1 + how[2] + ((size_t)how[3] << 4));
	FUZZ_CHECK(cut.hash == whole.hash);
	FUZZ_CHECK(cut.denials == whole.denials);
	FUZZ_CHECK(cut.reader.lines == whole.reader.lines);
	return 0;
}
