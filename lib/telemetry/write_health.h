/* SPDX-License-Identifier: MIT */
/*
 * Lines that stand for no record, in the formats of others: what was lost, and how
 * the reader fares.
 */
#ifndef LLGUARD__WRITE_HEALTH_H
#define LLGUARD__WRITE_HEALTH_H

#include "../base.h"

#include <llguard/telemetry.h>

#define LLGUARD__ECS_VERSION "9.4.0"

/* What auparse prints at the end of each event. */
#define LLGUARD__AUPARSE_ECS                                                   \
	"{\"event\":{},\"user\":{\"effective\":{},\"target\":{},"              \
	"\"changes\":{}},\"group\":{}}"

/* An event of the kind LLGUARD_EVENT_LOSS. */
int llguard__loss_describe_ecs(
	const struct llguard_event *event, char *buf, size_t size);
int llguard__loss_describe_ocsf(
	const struct llguard_event *event, char *buf, size_t size);
int llguard__loss_describe_auparse(
	const struct llguard_event *event, char *buf, size_t size);

#endif /* LLGUARD__WRITE_HEALTH_H */
