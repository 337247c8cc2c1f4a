/* SPDX-License-Identifier: MIT */
#ifndef LLGUARD__SYSCALLS_H
#define LLGUARD__SYSCALLS_H

#include "../base.h"

struct llguard__word;

/* The name of an AUDIT_ARCH_* value, "x86_64"; NULL for one without a table. */
const char *llguard__arch_name(uint32_t arch);
const struct llguard__word *llguard__arch_word(uint32_t arch);

#endif /* LLGUARD__SYSCALLS_H */
