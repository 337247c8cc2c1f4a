/* SPDX-License-Identifier: MIT */
#include "elf_machine.h"

#include <elf.h>
#include <stdint.h>
#include <stdio.h>

/* The linker's name for the header of the file that it makes. */
extern const ElfW(Ehdr) __ehdr_start;

/* Not in every elf.h. */
#define MACHINE_RISCV     243
#define MACHINE_LOONGARCH 258

const ElfW(Ehdr) * elf_machine_own(void)
{
	return &__ehdr_start;
}

bool elf_machine_is_own(const ElfW(Ehdr) * header)
{
	const ElfW(Ehdr) *own = &__ehdr_start;

	return header->e_ident[EI_CLASS] == own->e_ident[EI_CLASS] &&
	       header->e_ident[EI_DATA] == own->e_ident[EI_DATA] &&
	       header->e_machine == own->e_machine;
}

static const char *machine_word(unsigned int machine)
{
	static const struct {
		unsigned int machine;
		const char *word;
	} machines[] = {
		{ EM_386, "i386" },
		{ EM_68K, "m68k" },
		{ EM_AARCH64, "arm64" },
		{ EM_ALPHA, "alpha" },
		{ EM_ARM, "arm" },
		{ EM_MIPS, "MIPS" },
		{ EM_PARISC, "PA-RISC" },
		{ EM_PPC, "PowerPC" },
		{ EM_PPC64, "POWER" },
		{ EM_S390, "s390x" },
		{ EM_SPARCV9, "SPARC" },
		{ EM_X86_64, "x86-64" },
		{ MACHINE_LOONGARCH, "LoongArch" },
		{ MACHINE_RISCV, "RISC-V" },
	};

	for (size_t i = 0; i < sizeof(machines) / sizeof(machines[0]); i++)
		if (machines[i].machine == machine)
			return machines[i].word;
	return NULL;
}

void elf_machine_name(const ElfW(Ehdr) * header, char *buf, size_t size)
{
	const unsigned char *ident = header->e_ident;
	const bool foreign_order =
		ident[EI_DATA] != __ehdr_start.e_ident[EI_DATA];
	unsigned int machine = header->e_machine;
	const char *bits = "unknown-class";
	const char *order = "";
	const char *word;

	if (ident[EI_CLASS] == ELFCLASS32)
		bits = "32-bit";
	else if (ident[EI_CLASS] == ELFCLASS64)
		bits = "64-bit";
	if (foreign_order) {
		order = ident[EI_DATA] == ELFDATA2MSB   ? " big-endian"
			: ident[EI_DATA] == ELFDATA2LSB ? " little-endian"
							: " unknown-order";
		machine = (machine >> 8 | machine << 8) & 0xffff;
	}
	word = machine_word(machine);
	if (word)
		snprintf(buf, size, "%s%s %s", bits, order, word);
	else
		snprintf(buf, size, "%s%s machine %u", bits, order, machine);
}
