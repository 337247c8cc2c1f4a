/* SPDX-License-Identifier: MIT */
/*
 * Whether audit is on, by what is heard: the kernel records that it is switched
 * off, and nothing of being switched on but whatever comes next.
 */
#ifndef EVENT_SWITCH_H
#define EVENT_SWITCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct event_switch {
	bool is_off;
	bool has_serial; /* of the record that said so */
	uint32_t serial;
};

/* Take a packet.  Returns whether .is_off has changed. */
bool event_switch_take(struct event_switch *of, uint32_t type,
	const char *payload, size_t len);

#endif /* EVENT_SWITCH_H */
