/* SPDX-License-Identifier: MIT */
/*
 * What the other writers need of loss.
 */
#ifndef LLGUARD__WRITE_STATUS_H
#define LLGUARD__WRITE_STATUS_H

#include "../base.h"

#include <llguard/telemetry.h>

/* The word of LLGUARD_LOSS_*, a constant; empty for what is none. */
struct llguard_str llguard__loss_why(uint32_t why);

/* An event of the kind LLGUARD_EVENT_LOSS as JSON, nested or not. */
int llguard__loss_describe_json(
	const struct llguard_event *event, char *buf, size_t size);

#endif /* LLGUARD__WRITE_STATUS_H */
