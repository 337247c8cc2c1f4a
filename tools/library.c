/* SPDX-License-Identifier: MIT */
#include "library.h"

#include <elf.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "elf_dynamic.h"

/* Not in every elf.h. */
#define TAG_AUDIT    0x6ffffefc
#define TAG_DEPAUDIT 0x6ffffefb

static enum elf_state need_add(struct library *library, struct elf_file *elf,
	const char *name, size_t len, bool optional)
{
	struct library_need *need = malloc(sizeof(*need) + len + 1);

	if (!need)
		return elf_file_wrong(elf, strerror(ENOMEM));
	need->next = NULL;
	need->optional = optional;
	memcpy(need->name, name, len);
	need->name[len] = '\0';
	if (library->last)
		library->last->next = need;
	else
		library->needs = need;
	library->last = need;
	return ELF_GOOD;
}

/* Auditors: names with colons between. */
static enum elf_state list_add(
	struct library *library, struct elf_file *elf, const char *list)
{
	enum elf_state state = ELF_GOOD;

	while (*list && state == ELF_GOOD) {
		const size_t len = strcspn(list, ":");

		if (len)
			state = need_add(library, elf, list, len, true);
		list += len;
		list += *list == ':';
	}
	return state;
}

static enum elf_state needs_read(struct library *library, struct elf_file *elf,
	const struct elf_dynamic *dynamic)
{
	enum elf_state state = ELF_GOOD;

	for (size_t i = 0; i < dynamic->count && state == ELF_GOOD; i++) {
		const ElfW(Dyn) *entry = &dynamic->entries[i];
		const int64_t tag = entry->d_tag;
		char *text;

		if (tag != DT_NEEDED && tag != DT_FILTER &&
			tag != DT_AUXILIARY && tag != TAG_AUDIT &&
			tag != TAG_DEPAUDIT)
			continue;
		state = elf_dynamic_string(dynamic, elf, entry, &text);
		if (state != ELF_GOOD)
			break;
		if (tag == TAG_AUDIT || tag == TAG_DEPAUDIT)
			state = list_add(library, elf, text);
		else
			state = need_add(library, elf, text, strlen(text),
				tag == DT_AUXILIARY);
		free(text);
	}
	return state;
}

static char *directory_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return strdup(".");
	return slash == path ? strdup("/")
			     : strndup(path, (size_t)(slash - path));
}

enum elf_state library_read(
	struct library *library, struct elf_file *elf, const char *path)
{
	struct elf_dynamic dynamic;
	enum elf_state state = elf_dynamic_read(&dynamic, elf);

	*library = (struct library){ .dev = elf->dev, .ino = elf->ino };
	library->path = strdup(path);
	library->origin = directory_of(path);
	if (state == ELF_GOOD && (!library->path || !library->origin))
		state = elf_file_wrong(elf, strerror(ENOMEM));
	if (state == ELF_GOOD)
		state = elf_dynamic_find(
			&dynamic, elf, DT_SONAME, &library->soname);
	if (state == ELF_GOOD)
		state = elf_dynamic_find(
			&dynamic, elf, DT_RUNPATH, &library->runpath);
	/* The loader forgets an RPATH that has a RUNPATH beside it. */
	if (state == ELF_GOOD && !library->runpath)
		state = elf_dynamic_find(
			&dynamic, elf, DT_RPATH, &library->rpath);
	if (state == ELF_GOOD)
		state = needs_read(library, elf, &dynamic);
	elf_dynamic_free(&dynamic);
	return state;
}

void library_free(struct library *library)
{
	struct library_need *need;

	while ((need = library->needs)) {
		library->needs = need->next;
		free(need);
	}
	free(library->path);
	free(library->origin);
	free(library->soname);
	free(library->rpath);
	free(library->runpath);
}
