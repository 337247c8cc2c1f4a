/* SPDX-License-Identifier: MIT */
#include "conn.h"

#include <errno.h>
#include <linux/sockios.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/ioctl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

/* What one connection may send of files before the others have their turn. */
#define TURN_MAX ((size_t)1 << 20)

enum progress {
	DONE,
	BLOCKED, /* the socket, or this turn, takes no more */
	GONE,    /* the client, or the file */
};

struct conn *conn_open(struct conn_context *context, int fd, const char *peer)
{
	struct conn *conn = malloc(sizeof(*conn));

	if (!conn)
		return NULL;
	/* Not the buffers: most connections never touch all of them. */
	memset(conn, 0, offsetof(struct conn, in));
	conn->fd = fd;
	conn->events = EPOLLIN;
	conn->response.file = NULL;
	memccpy(conn->peer, peer, '\0', sizeof(conn->peer) - 1);
	deadline_add(&context->deadlines, &conn->deadline);
	return conn;
}

/* Sent or given up: it is logged, and its file closed. */
static void response_end(struct conn_context *context, struct conn *conn)
{
	log_request(&context->log, conn->peer, context->site.now,
		conn->request.line, conn->response.status,
		response_body_sent(&conn->response));
	response_close(&conn->response);
}

void conn_close(struct conn_context *context, struct conn *conn)
{
	if (conn->state == CONN_SENDING)
		response_end(context, conn);
	deadline_remove(&conn->deadline);
	close(conn->fd);
	free(conn);
}

/* Read once: what is still there calls for another turn. */
static enum progress input_read(struct conn *conn)
{
	const ssize_t n = recv(conn->fd, conn->in + conn->in_len,
		sizeof(conn->in) - conn->in_len, 0);

	if (n < 0)
		return errno == EAGAIN || errno == EINTR ? BLOCKED : GONE;
	if (n == 0)
		conn->at_end = true;
	conn->in_len += (size_t)n;
	return DONE;
}

static void sending_begin(struct conn_context *context, struct conn *conn)
{
	conn->state = CONN_SENDING;
	deadline_renew(&context->deadlines, &conn->deadline);
}

/* Find the next request in the input and its answer.  BLOCKED: there is none. */
static enum progress request_take(
	struct conn_context *context, struct conn *conn)
{
	const struct text input = { conn->in, conn->in_len };
	const int status = http_request_parse(input, &conn->request);

	if (status == HTTP_INCOMPLETE)
		return conn->at_end ? GONE : BLOCKED;
	if (status)
		site_refuse(&context->site, status, &conn->response);
	else
		site_answer(&context->site, &conn->request, &conn->response);
	conn->linger = status || conn->request.has_body ||
		       conn->request.size < conn->in_len;
	sending_begin(context, conn);
	return DONE;
}

static enum progress sent_or(ssize_t n)
{
	if (n > 0)
		return DONE;
	/* A file that is shorter than it was: what we promised is not there. */
	if (n == 0)
		return GONE;
	return errno == EAGAIN || errno == EINTR ? BLOCKED : GONE;
}

static enum progress response_send(struct conn *conn, size_t *turn)
{
	struct response *response = &conn->response;
	enum progress progress = DONE;
	ssize_t n;

	while (progress == DONE && response->text_at < response->text_len) {
		/* One packet for the head and the file, if it is short. */
		n = send(conn->fd, response->text + response->text_at,
			response->text_len - response->text_at,
			response->left ? MSG_MORE : 0);
		progress = sent_or(n);
		if (progress == DONE) {
			response->text_at += (size_t)n;
			conn->given += n;
		}
	}
	while (progress == DONE && response->left) {
		if (!*turn)
			return BLOCKED;
		n = sendfile(conn->fd, response->file->file.fd, &response->at,
			response->left < *turn ? (size_t)response->left
					       : *turn);
		progress = sent_or(n);
		if (progress == DONE) {
			response->left -= (uint64_t)n;
			*turn -= (size_t)n;
			conn->given += n;
		}
	}
	return progress;
}

/*
 * After the last response.  To close a socket with input that was not read makes
 * the kernel send a reset, and a reset can overtake the response.  So: say that
 * nothing more will come, and read until the client says the same.
 */
static enum progress lingering_begin(
	struct conn_context *context, struct conn *conn)
{
	conn->state = CONN_LINGERING;
	if (!conn->linger || conn->at_end)
		return GONE;
	shutdown(conn->fd, SHUT_WR);
	deadline_renew(&context->deadlines, &conn->deadline);
	return DONE;
}

static enum progress response_finish(
	struct conn_context *context, struct conn *conn)
{
	response_end(context, conn);
	if (!conn->response.keep_alive || context->site.stopping)
		return lingering_begin(context, conn);
	conn->in_len -= conn->request.size;
	memmove(conn->in, conn->in + conn->request.size, conn->in_len);
	conn->state = CONN_READING;
	deadline_renew(&context->deadlines, &conn->deadline);
	return DONE;
}

static uint32_t linger_step(struct conn *conn)
{
	conn->in_len = 0;
	return input_read(conn) == GONE || conn->at_end ? 0 : EPOLLIN;
}

uint32_t conn_step(struct conn_context *context, struct conn *conn)
{
	const bool was_idle = conn->in_len == 0;
	size_t turn = TURN_MAX;
	enum progress progress;

	if (conn->state == CONN_LINGERING)
		return linger_step(conn);
	if (conn->state == CONN_READING) {
		progress = input_read(conn);
		if (progress != DONE)
			return progress == GONE ? 0 : EPOLLIN;
		/* The first byte of a request: from here on it is the client
		 * who is slow. */
		if (was_idle)
			deadline_renew(&context->deadlines, &conn->deadline);
	}
	for (;;) {
		if (conn->state == CONN_READING) {
			progress = request_take(context, conn);
			if (progress != DONE)
				return progress == GONE ? 0 : EPOLLIN;
		}
		progress = response_send(conn, &turn);
		if (progress == BLOCKED)
			return EPOLLOUT;
		if (progress == DONE)
			progress = response_finish(context, conn);
		if (progress == GONE)
			return 0;
		if (conn->state == CONN_LINGERING)
			return EPOLLIN;
	}
}

/*
 * How much the client has really taken: the kernel's buffer is large, and a
 * client that reads slowly but steadily may leave it full for a whole period.
 */
static bool is_taking(const struct conn_context *context, struct conn *conn)
{
	const int64_t due = context->deadlines.period * CONN_RATE_MIN / 1000;
	const int64_t before = conn->taken;
	int queued = 0;

	if (ioctl(conn->fd, SIOCOUTQ, &queued) < 0)
		return false;
	conn->taken = conn->given - queued;
	return conn->taken - before >= due;
}

uint32_t conn_expire(struct conn_context *context, struct conn *conn)
{
	if (conn->state == CONN_SENDING && is_taking(context, conn)) {
		deadline_renew(&context->deadlines, &conn->deadline);
		return EPOLLOUT;
	}
	if (conn->state != CONN_READING || conn->in_len == 0)
		return 0;
	site_refuse(&context->site, 408, &conn->response);
	conn->linger = false;
	sending_begin(context, conn);
	return conn_step(context, conn);
}
