/* SPDX-License-Identifier: MIT */
/*
 * What JSON takes as it is: printable ASCII but '"' and '\', several bytes at a
 * time.
 */
#ifndef LLGUARD__PLAIN_H
#define LLGUARD__PLAIN_H

#include "scan.h"

#ifdef LLGUARD__SSE2
/* A bit for each byte, 0 for an odd one. */
LLGUARD__INLINE unsigned int llguard__plain_bits(__m128i bytes)
{
	/* Signed: what is not ASCII is below all, and so is DEL plus one. */
	const __m128i high = _mm_cmpgt_epi8(
		_mm_add_epi8(bytes, _mm_set1_epi8(1)), _mm_set1_epi8(' '));
	const __m128i odd =
		_mm_or_si128(_mm_cmpeq_epi8(bytes, _mm_set1_epi8('"')),
			_mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\')));

	return (unsigned int)_mm_movemask_epi8(_mm_andnot_si128(odd, high));
}

/* Copy 1 to 15 bytes.  Returns false when one of them is odd. */
LLGUARD__INLINE bool llguard__plain_copy_short(
	char *to, const char *from, size_t n)
{
	uint32_t first, last;

	if (n >= 8) {
		const __m128i head =
			_mm_loadl_epi64((const __m128i *)(const void *)from);
		const __m128i tail = _mm_loadl_epi64(
			(const __m128i *)(const void *)(from + n - 8));

		_mm_storel_epi64((__m128i *)(void *)to, head);
		_mm_storel_epi64((__m128i *)(void *)(to + n - 8), tail);
		return llguard__plain_bits(_mm_unpacklo_epi64(head, tail)) ==
		       0xffff;
	}
	if (n >= 4) {
		memcpy(&first, from, 4);
		memcpy(&last, from + n - 4, 4);
		memcpy(to, &first, 4);
		memcpy(to + n - 4, &last, 4);
		return (llguard__plain_bits(_mm_unpacklo_epi32(
				_mm_cvtsi32_si128((int)first),
				_mm_cvtsi32_si128((int)last))) &
			       0xff) == 0xff;
	}
	/* Of three; where there are fewer, some twice. */
	first = (unsigned char)from[0] |
		(uint32_t)(unsigned char)from[n / 2] << 8 |
		(uint32_t)(unsigned char)from[n - 1] << 16;
	memcpy(to, &first, 4);
	return (llguard__plain_bits(_mm_cvtsi32_si128((int)first)) & 7) == 7;
}

LLGUARD__INLINE bool llguard__is_odd_16(const char *at)
{
	return llguard__plain_bits(llguard__load_16(at)) != 0xffff;
}

/* Where the first one stands that is odd or a certain byte, or 16. */
LLGUARD__INLINE unsigned int llguard__find_odd_16(const char *at, char byte)
{
	const __m128i bytes = llguard__load_16(at);
	const int hit =
		_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte)));

	return (unsigned int)__builtin_ctz(
		~llguard__plain_bits(bytes) | (unsigned int)hit | 0x10000);
}
#else
#define LLGUARD__ONES UINT64_C(0x0101010101010101)

/* The high bits of odd bytes: exact up to the first of them. */
LLGUARD__INLINE uint64_t llguard__odd_bytes(uint64_t word)
{
	const uint64_t quote = word ^ LLGUARD__ONES * '"';
	const uint64_t backslash = word ^ LLGUARD__ONES * '\\';

	return (word | (word - LLGUARD__ONES * 0x20) | (word + LLGUARD__ONES) |
		       ((quote - LLGUARD__ONES) & ~quote) |
		       ((backslash - LLGUARD__ONES) & ~backslash)) &
	       LLGUARD__ONES * 0x80;
}

LLGUARD__INLINE bool llguard__words_are_odd(uint64_t first, uint64_t second)
{
	return (llguard__odd_bytes(first) | llguard__odd_bytes(second)) != 0;
}

LLGUARD__INLINE bool llguard__is_odd_16(const char *at)
{
	return llguard__words_are_odd(
		llguard__load_8(at), llguard__load_8(at + 8));
}

LLGUARD__INLINE unsigned int llguard__find_odd_16(const char *at, char byte)
{
	const uint64_t all = LLGUARD__ONES * (unsigned char)byte;

	for (unsigned int i = 0; i < 16; i += 8) {
		const uint64_t word = llguard__load_8(at + i);
		const uint64_t same = word ^ all;
		const uint64_t hit =
			llguard__odd_bytes(word) |
			((same - LLGUARD__ONES) & ~same & LLGUARD__ONES * 0x80);

		if (hit)
			return i + (unsigned int)__builtin_ctzll(hit) / 8;
	}
	return 16;
}

/* Copy 1 to 15 bytes.  Returns false when one of them is odd. */
LLGUARD__INLINE bool llguard__plain_copy_short(
	char *to, const char *from, size_t n)
{
	uint64_t first, second = LLGUARD__ONES * ' ';

	if (n >= 8) {
		memcpy(&first, from, 8);
		memcpy(&second, from + n - 8, 8);
		memcpy(to, &first, 8);
		memcpy(to + n - 8, &second, 8);
	} else if (n >= 4) {
		uint32_t head, tail;

		memcpy(&head, from, 4);
		memcpy(&tail, from + n - 4, 4);
		memcpy(to, &head, 4);
		memcpy(to + n - 4, &tail, 4);
		first = head | (uint64_t)tail << 32;
	} else {
		const uint64_t head = (unsigned char)from[0];
		const uint64_t middle = (unsigned char)from[n / 2];
		const uint64_t tail = (unsigned char)from[n - 1];

		to[0] = (char)head;
		to[n / 2] = (char)middle;
		to[n - 1] = (char)tail;
		first = LLGUARD__ONES * ' ' << 24 | head | middle << 8 |
			tail << 16;
	}
	return !llguard__words_are_odd(first, second);
}
#endif

/*
 * Copy 16 bytes and more to where 16 more may be written over.  Returns false when
 * one of them is odd.
 */
LLGUARD__INLINE bool llguard__plain_copy_long(
	char *to, const char *from, size_t n)
{
	const char *const last = from + n - 16;

	for (; from < last; from += 16, to += 16) {
		if (llguard__is_odd_16(from))
			return false;
		memcpy(to, from, 16);
	}
	/* The last 16, some of them again. */
	memcpy(to - (from - last), last, 16);
	return !llguard__is_odd_16(last);
}

/* The same of any number. */
LLGUARD__INLINE bool llguard__plain_copy(char *to, const char *from, size_t n)
{
	if (n < 16)
		return !n || llguard__plain_copy_short(to, from, n);
	return llguard__plain_copy_long(to, from, n);
}

#endif /* LLGUARD__PLAIN_H */
