/* SPDX-License-Identifier: MIT */
/*
 * The pure parts of examples/htdocs, by tables.
 */
#include "check.h"

#include <stdint.h>

#include "http_date.h"
#include "http_range.h"
#include "http_request.h"
#include "log.h"
#include "mime.h"
#include "text.h"
#include "url_path.h"

#define COUNT(table)    (sizeof(table) / sizeof((table)[0]))
/* NULs inside count. */
#define LENGTH(literal) (sizeof(literal) - 1)
/* clang-format off */
#define T(literal) { literal, LENGTH(literal) }
/* clang-format on */
#define SHOW(text)      (int)(text).len, (text).ptr

static struct text text(const char *string)
{
	return (struct text){ string, strlen(string) };
}

/* What another implementation of calendars says of these seconds. */
static const struct {
	int64_t when;
	const char *fixdate;
	const char *log;
} dates[] = {
	/* clang-format off */
	{ 0,            "Thu, 01 Jan 1970 00:00:00 GMT", "01/Jan/1970:00:00:00 +0000" },
	{ 784111777,    "Sun, 06 Nov 1994 08:49:37 GMT", "06/Nov/1994:08:49:37 +0000" },
	{ 951782399,    "Mon, 28 Feb 2000 23:59:59 GMT", "28/Feb/2000:23:59:59 +0000" },
	{ 951782400,    "Tue, 29 Feb 2000 00:00:00 GMT", "29/Feb/2000:00:00:00 +0000" },
	{ 951868800,    "Wed, 01 Mar 2000 00:00:00 GMT", "01/Mar/2000:00:00:00 +0000" },
	{ 978307199,    "Sun, 31 Dec 2000 23:59:59 GMT", "31/Dec/2000:23:59:59 +0000" },
	{ 978307200,    "Mon, 01 Jan 2001 00:00:00 GMT", "01/Jan/2001:00:00:00 +0000" },
	{ 2147483648,   "Tue, 19 Jan 2038 03:14:08 GMT", "19/Jan/2038:03:14:08 +0000" },
	{ 4107542399,   "Sun, 28 Feb 2100 23:59:59 GMT", "28/Feb/2100:23:59:59 +0000" },
	{ 4107542400,   "Mon, 01 Mar 2100 00:00:00 GMT", "01/Mar/2100:00:00:00 +0000" },
	{ 253402300799, "Fri, 31 Dec 9999 23:59:59 GMT", "31/Dec/9999:23:59:59 +0000" },
	/* clang-format on */
};

static void test_date_format(void)
{
	char out[HTTP_DATE_SIZE];

	for (size_t i = 0; i < COUNT(dates); i++) {
		http_date_format(dates[i].when, out);
		CHECK(strcmp(out, dates[i].fixdate) == 0, "%s", out);
		log_date_format(dates[i].when, out);
		CHECK(strcmp(out, dates[i].log) == 0, "%s", out);
	}
	http_date_format(-1, out);
	CHECK(strcmp(out, dates[0].fixdate) == 0, "%s", out);
	http_date_format(INT64_MIN, out);
	CHECK(strcmp(out, dates[0].fixdate) == 0, "%s", out);
	http_date_format(INT64_MAX, out);
	CHECK(strcmp(out, "Fri, 31 Dec 9999 23:59:59 GMT") == 0, "%s", out);
}

/* Every day of two centuries, there and back. */
static void test_date_round(void)
{
	char out[HTTP_DATE_SIZE];
	int64_t back;

	for (int64_t day = 0; day < 366 * 250; day++) {
		const int64_t when = day * 86400 + 86399 - day % 86400;

		http_date_format(when, out);
		if (http_date_parse(text(out), 0, &back) == 0 && back == when)
			continue;
		CHECK(false, "%s is %lld", out, (long long)when);
		return;
	}
	CHECK(true, "all days");
}

