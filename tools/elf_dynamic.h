/* SPDX-License-Identifier: MIT */
/*
 * The dynamic section of an ELF file: which libraries it needs, and where it
 * wants them looked for.  It is found as the loader finds it, by address.
 */
#ifndef ELF_DYNAMIC_H
#define ELF_DYNAMIC_H

#include "elf_file.h"

struct elf_dynamic {
	ElfW(Dyn) * entries; /* up to and without DT_NULL */
	size_t count;
	uint64_t strings; /* the string table's offset and size */
	uint64_t string_size;
};

/*
 * Read the section; a file without one has no entries.  Whatever comes back, it
 * is to be freed.
 */
enum elf_state elf_dynamic_read(
	struct elf_dynamic *dynamic, struct elf_file *elf);
void elf_dynamic_free(struct elf_dynamic *dynamic);

/* The string of an entry, to be freed. */
enum elf_state elf_dynamic_string(const struct elf_dynamic *dynamic,
	struct elf_file *elf, const ElfW(Dyn) * entry, char **ret);

/* The string of the last entry with a tag, to be freed, or NULL without one. */
enum elf_state elf_dynamic_find(const struct elf_dynamic *dynamic,
	struct elf_file *elf, int64_t tag, char **ret);

#endif /* ELF_DYNAMIC_H */
