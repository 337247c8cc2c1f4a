/* SPDX-License-Identifier: MIT */
#include "event_order.h"

#include <stdlib.h>
#include <string.h>

/* The stamp of a line in milliseconds; 0: it has none. */
static uint64_t line_time(const char *line, size_t len, uint32_t form)
{
	struct llguard_record record = LLGUARD_RECORD_INIT;

	for (uint32_t i = LLGUARD_FORM_AUDITD; i < LLGUARD_FORM_NETLINK; i++)
		if ((!form || form == i) &&
			llguard_record_parse(line, len, i, &record) == 1)
			return record.seconds * 1000 + record.milliseconds;
	return 0;
}

static uint64_t input_time(const struct event_input *input, uint32_t form)
{
	const char *at = input->head;
	const char *const end = at + input->head_len;
	uint64_t time = 0;

	while (at < end && !time) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		const char *to = newline ? newline : end;

		time = line_time(at, (size_t)(to - at), form);
		at = to + 1;
	}
	return time;
}

void event_order(struct event_inputs *inputs, uint32_t form)
{
	uint64_t before = 0;

	for (int i = 0; i < inputs->count; i++) {
		const struct event_input input = inputs->list[i];
		const uint64_t time = input_time(&input, form);
		int place = i;

		before = time ? time : before;
		while (place > 0 && inputs->list[place - 1].time > before) {
			inputs->list[place] = inputs->list[place - 1];
			place--;
		}
		inputs->list[place] = input;
		inputs->list[place].time = before;
	}
}
