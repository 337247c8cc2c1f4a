/* SPDX-License-Identifier: MIT */
/*
 * A record's body as it stands in a reader's ring, in tests: to be written to,
 * and with zero bytes behind it.
 */
#ifndef BODY_TEXT_H
#define BODY_TEXT_H

#include "reading.h"

#include "telemetry/inflight.h"

static char body_text_ring[4096];

/* Valid until the next but seven calls: an event borrows from several bodies. */
static inline char *body_text(const char *text)
{
	static size_t at;
	char *body;

	cr_assert_lt(strlen(text) + LLGUARD__SLACK, 512);
	body = body_text_ring + at++ % 8 * 512;
	memset(body, 0, 512);
	return memcpy(body, text, strlen(text));
}

#endif /* BODY_TEXT_H */
