/* SPDX-License-Identifier: MIT */
/*
 * Reading text in one direction.  Inline: this is the inside of the hot loop.
 */
#ifndef LLGUARD__SCAN_H
#define LLGUARD__SCAN_H

#include "../base.h"

/* Every x86-64 has it; LLGUARD_NO_SIMD is for testing what other ports do. */
#if defined(__SSE2__) && !defined(LLGUARD_NO_SIMD)
#define LLGUARD__SSE2
#include <emmintrin.h>
#endif

/* A compiler that does not inline these keeps the position in memory. */
#define LLGUARD__INLINE static inline __attribute__((always_inline))
/* Not part of the caller, which would save registers for it every time. */
#ifdef __clang__
#define LLGUARD__APART static __attribute__((noinline))
#else
#define LLGUARD__APART static __attribute__((noinline, noclone))
#endif

struct llguard__scan {
	const char *at;
	const char *end;
};

LLGUARD__INLINE size_t llguard__scan_left(const struct llguard__scan *scan)
{
	return (size_t)(scan->end - scan->at);
}

#ifdef LLGUARD__SSE2
LLGUARD__INLINE __m128i llguard__load_16(const char *at)
{
	return _mm_loadu_si128((const __m128i *)(const void *)at);
}
#endif

/* Eight bytes as a number, the first one lowest, wherever they stand. */
LLGUARD__INLINE uint64_t llguard__load_8(const char *at)
{
	uint64_t word;

	memcpy(&word, at, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	return word;
}

#define LLGUARD__LIKELY(condition) __builtin_expect(!!(condition), 1)

/* Whether a literal stands at at: compilers make this a few comparisons. */
#define LLGUARD__IS(at, literal) (memcmp(at, literal, sizeof(literal) - 1) == 0)

/* The same where left bytes are. */
#define LLGUARD__LITERAL_IS(at, left, literal)                                 \
	((left) >= sizeof(literal) - 1 && LLGUARD__IS(at, literal))

/* Pass over a literal; false, and nothing passed, when it does not stand. */
#define LLGUARD__SCAN(scan, literal)                                           \
	(LLGUARD__LITERAL_IS((scan)->at, llguard__scan_left(scan), literal) && \
		((scan)->at += sizeof(literal) - 1, true))

/* Decimal digits one by one behind those of value; false above 2^64-1. */
LLGUARD__INLINE bool llguard__scan_digits(struct llguard__scan *scan,
	const char *at, uint64_t value, uint64_t *ret)
{
	const char *const from = scan->at;

	for (; at < scan->end; at++) {
		const unsigned int digit =
			(unsigned char)*at - (unsigned int)'0';

		if (digit > 9)
			break;
		if (value > UINT64_MAX / 10 || value * 10 > UINT64_MAX - digit)
			return false;
		value = value * 10 + digit;
	}
	if (at == from)
		return false;
	scan->at = at;
	*ret = value;
	return true;
}

/*
 * The number of eight digits' values, the first one in the lowest byte: in pairs,
 * in fours, and all eight.
 */
LLGUARD__INLINE uint64_t llguard__eight_digits(uint64_t word)
{
	word = word * (1 + (10 << 8)) >> 8 & UINT64_C(0x00ff00ff00ff00ff);
	word = word * (1 + (100 << 16)) >> 16 & UINT64_C(0x0000ffff0000ffff);
	return word * (1 + (UINT64_C(10000) << 32)) >> 32;
}

/* A decimal number. */
LLGUARD__INLINE bool llguard__scan_u64(
	struct llguard__scan *scan, uint64_t *ret)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	const char *const at = scan->at;
	uint64_t word, other;
	unsigned int bits;

	if (llguard__scan_left(scan) < 8)
		return llguard__scan_digits(scan, at, 0, ret);
	/* Eight at once: the high bit of each byte that is no digit. */
	word = llguard__load_8(at) ^ ones * '0';
	other = ((word + ones * 0x76) | word) & ones * 0x80;
	if (!other)
		return llguard__scan_digits(
			scan, at + 8, llguard__eight_digits(word), ret);
	bits = (unsigned int)__builtin_ctzll(other) & 0x38;
	if (!bits)
		return false;
	*ret = llguard__eight_digits(word << (64 - bits));
	scan->at = at + bits / 8;
	return true;
}

