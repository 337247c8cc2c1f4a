/* SPDX-License-Identifier: MIT */
/*
 * Which events are a process's own: those of the domains that it, or a child of
 * its, has made.
 *
 *	struct llguard_mine mine = LLGUARD_MINE_INIT;
 *
 *	llguard_mine_init(&mine, &pid, 1, buffer, sizeof(buffer));
 *	while (llguard_reader_next(&reader, &event) > 0)
 *		if (llguard_mine_event(&mine, event) > 0)
 *			...
 *
 * Exact as far as the log tells: a domain's record names its creator, and the
 * record of a refused call its task and that task's parent.  A child of which no
 * call was ever refused is not known for one; who makes children tells of them
 * with llguard_mine_add().
 */
#ifndef LLGUARD_MINE_H
#define LLGUARD_MINE_H

#include <llguard/telemetry.h>

/*
 * A buffer for n pids and domains; and one that does not have to be measured,
 * with room for 1600 of them.
 */
#define LLGUARD_MINE_SIZE(n) (((size_t)(n) + 4) * 40)
#define LLGUARD_MINE_USUAL   ((size_t)64 * 1024)

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The pids, and what has been learned.  Its memory is the caller's buffer, which
 * must stay where it is; it needs no freeing.  Who does not trust an input sets
 * .seed to random bytes before llguard_mine_init(): nobody can then choose
 * numbers that slow it down.  The counters may be read at any time.
 */
struct llguard_mine {
	uint32_t size;
	uint32_t count;     /* pids and domains remembered */
	uint64_t forgotten; /* and forgotten, for want of room */
	uint8_t seed[16];
	void *state;
};

/* clang-format off */
#define LLGUARD_MINE_INIT { sizeof(struct llguard_mine), 0, 0, { 0 }, NULL }
/* clang-format on */

/*
 * Begin with n processes, as the first PID namespace numbers them: audit records
 * have no others.  Room for what is learned is what size has above
 * LLGUARD_MINE_SIZE(n).
 *
 * Returns 0; -EINVAL for an argument that is not valid, or a size below
 * LLGUARD_MINE_SIZE(n + 1).  Async-signal-safe.
 */
LLGUARD_API int llguard_mine_init(struct llguard_mine *mine,
	const uint32_t *pids, size_t n, void *buffer,
	size_t size) LLGUARD_MUST_CHECK;

/*
 * Say that a process is one of them too.  When there is no room, what was heard
 * of longest ago is forgotten, of what was learned or added here.
 *
 * Returns 0; -EINVAL for an argument that is not valid.  Async-signal-safe.
 */
LLGUARD_API int llguard_mine_add(struct llguard_mine *mine, uint32_t pid);

/*
 * Learn from an event, and say whether it is theirs: of a domain that one of them
 * has made.  A denial, or an end, of a domain whose creator is not known is theirs
 * when the refused task is one of them.  All events have to come by here, in
 * order, for children are known by their parents.  What is learned holds for the
 * event's node and boot; the pids given, for all.
 *
 * Returns 1 when it is theirs, 0 when it is not (a loss is nobody's), -EINVAL for
 * an argument that is not valid.  Async-signal-safe.
 */
LLGUARD_API int llguard_mine_event(struct llguard_mine *mine,
	const struct llguard_event *event) LLGUARD_MUST_CHECK;

#ifdef __cplusplus
}
#endif

#endif /* LLGUARD_MINE_H */