static void test_date_parse(void)
{
	static const struct {
		const char *text;
		int64_t now;
		int64_t when; /* -1: not a date */
	} rows[] = {
		/* clang-format off */
		{ "Sun, 06 Nov 1994 08:49:37 GMT", 0, 784111777 },
		{ "Sunday, 06-Nov-94 08:49:37 GMT", 784111777, 784111777 },
		{ "Sun Nov  6 08:49:37 1994", 0, 784111777 },
		{ "Wed Nov 16 08:49:37 1994", 0, 784975777 },
		/* The day of the week is not compared with the date. */
		{ "Mon, 06 Nov 1994 08:49:37 GMT", 0, 784111777 },
		{ "Sat, 31 Dec 2016 23:59:60 GMT", 0, 1483228800 },
		/* Two digits: in 2026, 76 is to come and 77 is past. */
		{ "Wednesday, 01-Jan-76 00:00:00 GMT", 1795000000, 3345062400 },
		{ "Saturday, 01-Jan-77 00:00:00 GMT", 1795000000, 220924800 },
		{ "Thu, 29 Feb 2024 00:00:00 GMT", 0, 1709164800 },
		{ "Thu, 29 Feb 2023 00:00:00 GMT", 0, -1 },
		{ "Thu, 29 Feb 1900 00:00:00 GMT", 0, -1 },
		{ "Sun, 00 Nov 1994 08:49:37 GMT", 0, -1 },
		{ "Sun, 31 Nov 1994 08:49:37 GMT", 0, -1 },
		{ "Sun, 06 Nov 1994 24:00:00 GMT", 0, -1 },
		{ "Sun, 06 Nov 1994 08:60:00 GMT", 0, -1 },
		{ "Sun, 06 Nov 1994 08:00:61 GMT", 0, -1 },
		{ "Sun, 06 Nov 0000 08:49:37 GMT", 0, -1 },
		{ "sun, 06 Nov 1994 08:49:37 GMT", 0, -1 },
		{ "Sun, 06 NOV 1994 08:49:37 GMT", 0, -1 },
		{ "Sun, 06 Foo 1994 08:49:37 GMT", 0, -1 },
		{ "Sun, 6 Nov 1994 08:49:37 GMT", 0, -1 },
		{ "Sun, 06 Nov 1994 08:49:37 UTC", 0, -1 },
		{ "Sun, 06 Nov 1994 08:49:37 GMT ", 0, -1 },
		{ "Sun, 06 Nov 1994 08:49:37", 0, -1 },
		{ "Sun, 06 Nov 1994 08:4", 0, -1 },
		{ "Sun Nov 06 08:49:37 1994", 0, 784111777 },
		{ "784111777", 0, -1 },
		{ "", 0, -1 },
		/* clang-format on */
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		int64_t when = -1;
		const int err =
			http_date_parse(text(rows[i].text), rows[i].now, &when);

		CHECK(err == (rows[i].when < 0 ? -1 : 0) &&
				when == rows[i].when,
			"%s: %d %lld", rows[i].text, err, (long long)when);
	}
}

