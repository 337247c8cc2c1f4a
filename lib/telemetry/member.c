/* SPDX-License-Identifier: MIT */
#include "member.h"

#include "plain.h"

#include "../json_out.h"

/* Let the text have what is before to. */
static void members_sync(struct llguard__members *members, const char *to)
{
	const size_t n = (size_t)(to - members->from);

	if (members->from == members->window)
		llguard__text_bytes(&members->text, members->window, n);
	else
		members->text.len += n;
}

/* Go on behind the text: in the buffer, if it has room for a step. */
static char *members_resume(struct llguard__members *members)
{
	const struct llguard__text *text = &members->text;

	if (text->len < text->size &&
		text->size - text->len >= LLGUARD__MEMBER_MOST) {
		members->from = text->buf + text->len;
		members->limit = text->buf + text->size - LLGUARD__MEMBER_MOST;
	} else {
		members->from = members->window;
		members->limit = members->window + LLGUARD__MEMBER_WINDOW -
				 LLGUARD__MEMBER_MOST;
	}
	return members->from;
}

char *llguard__members_begin(
	struct llguard__members *members, char *buf, size_t size)
{
	if (!buf && size)
		return NULL;
	members->lossy = false;
	members->text = (struct llguard__text){ buf, size, 0 };
	return members_resume(members);
}

int llguard__members_end(struct llguard__members *members, const char *to)
{
	members_sync(members, to);
	return llguard__text_end(&members->text);
}

/* Apart: who calls it for one member in a hundred need not save registers. */
__attribute__((noinline)) char *llguard__members_flush(
	struct llguard__members *members, const char *to)
{
	members_sync(members, to);
	return members_resume(members);
}

/* Whether a step and n bytes more can be written, of which 64 are a key and such. */
LLGUARD__INLINE bool has_room(
	const struct llguard__members *members, const char *to, size_t n)
{
	/* Signed: a step may have gone beyond the limit. */
	return LLGUARD__LIKELY(members->limit - to >= (ptrdiff_t)n);
}

LLGUARD__APART char *string_any(struct llguard__members *members,
	const char *to, const struct llguard__key *key,
	const struct llguard_str *value)
{
	struct llguard__text *text = &members->text;

	members_sync(members, to);
	llguard__text_bytes(text, key->text, key->len);
	if (llguard__json_string(text, value->ptr, value->len)) {
		LLGUARD__TEXT(text, "\"");
		/* All but the key's own quote, colon and quote. */
		llguard__text_bytes(text, key->text, (size_t)key->len - 3);
		LLGUARD__TEXT(text, "_hex\":\"");
		llguard__text_hex_bytes(text, value->ptr, value->len);
	}
	LLGUARD__TEXT(text, "\"");
	return members_resume(members);
}

/* Of 16 bytes and more; there is room. */
LLGUARD__APART char *string_long(struct llguard__members *members, char *to,
	const struct llguard__key *key, const struct llguard_str *value)
{
	char *const at = to + key->len;

	memcpy(to, key->text, LLGUARD__KEY_MAX);
	if (!LLGUARD__LIKELY(
		    llguard__plain_copy_long(at, value->ptr, value->len)))
		return string_any(members, to, key, value);
	at[value->len] = '"';
	return at + value->len + 1;
}

char *llguard__member_string(struct llguard__members *members, char *to,
	const struct llguard__key *key, const struct llguard_str *value)
{
	const size_t n = value->len;
	char *const at = to + key->len;

	if (!has_room(members, to, n))
		return string_any(members, to, key, value);
	/* In a function of its own, so that this one need not save anything. */
	if (n >= 16)
		return string_long(members, to, key, value);
	memcpy(to, key->text, LLGUARD__KEY_MAX);
	if (n && !LLGUARD__LIKELY(llguard__plain_copy_short(at, value->ptr, n)))
		return string_any(members, to, key, value);
	at[n] = '"';
	return at + n + 1;
}

LLGUARD__APART char *u64_any(struct llguard__members *members, const char *to,
	const struct llguard__key *key, uint64_t value)
{
	members_sync(members, to);
	llguard__text_bytes(&members->text, key->text, key->len);
	llguard__text_u64(&members->text, value);
	return members_resume(members);
}

char *llguard__member_u64(struct llguard__members *members, char *to,
	const struct llguard__key *key, uint64_t value)
{
	if (!has_room(members, to, 0))
		return u64_any(members, to, key, value);
	memcpy(to, key->text, LLGUARD__KEY_MAX);
	return llguard__put_digits(to + key->len, value);
}

char *llguard__member_chars(struct llguard__members *members, const char *to,
	const char *chars, size_t n)
{
	members_sync(members, to);
	members->lossy |= llguard__json_string(&members->text, chars, n);
	return members_resume(members);
}

LLGUARD__APART char *hex_any(struct llguard__members *members, const char *to,
	const char *bytes, size_t n)
{
	members_sync(members, to);
	llguard__text_hex_bytes(&members->text, bytes, n);
	return members_resume(members);
}

