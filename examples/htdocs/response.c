/* SPDX-License-Identifier: MIT */
#include "response.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* clang-format off */
static const struct {
	int status;
	const char *reason;
} reasons[] = {
	{ 200, "OK" },
	{ 206, "Partial Content" },
	{ 301, "Moved Permanently" },
	{ 304, "Not Modified" },
	{ 400, "Bad Request" },
	{ 403, "Forbidden" },
	{ 404, "Not Found" },
	{ 405, "Method Not Allowed" },
	{ 408, "Request Timeout" },
	{ 413, "Content Too Large" },
	{ 414, "URI Too Long" },
	{ 416, "Range Not Satisfiable" },
	{ 431, "Request Header Fields Too Large" },
	{ 500, "Internal Server Error" },
	{ 503, "Service Unavailable" },
	{ 505, "HTTP Version Not Supported" },
};
/* clang-format on */

static const char *reason_of(int status)
{
	for (size_t i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (reasons[i].status == status)
			return reasons[i].reason;
	return "";
}

/* text_len beyond the text says that it was cut. */
static void text_add_list(
	struct response *response, const char *format, va_list list)
{
	const size_t room = sizeof(response->text);
	int len;

	if (response->text_len >= room)
		return;
	len = vsnprintf(response->text + response->text_len,
		room - response->text_len, format, list);
	response->text_len = len < 0 ? room : response->text_len + (size_t)len;
}

__attribute__((format(printf, 2, 3))) static void text_add(
	struct response *response, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	text_add_list(response, format, list);
	va_end(list);
}

void response_begin(struct response *response, int status, const char *date,
	bool keep_alive, bool no_body)
{
	/* All but the text, which is large and is written next. */
	memset(response, 0, offsetof(struct response, text));
	response->status = status;
	response->keep_alive = keep_alive;
	response->no_body = no_body;
	text_add(response,
		"HTTP/1.1 %d %s\r\n"
		"Server: htdocs\r\n"
		"Date: %s\r\n",
		status, reason_of(status), date);
}

void response_field(struct response *response, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	text_add_list(response, format, list);
	va_end(list);
	text_add(response, "\r\n");
}

static void head_end(struct response *response)
{
	response_field(response, "Connection: %s\r\n",
		response->keep_alive ? "keep-alive" : "close");
	response->head_len = response->text_len;
}

void response_end_status(struct response *response)
{
	char body[64];
	const int len = snprintf(body, sizeof(body), "%d %s\n",
		response->status, reason_of(response->status));

	response_field(response, "Content-Type: text/plain; charset=utf-8");
	response_field(response, "Content-Length: %d", len);
	head_end(response);
	if (!response->no_body)
		text_add(response, "%s", body);
}

void response_end_empty(struct response *response)
{
	head_end(response);
}

void response_end_file(struct response *response, struct shared_file *file,
	uint64_t at, uint64_t length)
{
	response_field(
		response, "Content-Length: %llu", (unsigned long long)length);
	head_end(response);
	/* One user more, until response_close(). */
	file->users++;
	response->file = file;
	response->at = (off_t)at;
	response->length = response->no_body ? 0 : length;
	response->left = response->length;
}

bool response_is_cut(const struct response *response)
{
	return response->text_len >= sizeof(response->text);
}

uint64_t response_body_sent(const struct response *response)
{
	const uint64_t file = response->length - response->left;

	if (response->text_at <= response->head_len)
		return file;
	return file + (response->text_at - response->head_len);
}

void response_close(struct response *response)
{
	shared_file_close(response->file);
	response->file = NULL;
}
