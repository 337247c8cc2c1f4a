/* SPDX-License-Identifier: MIT */
/*
 * What the other writers need of loss.
 */
#ifndef LLGUARD__WRITE_STATUS_H
#define LLGUARD__WRITE_STATUS_H

#include "../json_out.h"

#include <llguard/telemetry.h>

/* The word of LLGUARD_LOSS_*, a constant; empty for what is none. */
struct llguard_str llguard__loss_why(uint32_t why);

/* An event of the kind LLGUARD_EVENT_LOSS as JSON, nested or not. */
int llguard__loss_describe_json(
	const struct llguard_event *event, char *buf, size_t size);

/* The counters of a reader, as they are written. */
#define LLGUARD__COUNTERS 10
const char *llguard__counter_name(size_t i);
uint64_t llguard__counter(const struct llguard_reader *reader, size_t i);

/* Whether the arguments of llguard_reader_describe_json() are valid. */
bool llguard__status_is_valid(const struct llguard_reader *reader,
	const char *state, const char *why, uint32_t milliseconds);

/* A time as a member; nothing for one that is not known: 0 seconds. */
void llguard__time_member(struct llguard__json *json, const char *key,
	uint64_t seconds, uint32_t milliseconds);

#endif /* LLGUARD__WRITE_STATUS_H */