#ifdef LLGUARD__SSE2
/* Sixteen bytes as 32 digits. */
LLGUARD__INLINE void hex_put_16(char *to, const char *from)
{
	const __m128i fifteen = _mm_set1_epi8(15);
	const __m128i bytes = llguard__load_16(from);
	const __m128i high = _mm_and_si128(_mm_srli_epi16(bytes, 4), fifteen);
	const __m128i low = _mm_and_si128(bytes, fifteen);
	__m128i digits[2] = { _mm_unpacklo_epi8(high, low),
		_mm_unpackhi_epi8(high, low) };

	for (size_t i = 0; i < 2; i++) {
		const __m128i letters = _mm_and_si128(
			_mm_cmpgt_epi8(digits[i], _mm_set1_epi8(9)),
			_mm_set1_epi8('A' - '0' - 10));

		digits[i] = _mm_add_epi8(
			_mm_add_epi8(digits[i], _mm_set1_epi8('0')), letters);
		_mm_storeu_si128((__m128i *)(void *)(to + 16 * i), digits[i]);
	}
}

char *llguard__member_hex(
	struct llguard__members *members, char *to, const char *bytes, size_t n)
{
	char *const end = to + 2 * n;
	const char *last;

	if (n < 16 || !has_room(members, to, 2 * n))
		return hex_any(members, to, bytes, n);
	last = bytes + n - 16;
	for (; bytes < last; bytes += 16, to += 32)
		hex_put_16(to, bytes);
	/* The last 16, some of them again. */
	hex_put_16(end - 32, last);
	return end;
}
#else
char *llguard__member_hex(
	struct llguard__members *members, char *to, const char *bytes, size_t n)
{
	return hex_any(members, to, bytes, n);
}
#endif

LLGUARD__APART char *array_any(struct llguard__members *members, const char *to,
	const struct llguard_str *joined, char by)
{
	struct llguard__text *text = &members->text;
	const char *at = joined->ptr;
	const char *const end = at + joined->len;

	members->split = false;
	members_sync(members, to);
	LLGUARD__TEXT(text, "[\"");
	for (;;) {
		const char *const stop = llguard__find(at, end, by);

		members->lossy |=
			llguard__json_string(text, at, (size_t)(stop - at));
		if (stop == end)
			break;
		members->split = true;
		LLGUARD__TEXT(text, "\",\"");
		at = stop + 1;
	}
	LLGUARD__TEXT(text, "\"]");
	return members_resume(members);
}

/*
 * Elements of plain text from what is behind to, up to end, where 16 bytes more are
 * by.  Returns NULL when something else has to be written otherwise.
 */
LLGUARD__INLINE char *elements_put(
	char *to, const char *from, const char *end, char by, bool *ret_split)
{
	*ret_split = false;
	to = LLGUARD__PUT(to, "[\"");
	for (;;) {
		const unsigned int plain = llguard__find_odd_16(from, by);

		/* What is read and not an element may be written over. */
		memmove(to, from, 16);
		from += plain;
		to += plain;
		if (plain == 16)
			continue;
		if (from == end)
			return LLGUARD__PUT(to, "\"]");
		if (!LLGUARD__LIKELY(*from == by))
			return NULL;
		to = LLGUARD__PUT(to, "\",\"");
		*ret_split = true;
		from++;
	}
}

/* Copy to where 16 bytes more may be written over: without a call. */
LLGUARD__INLINE void bytes_copy(char *to, const char *from, size_t n)
{
	size_t at = 0;

	if (n < 16) {
		memcpy(to, from, n);
		return;
	}
	for (; at < n - 16; at += 16)
		memcpy(to + at, from + at, 16);
	memcpy(to + n - 16, from + n - 16, 16);
}

char *llguard__member_array(struct llguard__members *members, char *to,
	const struct llguard_str *joined, char by)
{
	const size_t n = joined->len;
	/* A copy behind the most that can come of it: 16 more can be read. */
	char *const copy = to + 3 * n + 24;
	char *end;
	bool split;

	if (n > UINT16_MAX || !has_room(members, to, 4 * n))
		return array_any(members, to, joined, by);
	bytes_copy(copy, joined->ptr, n);
	memset(copy + n, by, 16);
	end = elements_put(to, copy, copy + n, by, &split);
	members->split = split;
	return end ? end : array_any(members, to, joined, by);
}

LLGUARD__APART char *words_any(struct llguard__members *members, const char *to,
	const struct llguard__key *key, const struct llguard__key *array_key,
	const struct llguard_str *words)
{
	to = string_any(members, to, key, words);
	members_sync(members, to);
	llguard__text_bytes(&members->text, array_key->text, array_key->len);
	to = members_resume(members);
	return array_any(members, to, words, ',');
}

char *llguard__member_words(struct llguard__members *members, char *to,
	const struct llguard__key *key, const struct llguard__key *array_key,
	const struct llguard_str *words)
{
	const size_t n = words->len;
	char *const copy = to + key->len;
	char *end;
	bool split;

	if (n > UINT16_MAX || !has_room(members, to, 4 * n + 64))
		return words_any(members, to, key, array_key, words);
	memcpy(to, key->text, LLGUARD__KEY_MAX);
	if (!LLGUARD__LIKELY(llguard__plain_copy(copy, words->ptr, n)))
		return words_any(members, to, key, array_key, words);
	end = copy + n;
	*end = '"';
	memcpy(end + 1, array_key->text, LLGUARD__KEY_MAX);
	return elements_put(end + 1 + array_key->len, copy, end, ',', &split);
}
