/* SPDX-License-Identifier: MIT */
/*
 * An ELF file of this machine, read and never mapped or run.  Nothing in it is
 * trusted: each offset is checked against the file's size before it is used.
 */
#ifndef ELF_FILE_H
#define ELF_FILE_H

#include <link.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum elf_state {
	ELF_GOOD,
	ELF_ABSENT,  /* cannot be opened, or is no regular file */
	ELF_OTHER,   /* open, and no ELF file */
	ELF_FOREIGN, /* an ELF file of another machine */
	ELF_BROKEN,
};

struct elf_file {
	int fd; /* -1: not open */
	uint64_t size;
	dev_t dev;
	ino_t ino;
	ElfW(Phdr) * segments;
	size_t segment_count;
	int number;     /* errno of ELF_ABSENT, or 0 */
	char wrong[96]; /* what is wrong with it, unless it is good */
};

/*
 * Open a file and check its headers.  Whatever comes back, the file is to be
 * closed; it has a descriptor when it is ELF_GOOD or ELF_OTHER.
 */
enum elf_state elf_file_open(struct elf_file *elf, const char *path);
void elf_file_close(struct elf_file *elf);

/* Note what is wrong.  Returns ELF_BROKEN. */
enum elf_state elf_file_wrong(struct elf_file *elf, const char *text);

/* Read len bytes at an offset.  Returns 0, or -1 when they are not all there. */
int elf_file_read(
	const struct elf_file *elf, uint64_t at, void *buf, size_t len);

/*
 * The offset of len bytes that stand at an address when the file is loaded.
 * Returns 0, or -1 when no segment has them all.
 */
int elf_file_offset(const struct elf_file *elf, uint64_t address, uint64_t len,
	uint64_t *ret);

/* The segment of a type that the loader uses, the last one, or NULL. */
const ElfW(Phdr) * elf_file_segment(const struct elf_file *elf, uint32_t type);

/*
 * The path of the program interpreter, to be freed, or NULL without one.
 */
enum elf_state elf_file_interpreter(struct elf_file *elf, char **ret);

/* What this machine's files are, for a message: "64-bit x86-64". */
const char *elf_file_own(void);

#endif /* ELF_FILE_H */
