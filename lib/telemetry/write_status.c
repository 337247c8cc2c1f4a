/* SPDX-License-Identifier: MIT */
/*
 * The lines that stand for no record: what was lost, and how the reader fares.
 */
#include "write_status.h"

#include "names.h"

#include "../extensible.h"
#include "../json_out.h"

static const char *loss_word(uint32_t why)
{
	static const char words[][15] = {
		[LLGUARD_LOSS_ENOBUFS] = "enobufs",
		[LLGUARD_LOSS_KERNEL] = "kernel_lost",
		[LLGUARD_LOSS_GAP] = "gap",
		[LLGUARD_LOSS_OVERFLOW] = "overflow",
		[LLGUARD_LOSS_TRUNCATED_FILE] = "truncated_file",
	};

	return why < LLGUARD__COUNT(words) ? words[why] : "";
}

struct llguard_str llguard__loss_why(uint32_t why)
{
	const char *word = loss_word(why);

	return (struct llguard_str){ word, strlen(word) };
}

void llguard__time_member(struct llguard__json *json, const char *key,
	uint64_t seconds, uint32_t milliseconds)
{
	if (!seconds)
		return;
	llguard__json_key(json, key, "");
	LLGUARD__TEXT(&json->text, "\"");
	llguard__event_time(&json->text, seconds, milliseconds);
	LLGUARD__TEXT(&json->text, "\"");
}

int llguard__loss_describe_json(
	const struct llguard_event *event, char *buf, size_t size)
{
	struct llguard__json json;

	if (!llguard__json_begin(&json, "loss", buf, size))
		return -EINVAL;
	llguard__time_member(
		&json, "time", event->seconds, event->milliseconds);
	llguard__json_bytes(&json, "why", event->why.ptr, event->why.len);
	llguard__json_u64(&json, "count", event->count);
	return llguard__json_end(&json);
}

static const struct counter {
	char key[10];
	uint16_t at;
} counters[] = {
#define COUNTER(name)                                                          \
	{                                                                      \
#name, offsetof(struct llguard_reader, name)                   \
	}
	COUNTER(lines),
	COUNTER(records),
	COUNTER(ignored),
	COUNTER(unparsed),
	COUNTER(denials),
	COUNTER(domains),
	COUNTER(unlogged),
	COUNTER(late),
	COUNTER(truncated),
	COUNTER(lost),
#undef COUNTER
};

_Static_assert(LLGUARD__COUNT(counters) == LLGUARD__COUNTERS, "count them");

const char *llguard__counter_name(size_t i)
{
	return counters[i].key;
}

uint64_t llguard__counter(const struct llguard_reader *reader, size_t i)
{
	return *(const uint64_t *)(const void *)((const char *)reader +
						 counters[i].at);
}

bool llguard__status_is_valid(const struct llguard_reader *reader,
	const char *state, const char *why, uint32_t milliseconds)
{
	return llguard__size_of(reader) >= sizeof(*reader) && state && why &&
	       milliseconds <= 999;
}

int llguard_reader_describe_json(const struct llguard_reader *reader,
	const char *state, const char *why, uint64_t seconds,
	uint32_t milliseconds, char *buf, size_t size)
{
	struct llguard__json json;

	if (!llguard__status_is_valid(reader, state, why, milliseconds) ||
		!llguard__json_begin(&json, "status", buf, size))
		return -EINVAL;
	llguard__time_member(&json, "time", seconds, milliseconds);
	llguard__json_text(&json, "state", state);
	llguard__json_text(&json, "why", why);
	for (size_t i = 0; i < LLGUARD__COUNT(counters); i++)
		llguard__json_u64(
			&json, counters[i].key, llguard__counter(reader, i));
	return llguard__json_end(&json);
}

int llguard_reader_describe(const struct llguard_reader *reader,
	const char *state, const char *why, uint64_t seconds,
	uint32_t milliseconds, char *buf, size_t size)
{
	struct llguard__text text;

	if (!llguard__status_is_valid(reader, state, why, milliseconds) ||
		!llguard__text_begin(&text, buf, size))
		return -EINVAL;
	if (seconds) {
		llguard__event_time(&text, seconds, milliseconds);
		LLGUARD__TEXT(&text, " ");
	}
	llguard__text_add(&text, state);
	if (*why)
		LLGUARD__TEXT(&text, ", ");
	llguard__text_add(&text, why);
	for (size_t i = 0; i < LLGUARD__COUNT(counters); i++) {
		llguard__text_add(&text, i ? ", " : ": ");
		llguard__text_add(&text, counters[i].key);
		LLGUARD__TEXT(&text, " ");
		llguard__text_u64(&text, llguard__counter(reader, i));
	}
	return llguard__text_end(&text);
}
