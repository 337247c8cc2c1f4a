/* SPDX-License-Identifier: MIT */
/*
 * Writing text into the caller's buffer, as snprintf() counts: what does not fit
 * is cut off and counted.  No locale, no format strings.
 */
#ifndef LLGUARD__TEXT_H
#define LLGUARD__TEXT_H

#include "base.h"

struct llguard__text {
	char *buf;
	size_t size;
	size_t len; /* of the whole text, cut or not */
};

/* Returns false when buf is NULL and size is not 0. */
bool llguard__text_begin(struct llguard__text *text, char *buf, size_t size);

void llguard__text_bytes(
	struct llguard__text *text, const void *bytes, size_t n);
void llguard__text_add(struct llguard__text *text, const char *string);

/* A literal, whose length the compiler knows: most of what a writer writes. */
static inline void llguard__text_literal(
	struct llguard__text *text, const char *literal, size_t n)
{
	if (text->len < text->size && text->size - text->len >= n) {
		memcpy(text->buf + text->len, literal, n);
		text->len += n;
	} else {
		llguard__text_bytes(text, literal, n);
	}
}
#define LLGUARD__TEXT(text, literal)                                           \
	llguard__text_literal(text, literal, sizeof(literal) - 1)
void llguard__text_u64(struct llguard__text *text, uint64_t value);
void llguard__text_i64(struct llguard__text *text, int64_t value);
void llguard__text_hex(struct llguard__text *text, uint64_t value);

/* Two upper-case digits a byte. */
void llguard__text_hex_bytes(
	struct llguard__text *text, const void *bytes, size_t n);

/* bytes with everything that could move a terminal's cursor written \xNN. */
void llguard__text_safe(
	struct llguard__text *text, const void *bytes, size_t n);

/* Ends the text in NUL; returns its whole length, what describe returns. */
int llguard__text_end(struct llguard__text *text);

/*
 * How many bytes of the n at s are one whole UTF-8 character, and which; 0 when
 * the first byte begins none.  Overlong forms and surrogates are none.
 */
size_t llguard__utf8_char(const unsigned char *s, size_t n, uint32_t *ret_char);

/* C0, DEL, C1, line and paragraph separators, bidirectional controls. */
bool llguard__utf8_is_control(uint32_t c);

#endif /* LLGUARD__TEXT_H */
