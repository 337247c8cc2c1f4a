/* SPDX-License-Identifier: MIT */
/*
 * One connection: read a request's head, send the response, and again.
 */
#ifndef CONN_H
#define CONN_H

#include <netinet/in.h>

#include "deadline.h"
#include "http_request.h"
#include "log.h"
#include "response.h"
#include "site.h"

/*
 * A client that takes less than this, in bytes a second, keeps a descriptor and
 * memory from others: it is cut off.
 */
#define CONN_RATE_MIN 1024

enum conn_state {
	CONN_READING,   /* the next request's head */
	CONN_SENDING,   /* the response */
	CONN_LINGERING, /* all is said: see conn.c */
};

/* The first member is the deadline, so that one is found by the other. */
struct conn {
	struct deadline deadline;
	int fd;
	uint32_t events; /* the server's: what it waits for, EPOLLIN ... */
	enum conn_state state;
	bool at_end;   /* the client sends no more */
	bool linger;   /* before closing */
	int64_t given; /* bytes that the kernel has taken for the client */
	int64_t taken; /* of those, what the client had taken a period ago */
	char peer[INET6_ADDRSTRLEN];
	struct http_request request;
	size_t in_len;
	char in[HTTP_HEAD_MAX];
	struct response response;
};

/* What connections share. */
struct conn_context {
	struct site site;
	struct log log;
	struct deadlines deadlines;
};

/* Take over a connected, non-blocking socket.  Returns NULL without memory. */
struct conn *conn_open(struct conn_context *context, int fd, const char *peer);

/*
 * Go on until nothing more can be done now.  Returns the events to wait for, or
 * 0 when the connection is at its end and conn_close() is due.
 */
uint32_t conn_step(struct conn_context *context, struct conn *conn);

/* The deadline is over.  Returns as conn_step(). */
uint32_t conn_expire(struct conn_context *context, struct conn *conn);

/* Close the socket and the file, and free conn. */
void conn_close(struct conn_context *context, struct conn *conn);

#endif /* CONN_H */
