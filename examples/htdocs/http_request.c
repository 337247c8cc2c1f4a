/* SPDX-License-Identifier: MIT */
#include "http_request.h"

#include <string.h>

/* What is said of the body, and of the client's wish to go on. */
struct framing {
	bool host;
	bool length;
	bool coding;
	bool close;
	bool keep_alive;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_control(char c)
{
	return (unsigned char)c < 0x20 || c == 0x7f;
}

static bool is_token(struct text text)
{
	for (size_t i = 0; i < text.len; i++) {
		const char c = text.ptr[i];

		if (!is_letter(c) && !is_digit(c) &&
			(!c || !strchr("!#$%&'*+-.^_`|~", c)))
			return false;
	}
	return text.len > 0;
}

static bool is_target(struct text text)
{
	for (size_t i = 0; i < text.len; i++)
		if (is_control(text.ptr[i]) || text.ptr[i] == ' ' ||
			text.ptr[i] == '#')
			return false;
	return text.len > 0;
}

static bool is_field_value(struct text text)
{
	for (size_t i = 0; i < text.len; i++)
		if (is_control(text.ptr[i]) && text.ptr[i] != '\t')
			return false;
	return true;
}

/* Take the next line off the rest, without its CRLF. */
static int line_take(struct text *rest, struct text *line)
{
	const char *end = rest->ptr + rest->len;
	const char *lf = memchr(rest->ptr, '\n', rest->len);

	if (!lf)
		return HTTP_INCOMPLETE;
	if (lf == rest->ptr || lf[-1] != '\r')
		return 400;
	*line = text_between(rest->ptr, lf - 1);
	*rest = text_between(lf + 1, end);
	return 0;
}

static int version_parse(struct text text, struct http_request *request)
{
	if (text.len != strlen("HTTP/1.1") ||
		memcmp(text.ptr, "HTTP/", 5) != 0 || !is_digit(text.ptr[5]) ||
		text.ptr[6] != '.' || !is_digit(text.ptr[7]))
		return 400;
	if (text.ptr[5] != '1')
		return 505;
	request->http_1_1 = text.ptr[7] != '0';
	return 0;
}

static int first_line_parse(struct text line, struct http_request *request)
{
	const char *end = line.ptr + line.len;
	const char *first = memchr(line.ptr, ' ', line.len);
	const char *last = memrchr(line.ptr, ' ', line.len);
	struct text method;

	if (!first || first == last)
		return 400;
	method = text_between(line.ptr, first);
	request->target = text_between(first + 1, last);
	if (!is_token(method) || !is_target(request->target))
		return 400;
	if (text_is(method, "GET"))
		request->method = HTTP_GET;
	else if (text_is(method, "HEAD"))
		request->method = HTTP_HEAD;
	return version_parse(text_between(last + 1, end), request);
}

static int length_take(struct text value, struct http_request *request)
{
	for (size_t i = 0; i < value.len; i++) {
		if (!is_digit(value.ptr[i]))
			return 400;
		if (value.ptr[i] != '0')
			request->has_body = true;
	}
	return value.len ? 0 : 400;
}

static void connection_take(struct text value, struct framing *framing)
{
	struct text word;

	while (text_list_next(&value, &word)) {
		if (text_is_word(word, "close"))
			framing->close = true;
		else if (text_is_word(word, "keep-alive"))
			framing->keep_alive = true;
	}
}

static int field_take(struct text name, struct text value,
	struct http_request *request, struct framing *framing)
{
	if (text_is_word(name, "host")) {
		if (framing->host)
			return 400;
		framing->host = true;
	} else if (text_is_word(name, "content-length")) {
		if (framing->length)
			return 400;
		framing->length = true;
		return length_take(value, request);
	} else if (text_is_word(name, "transfer-encoding")) {
		framing->coding = true;
		request->has_body = true;
	} else if (text_is_word(name, "connection")) {
		connection_take(value, framing);
	} else if (text_is_word(name, "if-modified-since")) {
		request->if_modified_since = value;
	} else if (text_is_word(name, "if-none-match")) {
		request->if_none_match = true;
	} else if (text_is_word(name, "if-range")) {
		request->if_range = value;
	} else if (text_is_word(name, "range")) {
		request->range = value;
	}
	return 0;
}

static int field_parse(
	struct text line, struct http_request *request, struct framing *framing)
{
	const char *end = line.ptr + line.len;
	const char *colon = memchr(line.ptr, ':', line.len);
	struct text name, value;

	if (!colon)
		return 400;
	name = text_between(line.ptr, colon);
	value = text_trim(text_between(colon + 1, end));
	/* A folded line begins with a space, which is no token either. */
	if (!is_token(name) || !is_field_value(value))
		return 400;
	return field_take(name, value, request, framing);
}

static int framing_check(
	const struct framing *framing, const struct http_request *request)
{
	if (request->http_1_1 && !framing->host)
		return 400;
	if (framing->coding && (framing->length || !request->http_1_1))
		return 400;
	return 0;
}

/* The first line as far as it has come, before anybody asks what is in it. */
static struct text first_line_find(struct text rest)
{
	const char *lf = memchr(rest.ptr, '\n', rest.len);

	if (lf)
		rest = text_between(rest.ptr, lf);
	if (rest.len && rest.ptr[rest.len - 1] == '\r')
		rest.len--;
	return rest;
}

static int head_parse(struct text *rest, struct http_request *request)
{
	struct framing framing = { 0 };
	struct text line;
	int status = line_take(rest, &line);

	if (!status)
		status = first_line_parse(line, request);
	while (!status) {
		status = line_take(rest, &line);
		if (!status && !line.len)
			break;
		if (!status)
			status = field_parse(line, request, &framing);
	}
	if (status)
		return status;
	request->keep_alive =
		!framing.close && (request->http_1_1 || framing.keep_alive);
	return framing_check(&framing, request);
}

int http_request_parse(struct text bytes, struct http_request *request)
{
	struct text rest = bytes;
	int status;

	memset(request, 0, sizeof(*request));
	/* Some clients send a CRLF more than they should after a body. */
	while (rest.len >= 2 && rest.ptr[0] == '\r' && rest.ptr[1] == '\n')
		rest = text_between(rest.ptr + 2, bytes.ptr + bytes.len);
	request->line = first_line_find(rest);
	status = head_parse(&rest, request);
	request->size = bytes.len - rest.len;
	if (status == HTTP_INCOMPLETE && bytes.len >= HTTP_HEAD_MAX)
		return memchr(bytes.ptr, '\n', bytes.len) ? 431 : 414;
	return status;
}
