/* SPDX-License-Identifier: MIT */
/*
 * Dates, as HTTP and the access log write them.  Pure: the C library's own
 * functions would open the time zone's file, which is out of reach by then.
 * Times are seconds since 1970 in UTC.
 */
#ifndef HTTP_DATE_H
#define HTTP_DATE_H

#include <stdint.h>

#include "text.h"

#define HTTP_DATE_SIZE sizeof("Sun, 06 Nov 1994 08:49:37 GMT")
#define LOG_DATE_SIZE  sizeof("06/Nov/1994:08:49:37 +0000")

/*
 * Write a date; out has room for the size above.  Times before 1970 and after
 * the year 9999 are written as the first and the last of these.
 */
void http_date_format(int64_t when, char *out);
void log_date_format(int64_t when, char *out);

/*
 * Read a date in any of the three forms of RFC 9110, 5.6.7.  now decides which
 * century a year of two digits is in.  Returns 0, or -1 when it is not a date.
 */
int http_date_parse(struct text text, int64_t now, int64_t *ret);

#endif /* HTTP_DATE_H */
