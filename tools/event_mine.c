/* SPDX-License-Identifier: MIT */
#include "event_mine.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "errors.h"

/* The most children that are looked for. */
#define CHILDREN_MOST 1024

struct family {
	uint32_t pids[CHILDREN_MOST];
	size_t count;
};

/* The parent of a process that runs; 0: it does not. */
static uint32_t parent_read(const char *pid)
{
	char name[300], text[1024];
	const char *at;
	FILE *file;
	size_t n;

	snprintf(name, sizeof(name), "/proc/%s/status", pid);
	file = fopen(name, "re");
	if (!file)
		return 0;
	n = fread(text, 1, sizeof(text) - 1, file);
	fclose(file);
	text[n] = '\0';
	at = strstr(text, "\nPPid:");
	return at ? (uint32_t)strtoul(at + strlen("\nPPid:"), NULL, 10) : 0;
}

static bool has(const struct family *family, uint32_t pid)
{
	bool is = false;

	for (size_t i = 0; !is && i < family->count; i++)
		is = family->pids[i] == pid;
	return is;
}

/* Children of those that are known; returns whether there were new ones. */
static bool children_add(struct family *family)
{
	const size_t count = family->count;
	const struct dirent *entry;
	DIR *folder = opendir("/proc");

	if (!folder)
		return false;
	while ((entry = readdir(folder)) && family->count < CHILDREN_MOST) {
		const uint32_t pid = (uint32_t)strtoul(entry->d_name, NULL, 10);

		if (pid && !has(family, pid) &&
			has(family, parent_read(entry->d_name)))
			family->pids[family->count++] = pid;
	}
	closedir(folder);
	return family->count > count;
}

struct llguard_mine *event_mine_open(uint32_t pid)
{
	static char
		memory[LLGUARD_MINE_SIZE(CHILDREN_MOST) + LLGUARD_MINE_USUAL];
	static struct llguard_mine mine = LLGUARD_MINE_INIT;
	static struct family family;

	family.pids[family.count++] = pid;
	while (children_add(&family))
		;
	(void)!getrandom(mine.seed, sizeof(mine.seed), GRND_NONBLOCK);
	if (llguard_mine_init(&mine, family.pids, family.count, memory,
		    sizeof(memory)) == 0)
		return &mine;
	error_system("--mine", EINVAL);
	return NULL;
}
