/* SPDX-License-Identifier: MIT */
/*
 * Counters with labels, as many as there is room for.
 */
#include "metrics.h"

#include "inflight.h"
#include "siphash.h"
#include "write_status.h"

#include "../extensible.h"

static struct llguard__metrics *metrics_state(
	const struct llguard_metrics *metrics)
{
	if (llguard__size_of(metrics) < sizeof(*metrics))
		return NULL;
	return metrics->state;
}

int llguard_metrics_init(
	struct llguard_metrics *metrics, void *buffer, size_t size)
{
	const size_t misfit = -(uintptr_t)buffer & 15;
	const size_t each = sizeof(struct llguard__series) + sizeof(uint32_t);
	const size_t most = 1 << 20;
	struct llguard__metrics *state;
	uint32_t buckets = 1;

	if (llguard__size_of(metrics) < sizeof(*metrics) || !buffer ||
		size < LLGUARD_METRICS_MIN)
		return -EINVAL;
	state = (struct llguard__metrics *)(void *)((char *)buffer + misfit);
	memset(state, 0, sizeof(*state));
	size = (size - misfit - sizeof(*state)) / each;
	state->most = (uint32_t)(size < most ? size : most);
	while (buckets <= state->most / 2)
		buckets *= 2;
	state->series = (struct llguard__series *)(void *)(state + 1);
	state->buckets = (uint32_t *)(void *)(state->series + state->most);
	state->bucket_mask = buckets - 1;
	memset(state->buckets, 0xff, buckets * sizeof(*state->buckets));
	metrics->denials = metrics->others = 0;
	metrics->series = 0;
	metrics->state = state;
	return 0;
}

static uint64_t series_hash(const struct llguard_metrics *metrics,
	const struct llguard_event *event)
{
	const struct llguard_str texts[] = { event->blockers,
		event->creator_exe };
	struct llguard__siphash hash;

	llguard__siphash_begin(&hash, metrics->seed);
	llguard__hash_number(&hash, (uint64_t)event->class_of << 32 |
					    event->outcome << 1 |
					    (event->creator_exe.ptr != NULL));
	llguard__hash_texts(&hash, texts, LLGUARD__COUNT(texts));
	return llguard__hash_end(&hash);
}

static bool series_is(const struct llguard__series *series, uint64_t hash,
	const struct llguard_event *event)
{
	return series->hash == hash && series->class_of == event->class_of &&
	       series->outcome == event->outcome &&
	       series->has_exe == (event->creator_exe.ptr != NULL) &&
	       series->blockers_len == event->blockers.len &&
	       series->exe_len == event->creator_exe.len &&
	       memcmp(series->text, event->blockers.ptr, event->blockers.len) ==
		       0 &&
	       (!event->creator_exe.len ||
		       memcmp(series->text + series->blockers_len,
			       event->creator_exe.ptr,
			       event->creator_exe.len) == 0);
}

/* Where to count a denial; NULL when there is no room for its labels. */
static uint64_t *series_find(
	struct llguard_metrics *metrics, const struct llguard_event *event)
{
	const struct llguard__metrics *state = metrics->state;
	const size_t len = event->blockers.len + event->creator_exe.len;
	struct llguard__series *series;
	uint32_t *bucket;
	uint64_t hash;

	if (!event->blockers.len || len > LLGUARD__LABELS_MAX)
		return NULL;
	hash = series_hash(metrics, event);
	bucket = &state->buckets[hash & state->bucket_mask];
	for (uint32_t at = *bucket; at != LLGUARD__NO_SERIES;
		at = series->chain) {
		series = &state->series[at];
		if (series_is(series, hash, event))
			return &series->count;
	}
	if (metrics->series == state->most)
		return NULL;
	series = &state->series[metrics->series];
	*series = (struct llguard__series){
		.hash = hash,
		.chain = *bucket,
		.blockers_len = (uint16_t)event->blockers.len,
		.exe_len = (uint16_t)event->creator_exe.len,
		.class_of = (uint8_t)event->class_of,
		.outcome = (uint8_t)event->outcome,
		.has_exe = event->creator_exe.ptr != NULL,
	};
	memcpy(series->text, event->blockers.ptr, event->blockers.len);
	if (event->creator_exe.len)
		memcpy(series->text + event->blockers.len,
			event->creator_exe.ptr, event->creator_exe.len);
	*bucket = metrics->series++;
	return &series->count;
}

static int loss_add(
	struct llguard__metrics *state, const struct llguard_event *event)
{
	for (uint32_t why = 1; why < LLGUARD__LOSSES; why++) {
		const struct llguard_str word = llguard__loss_why(why);

		if (word.len != event->why.len ||
			memcmp(word.ptr, event->why.ptr, word.len) != 0)
			continue;
		state->losses[why] += event->count;
		return 1;
	}
	return 0;
}

int llguard_metrics_add(
	struct llguard_metrics *metrics, const struct llguard_event *event)
{
	struct llguard__metrics *state = metrics_state(metrics);
	uint64_t *count;

	if (!state || !event)
		return -EINVAL;
	if (event->kind == LLGUARD_EVENT_LOSS)
		return loss_add(state, event);
	if (event->kind != LLGUARD_EVENT_DENIAL ||
		(event->flags & LLGUARD_FLAG_DUPLICATE) ||
		event->class_of >= LLGUARD__CLASSES || !event->outcome ||
		event->outcome >= LLGUARD__OUTCOMES)
		return 0;
	count = series_find(metrics, event);
	if (!count) {
		metrics->others++;
		count = &state->others[event->class_of][event->outcome];
	}
	++*count;
	metrics->denials++;
	if (event->has & LLGUARD_HAS_STAMP) {
		const uint64_t time = llguard__stamp_time(
			event->seconds, event->milliseconds);

		if (time > state->last)
			state->last = time;
	}
	return 1;
}
