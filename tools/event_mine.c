/* SPDX-License-Identifier: MIT */
#include "event_mine.h"

#include <ctype.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How many stand there, of so many ever. */
static size_t kept(size_t count)
{
	return count < EVENT_MINE_MOST ? count : EVENT_MINE_MOST;
}

static bool pid_is_known(const struct event_mine *mine, uint32_t pid)
{
	const size_t count = kept(mine->pid_count);
	bool is = pid == mine->pid;

	for (size_t i = 0; !is && i < count; i++)
		is = mine->pids[i] == pid;
	return is;
}

static void pid_add(struct event_mine *mine, uint32_t pid)
{
	if (!pid_is_known(mine, pid))
		mine->pids[mine->pid_count++ % EVENT_MINE_MOST] = pid;
}

static bool domain_is_known(const struct event_mine *mine, uint64_t domain)
{
	const size_t count = kept(mine->domain_count);
	bool is = false;

	for (size_t i = 0; !is && i < count; i++)
		is = mine->domains[i] == domain;
	return is;
}

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

/* Children of those that are known; returns whether there were new ones. */
static bool children_add(struct event_mine *mine)
{
	const size_t count = mine->pid_count;
	const struct dirent *entry;
	DIR *folder = opendir("/proc");

	if (!folder)
		return false;
	while ((entry = readdir(folder)))
		if (isdigit((unsigned char)entry->d_name[0])) {
			const uint32_t parent = parent_read(entry->d_name);

			if (parent && pid_is_known(mine, parent))
				pid_add(mine, (uint32_t)strtoul(
						      entry->d_name, NULL, 10));
		}
	closedir(folder);
	return mine->pid_count > count && mine->pid_count < EVENT_MINE_MOST;
}

void event_mine_init(struct event_mine *mine, uint32_t pid)
{
	mine->pid = pid;
	while (children_add(mine))
		;
}

/* Who made the domain; where that is not known, who is denied; 0: nobody. */
static uint32_t maker(const struct llguard_event *event, bool has_pid)
{
	if (event->has & LLGUARD_HAS_CREATOR_PID)
		return event->creator_pid;
	return has_pid && event->kind == LLGUARD_EVENT_DENIAL ? event->pid : 0;
}

bool event_mine_has(struct event_mine *mine, const struct llguard_event *event)
{
	const bool has_pid = event->has & LLGUARD_HAS_PID &&
			     !(event->flags & LLGUARD_FLAG_NOT_MEMBER);

	if (event->kind == LLGUARD_EVENT_LOSS)
		return true;
	/* A child of a known process is one as well. */
	if (has_pid && event->has & LLGUARD_HAS_PPID &&
		pid_is_known(mine, event->ppid))
		pid_add(mine, event->pid);
	if (domain_is_known(mine, event->domain))
		return true;
	if (!pid_is_known(mine, maker(event, has_pid)))
		return false;
	mine->domains[mine->domain_count++ % EVENT_MINE_MOST] = event->domain;
	return true;
}
