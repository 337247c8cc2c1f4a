/* SPDX-License-Identifier: MIT */
/*
 * Members for the formats of others: objects that are not there when nothing is in
 * them, and what is absent left out.
 *
 * Their schemas have no room for the bytes that a string does not tell: those
 * stand in an object of our own, see write_landlock.h.
 */
#ifndef LLGUARD__NEST_H
#define LLGUARD__NEST_H

#include "../json_out.h"

#include <llguard/telemetry.h>

/* Whether two constants are the same word. */
static inline bool llguard__same_word(const char *a, const char *b)
{
	const size_t n = strlen(a);

	return n == strlen(b) && memcmp(a, b, n) == 0;
}

/* The seconds of an event's stamp; 0 without one. */
static inline uint64_t llguard__stamp_seconds(const struct llguard_event *event)
{
	return event->has & LLGUARD_HAS_STAMP ? event->seconds : 0;
}

struct llguard__nest {
	size_t len;
	bool member;
};

/* An object or an array of a key; the end takes it back when it is empty. */
struct llguard__nest llguard__nest_open(
	struct llguard__json *json, const char *key, char bracket);
void llguard__nest_close(
	struct llguard__json *json, struct llguard__nest nest, char bracket);

/* A string, without its bytes beside it. */
void llguard__nest_string(struct llguard__json *json, const char *key,
	const struct llguard_str *value);

/* A string whose NULs are spaces. */
void llguard__nest_title(struct llguard__json *json, const char *key,
	const struct llguard_str *value);

/* A string, and its bytes beside it where it does not tell all. */
void llguard__nest_bytes(struct llguard__json *json, const char *key,
	const struct llguard_str *value);

/* The bytes alone, under the key and "_hex", where the string does not tell all. */
void llguard__nest_hex(struct llguard__json *json, const char *key,
	const struct llguard_str *value);

/* An abstract name, its first NUL as '@'. */
void llguard__nest_abstract(struct llguard__json *json, const char *key,
	const struct llguard_str *value);

/* The elements of a string that are separated by a byte; the key is not NULL. */
void llguard__nest_array(struct llguard__json *json, const char *key,
	const struct llguard_str *value, char by);

/* A number, as one and as a string. */
void llguard__nest_number(struct llguard__json *json, const char *key,
	bool there, uint64_t value);
void llguard__nest_id(struct llguard__json *json, const char *key, bool there,
	uint64_t value);

/* A time that is known, where it has a year of four digits. */
void llguard__nest_time(struct llguard__json *json, const char *key,
	uint64_t seconds, uint32_t milliseconds);

/* The last component of a path; the path when it has none. */
struct llguard_str llguard__nest_base(const struct llguard_str *path);

/* "paths": the names of the event's PATH records. */
void llguard__nest_paths(
	struct llguard__json *json, const struct llguard_event *event);

#endif /* LLGUARD__NEST_H */
