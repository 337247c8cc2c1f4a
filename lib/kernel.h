/* SPDX-License-Identifier: MIT */
/*
 * What decisions ask of a kernel value.
 */
#ifndef LLGUARD__KERNEL_H
#define LLGUARD__KERNEL_H

#include "base.h"

#include <llguard/kernel.h>

/* 0 when kernel can be read (or written, as far as this library knows it). */
int llguard__kernel_check(const struct llguard_kernel *kernel);

/* The rights that this kernel accepts. */
uint64_t llguard__kernel_rights(const struct llguard_kernel *kernel);

/* The error for a kernel without Landlock. */
int llguard__kernel_absence(const struct llguard_kernel *kernel);

/*
 * landlock_create_ruleset for one that denies handled, and quiet of these without
 * a record: a descriptor, or a negative errno.
 */
int llguard__kernel_ruleset(uint64_t handled, uint64_t quiet);

struct llguard__json;

/* The members of "info" that a kernel value gives. */
void llguard__kernel_write(
	struct llguard__json *json, const struct llguard_kernel *kernel);

#endif /* LLGUARD__KERNEL_H */
