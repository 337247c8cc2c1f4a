/* SPDX-License-Identifier: MIT */
#include "elf_dynamic.h"

#include <elf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Real ones: a hundred entries, and search paths of a few thousand bytes. */
#define ENTRIES_MOST 16384
#define STRING_MOST  16384

static enum elf_state strings_find(
	struct elf_dynamic *dynamic, struct elf_file *elf)
{
	uint64_t address = 0;
	size_t found = 0;

	for (size_t i = 0; i < dynamic->count; i++) {
		const ElfW(Dyn) *entry = &dynamic->entries[i];

		if (entry->d_tag == DT_STRTAB) {
			address = entry->d_un.d_ptr;
			found++;
		} else if (entry->d_tag == DT_STRSZ) {
			dynamic->string_size = entry->d_un.d_val;
		}
	}
	/* Without a table there is no string: asking for one is the error. */
	if (!found)
		dynamic->string_size = 0;
	else if (elf_file_offset(
			 elf, address, dynamic->string_size, &dynamic->strings))
		return elf_file_wrong(
			elf, "its dynamic strings lie in no segment");
	return ELF_GOOD;
}

enum elf_state elf_dynamic_read(
	struct elf_dynamic *dynamic, struct elf_file *elf)
{
	const ElfW(Phdr) *segment = elf_file_segment(elf, PT_DYNAMIC);
	uint64_t offset;
	size_t count;

	*dynamic = (struct elf_dynamic){ 0 };
	if (!segment)
		return ELF_GOOD;
	count = segment->p_filesz / sizeof(*dynamic->entries);
	if (count > ENTRIES_MOST)
		return elf_file_wrong(elf, "its dynamic section is too large");
	if (elf_file_offset(elf, segment->p_vaddr, segment->p_filesz, &offset))
		return elf_file_wrong(
			elf, "its dynamic section lies in no segment");
	dynamic->entries = malloc(count * sizeof(*dynamic->entries) + 1);
	if (!dynamic->entries)
		return elf_file_wrong(elf, strerror(ENOMEM));
	if (elf_file_read(elf, offset, dynamic->entries,
		    count * sizeof(*dynamic->entries)))
		return elf_file_wrong(
			elf, "its dynamic section lies beyond its end");
	while (dynamic->count < count &&
		dynamic->entries[dynamic->count].d_tag != DT_NULL)
		dynamic->count++;
	if (dynamic->count == count)
		return elf_file_wrong(elf, "its dynamic section has no end");
	return strings_find(dynamic, elf);
}

void elf_dynamic_free(struct elf_dynamic *dynamic)
{
	free(dynamic->entries);
	dynamic->entries = NULL;
	dynamic->count = 0;
}

enum elf_state elf_dynamic_string(const struct elf_dynamic *dynamic,
	struct elf_file *elf, const ElfW(Dyn) * entry, char **ret)
{
	const uint64_t at = entry->d_un.d_val;
	size_t size = 0;
	char *text = NULL;

	*ret = NULL;
	if (at >= dynamic->string_size)
		return elf_file_wrong(
			elf, "a dynamic string lies beyond its table");
	while (size < STRING_MOST && size < dynamic->string_size - at) {
		size_t more = 256;
		char *grown = realloc(text, size + more);

		if (!grown) {
			free(text);
			return elf_file_wrong(elf, strerror(ENOMEM));
		}
		text = grown;
		if (more > dynamic->string_size - at - size)
			more = (size_t)(dynamic->string_size - at - size);
		if (elf_file_read(elf, dynamic->strings + at + size,
			    text + size, more))
			break;
		if (memchr(text + size, '\0', more)) {
			*ret = text;
			return ELF_GOOD;
		}
		size += more;
	}
	free(text);
	return elf_file_wrong(elf, size < STRING_MOST
					   ? "a dynamic string has no end"
					   : "a dynamic string is too long");
}

enum elf_state elf_dynamic_find(const struct elf_dynamic *dynamic,
	struct elf_file *elf, int64_t tag, char **ret)
{
	*ret = NULL;
	for (size_t i = dynamic->count; i > 0; i--)
		if (dynamic->entries[i - 1].d_tag == tag)
			return elf_dynamic_string(
				dynamic, elf, &dynamic->entries[i - 1], ret);
	return ELF_GOOD;
}
