/* SPDX-License-Identifier: MIT */
#include "event_lines.h"

#include <stdlib.h>
#include <string.h>

int event_lines_add(struct event_lines *lines, uint64_t line)
{
	const size_t room = lines->room ? lines->room * 2 : 64;
	uint64_t *at = lines->at;

	if (lines->count == lines->room) {
		at = realloc(at, room * sizeof(*at));
		if (!at)
			return -1;
		lines->at = at;
		lines->room = room;
	}
	at[lines->count++] = line;
	return 0;
}

static int lines_compare(const void *left, const void *right)
{
	const uint64_t a = *(const uint64_t *)left;
	const uint64_t b = *(const uint64_t *)right;

	return (a > b) - (a < b);
}

void event_lines_sort(struct event_lines *lines)
{
	if (lines->count)
		qsort(lines->at, lines->count, sizeof(*lines->at),
			lines_compare);
}

static uint64_t *line_find(const struct event_lines *lines, uint64_t line)
{
	return lines->count ? bsearch(&line, lines->at, lines->count,
				      sizeof(*lines->at), lines_compare)
			    : NULL;
}

bool event_lines_have(const struct event_lines *lines, uint64_t line)
{
	return line_find(lines, line) != NULL;
}

bool event_lines_take(struct event_lines *lines, uint64_t line)
{
	uint64_t *found = line_find(lines, line);
	size_t behind;

	if (!found)
		return false;
	behind = (size_t)(lines->at + lines->count - (found + 1));
	memmove(found, found + 1, behind * sizeof(*found));
	lines->count--;
	return true;
}

void event_lines_forget(struct event_lines *lines, uint64_t last)
{
	size_t kept = 0;

	for (size_t i = 0; i < lines->count; i++)
		if (lines->at[i] > last)
			lines->at[kept++] = lines->at[i];
	lines->count = kept;
}

void event_lines_free(struct event_lines *lines)
{
	free(lines->at);
	*lines = (struct event_lines){ 0 };
}
