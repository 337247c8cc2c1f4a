/* SPDX-License-Identifier: MIT */
#ifndef LLGUARD__SYSCALLS_H
#define LLGUARD__SYSCALLS_H

#include "../base.h"

/* The name of an AUDIT_ARCH_* value, "x86_64"; NULL for one without a table. */
const char *llguard__arch_name(uint32_t arch);

#endif /* LLGUARD__SYSCALLS_H */
