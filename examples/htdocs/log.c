/* SPDX-License-Identifier: MIT */
#include "log.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "http_date.h"

void log_escape(struct text text, char *out, size_t size)
{
	static const char digits[] = "0123456789abcdef";
	size_t len = 0, fit = 0; /* fit: where "..." still has room */

	for (size_t i = 0; i < text.len; i++) {
		const unsigned char c = (unsigned char)text.ptr[i];
		const bool plain =
			c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
		const size_t need = plain ? 1 : 4;

		if (len + need > size - 1) {
			memcpy(out + fit, "...", 4);
			return;
		}
		if (plain) {
			out[len] = (char)c;
		} else {
			memcpy(out + len, "\\x", 2);
			out[len + 2] = digits[c >> 4];
			out[len + 3] = digits[c & 15];
		}
		len += need;
		if (len + 3 <= size - 1)
			fit = len;
	}
	out[len] = '\0';
}

void log_request(struct log *log, const char *peer, int64_t when,
	struct text line, int status, uint64_t bytes)
{
	char escaped[LOG_LINE_MAX + 4];
	char date[LOG_DATE_SIZE];
	int len;

	log_escape(line, escaped, sizeof(escaped));
	log_date_format(when, date);
	if (log->len + sizeof(escaped) + 256 > sizeof(log->buffer))
		log_flush(log);
	len = snprintf(log->buffer + log->len, sizeof(log->buffer) - log->len,
		"%s - - [%s] \"%s\" %d %llu\n", peer, date,
		escaped[0] ? escaped : "-", status, (unsigned long long)bytes);
	if (len > 0)
		log->len += (size_t)len;
}

void log_flush(struct log *log)
{
	size_t at = 0;

	while (at < log->len) {
		const ssize_t n =
			write(STDOUT_FILENO, log->buffer + at, log->len - at);

		if (n < 0 && errno != EINTR)
			break;
		if (n > 0)
			at += (size_t)n;
	}
	log->len = 0;
}
