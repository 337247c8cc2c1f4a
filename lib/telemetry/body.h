/* SPDX-License-Identifier: MIT */
/*
 * Reading a record's body in the ring, in the order in which the kernel writes
 * it.
 *
 * LLGUARD__SLACK zero bytes are behind it: nothing here looks where it ends, for
 * no literal, number or word goes on in them.  Each step passes over what it has
 * read, or says that the order does not hold.
 */
#ifndef LLGUARD__BODY_H
#define LLGUARD__BODY_H

#include "inflight.h"
#include "value.h"

/*
 * Pass over a literal, which is no longer than the slack.  Likely: what it takes
 * to be rare, a compiler may make a call of memcmp().
 */
#define LLGUARD__PASS(at, literal)                                             \
	(LLGUARD__LIKELY(LLGUARD__IS(at, literal)) &&                          \
		((at) += sizeof(literal) - 1, true))

/* Where a byte stands first, or end. */
LLGUARD__INLINE const char *llguard__body_find(
	const char *at, const char *end, char byte)
{
	unsigned int n = llguard__find_16(at, byte);

	if (LLGUARD__LIKELY(n < 16))
		return at + n;
	n = llguard__find_16(at + 16, byte);
	if (LLGUARD__LIKELY(n < 16))
		return at + 16 + n;
	return llguard__find_far(at + 32, end, byte);
}

struct llguard__number {
	uint64_t value;
	const char *end; /* NULL: it is none */
};

/* A number of any length: here a call, for there are many of them. */
struct llguard__number llguard__body_number(const char *at);

LLGUARD__INLINE bool llguard__body_u64(const char **at, uint64_t *ret)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	const uint64_t word = llguard__load_8(*at) ^ ones * '0';
	const uint64_t other = ((word + ones * 0x76) | word) & ones * 0x80;
	/* Eight times the digits; their values go to the top of a word. */
	const unsigned int bits =
		other ? (unsigned int)__builtin_ctzll(other) & 0x38 : 0;

	if (LLGUARD__LIKELY(bits)) {
		*ret = llguard__eight_digits(word << (64 - bits));
		*at += bits / 8;
	} else {
		const struct llguard__number number = llguard__body_number(*at);

		if (!number.end)
			return false;
		*ret = number.value;
		*at = number.end;
	}
	return true;
}

/* The same for what has up to three digits as a rule: half of a word will do. */
LLGUARD__INLINE bool llguard__body_short(const char **at, uint64_t *ret)
{
	const uint32_t ones = UINT32_C(0x01010101);
	const uint32_t word = (uint32_t)llguard__load_8(*at) ^ ones * '0';
	const uint32_t other = ((word + ones * 0x76) | word) & ones * 0x80;
	const unsigned int bits =
		other ? (unsigned int)__builtin_ctz(other) & 0x18 : 0;
	uint32_t value;

	if (!LLGUARD__LIKELY(bits))
		return llguard__body_u64(at, ret);
	value = word << (32 - bits);
	value = value * (1 + (10 << 8)) >> 8 & UINT32_C(0x00ff00ff);
	*ret = value * (1 + (100 << 16)) >> 16;
	*at += bits / 8;
	return true;
}

LLGUARD__INLINE bool llguard__body_u32(const char **at, uint32_t *ret)
{
	uint64_t number;

	if (!llguard__body_u64(at, &number) || number > UINT32_MAX)
		return false;
	*ret = (uint32_t)number;
	return true;
}

/* What stands before the next space, at most 16 bytes of it. */
LLGUARD__INLINE bool llguard__body_word(
	const char **at, struct llguard_str *ret)
{
	const unsigned int n = llguard__find_16(*at, ' ');

	*ret = (struct llguard_str){ *at, n };
	*at += n;
	return LLGUARD__LIKELY(n < 16) || **at == ' ';
}

/* The same, when it does not matter. */
LLGUARD__INLINE bool llguard__body_skip(const char **at)
{
	const unsigned int n = llguard__find_16(*at, ' ');

	*at += n;
	return LLGUARD__LIKELY(n < 16);
}

/* A string that the kernel encodes, as llguard__field_string(). */
struct llguard_str llguard__body_string_any(
	const char **at, const char *end, uint32_t *flags);

LLGUARD__INLINE struct llguard_str llguard__body_string(
	const char **at, const char *end, uint32_t *flags)
{
	const char *const from = *at + 1;
	struct llguard_str string;
	const char *copy;

	if (LLGUARD__LIKELY(**at == '"')) {
		const char *const stop = llguard__body_find(from, end, '"');

		if (LLGUARD__LIKELY(stop < end)) {
			*at = stop + 1;
			return (struct llguard_str){ from,
				(size_t)(stop - from) };
		}
	}
	/* So that the position itself need not be in memory. */
	copy = *at;
	string = llguard__body_string_any(&copy, end, flags);
	*at = copy;
	return string;
}

#endif /* LLGUARD__BODY_H */
