/* SPDX-License-Identifier: MIT */
/*
 * What the library's own side of a bug needs and this tree may not have yet.
 * Goes away with the last of them.
 */
#ifndef NAIVE_UNBUILT_H
#define NAIVE_UNBUILT_H

#include <stdio.h>

#include <llguard.h>

static inline bool unbuilt_say(const char *what)
{
	printf("not built yet: %s; ", what);
	return true;
}

/* A chain of two stages is refused as a form, as a whole. */
static inline bool stages_unbuilt(void)
{
	const struct llguard_policy first =
		LLGUARD_POLICY_NO_RULES(LLGUARD_ABI_2);
	const struct llguard_policy second =
		LLGUARD_POLICY_NO_RULES_WITH(LLGUARD_ABI_2, 0, 0, 0, &first);

	return llguard_policy_check(&second, NULL) == -EINVAL &&
	       unbuilt_say("stages");
}

/* Came with what gives a UDP client its own port. */
extern const char *llguard_preset_name(uint32_t) __attribute__((weak));

static inline bool udp_port_unbuilt(void)
{
	return !llguard_preset_name && unbuilt_say("a UDP client's port");
}

#endif /* NAIVE_UNBUILT_H */
