/* SPDX-License-Identifier: MIT */
/*
 * The kind of an ELF file: class, byte order and machine, by name.
 */
#ifndef ELF_MACHINE_H
#define ELF_MACHINE_H

#include <link.h>
#include <stdbool.h>
#include <stddef.h>

/* Whether a header is of the kind that this program itself is. */
bool elf_machine_is_own(const ElfW(Ehdr) * header);

/* This program's own header. */
const ElfW(Ehdr) * elf_machine_own(void);

/*
 * "64-bit x86-64", or "64-bit big-endian MIPS" where the order is not this
 * machine's.  Of a foreign header only what stands in the same place in every
 * class is read.
 */
void elf_machine_name(const ElfW(Ehdr) * header, char *buf, size_t size);

#endif /* ELF_MACHINE_H */
