/* SPDX-License-Identifier: MIT */
/*
 * Which class and activity of OCSF an event is.
 */
#ifndef LLGUARD__OCSF_CLASS_H
#define LLGUARD__OCSF_CLASS_H

#include "../json_out.h"

#include <llguard/telemetry.h>

#define LLGUARD__OCSF_FILE    1001
#define LLGUARD__OCSF_KERNEL  1003
#define LLGUARD__OCSF_PROCESS 1007
#define LLGUARD__OCSF_NETWORK 4001

#define LLGUARD__OCSF_LISTEN 7
#define LLGUARD__OCSF_OTHER  99

struct llguard__ocsf {
	uint32_t class_uid;
	uint32_t activity_id;
	const char *activity; /* its name, a constant */
};

/* One of several rights decides: the one that would have changed most. */
void llguard__ocsf_class(
	const struct llguard_event *event, struct llguard__ocsf *ret_ocsf);

/* The members of every object: time and class; and those of every "metadata". */
void llguard__ocsf_write(struct llguard__json *json,
	const struct llguard__ocsf *ocsf, uint64_t seconds,
	uint32_t milliseconds);
void llguard__ocsf_metadata(struct llguard__json *json);

#endif /* LLGUARD__OCSF_CLASS_H */
