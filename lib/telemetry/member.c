/* SPDX-License-Identifier: MIT */
#include "member.h"

#include "../json_out.h"

/* Bytes beyond a string's that may be written where it is copied to. */
#define OVER 16

#ifdef LLGUARD__SSE2
/* A bit for each of 16 bytes that JSON does not take as it is. */
LLGUARD__INLINE unsigned int odd_16(const char *at)
{
	const __m128i bytes =
		_mm_loadu_si128((const __m128i *)(const void *)at);
	/* Signed: what is not ASCII is below a space as well. */
	const __m128i low = _mm_cmplt_epi8(bytes, _mm_set1_epi8(0x20));
	const __m128i quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('"'));
	const __m128i backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8('\\'));
	const __m128i del = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(0x7f));

	return (unsigned int)_mm_movemask_epi8(_mm_or_si128(
		_mm_or_si128(low, quote), _mm_or_si128(backslash, del)));
}
#else
/* Byte by byte, for what is behind a string's end must not matter. */
LLGUARD__INLINE unsigned int odd_8(const char *at)
{
	unsigned int odd = 0;

	for (unsigned int i = 0; i < 8; i++) {
		const unsigned char byte = (unsigned char)at[i];

		odd |= (unsigned int)(byte < 0x20 || byte == '"' ||
				      byte == '\\' || byte > 0x7e)
		       << i;
	}
	return odd;
}

LLGUARD__INLINE unsigned int odd_16(const char *at)
{
	return odd_8(at) | odd_8(at + 8) << 8;
}
#endif

/* Copy n bytes, below 16. */
LLGUARD__INLINE void short_copy(char *to, const char *from, size_t n)
{
	if (n >= 8) {
		memcpy(to, from, 8);
		memcpy(to + n - 8, from + n - 8, 8);
	} else if (n >= 4) {
		memcpy(to, from, 4);
		memcpy(to + n - 4, from + n - 4, 4);
	} else if (n) {
		to[0] = from[0];
		to[n / 2] = from[n / 2];
		to[n - 1] = from[n - 1];
	}
}

/*
 * Copy what JSON takes as it is, to where OVER bytes more are.  Returns false when
 * some of it is not.
 */
LLGUARD__INLINE bool plain_copy(char *to, const char *from, size_t n)
{
	size_t at = 0;

	if (n < 16) {
		short_copy(to, from, n);
		return !(odd_16(to) & ((1u << n) - 1));
	}
	for (; at <= n - 16; at += 16) {
		memcpy(to + at, from + at, 16);
		if (odd_16(to + at))
			return false;
	}
	/* The last 16, some of them again. */
	memcpy(to + n - 16, from + n - 16, 16);
	return !odd_16(to + n - 16);
}

LLGUARD__APART void string_any(struct llguard__text *text,
	const struct llguard__key *key, const struct llguard_str *value)
{
	bool lossy;

	llguard__text_bytes(text, key->text, key->len);
	lossy = llguard__json_string(text, value->ptr, value->len);
	LLGUARD__TEXT(text, "\"");
	if (!lossy)
		return;
	/* All but the key's own quote, colon and quote. */
	llguard__text_bytes(text, key->text, (size_t)key->len - 3);
	LLGUARD__TEXT(text, "_hex\":\"");
	llguard__text_hex_bytes(text, value->ptr, value->len);
	LLGUARD__TEXT(text, "\"");
}

void llguard__member_string(struct llguard__text *text,
	const struct llguard__key *key, const struct llguard_str *value)
{
	const size_t n = value->len;
	char *to = llguard__member_room(text, LLGUARD__KEY_MAX + n + OVER);

	if (!value->ptr)
		return;
	if (LLGUARD__LIKELY(to)) {
		memcpy(to, key->text, LLGUARD__KEY_MAX);
		to += key->len;
		if (LLGUARD__LIKELY(plain_copy(to, value->ptr, n))) {
			to[n] = '"';
			text->len += key->len + n + 1;
			return;
		}
	}
	string_any(text, key, value);
}

bool llguard__member_chars(
	struct llguard__text *text, const char *chars, size_t n)
{
	char *to = llguard__member_room(text, n + OVER);

	if (!LLGUARD__LIKELY(to) || !LLGUARD__LIKELY(plain_copy(to, chars, n)))
		return llguard__json_string(text, chars, n);
	text->len += n;
	return false;
}

void llguard__member_constant(struct llguard__text *text,
	const struct llguard__key *key, const char *string)
{
	llguard__member_key(text, key);
	llguard__text_add(text, string);
	LLGUARD__TEXT(text, "\"");
}

/* Eight decimal digits of a number, the first one in the lowest byte. */
LLGUARD__INLINE uint64_t eight_values(uint32_t value)
{
	uint64_t low, high, digits;

	/* Two numbers of four digits, four of two, eight of one. */
	digits = value / 10000 | (uint64_t)(value % 10000) << 32;
	high = (digits * 10486 >> 20) & UINT64_C(0x0000007f0000007f);
	low = digits - high * 100;
	digits = high | low << 16;
	high = (digits * 103 >> 10) & UINT64_C(0x000f000f000f000f);
	low = digits - high * 10;
	return high | low << 8;
}

LLGUARD__INLINE void store_8(char *to, uint64_t word)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	word = __builtin_bswap64(word);
#endif
	memcpy(to, &word, 8);
}

/* Four of them. */
LLGUARD__INLINE uint32_t four_values(uint32_t value)
{
	const uint32_t pairs = value / 100 | value % 100 << 16;
	const uint32_t high = (pairs * 103 >> 10) & UINT32_C(0x000f000f);

	return high | (pairs - high * 10) << 8;
}

/* Digits behind a key, where 20 bytes are.  Returns how many. */
LLGUARD__APART size_t digits_put_long(char *to, uint64_t value)
{
	struct llguard__text text = { to, 20, 0 };

	llguard__text_u64(&text, value);
	return text.len;
}

LLGUARD__INLINE size_t digits_put(char *to, uint64_t value)
{
	const uint64_t zeros = UINT64_C(0x0101010101010101) * '0';
	uint64_t digits;
	unsigned int skip;

	if (value >= 100000000)
		return digits_put_long(to, value);
	if (value < 10000)
		digits = (uint64_t)four_values((uint32_t)value) << 32;
	else
		digits = eight_values((uint32_t)value);
	skip = (unsigned int)__builtin_ctzll(digits | UINT64_C(1) << 56) & 0x38;
	store_8(to, (digits >> skip) + zeros);
	return 8 - skip / 8;
}

void llguard__member_digits(struct llguard__text *text, uint64_t value)
{
	char *to = llguard__member_room(text, 20);

	if (LLGUARD__LIKELY(to))
		text->len += digits_put(to, value);
	else
		llguard__text_u64(text, value);
}

void llguard__member_u64(struct llguard__text *text,
	const struct llguard__key *key, uint64_t value)
{
	char *to = llguard__member_room(text, LLGUARD__KEY_MAX + 20);

	if (LLGUARD__LIKELY(to)) {
		memcpy(to, key->text, LLGUARD__KEY_MAX);
		text->len += key->len + digits_put(to + key->len, value);
	} else {
		llguard__text_bytes(text, key->text, key->len);
		llguard__text_u64(text, value);
	}
}
