/* SPDX-License-Identifier: MIT */
/*
 * The listening socket: where clients come from, and when they have to wait.
 */
#ifndef LISTENER_H
#define LISTENER_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>

struct listener {
	int fd; /* -1: closed */
	int epoll;
	bool paused;
	int64_t pause_end;
};

/*
 * Bind and listen.  address is IPv4 or IPv6, as numbers; with *port 0 the kernel
 * chooses one, and *port is it.
 *
 * Returns the non-blocking socket; -1 with errno set; -2 when address is none.
 */
int listener_bind(const char *address, uint16_t *port);

/* Wait for clients with an epoll, which says so with object.  Returns 0 or -1. */
int listener_init(struct listener *listener, int fd, int epoll, void *object);

/*
 * The next client, non-blocking, with its address as text.  Returns -1 when there
 * is none now; without descriptors or memory the listener is paused.
 */
int listener_accept(
	struct listener *listener, int64_t now, char peer[INET6_ADDRSTRLEN]);

/* Leave clients waiting until listener_hurry(), or for a while. */
void listener_pause(struct listener *listener, int64_t now);

/* What was missing may be there again: the pause ends with the next resume. */
void listener_hurry(struct listener *listener);

/* End the pause if it is over.  object as for listener_init(). */
void listener_resume(struct listener *listener, int64_t now, void *object);

/* Clients that are waiting are refused. */
void listener_close(struct listener *listener);

#endif /* LISTENER_H */
