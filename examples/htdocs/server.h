/* SPDX-License-Identifier: MIT */
/*
 * The event loop: one thread, one epoll, all connections.
 */
#ifndef SERVER_H
#define SERVER_H

#include <stdbool.h>
#include <stdint.h>

struct server_settings {
	int listener;     /* a socket of listener_bind() */
	int root;         /* the directory that is served */
	bool vulnerable;  /* see struct site */
	int64_t timeout;  /* milliseconds that a client may be slow or idle */
	uint64_t clients; /* connections at a time, at most */
};

struct server;

/*
 * Get ready; SIGTERM and SIGINT are held back from here on.  Returns NULL with
 * errno set when that does not work.
 */
struct server *server_open(const struct server_settings *settings);

/*
 * Serve until SIGTERM or SIGINT.  Then nobody is accepted any more, responses
 * that are under way are finished, and after four seconds, or at a second
 * signal, the rest is given up.
 *
 * Returns 0 then, -1 with errno set when it could not go on.
 */
int server_run(struct server *server);

/* Close everything but the root; server may be NULL. */
void server_close(struct server *server);

#endif /* SERVER_H */
