/* SPDX-License-Identifier: MIT */
/*
 * The memory of metrics: what stands at the beginning of the caller's buffer, and
 * the sets of labels behind it.
 */
#ifndef LLGUARD__METRICS_H
#define LLGUARD__METRICS_H

#include "../base.h"

#include <llguard/metrics.h>

#define LLGUARD__NO_SERIES UINT32_MAX

#define LLGUARD__CLASSES  8
#define LLGUARD__OUTCOMES 3
#define LLGUARD__LOSSES   6

/* Blockers and the program, end to end; what is longer is "(other)". */
#define LLGUARD__LABELS_MAX 220

struct llguard__series {
	uint64_t hash;
	uint64_t count;
	uint32_t chain;
	uint16_t blockers_len;
	uint16_t exe_len;
	uint8_t class_of;
	uint8_t outcome;
	uint8_t has_exe;
	char text[LLGUARD__LABELS_MAX];
};

_Static_assert(sizeof(struct llguard__series) <= 248, "256 with its bucket");

struct llguard__metrics {
	struct llguard__series *series;
	uint32_t *buckets;
	uint32_t bucket_mask;
	uint32_t most;
	uint64_t last; /* denial: milliseconds since 1970 */
	uint64_t others[LLGUARD__CLASSES][LLGUARD__OUTCOMES];
	uint64_t losses[LLGUARD__LOSSES]; /* records, by LLGUARD_LOSS_* */
};

#endif /* LLGUARD__METRICS_H */
