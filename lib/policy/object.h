/* SPDX-License-Identifier: MIT */
/*
 * The rules of a policy as the kernel gets them: presets by what they stand for,
 * and at the end the rule that the library adds.
 */
#ifndef LLGUARD__OBJECT_H
#define LLGUARD__OBJECT_H

#include "policy.h"

/* Where in a policy; all 0 at the beginning. */
struct llguard__objects {
	uint32_t next;   /* the rule to look at */
	uint32_t preset; /* how far into it, if it is a preset */
	uint32_t from; /* the rule of the object that was given out, or none */
};

/* The next object; false behind the last. */
bool llguard__object_next(const struct llguard_policy *policy,
	struct llguard__objects *at, struct llguard_rule *ret);

#endif /* LLGUARD__OBJECT_H */
