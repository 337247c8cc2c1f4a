/* SPDX-License-Identifier: MIT */
/*
 * The Range field: which bytes of a file are asked for.  Pure.
 */
#ifndef HTTP_RANGE_H
#define HTTP_RANGE_H

#include <stdint.h>

#include "text.h"

enum http_range {
	HTTP_RANGE_WHOLE, /* no range, or none that we serve: all of it */
	HTTP_RANGE_PART,
	HTTP_RANGE_UNSATISFIABLE,
};

/*
 * size is the file's.  With HTTP_RANGE_PART, *first and *last are the first and
 * the last byte, counted from 0; else they stay as they are.  Several ranges at
 * once are answered whole, as RFC 9110 allows: they could overlap and add up to
 * more than the file.
 */
enum http_range http_range_parse(
	struct text value, uint64_t size, uint64_t *first, uint64_t *last);

#endif /* HTTP_RANGE_H */
