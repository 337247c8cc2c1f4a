/* SPDX-License-Identifier: MIT */
/*
 * Borrowed text: a part of a request, where it stands in the connection's
 * buffer.  Nothing of a request is copied before it is known to be needed.
 */
#ifndef TEXT_H
#define TEXT_H

#include <stdbool.h>
#include <stddef.h>

struct text {
	const char *ptr; /* not NUL-terminated; NULL: absent */
	size_t len;
};

/* The text from one pointer up to another. */
struct text text_between(const char *first, const char *end);

/* Whether the text is this string, letter by letter. */
bool text_is(struct text text, const char *string);

/* The same, without regard to the case of ASCII letters. */
bool text_is_word(struct text text, const char *word);

/* The text without the spaces and tabs around it. */
struct text text_trim(struct text text);

/*
 * The next member of a comma-separated list, trimmed, and taken off the list.
 * Returns false when the list is at its end.
 */
bool text_list_next(struct text *list, struct text *member);

#endif /* TEXT_H */
