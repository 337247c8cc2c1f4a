/* SPDX-License-Identifier: MIT */
#include "ld_words.h"

#include <limits.h>
#include <stdbool.h>
#include <string.h>

enum word {
	WORD_NONE,
	WORD_ORIGIN,
	WORD_LIB,
	WORD_PLATFORM,
};

static bool is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       (c >= '0' && c <= '9') || c == '_';
}

/* The word after a dollar sign; *ret_len covers the sign and braces. */
static enum word word_at(const char *text, size_t len, size_t *ret_len)
{
	static const char names[][9] = { "", "ORIGIN", "LIB", "PLATFORM" };
	const bool braces = len > 1 && text[1] == '{';
	const char *name = text + 1 + braces;
	size_t size = 0;

	while ((size_t)(name - text) + size < len && is_letter(name[size]))
		size++;
	*ret_len = (size_t)(name - text) + size + braces;
	if (braces && (*ret_len > len || name[size] != '}'))
		return WORD_NONE;
	for (int word = WORD_ORIGIN; word <= WORD_PLATFORM; word++)
		if (strlen(names[word]) == size &&
			memcmp(names[word], name, size) == 0)
			return (enum word)word;
	return WORD_NONE;
}

struct expansion {
	const char *values[WORD_PLATFORM + 1];
	bool used[WORD_PLATFORM + 1];
	char path[PATH_MAX];
};

/* Returns whether the text has become a path. */
static bool expand(struct expansion *expansion, const char *text, size_t len)
{
	size_t used = 0;

	for (size_t at = 0; at < len;) {
		const char *piece = text + at;
		size_t piece_len = 1;
		size_t skip = 1;

		if (text[at] == '$') {
			const enum word word = word_at(piece, len - at, &skip);

			expansion->used[word] = true;
			if (word == WORD_NONE)
				skip = 1;
			else
				piece = expansion->values[word];
			if (!piece)
				return false;
			if (word != WORD_NONE)
				piece_len = strlen(piece);
		}
		if (piece_len >= sizeof(expansion->path) - used)
			return false;
		memcpy(expansion->path + used, piece, piece_len);
		used += piece_len;
		at += skip;
	}
	expansion->path[used] = '\0';
	return true;
}

int ld_words_expand(const struct ld_words *words, const char *text, size_t len,
	ld_words_visit *visit, void *context)
{
	struct expansion expansion = { .values = { NULL, words->origin } };
	int found = 0;

	for (size_t i = 0; i == 0 || words->lib[i]; i++) {
		expansion.values[WORD_LIB] = words->lib[i];
		for (size_t j = 0; j == 0 || words->platform[j]; j++) {
			expansion.values[WORD_PLATFORM] = words->platform[j];
			if (expand(&expansion, text, len)) {
				const int got = visit(context, expansion.path);

				if (got < 0)
					return got;
				found |= got;
			}
			if (!expansion.used[WORD_PLATFORM])
				break;
		}
		if (!expansion.used[WORD_LIB])
			break;
	}
	return found;
}

int ld_words_list(const struct ld_words *words, const char *list,
	ld_words_visit *visit, void *context)
{
	for (;;) {
		const size_t len = strcspn(list, ":");
		const int got =
			len ? ld_words_expand(words, list, len, visit, context)
			    : visit(context, ".");

		if (got)
			return got;
		if (!list[len])
			return 0;
		list += len + 1;
	}
}
