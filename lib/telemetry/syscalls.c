/* SPDX-License-Identifier: MIT */
/*
 * System calls by number, for the ports of syscalls.def.
 */
#include "syscalls.h"

#include "names.h"

#include <llguard/telemetry.h>

/* All names end to end; a table holds where each one begins, plus one. */
struct call_names {
#define NAME(name) char name_##name[sizeof(#name)];
#include "syscalls.def"
#undef NAME
	char slack[32]; /* so many bytes can be read of each */
};

#define NAME(name) _Static_assert(sizeof(#name) <= 32, #name);
#include "syscalls.def"
#undef NAME

static const struct call_names call_names = {
#define NAME(name) #name,
#include "syscalls.def"
#undef NAME
	"",
};

#define CALL(number, name)                                                     \
	[number] = (uint16_t)(offsetof(struct call_names, name_##name) + 1),

static const uint16_t calls_x86_64[] = {
#define CALL_X86_64 CALL
#include "syscalls.def"
#undef CALL_X86_64
};
static const uint16_t calls_i386[] = {
#define CALL_I386 CALL
#include "syscalls.def"
#undef CALL_I386
};
static const uint16_t calls_aarch64[] = {
#define CALL_AARCH64 CALL
#include "syscalls.def"
#undef CALL_AARCH64
};
static const uint16_t calls_arm[] = {
#define CALL_ARM CALL
#include "syscalls.def"
#undef CALL_ARM
};
static const uint16_t calls_riscv64[] = {
#define CALL_RISCV64 CALL
#include "syscalls.def"
#undef CALL_RISCV64
};
static const uint16_t calls_s390x[] = {
#define CALL_S390X CALL
#include "syscalls.def"
#undef CALL_S390X
};
static const uint16_t calls_ppc64le[] = {
#define CALL_PPC64LE CALL
#include "syscalls.def"
#undef CALL_PPC64LE
};

_Static_assert(sizeof(struct call_names) < UINT16_MAX, "uint16_t offsets");

/* A port's table.  Switches, because a table of pointers has to be relocated. */
static const uint16_t *calls_of(uint32_t arch, size_t *ret_count)
{
#define TABLE(value, table)                                                    \
	case value:                                                            \
		*ret_count = LLGUARD__COUNT(table);                            \
		return table
	switch (arch) {
		TABLE(0xc000003e, calls_x86_64);
		TABLE(0x40000003, calls_i386);
		TABLE(0xc00000b7, calls_aarch64);
		TABLE(0x40000028, calls_arm);
		TABLE(0xc00000f3, calls_riscv64);
		TABLE(0x80000016, calls_s390x);
		TABLE(0xc0000015, calls_ppc64le);
	default:
		return NULL;
	}
#undef TABLE
}

const char *llguard_syscall_name(uint32_t arch, uint32_t number)
{
	size_t count = 0;
	const uint16_t *calls = calls_of(arch, &count);

	if (!calls || number >= count || !calls[number])
		return NULL;
	return (const char *)&call_names + calls[number] - 1;
}

const struct llguard__word *llguard__arch_word(uint32_t arch)
{
#define ARCH(value, name)                                                      \
	case value: {                                                          \
		static const struct llguard__word word = LLGUARD__WORD(name);  \
		return &word;                                                  \
	}
	switch (arch) {
		ARCH(0xc000003e, "x86_64")
		ARCH(0x40000003, "i386")
		ARCH(0xc00000b7, "aarch64")
		ARCH(0x40000028, "arm")
		ARCH(0xc00000f3, "riscv64")
		ARCH(0x80000016, "s390x")
		ARCH(0xc0000015, "ppc64le")
	default:
		return NULL;
	}
#undef ARCH
}

const char *llguard__arch_name(uint32_t arch)
{
	const struct llguard__word *word = llguard__arch_word(arch);

	return word ? word->text : NULL;
}
