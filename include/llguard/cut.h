/* SPDX-License-Identifier: MIT */
/*
 * Events whose long strings are cut, for who stores lines of a limited length.
 *
 *	struct llguard_cut cut = LLGUARD_CUT_INIT;
 *	struct llguard_event shorter = *event;
 *
 *	llguard_event_cut(&shorter, &cut, 256);
 *	llguard_event_describe_json(&shorter, buf, sizeof(buf));
 */
#ifndef LLGUARD_CUT_H
#define LLGUARD_CUT_H

#include <llguard/telemetry.h>

#ifdef __cplusplus
extern "C" {
#endif

/* How many bytes each string had that was cut; 0 for the others. */
struct llguard_cut {
	uint32_t size;
	uint32_t path;
	uint32_t name;
	uint32_t dev;
	uint32_t ocomm;
	uint32_t comm;
	uint32_t exe;
	uint32_t subj;
	uint32_t cwd;
	uint32_t proctitle;
	uint32_t creator_comm;
	uint32_t creator_exe;
	uint32_t other_value[LLGUARD_OTHER_MAX];
	uint32_t path_name[LLGUARD_PATHS_MAX];
};

#define LLGUARD_CUT_INIT                                                       \
	{                                                                      \
		sizeof(struct llguard_cut), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,   \
			{ 0 },                                                 \
		{                                                              \
			0                                                      \
		}                                                              \
	}

/*
 * Cut the strings of an event, a copy of the reader's, that have more than most
 * bytes: those that a process or an administrator chooses, which are the members
 * of struct llguard_cut.  A character of UTF-8 stays whole or goes.  When one was
 * cut, the event gets LLGUARD_FLAG_CUT and points to cut, which has to stay as long
 * as the event is used: as JSON and flat it has "<name>_len" for each.
 *
 * Returns how many were cut, which may be 0; -EINVAL for an argument that is not
 * valid, or when most is 0.  Async-signal-safe.
 */
LLGUARD_API int llguard_event_cut(
	struct llguard_event *event, struct llguard_cut *cut, size_t most);

#ifdef __cplusplus
}
#endif

#endif /* LLGUARD_CUT_H */