static void test_range(void)
{
	static const struct {
		const char *text;
		uint64_t size;
		enum http_range range;
		uint64_t first, last;
	} rows[] = {
		/* clang-format off */
		{ "bytes=0-0", 10, HTTP_RANGE_PART, 0, 0 },
		{ "bytes=2-5", 10, HTTP_RANGE_PART, 2, 5 },
		{ "bytes=9-9", 10, HTTP_RANGE_PART, 9, 9 },
		{ "bytes=0-", 10, HTTP_RANGE_PART, 0, 9 },
		{ "bytes=3-99", 10, HTTP_RANGE_PART, 3, 9 },
		{ "Bytes=3-", 10, HTTP_RANGE_PART, 3, 9 },
		{ "bytes= 3-4 ", 10, HTTP_RANGE_PART, 3, 4 },
		{ "bytes=-3", 10, HTTP_RANGE_PART, 7, 9 },
		{ "bytes=-99", 10, HTTP_RANGE_PART, 0, 9 },
		{ "bytes=0-99999999999999999999999", 10, HTTP_RANGE_PART, 0, 9 },
		{ "bytes=10-", 10, HTTP_RANGE_UNSATISFIABLE, 0, 0 },
		{ "bytes=10-12", 10, HTTP_RANGE_UNSATISFIABLE, 0, 0 },
		{ "bytes=18446744073709551616-", 10, HTTP_RANGE_UNSATISFIABLE, 0, 0 },
		{ "bytes=-0", 10, HTTP_RANGE_UNSATISFIABLE, 0, 0 },
		{ "bytes=0-", 0, HTTP_RANGE_UNSATISFIABLE, 0, 0 },
		{ "bytes=-1", 0, HTTP_RANGE_WHOLE, 0, 0 },
		{ "bytes=5-4", 10, HTTP_RANGE_WHOLE, 0, 0 },
		{ "bytes=0-1,3-4", 10, HTTP_RANGE_WHOLE, 0, 0 },
		{ "bytes=", 10, HTTP_RANGE_WHOLE, 0, 0 },
		{ "bytes=-", 10, HTTP_RANGE_WHOLE, 0, 0 },
		{ "bytes=--1", 10, HTTP_RANGE_WHOLE, 0, 0 },
		{ "bytes=a-b", 10, HTTP_RANGE_WHOLE, 0, 0 },
		{ "bytes=1-b", 10, HTTP_RANGE_WHOLE, 0, 0 },
		{ "bytes=1", 10, HTTP_RANGE_WHOLE, 0, 0 },
		{ "bytes 1-2", 10, HTTP_RANGE_WHOLE, 0, 0 },
		{ "lines=1-2", 10, HTTP_RANGE_WHOLE, 0, 0 },
		{ "", 10, HTTP_RANGE_WHOLE, 0, 0 },
		/* clang-format on */
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		uint64_t first = 0, last = 0;
		const enum http_range range = http_range_parse(
			text(rows[i].text), rows[i].size, &first, &last);

		CHECK(range == rows[i].range, "%s: %u", rows[i].text, range);
		CHECK(first == rows[i].first && last == rows[i].last,
			"%s: %llu to %llu", rows[i].text,
			(unsigned long long)first, (unsigned long long)last);
	}
}

