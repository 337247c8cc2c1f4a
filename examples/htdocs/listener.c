/* SPDX-License-Identifier: MIT */
#include "listener.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define BACKLOG    4096 /* the kernel's net.core.somaxconn may cut it */
#define PAUSE_TIME 1000 /* milliseconds */

union address {
	struct sockaddr any;
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
};

/* Returns the size, or 0 when text is no address. */
static socklen_t address_parse(
	const char *text, uint16_t port, union address *address)
{
	memset(address, 0, sizeof(*address));
	if (inet_pton(AF_INET, text, &address->in.sin_addr) == 1) {
		address->in.sin_family = AF_INET;
		address->in.sin_port = htons(port);
		return sizeof(address->in);
	}
	if (inet_pton(AF_INET6, text, &address->in6.sin6_addr) == 1) {
		address->in6.sin6_family = AF_INET6;
		address->in6.sin6_port = htons(port);
		return sizeof(address->in6);
	}
	return 0;
}

static void address_name(
	const union address *address, char name[INET6_ADDRSTRLEN])
{
	const void *bytes = &address->in.sin_addr;

	if (address->any.sa_family == AF_INET6)
		bytes = &address->in6.sin6_addr;
	if (!inet_ntop(address->any.sa_family, bytes, name, INET6_ADDRSTRLEN))
		memcpy(name, "-", 2);
}

int listener_bind(const char *address, uint16_t *port)
{
	const int on = 1;
	union address where;
	socklen_t size = address_parse(address, *port, &where);
	int fd, number;

	if (!size)
		return -2;
	fd = socket(where.any.sa_family,
		SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -1;
	/* Accepted sockets inherit NODELAY: a response's last packet is not to
	 * wait for the client's acknowledgement. */
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) == 0 &&
		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) ==
			0 &&
		bind(fd, &where.any, size) == 0 && listen(fd, BACKLOG) == 0 &&
		getsockname(fd, &where.any, &size) == 0) {
		*port = ntohs(where.any.sa_family == AF_INET
				      ? where.in.sin_port
				      : where.in6.sin6_port);
		return fd;
	}
	number = errno;
	close(fd);
	errno = number;
	return -1;
}

int listener_init(struct listener *listener, int fd, int epoll, void *object)
{
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = object };

	listener->fd = fd;
	listener->epoll = epoll;
	listener->paused = false;
	listener->pause_end = 0;
	return epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

int listener_accept(
	struct listener *listener, int64_t now, char peer[INET6_ADDRSTRLEN])
{
	for (;;) {
		union address address = { .any = { .sa_family = AF_UNSPEC } };
		socklen_t size = sizeof(address);
		const int fd = accept4(listener->fd, &address.any, &size,
			SOCK_NONBLOCK | SOCK_CLOEXEC);

		if (fd >= 0) {
			address_name(&address, peer);
			return fd;
		}
		if (errno == EAGAIN)
			return -1;
		if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS ||
			errno == ENOMEM) {
			listener_pause(listener, now);
			return -1;
		}
		/* Anything else is about a client that has gone again. */
	}
}

/*
 * A client that cannot be accepted leaves the listener readable: epoll would
 * return at once, for ever.
 */
void listener_pause(struct listener *listener, int64_t now)
{
	epoll_ctl(listener->epoll, EPOLL_CTL_DEL, listener->fd, NULL);
	listener->paused = true;
	listener->pause_end = now + PAUSE_TIME;
}

void listener_hurry(struct listener *listener)
{
	listener->pause_end = 0;
}

void listener_resume(struct listener *listener, int64_t now, void *object)
{
	if (!listener->paused || listener->pause_end > now)
		return;
	/* This needs memory too: without any, the pause goes on. */
	if (listener_init(listener, listener->fd, listener->epoll, object) < 0)
		listener_pause(listener, now);
}

void listener_close(struct listener *listener)
{
	close(listener->fd);
	listener->fd = -1;
	listener->paused = false;
}
