/* SPDX-License-Identifier: MIT */
/*
 * A response that waits to be sent: its head, and a body that is a short text or
 * a part of a file.
 */
#ifndef RESPONSE_H
#define RESPONSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "shared_file.h"

/* Head and short body.  A redirect to a longer place is refused with 414. */
#define RESPONSE_TEXT_MAX 4096

struct response {
	int status;
	bool keep_alive;          /* else the connection ends after it */
	bool no_body;             /* as for HEAD: the head alone */
	struct shared_file *file; /* NULL: none */
	off_t at;                 /* in the file */
	uint64_t left;            /* bytes of the file still to send */
	uint64_t length;          /* bytes of the file in all */
	size_t text_len;
	size_t text_at;  /* bytes of the text that are sent */
	size_t head_len; /* of the text; the rest is a short body */
	char text[RESPONSE_TEXT_MAX];
};

/*
 * Begin: the status line and Date, as http_date_format() writes it.  keep_alive
 * and no_body can be changed up to the end.
 */
void response_begin(struct response *response, int status, const char *date,
	bool keep_alive, bool no_body);

/* One more line of the head, without its CRLF. */
void response_field(struct response *response, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* End with the status as a short text: errors and redirects. */
void response_end_status(struct response *response);

/* End without a body and without a length: 304. */
void response_end_empty(struct response *response);

/* End with length bytes of a file from at on, which it uses until it is closed. */
void response_end_file(struct response *response, struct shared_file *file,
	uint64_t at, uint64_t length);

/* Whether a line did not fit: what was written must not be sent. */
bool response_is_cut(const struct response *response);

/* How many bytes of the body are sent. */
uint64_t response_body_sent(const struct response *response);

/* Let go of the file, if any. */
void response_close(struct response *response);

#endif /* RESPONSE_H */
