/* SPDX-License-Identifier: MIT */
/*
 * The kernel's quoting (audit_log_n_untrustedstring): a string of printable
 * bytes without '"' stands in double quotes, any other one in upper-case
 * hexadecimal without.  So a quoted value has no space in it, and whether a value
 * is hexadecimal follows from its key, never from its looks: dest=80 is a port.
 */
#include "body.h"

#include "../extensible.h"

bool llguard__field_next(
	struct llguard__scan *scan, struct llguard_field *field)
{
	for (;;) {
		const char *from;
		const char *at;

		while (scan->at < scan->end && *scan->at == ' ')
			scan->at++;
		from = at = scan->at;
		while (at < scan->end && *at != '=' && *at != ' ')
			at++;
		scan->at = at;
		if (at == scan->end)
			return false;
		if (*at == ' ')
			continue; /* a word without a value */
		field->key = (struct llguard_str){ from, (size_t)(at - from) };
		scan->at++;
		llguard__value_scan(scan, field);
		return true;
	}
}

bool llguard__field_u64(const struct llguard_field *field, uint64_t *ret)
{
	struct llguard__scan scan = { field->value.ptr,
		field->value.ptr + field->value.len };
	uint64_t number;

	if (!llguard__scan_u64(&scan, &number) || scan.at < scan.end)
		return false;
	*ret = number;
	return true;
}

const uint8_t llguard__hex_digits[256] = {
#define NO8 255, 255, 255, 255, 255, 255, 255, 255
	NO8, NO8, NO8, NO8, NO8, NO8, /* 0x00 */
	0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 255, 255, 255, 255, 255, 255, 255, 10, 11,
	12, 13, 14, 15, 255, NO8, NO8, NO8,              /* 'A' */
	255, 26, 27, 28, 29, 30, 31, 255, NO8, NO8, NO8, /* 'a' */
	NO8, NO8, NO8, NO8, NO8, NO8, NO8, NO8,          /* 0x80 */
	NO8, NO8, NO8, NO8, NO8, NO8, NO8, NO8
#undef NO8
};

static bool hex_is(const struct llguard_str *text)
{
	unsigned int all = 0;

	for (size_t i = 0; i < text->len; i++)
		all |= llguard__hex_digits[(unsigned char)text->ptr[i]];
	return text->len && text->len % 2 == 0 && all < 16;
}

static void hex_to(char *to, const char *from, size_t bytes)
{
	const unsigned char *digits = (const unsigned char *)from;

	for (size_t i = 0; i < bytes; i++, digits += 2)
		to[i] = (char)(llguard__hex_digits[digits[0]] << 4 |
			       llguard__hex_digits[digits[1]]);
}

#ifdef LLGUARD__SSE2
/* The values of 16 upper-case digits. */
LLGUARD__INLINE __m128i hex_load(const char *text)
{
	const __m128i digits =
		_mm_loadu_si128((const __m128i *)(const void *)text);

	return llguard__hex_values(digits, digits, 'A');
}

/* 16 digits to 8 bytes, or 32 to 16; false when one is none. */
LLGUARD__INLINE bool hex_16(const char *text, char *to)
{
	const __m128i values = hex_load(text);
	const __m128i pairs = llguard__hex_pairs(values);

	_mm_storel_epi64((__m128i *)(void *)to, _mm_packus_epi16(pairs, pairs));
	return !llguard__hex_not(values);
}

LLGUARD__INLINE bool hex_32(const char *text, char *to)
{
	const __m128i first = hex_load(text);
	const __m128i second = hex_load(text + 16);

	_mm_storeu_si128((__m128i *)(void *)to,
		_mm_packus_epi16(
			llguard__hex_pairs(first), llguard__hex_pairs(second)));
	return !llguard__hex_not(_mm_max_epu8(first, second));
}
#else
/*
 * Eight digits to four bytes.  A digit is 0x30 and up to 9, a letter 0x40 and 1
 * to 6; adding 6, or 9 for a letter, carries out of the low half when there is
 * too much in it.
 */
static bool hex_8(const char *text, char *to)
{
	const uint64_t ones = UINT64_C(0x0101010101010101);
	const uint64_t word = llguard__load_8(text);
	const uint64_t letter = word >> 6 & ones;
	const uint64_t low = word & ones * 0x0f;
	uint64_t value = low + letter * 9;
	const uint64_t odd =
		((word & ones * 0xf0) ^ (ones * 0x30 + letter * 0x10)) |
		((low + ones * 6 + letter * 3) & ones * 0x10) |
		(letter * 0x10 & ~(low + ones * 0x0f));

	value = (value << 4 | value >> 8) & UINT64_C(0x00ff00ff00ff00ff);
	value = (value | value >> 8) & UINT64_C(0x0000ffff0000ffff);
	value |= value >> 16;
	for (int i = 0; i < 4; i++)
		to[i] = (char)(value >> 8 * i);
	return !odd;
}

/* 16 digits to 8 bytes, or 32 to 16; false when one is none. */
static bool hex_16(const char *text, char *to)
{
	return hex_8(text, to) && hex_8(text + 8, to + 4);
}

static bool hex_32(const char *text, char *to)
{
	return hex_16(text, to) && hex_16(text + 16, to + 8);
}
#endif

