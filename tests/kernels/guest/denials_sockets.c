/* SPDX-License-Identifier: MIT */
/*
 * What is refused of sockets: TCP and UDP ports, abstract names, and names in a
 * file system.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "denials.h"

/* Large enough for both, and what bind() and the rest take. */
union address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
	struct sockaddr_un un;
};

static socklen_t address_of(
	union address *address, const char *text, uint16_t port)
{
	memset(address, 0, sizeof(*address));
	if (strchr(text, ':')) {
		address->v6.sin6_family = AF_INET6;
		address->v6.sin6_port = htons(port);
		if (inet_pton(AF_INET6, text, &address->v6.sin6_addr) == 1)
			return sizeof(address->v6);
	}
	address->v4.sin_family = AF_INET;
	address->v4.sin_port = htons(port);
	if (inet_pton(AF_INET, text, &address->v4.sin_addr) != 1)
		broken(text);
	return sizeof(address->v4);
}

static const struct {
	const char *what;
	int type;
	const char *address;
	uint16_t port;
} calls[] = {
	// clang-format off
	{ "bind_tcp",    SOCK_STREAM, "127.0.0.1",        80 },
	{ "bind_tcp",    SOCK_STREAM, "0.0.0.0",          65535 },
	{ "bind_tcp",    SOCK_STREAM, "0.0.0.0",          0 },
	{ "bind_tcp",    SOCK_STREAM, "::1",              443 },
	{ "bind_tcp",    SOCK_STREAM, "::ffff:127.0.0.1", 8081 },
	{ "connect_tcp", SOCK_STREAM, "127.0.0.1",        80 },
	{ "connect_tcp", SOCK_STREAM, "192.0.2.1",        443 },
	{ "connect_tcp", SOCK_STREAM, "2001:db8::1",      22 },
	{ "bind_udp",    SOCK_DGRAM,  "127.0.0.1",        53 },
	{ "connect_udp", SOCK_DGRAM,  "127.0.0.1",        53 },
	{ "send_udp",    SOCK_DGRAM,  "::1",              5353 },
	// clang-format on
};

static void inet_calls(void)
{
	domain_enter(0, NET_TCP | (abi >= 10 ? NET_UDP : 0), 0, NULL);
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		union address to;
		const socklen_t size =
			address_of(&to, calls[i].address, calls[i].port);
		const int fd = socket(to.any.sa_family, calls[i].type, 0);
		long ret;

		if (calls[i].type == SOCK_DGRAM && abi < 10)
			continue;
		if (strncmp(calls[i].what, "bind", 4) == 0)
			ret = bind(fd, &to.any, size);
		else if (strncmp(calls[i].what, "send", 4) == 0)
			ret = sendto(fd, "x", 1, 0, &to.any, size);
		else
			ret = connect(fd, &to.any, size);
		did(calls[i].what, ret, "address=%s port=%u", calls[i].address,
			calls[i].port);
		close(fd);
	}
}

/* What the socket has already is recorded too, by newer kernels. */
static void inet_bound(void)
{
	const int fd = socket(AF_INET, SOCK_STREAM, 0);
	union address own, to;
	socklen_t size = address_of(&own, "127.0.0.1", 31337);

	if (bind(fd, &own.any, size))
		broken("bind");
	domain_enter(0, NET_TCP, 0, NULL);
	size = address_of(&to, "127.0.0.1", 80);
	did("connect_bound", connect(fd, &to.any, size),
		"address=127.0.0.1 port=80 own=127.0.0.1 own_port=31337");
}

static int listen_at(const struct sockaddr_un *un, socklen_t size, int type)
{
	const int fd = socket(AF_UNIX, type, 0);

	if (fd < 0 || bind(fd, (const struct sockaddr *)un, size) ||
		(type == SOCK_STREAM && listen(fd, 1)))
		broken("a listener");
	return fd;
}

static const struct {
	const char *name;
	size_t size;
} abstract[] = {
	{ "\0llguard", 8 },
	{ "\0with \"q\"\n\377", 11 },
	{ "\0nul\0inside\0", 12 },
	{ "\0", 1 },
};

static void abstract_calls(void)
{
	domain_enter(0, 0, SCOPE_ABSTRACT, NULL);
	for (size_t i = 0; i < sizeof(abstract) / sizeof(abstract[0]); i++) {
		struct sockaddr_un un = { .sun_family = AF_UNIX };
		const int fd = socket(AF_UNIX, SOCK_STREAM, 0);

		memcpy(un.sun_path, abstract[i].name, abstract[i].size);
		did("connect_abstract",
			connect(fd, (const struct sockaddr *)&un,
				(socklen_t)(sizeof(un.sun_family) +
					    abstract[i].size)),
			"name=%s", hex(abstract[i].name, abstract[i].size));
		close(fd);
	}
}

static void resolve_calls(void)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	const int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	strcpy(un.sun_path, TOP "/a socket");
	domain_enter(FS_RESOLVE_UNIX, 0, 0, NULL);
	did_path("connect_named",
		connect(fd, (const struct sockaddr *)&un, sizeof(un)),
		un.sun_path);
}

void sockets_denied(void)
{
	struct sockaddr_un un = { .sun_family = AF_UNIX };

	in_child(inet_calls);
	in_child(inet_bound);
	for (size_t i = 0; i < sizeof(abstract) / sizeof(abstract[0]); i++) {
		memset(un.sun_path, 0, sizeof(un.sun_path));
		memcpy(un.sun_path, abstract[i].name, abstract[i].size);
		listen_at(&un,
			(socklen_t)(sizeof(un.sun_family) + abstract[i].size),
			SOCK_STREAM);
	}
	in_child(abstract_calls);
	if (abi < 9)
		return;
	strcpy(un.sun_path, TOP "/a socket");
	listen_at(&un, sizeof(un), SOCK_STREAM);
	in_child(resolve_calls);
}
