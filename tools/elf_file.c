/* SPDX-License-Identifier: MIT */
#include "elf_file.h"

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "elf_machine.h"

/* What the kernel reads of program headers: fs/binfmt_elf.c. */
#define SEGMENTS_MOST 65536

enum elf_state elf_file_wrong(struct elf_file *elf, const char *text)
{
	snprintf(elf->wrong, sizeof(elf->wrong), "%s", text);
	return ELF_BROKEN;
}

static enum elf_state absent(struct elf_file *elf, int number)
{
	elf->number = number;
	elf_file_wrong(
		elf, number ? strerror(number) : "is not a regular file");
	return ELF_ABSENT;
}

int elf_file_read(
	const struct elf_file *elf, uint64_t at, void *buf, size_t len)
{
	char *to = buf;

	if (at > elf->size || len > elf->size - at)
		return -1;
	while (len) {
		const ssize_t got = pread(elf->fd, to, len, (off_t)at);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return -1;
		to += got;
		at += (uint64_t)got;
		len -= (size_t)got;
	}
	return 0;
}

static enum elf_state segments_read(
	struct elf_file *elf, const ElfW(Ehdr) * header)
{
	const size_t size = header->e_phnum * sizeof(*elf->segments);

	if (header->e_phentsize != sizeof(*elf->segments))
		return elf_file_wrong(
			elf, "its program headers have a wrong size");
	if (!header->e_phnum)
		return elf_file_wrong(elf, "it has no program headers");
	if (size > SEGMENTS_MOST)
		return elf_file_wrong(elf,
			"it has more program headers than the kernel reads");
	elf->segments = malloc(size);
	if (!elf->segments)
		return elf_file_wrong(elf, strerror(ENOMEM));
	if (elf_file_read(elf, header->e_phoff, elf->segments, size))
		return elf_file_wrong(
			elf, "its program headers lie beyond its end");
	elf->segment_count = header->e_phnum;
	return ELF_GOOD;
}

static enum elf_state header_read(struct elf_file *elf)
{
	ElfW(Ehdr) header = { 0 };
	const size_t got =
		elf->size < sizeof(header) ? (size_t)elf->size : sizeof(header);

	if (elf_file_read(elf, 0, &header, got) || got < SELFMAG ||
		memcmp(header.e_ident, ELFMAG, SELFMAG) != 0)
		return ELF_OTHER;
	/* The machine stands in the same place in both classes. */
	if (got < offsetof(ElfW(Ehdr), e_version))
		return elf_file_wrong(elf, "it ends within its header");
	if (!elf_machine_is_own(&header)) {
		char name[48];

		elf_machine_name(&header, name, sizeof(name));
		snprintf(elf->wrong, sizeof(elf->wrong), "is for %s", name);
		return ELF_FOREIGN;
	}
	if (got < sizeof(header))
		return elf_file_wrong(elf, "it ends within its header");
	if (header.e_ident[EI_VERSION] != EV_CURRENT ||
		header.e_version != EV_CURRENT)
		return elf_file_wrong(elf, "its ELF version is unknown");
	if (header.e_type != ET_EXEC && header.e_type != ET_DYN)
		return elf_file_wrong(
			elf, "is neither a program nor a shared library");
	return segments_read(elf, &header);
}

enum elf_state elf_file_open(struct elf_file *elf, const char *path)
{
	struct stat st;

	*elf = (struct elf_file){ .fd = -1 };
	/* A device may act on being opened: it is looked at before. */
	if (stat(path, &st))
		return absent(elf, errno);
	if (!S_ISREG(st.st_mode))
		return absent(elf, 0);
	elf->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (elf->fd < 0 || fstat(elf->fd, &st))
		return absent(elf, errno);
	if (!S_ISREG(st.st_mode))
		return absent(elf, 0);
	elf->size = (uint64_t)st.st_size;
	elf->dev = st.st_dev;
	elf->ino = st.st_ino;
	return header_read(elf);
}

void elf_file_close(struct elf_file *elf)
{
	if (elf->fd >= 0)
		close(elf->fd);
	free(elf->segments);
	elf->fd = -1;
	elf->segments = NULL;
	elf->segment_count = 0;
}

const ElfW(Phdr) * elf_file_segment(const struct elf_file *elf, uint32_t type)
{
	for (size_t i = elf->segment_count; i > 0; i--)
		if (elf->segments[i - 1].p_type == type)
			return &elf->segments[i - 1];
	return NULL;
}

int elf_file_offset(const struct elf_file *elf, uint64_t address, uint64_t len,
	uint64_t *ret)
{
	for (size_t i = 0; i < elf->segment_count; i++) {
		const ElfW(Phdr) *segment = &elf->segments[i];
		uint64_t within;

		if (segment->p_type != PT_LOAD || address < segment->p_vaddr)
			continue;
		within = address - segment->p_vaddr;
		if (within > segment->p_filesz ||
			len > segment->p_filesz - within ||
			within > UINT64_MAX - segment->p_offset)
			continue;
		*ret = segment->p_offset + within;
		return 0;
	}
	return -1;
}

enum elf_state elf_file_interpreter(struct elf_file *elf, char **ret)
{
	const ElfW(Phdr) *segment = NULL;
	char *path;

	*ret = NULL;
	/* The kernel takes the first one. */
	for (size_t i = 0; i < elf->segment_count && !segment; i++)
		if (elf->segments[i].p_type == PT_INTERP)
			segment = &elf->segments[i];
	if (!segment)
		return ELF_GOOD;
	if (segment->p_filesz < 2 || segment->p_filesz > PATH_MAX)
		return elf_file_wrong(
			elf, "the name of its interpreter has a wrong length");
	path = calloc(1, segment->p_filesz);
	if (!path)
		return elf_file_wrong(elf, strerror(ENOMEM));
	if (elf_file_read(elf, segment->p_offset, path, segment->p_filesz) ||
		path[segment->p_filesz - 1] != '\0' || !*path) {
		free(path);
		return elf_file_wrong(elf,
			"the name of its interpreter lies beyond its end, or has none");
	}
	*ret = path;
	return ELF_GOOD;
}

const char *elf_file_own(void)
{
	static char own[48];

	if (!*own)
		elf_machine_name(elf_machine_own(), own, sizeof(own));
	return own;
}
