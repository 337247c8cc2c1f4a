/* SPDX-License-Identifier: MIT */
/*
 * One JSON object into the caller's buffer, members in the order of the calls.
 *
 * Strings are other people's bytes: a byte that is not UTF-8 becomes U+FFFD and
 * a second member, the first one's name and "_hex", has the exact bytes; so too
 * when a NUL is inside.  Control characters are written \uXXXX.
 */
#ifndef LLGUARD__JSON_OUT_H
#define LLGUARD__JSON_OUT_H

#include "text.h"

struct llguard__json {
	struct llguard__text text;
	bool member; /* one stands before: a comma is due */
};

/*
 * Begin an object with "v":1 and its kind.  Returns false when buf is NULL and
 * size is not 0.
 */
bool llguard__json_begin(
	struct llguard__json *json, const char *kind, char *buf, size_t size);

/* End it; returns what a describe function returns. */
int llguard__json_end(struct llguard__json *json);

/*
 * Members.  key is NULL for the elements of an array.  key must not need
 * escaping.
 */
void llguard__json_text(
	struct llguard__json *json, const char *key, const char *string);
void llguard__json_bytes(struct llguard__json *json, const char *key,
	const void *bytes, size_t n);
void llguard__json_u64(
	struct llguard__json *json, const char *key, uint64_t value);
void llguard__json_bool(
	struct llguard__json *json, const char *key, bool value);
void llguard__json_open(
	struct llguard__json *json, const char *key, char bracket);
void llguard__json_close(struct llguard__json *json, char bracket);

/* The exact bytes of a member, as one whose key is key and "_hex". */
void llguard__json_hex(struct llguard__json *json, const char *key,
	const void *bytes, size_t n);

/* The beginning of a member, whose key is key and more; the value is to follow. */
void llguard__json_key(
	struct llguard__json *json, const char *key, const char *more);

/*
 * The inside of a JSON string.  Returns whether it does not tell every byte: one
 * was not UTF-8, or a NUL.
 */
bool llguard__json_string(
	struct llguard__text *text, const void *bytes, size_t n);

#endif /* LLGUARD__JSON_OUT_H */
