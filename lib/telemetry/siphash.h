/* SPDX-License-Identifier: MIT */
/*
 * A hash with a key: who does not know the key cannot choose texts that collide.
 *
 * SipHash-c-d of Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012:
 * 1 and 3 rounds here, as in hash tables elsewhere; 2 and 4 in its published
 * vectors.
 */
#ifndef LLGUARD__SIPHASH_H
#define LLGUARD__SIPHASH_H

#include "scan.h"

struct llguard__siphash {
	uint64_t v0;
	uint64_t v1;
	uint64_t v2;
	uint64_t v3;
	uint64_t tail; /* bytes that make no whole word yet */
	size_t len;    /* of all that was added */
};

LLGUARD__INLINE uint64_t llguard__rotated(uint64_t word, int bits)
{
	return word << bits | word >> (64 - bits);
}

LLGUARD__INLINE void llguard__siphash_round(struct llguard__siphash *hash)
{
	hash->v0 += hash->v1;
	hash->v2 += hash->v3;
	hash->v1 = llguard__rotated(hash->v1, 13) ^ hash->v0;
	hash->v3 = llguard__rotated(hash->v3, 16) ^ hash->v2;
	hash->v0 = llguard__rotated(hash->v0, 32);
	hash->v2 += hash->v1;
	hash->v0 += hash->v3;
	hash->v1 = llguard__rotated(hash->v1, 17) ^ hash->v2;
	hash->v3 = llguard__rotated(hash->v3, 21) ^ hash->v0;
	hash->v2 = llguard__rotated(hash->v2, 32);
}

LLGUARD__INLINE void llguard__siphash_word(
	struct llguard__siphash *hash, uint64_t word, int rounds)
{
	hash->v3 ^= word;
	while (rounds--)
		llguard__siphash_round(hash);
	hash->v0 ^= word;
}

static inline void llguard__siphash_begin(
	struct llguard__siphash *hash, const unsigned char seed[16])
{
	const uint64_t k0 = llguard__load_8((const char *)seed);
	const uint64_t k1 = llguard__load_8((const char *)seed + 8);

	*hash = (struct llguard__siphash){
		.v0 = k0 ^ UINT64_C(0x736f6d6570736575),
		.v1 = k1 ^ UINT64_C(0x646f72616e646f6d),
		.v2 = k0 ^ UINT64_C(0x6c7967656e657261),
		.v3 = k1 ^ UINT64_C(0x7465646279746573),
	};
}

/* The last n bytes, 1 to 7, of a text of whole bytes, the first one lowest. */
LLGUARD__INLINE uint64_t llguard__last_bytes(
	const char *at, size_t n, size_t whole)
{
	uint64_t word = 0;

	/* Where there are eight, one step takes them. */
	if (whole >= 8)
		return llguard__load_8(at + n - 8) >> (64 - 8 * n);
	while (n--)
		word = word << 8 | (unsigned char)at[n];
	return word;
}

/* What does not fit behind the held bytes of a word: nothing, if there are none. */
LLGUARD__INLINE uint64_t llguard__spilled(uint64_t word, size_t held)
{
	/* In two steps, for one of 64 bits is none that C has. */
	return word >> 1 >> (63 - 8 * held);
}

/* Add bytes; however a text is cut, the same comes out. */
LLGUARD__INLINE void llguard__siphash_bytes(
	struct llguard__siphash *hash, const char *bytes, size_t n, int rounds)
{
	const size_t held = hash->len % 8;
	const size_t whole = n;
	uint64_t tail = hash->tail;
	uint64_t word;

	hash->len += n;
	for (; n >= 8; n -= 8, bytes += 8) {
		word = llguard__load_8(bytes);
		llguard__siphash_word(hash, tail | word << 8 * held, rounds);
		tail = llguard__spilled(word, held);
	}
	if (n) {
		word = llguard__last_bytes(bytes, n, whole);
		tail |= word << 8 * held;
		if (held + n >= 8) {
			llguard__siphash_word(hash, tail, rounds);
			tail = llguard__spilled(word, held);
		}
	}
	hash->tail = tail;
}

LLGUARD__INLINE uint64_t llguard__siphash_end(
	struct llguard__siphash *hash, int rounds, int last_rounds)
{
	const uint64_t len = (uint64_t)hash->len << 56;

	llguard__siphash_word(hash, len | hash->tail, rounds);
	hash->v2 ^= 0xff;
	while (last_rounds--)
		llguard__siphash_round(hash);
	return hash->v0 ^ hash->v1 ^ hash->v2 ^ hash->v3;
}

static inline void llguard__hash_number(
	struct llguard__siphash *hash, uint64_t number)
{
	char bytes[8];

	memcpy(bytes, &number, sizeof(bytes));
	llguard__siphash_bytes(hash, bytes, sizeof(bytes), 1);
}

/* Texts behind what was added before: where one ends is part of it. */
static inline void llguard__hash_texts(struct llguard__siphash *hash,
	const struct llguard_str *texts, size_t count)
{
	uint64_t lengths = 0;

	/* None is longer than a record, which 16 bits can say. */
	for (size_t i = 0; i < count; i++) {
		if (i && i % 4 == 0)
			llguard__hash_number(hash, lengths);
		lengths = lengths << 16 | (uint16_t)texts[i].len;
	}
	llguard__hash_number(hash, lengths);
	for (size_t i = 0; i < count; i++)
		if (texts[i].ptr)
			llguard__siphash_bytes(
				hash, texts[i].ptr, texts[i].len, 1);
}

static inline uint64_t llguard__hash_end(struct llguard__siphash *hash)
{
	return llguard__siphash_end(hash, 1, 3);
}

#endif /* LLGUARD__SIPHASH_H */