LLGUARD__INLINE bool llguard__scan_u32(
	struct llguard__scan *scan, uint32_t *ret)
{
	struct llguard__scan at = *scan;
	uint64_t value;

	if (!llguard__scan_u64(&at, &value) || value > UINT32_MAX)
		return false;
	*scan = at;
	*ret = (uint32_t)value;
	return true;
}

/* The value of each hexadecimal digit, 0x10 more for a lower-case one, or 0xff. */
extern const uint8_t llguard__hex_digits[256];

/*
 * Where a byte stands in the first 16 of at, or 16.
 */
LLGUARD__INLINE unsigned int llguard__find_16(const char *at, char byte)
{
#ifdef LLGUARD__SSE2
	const __m128i bytes =
		_mm_loadu_si128((const __m128i *)(const void *)at);
	const int hit =
		_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_set1_epi8(byte)));

	return (unsigned int)__builtin_ctz((unsigned int)hit | 0x10000);
#else
	const uint64_t ones = UINT64_C(0x0101010101010101);
	const uint64_t all = ones * (unsigned char)byte;
	const uint64_t low = llguard__load_8(at) ^ all;
	const uint64_t high = llguard__load_8(at + 8) ^ all;
	const uint64_t in_low = (low - ones) & ~low & ones * 0x80;
	const uint64_t in_high = (high - ones) & ~high & ones * 0x80;

	if (in_low)
		return (unsigned int)__builtin_ctzll(in_low) / 8;
	return in_high ? 8 + (unsigned int)__builtin_ctzll(in_high) / 8 : 16;
#endif
}

/* How many of the first 16 bytes of at are A to Z, 0 to 9 and '_', up to another. */
LLGUARD__INLINE unsigned int llguard__name_16(const char *at)
{
#ifdef LLGUARD__SSE2
	const __m128i bytes =
		_mm_loadu_si128((const __m128i *)(const void *)at);
	const __m128i letter = _mm_sub_epi8(bytes, _mm_set1_epi8('A'));
	const __m128i digit = _mm_sub_epi8(bytes, _mm_set1_epi8('0'));
	const __m128i is_letter =
		_mm_cmpeq_epi8(letter, _mm_min_epu8(letter, _mm_set1_epi8(25)));
	const __m128i is_digit =
		_mm_cmpeq_epi8(digit, _mm_min_epu8(digit, _mm_set1_epi8(9)));
	const int name = _mm_movemask_epi8(
		_mm_or_si128(_mm_or_si128(is_letter, is_digit),
			_mm_cmpeq_epi8(bytes, _mm_set1_epi8('_'))));

	return (unsigned int)__builtin_ctz(~(unsigned int)name);
#else
	unsigned int n = 0;

	while (n < 16 && ((at[n] >= 'A' && at[n] <= 'Z') || at[n] == '_' ||
				 (at[n] >= '0' && at[n] <= '9')))
		n++;
	return n;
#endif
}

/* Where a byte stands first, or end, when it is not near. */
LLGUARD__INLINE const char *llguard__find_far(
	const char *at, const char *end, char byte)
{
	const char *found =
		at < end ? memchr(at, byte, (size_t)(end - at)) : NULL;

	return found ? found : end;
}

/*
 * Where a byte stands first, or end.  What is looked for in a record is mostly
 * near, too near for a call of memchr().
 */
LLGUARD__INLINE const char *llguard__find(
	const char *at, const char *end, char byte)
{
	if (end - at >= 32) {
		unsigned int n = llguard__find_16(at, byte);

		if (n < 16)
			return at + n;
		n = llguard__find_16(at + 16, byte);
		if (n < 16)
			return at + 16 + n;
		at += 32;
	}
	return llguard__find_far(at, end, byte);
}

