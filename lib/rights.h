/* SPDX-License-Identifier: MIT */
/*
 * Looking things up in rights.def and features.def.
 */
#ifndef LLGUARD__RIGHTS_H
#define LLGUARD__RIGHTS_H

#include "base.h"

#include <llguard/rights.h>

/* What a right is valid on. */
enum llguard__object {
	LLGUARD__ON_FILE,
	LLGUARD__ON_DIRECTORY,
	LLGUARD__ON_PORT,
	LLGUARD__ON_DOMAIN,
	LLGUARD__ON_PROCESS,
};

/* A row of rights.def.  Arrays, not pointers: nothing for the loader to relocate. */
struct llguard__right {
	uint8_t bit; /* in our number space */
	uint8_t abi;
	uint8_t object; /* enum llguard__object */
	uint8_t name_len;
	uint8_t blocker_len;
	char name[21];
	char blocker[27];
	char help[61];
};

#define LLGUARD__RIGHTS 25

/* Every right of rights.def, without asking it for each rule of a policy. */
#define LLGUARD__RIGHTS_KNOWN LLGUARD_ABI_12

/* The highest ABI that tests on kernels have shown us; above, we only plan. */
#define LLGUARD__ABI_ENFORCED 11

/* Row i of rights.def, i < LLGUARD__RIGHTS: in bit order. */
const struct llguard__right *llguard__right_at(size_t i);

/* The row of a right; NULL when it is not one alone. */
const struct llguard__right *llguard__right_find(uint64_t right);

/* The right that the kernel's records call so, "fs.read_file"; 0 for none. */
uint64_t llguard__right_from_blocker(const char *blocker, size_t len);

/* "fs", "net", "scope" or "permission". */
const char *llguard__right_set(uint64_t right);

/* A row of features.def's flags. */
struct llguard__flag {
	uint32_t flag;
	uint32_t kernel_flag;
	uint32_t abi;
	char name[20];
};

#define LLGUARD__FLAGS 7

const struct llguard__flag *llguard__flag_at(size_t i);

/* The flags of features.def that abi has. */
uint32_t llguard__abi_flags(uint32_t abi);

/* The first ABI of each FEATURE of features.def. */
enum llguard__feature {
#define FLAG(flag, kernel_flag, name, abi)
#define FEATURE(name, abi) LLGUARD__ABI_##name = (abi),
#include "features.def"
#undef FLAG
#undef FEATURE
};

#endif /* LLGUARD__RIGHTS_H */
