/* SPDX-License-Identifier: MIT */
/*
 * Members of JSON objects, in one step each: half of what reading a log costs is
 * writing what it says.
 *
 * Where the next byte goes is handed from step to step, so that it stays in a
 * register.  Each step may write LLGUARD__MEMBER_MOST bytes before it looks at how
 * much room there is.  Where the caller's buffer has less, all goes through a
 * window, of which the buffer gets what it can hold.
 *
 * Each member begins with a comma.  llguard__member_close() makes the object's
 * first one its bracket, so that no member has to know whether it is the first.
 */
#ifndef LLGUARD__MEMBER_H
#define LLGUARD__MEMBER_H

#include "digits.h"
#include "names.h"
#include "scan.h"

#define LLGUARD__MEMBER_MOST   192
#define LLGUARD__MEMBER_WINDOW 448

struct llguard__members {
	struct llguard__text text; /* what is before .from */
	char *from;                /* in the buffer or in the window */
	char *limit;               /* up to here there is room for a step */
	bool lossy; /* set when the characters of a string do not tell all */
	bool split; /* set when an array has more than one element */
	char window[LLGUARD__MEMBER_WINDOW];
};

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

/* Where the first byte goes; NULL when buf is NULL and size is not 0. */
char *llguard__members_begin(
	struct llguard__members *members, char *buf, size_t size);

/* As llguard__text_end(). */
int llguard__members_end(struct llguard__members *members, const char *to);

/* Make room for a step.  Returns where it goes. */
char *llguard__members_flush(struct llguard__members *members, const char *to);

LLGUARD__INLINE char *llguard__member_room(
	struct llguard__members *members, char *to)
{
	return LLGUARD__LIKELY(to <= members->limit)
		       ? to
		       : llguard__members_flush(members, to);
}

/*
 * All of these return what follows, where 128 bytes of a step are left.
 * ,"key":"value", and a second member when the string does not tell all; value is
 * not absent.
 */
char *llguard__member_string(struct llguard__members *members, char *to,
	const struct llguard__key *key, const struct llguard_str *value);

/* ,"key":value */
char *llguard__member_u64(struct llguard__members *members, char *to,
	const struct llguard__key *key, uint64_t value);

/* The characters of a string. */
char *llguard__member_chars(struct llguard__members *members, const char *to,
	const char *chars, size_t n);

/* Bytes as upper-case digits. */
char *llguard__member_hex(struct llguard__members *members, char *to,
	const char *bytes, size_t n);

/* The elements of a string that are separated by a byte. */
char *llguard__member_array(struct llguard__members *members, char *to,
	const struct llguard_str *joined, char by);

/* A string of words that are separated by commas, and an array of them. */
char *llguard__member_words(struct llguard__members *members, char *to,
	const struct llguard__key *key, const struct llguard__key *array_key,
	const struct llguard_str *words);

/* A literal that is no longer than a step. */
#define LLGUARD__PUT(to, literal)                                              \
	(memcpy(to, literal, sizeof(literal) - 1), (to) + sizeof(literal) - 1)

/* A word, and the quote behind it. */
LLGUARD__INLINE char *llguard__member_word_end(
	char *to, const struct llguard__word *word)
{
	memcpy(to, word, sizeof(*word));
	to += word->len;
	*to = '"';
	return to + 1;
}

/*
 * The same of a name, of which 16 bytes can be read, and 16 more when it is not
 * shorter; it is shorter than these.
 */
LLGUARD__INLINE char *llguard__member_name_end(char *to, const char *name)
{
	unsigned int n = llguard__find_16(name, '\0');

	memcpy(to, name, 16);
	if (!LLGUARD__LIKELY(n < 16)) {
		memcpy(to + 16, name + 16, 16);
		n += llguard__find_16(name + 16, '\0');
	}
	to[n] = '"';
	return to + n + 1;
}

/* How long the text before to is. */
LLGUARD__INLINE size_t llguard__member_offset(
	const struct llguard__members *members, const char *to)
{
	return members->text.len + (size_t)(to - members->from);
}

/* The end of an object or an array, whose members begin at an offset. */
LLGUARD__INLINE char *llguard__member_close(struct llguard__members *members,
	char *to, size_t offset, char open, char close)
{
	to = llguard__member_room(members, to);
	if (llguard__member_offset(members, to) == offset)
		*to++ = open;
	else if (offset >= members->text.len)
		members->from[offset - members->text.len] = open;
	else if (offset < members->text.size)
		members->text.buf[offset] = open;
	*to = close;
	return to + 1;
}

#endif /* LLGUARD__MEMBER_H */