/* Whether a byte is in a text. */
LLGUARD__INLINE bool llguard__has(const char *text, size_t n, char byte)
{
#ifdef LLGUARD__SSE2
	const __m128i wanted = _mm_set1_epi8(byte);
	const char *last;
	__m128i hit;

	if (n < 16)
		return memchr(text, byte, n) != NULL;
	last = text + n - 16;
	/* The last sixteen, some of them twice. */
	hit = _mm_cmpeq_epi8(llguard__load_16(last), wanted);
	for (; last - text > 16; text += 32) {
		const __m128i first = llguard__load_16(text);
		const __m128i second = llguard__load_16(text + 16);

		hit = _mm_or_si128(
			hit, _mm_or_si128(_mm_cmpeq_epi8(first, wanted),
				     _mm_cmpeq_epi8(second, wanted)));
	}
	if (text < last)
		hit = _mm_or_si128(
			hit, _mm_cmpeq_epi8(llguard__load_16(text), wanted));
	return _mm_movemask_epi8(hit) != 0;
#else
	return memchr(text, byte, n) != NULL;
#endif
}

/* Hexadecimal digits of either case one by one, 1 to 16 of them. */
LLGUARD__INLINE bool llguard__scan_hex_digits(
	struct llguard__scan *scan, uint64_t *ret)
{
	const char *const from = scan->at;
	const char *const end = scan->end;
	const char *at = from;
	uint64_t value = 0;

	for (; at < end; at++) {
		const unsigned int digit =
			llguard__hex_digits[(unsigned char)*at];

		if (digit == 0xff)
			break;
		value = value << 4 | (digit & 15);
	}
	if (at == from || at - from > 16)
		return false;
	scan->at = at;
	*ret = value;
	return true;
}

#ifdef LLGUARD__SSE2
/*
 * The values of hexadecimal digits, above 15 for any other byte: 0 to 9 of numbers,
 * and of letters those from a to f on, whatever case letters have been brought to.
 */
LLGUARD__INLINE __m128i llguard__hex_values(
	__m128i numbers, __m128i letters, char a)
{
	/* To the top, which saturation spares, and down again. */
	numbers = _mm_sub_epi8(numbers, _mm_set1_epi8('9' + 1));
	numbers = _mm_subs_epu8(numbers, _mm_set1_epi8(6));
	numbers = _mm_add_epi8(numbers, _mm_set1_epi8(16));
	letters = _mm_sub_epi8(letters, _mm_set1_epi8(a));
	letters = _mm_adds_epu8(letters, _mm_set1_epi8(10));
	return _mm_min_epu8(numbers, letters);
}

/* A bit for each value that is above 15. */
LLGUARD__INLINE unsigned int llguard__hex_not(__m128i values)
{
	return (unsigned int)_mm_movemask_epi8(
		_mm_adds_epu8(values, _mm_set1_epi8(127 - 15)));
}

/*
 * Pairs of digits to bytes: the first one is the lower byte and the higher half,
 * which a multiplication puts above the other one.
 */
LLGUARD__INLINE __m128i llguard__hex_pairs(__m128i values)
{
	return _mm_srli_epi16(
		_mm_mullo_epi16(values, _mm_set1_epi16(0x1001)), 8);
}
#endif

LLGUARD__INLINE bool llguard__scan_hex(
	struct llguard__scan *scan, uint64_t *ret)
{
#ifdef LLGUARD__SSE2
	__m128i bytes, values;
	unsigned int n;

	if (llguard__scan_left(scan) < 16)
		return llguard__scan_hex_digits(scan, ret);
	bytes = _mm_loadu_si128((const __m128i *)(const void *)scan->at);
	values = llguard__hex_values(
		bytes, _mm_or_si128(bytes, _mm_set1_epi8(0x20)), 'a');
	n = (unsigned int)__builtin_ctz(llguard__hex_not(values) | 0x10000);
	if (n == 0 || n == 16)
		return llguard__scan_hex_digits(scan, ret);
	/* The first byte to the top; what is behind the digits is moved out. */
	values = llguard__hex_pairs(_mm_min_epu8(values, _mm_set1_epi8(15)));
	values = _mm_packus_epi16(values, values);
	_mm_storel_epi64((__m128i *)(void *)ret, values);
	*ret = __builtin_bswap64(*ret) >> (64 - 4 * n);
	scan->at += n;
	return true;
#else
	return llguard__scan_hex_digits(scan, ret);
#endif
}

