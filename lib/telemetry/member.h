/* SPDX-License-Identifier: MIT */
/*
 * Members of JSON objects, in one step each where there is room: half of what
 * reading a log costs is writing what it says.
 *
 * Each begins with a comma.  llguard__member_close() makes the object's first one
 * its bracket, so that no member has to know whether it is the first.
 */
#ifndef LLGUARD__MEMBER_H
#define LLGUARD__MEMBER_H

#include "names.h"
#include "scan.h"

/* So many bytes can be read of each key, whatever its length. */
#define LLGUARD__KEY_MAX 24

struct llguard__key {
	uint8_t len;
	char text[LLGUARD__KEY_MAX + 7];
};

/* A key that is static, and has its quotes, its colon and what is to follow. */
#define LLGUARD__KEY(name, literal)                                            \
	_Static_assert(sizeof(literal) - 1 <= LLGUARD__KEY_MAX, literal);      \
	static const struct llguard__key name = { sizeof(literal) - 1, literal }

/* Where the next n bytes go; NULL when there is no room for them. */
LLGUARD__INLINE char *llguard__member_room(
	const struct llguard__text *text, size_t n)
{
	return text->len <= text->size && text->size - text->len >= n
		       ? text->buf + text->len
		       : NULL;
}

/* ,"key":"value", and a second member when the string does not tell all. */
void llguard__member_string(struct llguard__text *text,
	const struct llguard__key *key, const struct llguard_str *value);

/* The same of what needs no escaping. */
void llguard__member_constant(struct llguard__text *text,
	const struct llguard__key *key, const char *string);

/* ,"key":value */
void llguard__member_u64(struct llguard__text *text,
	const struct llguard__key *key, uint64_t value);

/* Any number, without a key. */
void llguard__member_digits(struct llguard__text *text, uint64_t value);

/* The characters of a string; returns whether they do not tell all. */
bool llguard__member_chars(
	struct llguard__text *text, const char *chars, size_t n);

/* A whole key or any other text that is as short. */
LLGUARD__INLINE void llguard__member_key(
	struct llguard__text *text, const struct llguard__key *key)
{
	char *to = llguard__member_room(text, LLGUARD__KEY_MAX);

	if (LLGUARD__LIKELY(to)) {
		memcpy(to, key->text, LLGUARD__KEY_MAX);
		text->len += key->len;
	} else {
		llguard__text_bytes(text, key->text, key->len);
	}
}

/* A word, and the quote behind it. */
LLGUARD__INLINE void llguard__member_word_end(
	struct llguard__text *text, const struct llguard__word *word)
{
	char *to = llguard__member_room(text, sizeof(word->text) + 1);

	if (LLGUARD__LIKELY(to)) {
		memcpy(to, word->text, sizeof(word->text));
		to[word->len] = '"';
		text->len += word->len + (size_t)1;
	} else {
		llguard__text_bytes(text, word->text, word->len);
		LLGUARD__TEXT(text, "\"");
	}
}

/* The end of an object or an array, whose members begin at from. */
LLGUARD__INLINE void llguard__member_close(
	struct llguard__text *text, size_t from, char open, char close)
{
	if (text->len == from)
		llguard__text_bytes(text, &open, 1);
	else if (from < text->size)
		text->buf[from] = open;
	llguard__text_bytes(text, &close, 1);
}

#endif /* LLGUARD__MEMBER_H */