/* What was decoded of a text that is not hexadecimal: written back, from its end. */
static void hex_undo(char *text, size_t bytes)
{
	while (bytes--) {
		const unsigned char byte = (unsigned char)text[bytes];

		text[2 * bytes] = "0123456789ABCDEF"[byte >> 4];
		text[2 * bytes + 1] = "0123456789ABCDEF"[byte & 15];
	}
}

/*
 * Steps from the beginning, of which the last one takes what the text ends with,
 * some of it again: read first, before it is written over.
 */
#define HEX_STEPS(step, digits, to, from, len)                                 \
	do {                                                                   \
		char last[(digits) / 2], bytes[(digits) / 2];                  \
		if (!step((from) + (len) - (digits), last))                    \
			return false;                                          \
		for (size_t done = 0; (len)-2 * done > (digits);               \
			done += (digits) / 2) {                                \
			if (!step((from) + 2 * done, bytes)) {                 \
				if ((to) == (from))                            \
					hex_undo(to, done);                    \
				return false;                                  \
			}                                                      \
			memcpy((to) + done, bytes, sizeof(bytes));             \
		}                                                              \
		memcpy((to) + (len) / 2 - (digits) / 2, last, sizeof(last));   \
	} while (0)

bool llguard__hex_decode(char *to, const char *from, size_t len)
{
	if (len % 2 || !len)
		return false;
	if (len >= 32) {
		HEX_STEPS(hex_32, 32, to, from, len);
	} else if (len >= 16) {
		HEX_STEPS(hex_16, 16, to, from, len);
	} else {
		if (!hex_is(&(struct llguard_str){ from, len }))
			return false;
		hex_to(to, from, len / 2);
	}
	return true;
}

struct llguard_str llguard__field_string(
	const struct llguard_field *field, uint32_t *flags)
{
	struct llguard_str value = field->value;

	if (field->flags & LLGUARD_FIELD_CUT)
		*flags |= LLGUARD_FLAG_TRUNCATED;
	if (field->flags & LLGUARD_FIELD_QUOTED)
		return value;
	if (LLGUARD__STR_IS(&value, "(null)") ||
		LLGUARD__STR_IS(&value, "(none)") || !value.len)
		return (struct llguard_str){ NULL, 0 };
	/* What a cut has left of a pair at the end stands for nothing. */
	if ((*flags & LLGUARD_FLAG_TRUNCATED) && !value.ptr[value.len]) {
		value.len &= ~(size_t)1;
		if (!value.len)
			return value;
	}
	/* The body is ours: see the header. */
	if (llguard__hex_decode(
		    llguard__body_ours(value.ptr), value.ptr, value.len))
		value.len /= 2;
	else
		*flags |= LLGUARD_FLAG_BAD_HEX;
	return value;
}

struct llguard_str llguard__body_string_any(
	const char **at, const char *end, uint32_t *flags)
{
	struct llguard__scan scan = { *at, end };
	struct llguard_field field;

	llguard__value_scan(&scan, &field);
	*at = scan.at;
	return llguard__field_string(&field, flags);
}

struct llguard__number llguard__body_number(const char *at)
{
	struct llguard__scan scan = { at, at + LLGUARD__SLACK };
	struct llguard__number number = { 0, NULL };

	if (llguard__scan_digits(&scan, at, 0, &number.value))
		number.end = scan.at;
	return number;
}

/* The keys whose values the kernel writes with audit_log_untrustedstring(). */
static bool key_is_string(const struct llguard_str *key)
{
	static const char keys[][10] = { "path", "name", "dev", "exe", "comm",
		"ocomm", "cwd", "proctitle" };

	for (size_t i = 0; i < LLGUARD__COUNT(keys); i++)
		if ((key->len == strlen(keys[i]) &&
			    memcmp(key->ptr, keys[i], key->len) == 0))
			return true;
	return false;
}

static bool is_placeholder(const struct llguard_str *value)
{
	return LLGUARD__STR_IS(value, "(null)") ||
	       LLGUARD__STR_IS(value, "(none)");
}

static bool field_is_valid(const struct llguard_field *field)
{
	return llguard__size_of(field) >= sizeof(*field);
}

int llguard_field_next(struct llguard_str *rest, struct llguard_field *field)
{
	struct llguard__scan scan;
	bool found;

	if (!rest || (!rest->ptr && rest->len) || !field_is_valid(field))
		return -EINVAL;
	/* Which may be NULL. */
	if (!rest->len)
		return 0;
	scan = (struct llguard__scan){ rest->ptr, rest->ptr + rest->len };
	found = llguard__field_next(&scan, field);
	rest->len = llguard__scan_left(&scan);
	rest->ptr = scan.at;
	return found;
}

int llguard_field_decode(
	const struct llguard_field *field, char *buf, size_t size)
{
	const struct llguard_str *value;
	bool is_hex;

	if (!field_is_valid(field) || (!buf && size))
		return -EINVAL;
	value = &field->value;
	is_hex = !(field->flags & LLGUARD_FIELD_QUOTED) &&
		 key_is_string(&field->key) && !is_placeholder(value);
	if (!is_hex || !hex_is(value)) {
		if (size && value->len)
			memcpy(buf, value->ptr,
				value->len < size ? value->len : size);
		return is_hex ? -EILSEQ : (int)value->len;
	}
	hex_to(buf, value->ptr, value->len / 2 < size ? value->len / 2 : size);
	return (int)(value->len / 2);
}
