/* SPDX-License-Identifier: MIT */
/*
 * A journal.  Its last byte says how it is cut into chunks; export entries are
 * counted a second time, all at once, by what the format says of them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <llguard.h>

#include "fuzz.h"

#define VALUE_MAX ((uint64_t)768 << 20)

static char memory[2][LLGUARD_READER_MIN];

/* An input, and how far it has been read. */
struct input {
	const char *at;
	const char *end;
	uint64_t records;
	uint64_t unparsed;
};

/* An entry, as far as it matters. */
struct entry {
	int seen[6];
	bool is_audit;
	bool is_odd;
	bool has_fields;
	uint64_t bad;
};

static const char *const names[6] = { "_TRANSPORT", "_AUDIT_TYPE", "_AUDIT_ID",
	"_SOURCE_REALTIME_TIMESTAMP", "_BOOT_ID", "MESSAGE" };

static bool number_is(const char *value, size_t n, uint64_t most)
{
	uint64_t number = 0;

	for (size_t i = 0; i < n; i++) {
		const uint64_t digit = (uint64_t)(unsigned char)value[i] - '0';

		if (digit > 9 || number > (most - digit) / 10)
			return false;
		number = number * 10 + digit;
	}
	return n != 0;
}

static bool boot_is(const char *value, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!value[i] || !strchr("0123456789abcdefABCDEF", value[i]))
			return false;
	return n == 32;
}

static bool message_is(const char *value, size_t n)
{
	const char *space = n ? memchr(value, ' ', n) : NULL;

	return n <= LLGUARD_LINE_MAX && space && space > value;
}

static void field_take(struct entry *entry, const char *name, size_t name_len,
	const char *value, size_t n)
{
	bool is_valid = true;

	for (int i = 0; i < 6; i++) {
		if (strlen(names[i]) != name_len ||
			memcmp(names[i], name, name_len) != 0)
			continue;
		entry->is_odd |= entry->seen[i]++ != 0;
		if (i == 0) {
			entry->is_audit |=
				n == 5 && memcmp(value, "audit", 5) == 0;
			is_valid = n <= 40;
		} else if (i < 4) {
			/* Leading zeros make no value, only a long one. */
			is_valid = n <= 40 &&
				   number_is(value, n,
					   i < 3 ? UINT32_MAX : UINT64_MAX);
		} else {
			is_valid = i == 4 ? boot_is(value, n)
					  : message_is(value, n);
		}
		entry->is_odd |= !is_valid;
	}
}

/* How many bytes of at are a name. */
static size_t name_len(const char *at, const char *end)
{
	size_t n = 0;

	while (at + n < end &&
		((at[n] >= 'A' && at[n] <= 'Z') ||
			(at[n] >= '0' && at[n] <= '9') || at[n] == '_'))
		n++;
	return n <= 64 ? n : 0;
}

static void line_pass(struct input *input)
{
	const char *newline =
		memchr(input->at, '\n', (size_t)(input->end - input->at));

	input->at = newline ? newline + 1 : input->end;
}

/* The bytes of a binary field, whose name is at at; false when they are cut. */
static bool bytes_take(struct input *input, struct entry *entry, size_t n)
{
	const char *const name = input->at;
	const char *at = name + n + 1;
	uint64_t length = 0;

	if (input->end - at < 8)
		return false;
	for (int i = 0; i < 8; i++)
		length |= (uint64_t)(unsigned char)at[i] << 8 * i;
	at += 8;
	entry->has_fields = true;
	if (length <= VALUE_MAX) {
		if ((uint64_t)(input->end - at) <= length)
			return false;
		field_take(entry, name, n, at, (size_t)length);
		at += length;
	}
	input->at = at;
	if (length <= VALUE_MAX && *at == '\n') {
		input->at++;
		return true;
	}
	if (!memchr(at, '\n', (size_t)(input->end - at)))
		return false;
	entry->bad++;
	line_pass(input);
	return true;
}

