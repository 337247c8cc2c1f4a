/* SPDX-License-Identifier: MIT */
/*
 * Presets: what programs need that they do not think of, as one rule each.
 *
 *	LLGUARD_PRESET(LLGUARD_PRESET_LIBC_1)
 *
 * A preset is a list of paths and ports with their rights.  All of its paths are
 * optional; rights that the policy does not handle fall out.  A list never
 * changes: another one is another preset, with another number.
 */
#ifndef LLGUARD_PRESET_H
#define LLGUARD_PRESET_H

#include <llguard/base.h>
#include <llguard/policy.h>

/* Ids count from 1 without a gap. */
#define LLGUARD_PRESET_LIBC_1     1 /* the C library, its loader, objects */
#define LLGUARD_PRESET_RESOLVER_1 2 /* names: all of /etc, caches, port 53 */
#define LLGUARD_PRESET_TLS_1      3 /* the roots that the system trusts */
#define LLGUARD_PRESET_LOCALE_1   4 /* time zone and locale */
#define LLGUARD_PRESET_TTY_1      5 /* terminals */
#define LLGUARD_PRESET_DEV_1      6 /* /dev/null and its like */

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The name of a preset, "libc_1".  Returns a constant, valid for ever, or NULL
 * when no preset of this library has the id.  Async-signal-safe.
 */
LLGUARD_API const char *llguard_preset_name(uint32_t preset);

/*
 * The preset of a name: len bytes at name.  Returns its id, or 0 when no preset
 * has this name or name is NULL.  Async-signal-safe.
 */
LLGUARD_API uint32_t llguard_preset_from_name(const char *name, size_t len);

/*
 * Rule i of a preset, from 0: what LLGUARD_PRESET() stands for.  The rule's path
 * is a constant, valid for ever.
 *
 * Writes rule_size bytes to rule, sizeof(struct llguard_rule) as the program
 * knows it, and returns 1; returns 0 when the preset has no such rule, and leaves
 * rule as it was; -EINVAL when no preset has the id, rule is NULL, or rule_size is
 * smaller than that of the first release.  Async-signal-safe.
 */
LLGUARD_API int llguard_preset_rule(uint32_t preset, uint32_t i,
	struct llguard_rule *rule, size_t rule_size) LLGUARD_MUST_CHECK;

/*
 * Write a preset as one JSON object without a newline: the "preset" of
 * landlock-guard(1), with its name, id, a line of help, and its rules.
 *
 * Returns the length of the whole text, -EINVAL when no preset has the id, or
 * buf is NULL and size is not 0.  Async-signal-safe.
 */
LLGUARD_API int llguard_preset_describe_json(
	uint32_t preset, char *buf, size_t size);

/*
 * Write a preset for people: a line of what it is for, and one a rule, without a
 * newline at the end.  Same returns and safety as llguard_preset_describe_json().
 */
LLGUARD_API int llguard_preset_describe(
	uint32_t preset, char *buf, size_t size);

#ifdef __cplusplus
}
#endif

#endif /* LLGUARD_PRESET_H */
