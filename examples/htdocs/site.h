/* SPDX-License-Identifier: MIT */
/*
 * What a request is answered with.
 */
#ifndef SITE_H
#define SITE_H

#include <stdbool.h>
#include <stdint.h>

#include "http_date.h"
#include "http_request.h"
#include "response.h"
#include "shared_file.h"

struct site {
	int root;        /* an open directory */
	bool vulnerable; /* the path of a request goes to open() as it is */
	bool stopping;   /* every response is its connection's last */
	int64_t now;     /* seconds since 1970 */
	char date[HTTP_DATE_SIZE]; /* the same, as text */
	struct shared_files files; /* of this turn */
};

/* Answer a well-formed request. */
void site_answer(struct site *site, const struct http_request *request,
	struct response *response);

/* Answer something that is no request, or none that we take; and no more. */
void site_refuse(
	const struct site *site, int status, struct response *response);

#endif /* SITE_H */
