/* SPDX-License-Identifier: MIT */
#include "loader_preload.h"

#include <stdlib.h>
#include <string.h>

#include <llguard.h>

#define PRELOAD_PATH "/etc/ld.so.preload"
#define PRELOAD_MOST 65536

/* The text of the file, to be freed, or NULL when there is none to be read. */
static char *text_read(void)
{
	struct elf_file file;
	char *text = NULL;

	if (elf_file_open(&file, PRELOAD_PATH) == ELF_OTHER &&
		file.size < PRELOAD_MOST)
		text = malloc((size_t)file.size + 1);
	if (text && elf_file_read(&file, 0, text, (size_t)file.size) == 0) {
		text[file.size] = '\0';
	} else {
		free(text);
		text = NULL;
	}
	elf_file_close(&file);
	return text;
}

int loader_preload(struct loader *loader)
{
	char *text = text_read();
	char *next = text;
	char *name;
	int err;

	if (!text)
		return 0;
	for (char *comment = text; (comment = strchr(comment, '#'));)
		memset(comment, ' ', strcspn(comment, "\n"));
	err = closure_file(loader->closure, PRELOAD_PATH, LLGUARD_FS_READ_FILE);
	while (err >= 0 && (name = strsep(&next, ": \t\n")))
		err = loader_need(loader, 0, name, true);
	free(text);
	return err < 0 ? -1 : 0;
}
