/* SPDX-License-Identifier: MIT */
/*
 * The head of a request: bytes in, a struct out.  Pure.
 *
 * Strict where leniency would let two readers of the same bytes disagree on
 * where a request ends: lines end in CRLF, nothing is folded, there is no space
 * before a colon, one Host, one Content-Length.
 */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include "text.h"

/* A request's whole head must fit: longer ones are refused with 414 or 431. */
#define HTTP_HEAD_MAX 8192

#define HTTP_INCOMPLETE (-1)

enum http_method {
	HTTP_OTHER, /* neither of those that we serve */
	HTTP_GET,
	HTTP_HEAD,
};

/* All text is borrowed from the bytes that were parsed. */
struct http_request {
	struct text line;   /* the first line, whatever it is; for the log */
	struct text target; /* as sent */
	enum http_method method;
	bool http_1_1;      /* or a later 1.x, else 1.0 */
	bool keep_alive;    /* what the client wants */
	bool has_body;      /* which is not read: close after the answer */
	bool if_none_match; /* makes if_modified_since void */
	struct text if_modified_since;
	struct text if_range;
	struct text range;
	size_t size; /* of the head, with all that stood before it */
};

/*
 * Returns 0 when the head is complete and well-formed; HTTP_INCOMPLETE when more
 * bytes are needed; else the status to refuse it with: 400, 414, 431 or 505.
 * request->line is set in any case, the rest when the return value is 0.
 */
int http_request_parse(struct text bytes, struct http_request *request);

#endif /* HTTP_REQUEST_H */