static void test_path(void)
{
	static const struct {
		const char *target;
		int status;
		const char *decoded;
		const char *path; /* NULL: as decoded; with 404: refused */
	} rows[] = {
		/* clang-format off */
		{ "/", 0, "", NULL },
		{ "//", 0, "", NULL },
		{ "/a/b", 0, "a/b", NULL },
		{ "/a/b/", 0, "a/b/", NULL },
		{ "//a//b//", 0, "a//b//", "a/b/" },
		{ "/a?b/../c", 0, "a", NULL },
		{ "/a%20b%C3%A9", 0, "a b\xc3\xa9", NULL },
		{ "/a%2fb", 0, "a/b", NULL },
		{ "/%41%3f", 0, "A?", NULL },
		{ "/a+b", 0, "a+b", NULL },
		{ "/%2541", 0, "%41", NULL },
		{ "/a/../b", 0, "a/../b", "b" },
		{ "/a/./b/.", 0, "a/./b/.", "a/b/" },
		{ "/a/b/..", 0, "a/b/..", "a/" },
		{ "/a/b/../..", 0, "a/b/../..", "" },
		{ "/a/..", 0, "a/..", "" },
		{ "/..", 0, "..", "" },
		{ "/../../../etc/passwd", 0, "../../../etc/passwd", "etc/passwd" },
		{ "/%2e%2e/%2E%2e/etc/passwd", 0, "../../etc/passwd", "etc/passwd" },
		{ "/..%2f..%2fetc", 0, "../../etc", "etc" },
		{ "/a/../../b", 0, "a/../../b", "b" },
		{ "/a//../b", 0, "a//../b", "b" },
		{ "/.../x", 0, ".../x", "404" },
		{ "/.git/config", 0, ".git/config", "404" },
		{ "/a/.b", 0, "a/.b", "404" },
		{ "/a/%2eb", 0, "a/.b", "404" },
		{ "/a/..b", 0, "a/..b", "404" },
		{ "/.git/../a", 0, ".git/../a", "a" },
		{ "/a.b/c.", 0, "a.b/c.", NULL },
		{ "http://host/a", 0, "a", NULL },
		{ "HTTP://host:80/a?b", 0, "a", NULL },
		{ "http://host", 0, "", NULL },
		{ "http://host?a", 0, "", NULL },
		{ "http:///a", 0, "a", NULL },
		{ "*", 400, NULL, NULL },
		{ "a", 400, NULL, NULL },
		{ "?a", 400, NULL, NULL },
		{ "https://host/a", 400, NULL, NULL },
		{ "/%", 400, NULL, NULL },
		{ "/%4", 400, NULL, NULL },
		{ "/%4?1", 400, NULL, NULL },
		{ "/%zz", 400, NULL, NULL },
		{ "/%g0", 400, NULL, NULL },
		{ "/%0g", 400, NULL, NULL },
		{ "/a%00b", 400, NULL, NULL },
		/* clang-format on */
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		char path[64];
		const int status = url_path_decode(
			text(rows[i].target), path, sizeof(path));
		const char *expected =
			rows[i].path ? rows[i].path : rows[i].decoded;

		CHECK(status == rows[i].status, "%s: %d", rows[i].target,
			status);
		if (status)
			continue;
		CHECK(strcmp(path, rows[i].decoded) == 0, "%s: %s",
			rows[i].target, path);
		if (url_path_normalise(path))
			strcpy(path, "404");
		CHECK(strcmp(path, expected) == 0, "%s: %s", rows[i].target,
			path);
	}
}

static void test_path_encode(void)
{
	static const struct {
		const char *path;
		const char *url;
	} rows[] = {
		{ "", "/" },
		{ "a/b.c", "/a/b.c" },
		{ "a b", "/a%20b" },
		{ "\xc3\xa9", "/%C3%A9" },
		{ "a?b#c%d\"\r\n\\", "/a%3Fb%23c%25d%22%0D%0A%5C" },
	};
	char out[64];
	char exact[8];

	for (size_t i = 0; i < COUNT(rows); i++) {
		const size_t len =
			url_path_encode(rows[i].path, out, sizeof(out));

		CHECK(strcmp(out, rows[i].url) == 0 && len == strlen(out),
			"%s: %s", rows[i].path, out);
	}
	CHECK(url_path_encode("  ", exact, sizeof(exact)) == strlen("/%20%20"),
		"%s", exact);
	CHECK(url_path_encode("   ", exact, sizeof(exact)) == sizeof(exact),
		"%s", exact);
	CHECK(memchr(exact, 0, sizeof(exact)), "it ends");
	CHECK(url_query(text("/a?b?c")).len == 4, "query");
	CHECK(url_query(text("/a")).len == 0, "no query");
}

#define HOST "Host: a\r\n"

