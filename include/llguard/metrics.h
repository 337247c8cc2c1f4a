/* SPDX-License-Identifier: MIT */
/*
 * Denials as counters for a monitoring system: OpenMetrics text, which
 * Prometheus' node exporter takes from a file too.
 *
 * The labels are the class, the blockers, the outcome, and the program that has
 * made the domain.  A counter never goes back, so none is ever evicted: when there
 * is no room for another set of labels, its denials are counted as "(other)", of
 * their class and outcome.
 */
#ifndef LLGUARD_METRICS_H
#define LLGUARD_METRICS_H

#include <llguard/tally.h>

/* The smallest buffer; and one for 200 sets of labels. */
#define LLGUARD_METRICS_MIN   ((size_t)8 * 1024)
#define LLGUARD_METRICS_USUAL ((size_t)64 * 1024)

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Counters.  Their memory is the caller's buffer, which must stay where it is; it
 * needs no freeing.  Who does not trust an input sets .seed to random bytes before
 * llguard_metrics_init(); who has asked llguard_audit_probe() sets .audit at any
 * time.
 */
struct llguard_metrics {
	uint32_t size;
	uint32_t audit;    /* LLGUARD_AUDIT_*; 0: not known, and not written */
	uint64_t denials;  /* counted */
	uint64_t others;   /* of them, as "(other)" */
	uint32_t series;   /* sets of labels that there are */
	uint32_t reserved; /* 0 */
	uint8_t seed[16];
	void *state;
};

/* clang-format off */
#define LLGUARD_METRICS_INIT \
	{ sizeof(struct llguard_metrics), 0, 0, 0, 0, 0, { 0 }, NULL }
/* clang-format on */

/*
 * Begin.  buffer is size bytes; a set of labels takes 256 of them.
 *
 * Returns 0; -EINVAL for an argument that is not valid or a size below
 * LLGUARD_METRICS_MIN.  Async-signal-safe.
 */
LLGUARD_API int llguard_metrics_init(struct llguard_metrics *metrics,
	void *buffer, size_t size) LLGUARD_MUST_CHECK;

/*
 * Count an event: a denial that was not read before, or a loss.
 *
 * Returns 1 when it was counted, 0 when it was not, -EINVAL for an argument that is
 * not valid.  Async-signal-safe.
 */
LLGUARD_API int llguard_metrics_add(
	struct llguard_metrics *metrics, const struct llguard_event *event);

/*
 * Write everything as OpenMetrics text, with the counters of a reader and of a
 * tally, either of which may be NULL.  Labels are escaped, so that no two sets of
 * them become the same: what is no printable UTF-8, and the backslash, as \xNN.
 *
 * Returns the length of the whole text, -EINVAL for an argument that is not valid,
 * or when buf is NULL and size is not 0.  Async-signal-safe.
 */
LLGUARD_API int llguard_metrics_describe(const struct llguard_metrics *metrics,
	const struct llguard_reader *reader, const struct llguard_tally *tally,
	char *buf, size_t size);

#ifdef __cplusplus
}
#endif

#endif /* LLGUARD_METRICS_H */
