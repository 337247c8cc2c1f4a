/* SPDX-License-Identifier: MIT */
/*
 * Counting denials: which ones, how many, the first and the last, in memory that
 * does not grow, whatever a hostile program does.
 *
 *	struct llguard_tally tally = LLGUARD_TALLY_INIT;
 *	const struct llguard_tally_entry *entry;
 *	uint32_t at = 0;
 *
 *	llguard_tally_init(
 *		&tally, LLGUARD_TALLY_BY_CREATOR, buffer, sizeof(buffer));
 *	LLGUARD_FOREACH_EVENT(event, &reader)
 *		llguard_tally_add(&tally, event);
 *	while (llguard_tally_next(&tally, &at, &entry) > 0)
 *		...
 *
 * Denials are one entry when they have the same domain, or creator's program, the
 * same blockers, outcome and object, on the same node.  When there is no room, the
 * entry with the fewest denials goes, of those the one that was heard of longest
 * ago, and a new entry starts where the ones before it have ended: what is denied
 * often cannot be driven out by much that is denied once.
 */
#ifndef LLGUARD_TALLY_H
#define LLGUARD_TALLY_H

#include <llguard/telemetry.h>

/* Whose denials are counted together. */
#define LLGUARD_TALLY_BY_DOMAIN  1
#define LLGUARD_TALLY_BY_CREATOR 2 /* of domains that one program has made */

/* The smallest buffer, and one that does not have to be measured. */
#define LLGUARD_TALLY_MIN   ((size_t)16 * 1024)
#define LLGUARD_TALLY_USUAL ((size_t)256 * 1024)

/* Of a text of an entry, so many bytes are kept; what is longer is another. */
#define LLGUARD_TALLY_TEXT_MAX 512

#ifdef __cplusplus
extern "C" {
#endif

/*
 * A tally.  Its memory is the caller's buffer, which must stay where it is; it
 * needs no freeing.  Who does not trust an input sets .seed to random bytes before
 * llguard_tally_init(): nobody can then choose texts that slow it down.  With
 * .suppress, of the denials of one entry only so many are to be shown in .window
 * seconds.  The counters may be read at any time.
 */
struct llguard_tally {
	uint32_t size;
	uint32_t by;              /* LLGUARD_TALLY_BY_* */
	uint32_t suppress;        /* 0: show all */
	uint32_t window;          /* seconds */
	uint64_t denials;         /* counted */
	uint64_t held;            /* of them, not to be shown */
	uint64_t untold;          /* of these, in no summary: evicted before */
	uint64_t evicted;         /* entries, for want of room */
	uint64_t evicted_denials; /* that these had counted */
	uint32_t entries;         /* that there are */
	uint32_t reserved;        /* 0 */
	uint8_t seed[16];
	void *state;
};

/* clang-format off */
#define LLGUARD_TALLY_INIT \
	{ sizeof(struct llguard_tally), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, \
	  { 0 }, NULL }
/* clang-format on */

/* llguard_tally_entry.kind */
#define LLGUARD_TALLY_COUNT 1 /* all its denials */
#define LLGUARD_TALLY_HELD  2 /* those that were held back in one window */

/*
 * An entry, valid until the next call on its tally.  .event is a denial with the
 * members that all of its denials have in common: domain or creator_exe, node,
 * blockers, rights, class_of, outcome, object, and of the object path and parent,
 * name and dev, saddr, src, daddr and dest, ocomm, capability, or namespace_type;
 * LLGUARD_FLAG_CUT when a text was cut.  With LLGUARD_TALLY_BY_DOMAIN it has the
 * creator_exe as well, if the first one had it.  Never made by a program.
 */
struct llguard_tally_entry {
	uint32_t size;
	uint32_t kind;          /* LLGUARD_TALLY_COUNT or _HELD */
	uint32_t by;            /* LLGUARD_TALLY_BY_* */
	uint32_t reserved;      /* 0 */
	uint64_t count;         /* exact, and at the most so many */
	uint64_t missed;        /* more, of an entry before that was evicted */
	uint64_t first_seconds; /* since 1970; 0: their records have no stamp */
	uint64_t last_seconds;
	uint32_t first_milliseconds;
	uint32_t last_milliseconds;
	const struct llguard_event *event;
};

/*
 * Begin.  by is LLGUARD_TALLY_BY_*.  buffer is size bytes; an entry takes 200 to
 * 400 of them as a rule, 3100 at the most.
 *
 * Returns 0; -EINVAL for an argument that is not valid or a size below
 * LLGUARD_TALLY_MIN.  Async-signal-safe.
 */
LLGUARD_API int llguard_tally_init(struct llguard_tally *tally, uint32_t by,
	void *buffer, size_t size) LLGUARD_MUST_CHECK;

#define LLGUARD_TALLY_SHOW 1
#define LLGUARD_TALLY_HOLD 2

/*
 * Count an event that is a denial, and not one that was read before.  It takes the
 * same time however full the tally is.
 *
 * Returns LLGUARD_TALLY_SHOW; LLGUARD_TALLY_HOLD when .suppress of this entry have
 * been shown in a window of .window seconds, of the log's time, that began with the
 * first of them; 0 for any other event; -EINVAL for an argument that is not valid.
 * Async-signal-safe.
 */
LLGUARD_API int llguard_tally_add(
	struct llguard_tally *tally, const struct llguard_event *event);

/*
 * The next summary of what was held back: one for each entry and window, when the
 * window is over at a time of the log.  To be asked for until there is none, with
 * each event's time before llguard_tally_add(), and at the end with UINT64_MAX
 * seconds.
 *
 * Returns 1 with an entry, whose kind is LLGUARD_TALLY_HELD; 0 when there is none;
 * -EINVAL for an argument that is not valid.  Async-signal-safe.
 */
LLGUARD_API int llguard_tally_summary(struct llguard_tally *tally,
	uint64_t seconds, uint32_t milliseconds,
	const struct llguard_tally_entry **entry) LLGUARD_MUST_CHECK;

/*
 * The next entry, those with many denials first: exact up to 16, above that in
 * steps of a quarter.  *at is 0 to begin with; nothing may be added meanwhile.
 *
 * Returns 1 with an entry, whose kind is LLGUARD_TALLY_COUNT; 0 at the end; -EINVAL
 * for an argument that is not valid.  Async-signal-safe.
 */
LLGUARD_API int llguard_tally_next(const struct llguard_tally *tally,
	uint32_t *at,
	const struct llguard_tally_entry **entry) LLGUARD_MUST_CHECK;

/*
 * Write an entry as one JSON object without a newline: the "tally" or "held" of
 * landlock-guard(1).
 *
 * Returns the length of the whole text, -EINVAL when entry is NULL or not one, or
 * buf is NULL and size is not 0.  Async-signal-safe.
 */
LLGUARD_API int llguard_tally_describe_json(
	const struct llguard_tally_entry *entry, char *buf, size_t size);

/* The same without nesting: see llguard_event_describe_flat(). */
LLGUARD_API int llguard_tally_describe_flat(
	const struct llguard_tally_entry *entry, char *buf, size_t size);

/* The same as a line for people, safe on a terminal. */
LLGUARD_API int llguard_tally_describe(
	const struct llguard_tally_entry *entry, char *buf, size_t size);

#ifdef __cplusplus
}
#endif

#endif /* LLGUARD_TALLY_H */