static void test_request_status(void)
{
	static const struct {
		struct text bytes;
		int status;
	} rows[] = {
		/* clang-format off */
		{ T("GET / HTTP/1.1\r\n" HOST "\r\n"), 0 },
		{ T("GET / HTTP/1.0\r\n\r\n"), 0 },
		{ T("\r\n\r\nGET / HTTP/1.0\r\n\r\n"), 0 },
		{ T("GET / HTTP/1.9\r\n" HOST "\r\n"), 0 },
		{ T("GET / HTTP/1.1\r\nhOST:a\r\n\r\n"), 0 },
		{ T("GET / HTTP/1.1\r\nHost:\r\n\r\n"), 0 },
		{ T("GET / HTTP/1.1\r\n" HOST "X: \t y\xff \r\n\r\n"), 0 },
		{ T(""), HTTP_INCOMPLETE },
		{ T("\r"), HTTP_INCOMPLETE },
		{ T("\r\n"), HTTP_INCOMPLETE },
		{ T("G"), HTTP_INCOMPLETE },
		{ T("GET / HTTP/1.1\r"), HTTP_INCOMPLETE },
		{ T("GET / HTTP/1.1\r\n"), HTTP_INCOMPLETE },
		{ T("GET / HTTP/1.1\r\n" HOST), HTTP_INCOMPLETE },
		{ T("GET / HTTP/1.1\r\n" HOST "\r"), HTTP_INCOMPLETE },
		{ T("GET / HTTP/1.1\r\n\r\n"), 400 },
		{ T("GET / HTTP/1.1\r\n" HOST HOST "\r\n"), 400 },
		{ T("\n"), 400 },
		{ T("GET / HTTP/1.1\n"), 400 },
		{ T("GET / HTTP/1.1\r\nHost: a\n"), 400 },
		{ T("GET / HTTP/1.1\r\nHost: a\r\n\n"), 400 },
		{ T("GET / HTTP/1.1\r\nHost: a\rX: b\r\n\r\n"), 400 },
		{ T("GET / HTTP/1.1\r\r\n"), 400 },
		{ T("GET /\r\n"), 400 },
		{ T("GET\r\n"), 400 },
		{ T("GET  / HTTP/1.1\r\n"), 400 },
		{ T("GET /  HTTP/1.1\r\n"), 400 },
		{ T("GET / HTTP/1.1 \r\n"), 400 },
		{ T(" GET / HTTP/1.1\r\n"), 400 },
		{ T("GET /a b HTTP/1.1\r\n"), 400 },
		{ T("GET /a\tb HTTP/1.1\r\n"), 400 },
		{ T("GET /a#b HTTP/1.1\r\n"), 400 },
		{ T("GET /a\0b HTTP/1.1\r\n"), 400 },
		{ T("GET /a\x7f HTTP/1.1\r\n"), 400 },
		{ T("G(T / HTTP/1.1\r\n"), 400 },
		{ T("GET\0 / HTTP/1.1\r\n"), 400 },
		{ T("GET / http/1.1\r\n"), 400 },
		{ T("GET / HTTP/1\r\n"), 400 },
		{ T("GET / HTTP/1.x\r\n"), 400 },
		{ T("GET / HTTP/11.1\r\n"), 400 },
		{ T("GET / HTTP/2.0\r\n"), 505 },
		{ T("GET / HTTP/0.9\r\n"), 505 },
		{ T("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), 505 },
		{ T("GET / HTTP/1.1\r\n" HOST "X\r\n\r\n"), 400 },
		{ T("GET / HTTP/1.1\r\n" HOST ": y\r\n\r\n"), 400 },
		{ T("GET / HTTP/1.1\r\n" HOST "X : y\r\n\r\n"), 400 },
		{ T("GET / HTTP/1.1\r\n" HOST " X: y\r\n\r\n"), 400 },
		{ T("GET / HTTP/1.1\r\n" HOST "X: y\r\n\tz\r\n\r\n"), 400 },
		{ T("GET / HTTP/1.1\r\n" HOST "X: y\0z\r\n\r\n"), 400 },
		{ T("GET / HTTP/1.1\r\n" HOST "X: y\x1b\r\n\r\n"), 400 },
		{ T("GET / HTTP/1.1\r\n" HOST "X\xe9: y\r\n\r\n"), 400 },
		/* Two readers could disagree on where these end. */
		{ T("GET / HTTP/1.1\r\n" HOST "Content-Length: 1\r\nContent-Length: 1\r\n\r\n"), 400 },
		{ T("GET / HTTP/1.1\r\n" HOST "Content-Length: 1, 1\r\n\r\n"), 400 },
		{ T("GET / HTTP/1.1\r\n" HOST "Content-Length: +1\r\n\r\n"), 400 },
		{ T("GET / HTTP/1.1\r\n" HOST "Content-Length: 0x1\r\n\r\n"), 400 },
		{ T("GET / HTTP/1.1\r\n" HOST "Content-Length:\r\n\r\n"), 400 },
		{ T("GET / HTTP/1.1\r\n" HOST "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"), 400 },
		{ T("GET / HTTP/1.1\r\n" HOST "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n"), 400 },
		{ T("GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"), 400 },
		/* clang-format on */
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct http_request request;
		const int status = http_request_parse(rows[i].bytes, &request);

		CHECK(status == rows[i].status, "%zu: %.*s: %d", i,
			SHOW(rows[i].bytes), status);
	}
}

/* No beginning of a good request is anything but incomplete. */
static void test_request_prefixes(void)
{
	const struct text all = T("\r\nGET /a?b HTTP/1.1\r\n" HOST
				  "Content-Length: 0\r\nRange: bytes=1-\r\n\r\n"
				  "GET /next");
	const size_t size = all.len - strlen("GET /next");
	struct http_request request;

	for (size_t len = 0; len < size; len++)
		CHECK(http_request_parse((struct text){ all.ptr, len },
			      &request) == HTTP_INCOMPLETE,
			"%zu", len);
	for (size_t len = size; len <= all.len; len++)
		CHECK(http_request_parse(
			      (struct text){ all.ptr, len }, &request) == 0 &&
				request.size == size,
			"%zu", len);
	CHECK(text_is(request.line, "GET /a?b HTTP/1.1"), "%.*s",
		SHOW(request.line));
	CHECK(text_is(request.target, "/a?b"), "%.*s", SHOW(request.target));
	CHECK(text_is(request.range, "bytes=1-"), "%.*s", SHOW(request.range));
	CHECK(request.method == HTTP_GET && !request.has_body, "method");
}

static void test_request_fields(void)
{
	static const struct {
		const char *bytes;
		enum http_method method;
		bool keep_alive;
		bool has_body;
	} rows[] = {
		/* clang-format off */
		{ "GET / HTTP/1.1\r\n" HOST "\r\n", HTTP_GET, true, false },
		{ "HEAD / HTTP/1.1\r\n" HOST "\r\n", HTTP_HEAD, true, false },
		{ "get / HTTP/1.1\r\n" HOST "\r\n", HTTP_OTHER, true, false },
		{ "OPTIONS * HTTP/1.1\r\n" HOST "\r\n", HTTP_OTHER, true, false },
		{ "GET / HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n", HTTP_GET, false, false },
		{ "GET / HTTP/1.1\r\n" HOST "connection: x, CLOSE\r\n\r\n", HTTP_GET, false, false },
		{ "GET / HTTP/1.1\r\n" HOST "Connection: closed\r\n\r\n", HTTP_GET, true, false },
		{ "GET / HTTP/1.1\r\n" HOST "Connection: keep-alive\r\nConnection: close\r\n\r\n", HTTP_GET, false, false },
		{ "GET / HTTP/1.0\r\n\r\n", HTTP_GET, false, false },
		{ "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", HTTP_GET, true, false },
		{ "GET / HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n", HTTP_GET, true, false },
		{ "GET / HTTP/1.1\r\n" HOST "Content-Length: 010\r\n\r\n", HTTP_GET, true, true },
		{ "GET / HTTP/1.1\r\n" HOST "Content-Length: 99999999999999999999999\r\n\r\n", HTTP_GET, true, true },
		{ "GET / HTTP/1.1\r\n" HOST "Transfer-Encoding: identity\r\n\r\n", HTTP_GET, true, true },
		/* clang-format on */
	};

	for (size_t i = 0; i < COUNT(rows); i++) {
		struct http_request request;

		CHECK(http_request_parse(text(rows[i].bytes), &request) == 0,
			"%s", rows[i].bytes);
		CHECK(request.method == rows[i].method &&
				request.keep_alive == rows[i].keep_alive &&
				request.has_body == rows[i].has_body,
			"%s: %u %d %d", rows[i].bytes, request.method,
			request.keep_alive, request.has_body);
	}
}

static void test_request_size(void)
{
	char bytes[HTTP_HEAD_MAX];
	struct http_request request;
	struct text all = { bytes, sizeof(bytes) };

	memset(bytes, 'a', sizeof(bytes));
	CHECK(http_request_parse(all, &request) == 414, "one long word");
	all.len--;
	CHECK(http_request_parse(all, &request) == HTTP_INCOMPLETE, "shorter");
	all.len++;
	memcpy(bytes, "GET / HTTP/1.1\r\nX: ", 19);
	CHECK(http_request_parse(all, &request) == 431, "one long field");
	memcpy(bytes + sizeof(bytes) - 4, "\r\n\r\n", 4);
	memcpy(bytes, "GET / HTTP/1.0\r\nX: ", 19);
	CHECK(http_request_parse(all, &request) == 0, "just fits");
}

static void test_mime(void)
{
	static const struct {
		const char *name;
		const char *type;
	} rows[] = {
		{ "index.html", "text/html; charset=utf-8" },
		{ "a/b.CSS", "text/css; charset=utf-8" },
		{ "a.tar.gz", "application/gzip" },
		{ "a.svg", "image/svg+xml" },
		{ "a.woff2", "font/woff2" },
		{ "a.html/b", "application/octet-stream" },
		{ "a.", "application/octet-stream" },
		{ "html", "application/octet-stream" },
		{ "a.htmlx", "application/octet-stream" },
		{ "", "application/octet-stream" },
	};

	for (size_t i = 0; i < COUNT(rows); i++)
		CHECK(strcmp(mime_type(rows[i].name), rows[i].type) == 0,
			"%s: %s", rows[i].name, mime_type(rows[i].name));
}

static void test_log_escape(void)
{
	static const struct {
		struct text text;
		const char *escaped;
	} rows[] = {
		{ T("GET /a HTTP/1.1"), "GET /a HTTP/1.1" },
		{ T("\"\\\r\n\x1b[2J"), "\\x22\\x5c\\x0d\\x0a\\x1b[2J" },
		{ T("\0\x7f\xc3\xa9"), "\\x00\\x7f\\xc3\\xa9" },
		{ T("123456789012345678901234567890123456789"),
			"123456789012345678901234567890123456789" },
		{ T("1234567890123456789012345678901234567890"),
			"123456789012345678901234567890123456..." },
		{ T("12345678901234567890123456789012345\x01z"),
			"12345678901234567890123456789012345..." },
		{ T(""), "" },
	};
	char out[40];

	for (size_t i = 0; i < COUNT(rows); i++) {
		log_escape(rows[i].text, out, sizeof(out));
		CHECK(strcmp(out, rows[i].escaped) == 0, "%zu: %s", i, out);
	}
}

static void test_text_list(void)
{
	struct text list = T(" a ,, b");
	struct text member;

	CHECK(text_list_next(&list, &member) && text_is(member, "a"), "a");
	CHECK(text_list_next(&list, &member) && member.len == 0, "empty");
	CHECK(text_list_next(&list, &member) && text_is(member, "b"), "b");
	CHECK(!text_list_next(&list, &member), "end");
}

int main(void)
{
	test_date_format();
	test_date_round();
	test_date_parse();
	test_range();
	test_path();
	test_path_encode();
	test_request_status();
	test_request_prefixes();
	test_request_fields();
	test_request_size();
	test_mime();
	test_log_escape();
	test_text_list();
	return check_finish();
}