/* One entry; false when it is cut. */
static bool entry_take(struct input *input, struct entry *entry)
{
	for (;;) {
		const char *const at = input->at;
		const size_t n = name_len(at, input->end);
		const char *newline;

		if (at == input->end)
			return true;
		newline = memchr(at, '\n', (size_t)(input->end - at));
		if (!newline)
			return false;
		if (newline == at) {
			input->at++;
			return true;
		}
		if (n && at + n == newline) {
			if (!bytes_take(input, entry, n))
				return false;
			continue;
		}
		line_pass(input);
		if (n && at[n] == '=') {
			entry->has_fields = true;
			field_take(entry, at, n, at + n + 1,
				(size_t)(newline - at) - n - 1);
			continue;
		}
		entry->bad++;
		if (!entry->has_fields)
			return true;
	}
}

/* All of an input; false when there is something else than export entries. */
static bool input_count(struct input *input)
{
	while (input->at < input->end) {
		struct entry entry = { 0 };

		if (*input->at == '{' || *input->at == '#')
			return false;
		if (!entry_take(input, &entry)) {
			input->unparsed += entry.bad + 1;
			return true;
		}
		if (entry.bad)
			input->unparsed += entry.bad;
		else if (!entry.is_audit)
			continue;
		else if (entry.is_odd || !entry.seen[1] || !entry.seen[2] ||
			 !entry.seen[3] || !entry.seen[5])
			input->unparsed++;
		else
			input->records++;
	}
	return true;
}

static uint64_t drain(struct llguard_reader *reader)
{
	const struct llguard_event *event;
	uint64_t count = 0;

	while (llguard_reader_next(reader, &event) == 1) {
		FUZZ_CHECK(event->form == LLGUARD_FORM_JOURNAL);
		FUZZ_CHECK(!event->node.ptr);
		FUZZ_CHECK(!event->boot.ptr || event->boot.len == 32);
		FUZZ_CHECK(!(event->flags & LLGUARD_FLAG_UNTRUSTED));
		count++;
	}
	return count;
}

static uint64_t read_all(struct llguard_reader *reader, char *buffer,
	const char *data, size_t n, size_t chunk)
{
	uint64_t count = 0;

	FUZZ_CHECK(llguard_reader_init(reader, LLGUARD_FORM_JOURNAL, buffer,
			   LLGUARD_READER_MIN) == 0);
	for (size_t at = 0, take; at < n; at += take) {
		/* Of exactly this size, so that a sanitizer sees what is beyond. */
		char *copy;

		take = n - at < chunk ? n - at : chunk;
		copy = malloc(take);
		FUZZ_CHECK(copy);
		memcpy(copy, data + at, take);
		FUZZ_CHECK(llguard_reader_feed(reader, copy, take) == 0);
		count += drain(reader);
		free(copy);
	}
	FUZZ_CHECK(llguard_reader_finish(reader) == 0);
	return count + drain(reader);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct llguard_reader whole = LLGUARD_READER_INIT;
	struct llguard_reader cut = LLGUARD_READER_INIT;
	const char *bytes = (const char *)data;
	struct input input;
	uint64_t lines;

	if (!size)
		return 0;
	size--;
	lines = size && bytes[size - 1] != '\n';
	for (size_t i = 0; i < size; i++)
		lines += bytes[i] == '\n';
	FUZZ_CHECK(read_all(&whole, memory[0], bytes, size, size) ==
		   read_all(&cut, memory[1], bytes, size, 1 + data[size]));
	FUZZ_CHECK(whole.lines == lines && cut.lines == lines);
	FUZZ_CHECK(whole.records == cut.records);
	FUZZ_CHECK(whole.unparsed == cut.unparsed);
	FUZZ_CHECK(lines == whole.records + whole.ignored + whole.unparsed);
	input = (struct input){ bytes, bytes + size, 0, 0 };
	if (!input_count(&input))
		return 0;
	FUZZ_CHECK(whole.records == input.records);
	FUZZ_CHECK(whole.unparsed == input.unparsed);
	return 0;
}
