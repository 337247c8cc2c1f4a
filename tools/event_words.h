/* SPDX-License-Identifier: MIT */
/*
 * The words of records that options take.
 */
#ifndef EVENT_WORDS_H
#define EVENT_WORDS_H

#include <stdint.h>

#include "args.h"

/*
 * Both return 0, or -1 after an error that has been printed: the option's value is
 * no word for what refuses, or no class (LLGUARD_CLASS_*).
 */
int event_words_blocker(const struct args *args);
int event_words_class(const struct args *args, uint32_t *ret);

#endif /* EVENT_WORDS_H */