/* Everything up to a byte that is not passed, or to the end. */
LLGUARD__INLINE struct llguard_str llguard__scan_until(
	struct llguard__scan *scan, char stop)
{
	const char *const from = scan->at;

	scan->at = llguard__find(from, scan->end, stop);
	return (struct llguard_str){ from, (size_t)(scan->at - from) };
}

/* Whether 16 bytes, 32 or 64 are the same. */
LLGUARD__INLINE bool llguard__same_16(const char *a, const char *b)
{
#ifdef LLGUARD__SSE2
	const __m128i left = _mm_loadu_si128((const __m128i *)(const void *)a);
	const __m128i right = _mm_loadu_si128((const __m128i *)(const void *)b);

	return _mm_movemask_epi8(_mm_cmpeq_epi8(left, right)) == 0xffff;
#else
	return llguard__load_8(a) == llguard__load_8(b) &&
	       llguard__load_8(a + 8) == llguard__load_8(b + 8);
#endif
}

#ifdef LLGUARD__SSE2
/* A byte for each two of 32 that have the same place: 0xff when both are. */
LLGUARD__INLINE __m128i llguard__same_bytes(const char *a, const char *b)
{
	const __m128i *left = (const __m128i *)(const void *)a;
	const __m128i *right = (const __m128i *)(const void *)b;

	return _mm_and_si128(
		_mm_cmpeq_epi8(_mm_loadu_si128(left), _mm_loadu_si128(right)),
		_mm_cmpeq_epi8(
			_mm_loadu_si128(left + 1), _mm_loadu_si128(right + 1)));
}
#endif

LLGUARD__INLINE bool llguard__same_32(const char *a, const char *b)
{
#ifdef LLGUARD__SSE2
	return _mm_movemask_epi8(llguard__same_bytes(a, b)) == 0xffff;
#else
	return llguard__same_16(a, b) && llguard__same_16(a + 16, b + 16);
#endif
}

LLGUARD__INLINE bool llguard__same_64(const char *a, const char *b)
{
#ifdef LLGUARD__SSE2
	return _mm_movemask_epi8(_mm_and_si128(llguard__same_bytes(a, b),
		       llguard__same_bytes(a + 32, b + 32))) == 0xffff;
#else
	return llguard__same_32(a, b) && llguard__same_32(a + 32, b + 32);
#endif
}

/* Whether two texts of n bytes, 32 or more, are the same. */
LLGUARD__INLINE bool llguard__same_long(const char *a, const char *b, size_t n)
{
	/* The last step takes what the texts end with, some of it again. */
	if (n < 64)
		return llguard__same_32(a, b) &&
		       llguard__same_32(a + n - 32, b + n - 32);
	for (size_t at = 0; at < n - 64; at += 64)
		if (!llguard__same_64(a + at, b + at))
			return false;
	return llguard__same_64(a + n - 64, b + n - 64);
}

/* Whether two texts of n bytes are the same. */
LLGUARD__INLINE bool llguard__same(const char *a, const char *b, size_t n)
{
	if (n >= 8) {
		for (size_t at = 0; at < n - 8; at += 8)
			if (llguard__load_8(a + at) != llguard__load_8(b + at))
				return false;
		/* cppcheck-suppress pointerOutOfBoundsCond ; both have n */
		return llguard__load_8(a + n - 8) == llguard__load_8(b + n - 8);
	}
	for (; n; a++, b++, n--)
		if (*a != *b)
			return false;
	return true;
}

#define LLGUARD__STR_IS(str, literal)                                          \
	((str)->len == sizeof(literal) - 1 &&                                  \
		llguard__same((str)->ptr, literal, sizeof(literal) - 1))

#endif /* LLGUARD__SCAN_H */
