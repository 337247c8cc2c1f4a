/* SPDX-License-Identifier: MIT */
/*
 * Sockets: "ADDRESS PORT", which need not be reachable, since Landlock is asked
 * first; or a name, of a socket that was there before the process confined itself.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <llguard.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "stimulus.h"

union address {
	struct sockaddr any;
	struct sockaddr_in v4;
	struct sockaddr_in6 v6;
};

static socklen_t address_of(const char *text, union address *address)
{
	const char *port = strchr(text, ' ') + 1;
	const in_port_t number = htons((in_port_t)strtoul(port, NULL, 10));
	char host[64];

	memset(address, 0, sizeof(*address));
	snprintf(host, sizeof(host), "%.*s", (int)(port - text - 1), text);
	if (inet_pton(AF_INET, host, &address->v4.sin_addr) == 1) {
		address->v4.sin_family = AF_INET;
		address->v4.sin_port = number;
		return sizeof(address->v4);
	}
	if (inet_pton(AF_INET6, host, &address->v6.sin6_addr) != 1)
		stimulus_die(text, EINVAL);
	address->v6.sin6_family = AF_INET6;
	address->v6.sin6_port = number;
	return sizeof(address->v6);
}

static long connect_call(const char *text)
{
	union address address;
	const socklen_t size = address_of(text, &address);
	const int fd = socket(address.any.sa_family, SOCK_STREAM, 0);

	return connect(fd, &address.any, size);
}

static long bind_call(const char *text)
{
	union address address;
	const socklen_t size = address_of(text, &address);
	const int fd = socket(address.any.sa_family, SOCK_STREAM, 0);

	return bind(fd, &address.any, size);
}

static long send_call(const char *text)
{
	union address address;
	const socklen_t size = address_of(text, &address);
	const int fd = socket(address.any.sa_family, SOCK_DGRAM, 0);
	const long ret = sendto(fd, "x", 1, 0, &address.any, size);

	close(fd);
	return ret;
}

static socklen_t name_of(
	const char *text, bool abstract, struct sockaddr_un *name)
{
	memset(name, 0, sizeof(*name));
	name->sun_family = AF_UNIX;
	snprintf(name->sun_path + abstract, sizeof(name->sun_path) - 1, "%s",
		text);
	return (socklen_t)(offsetof(struct sockaddr_un, sun_path) +
			   strlen(text) + 1);
}

static void name_listen(const char *text, bool abstract)
{
	struct sockaddr_un name;
	const socklen_t size = name_of(text, abstract, &name);
	const int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	if (bind(fd, (struct sockaddr *)&name, size) || listen(fd, 1))
		stimulus_die(text, errno);
}

static long name_connect(const char *text, bool abstract)
{
	struct sockaddr_un name;
	const socklen_t size = name_of(text, abstract, &name);
	const int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	return connect(fd, (struct sockaddr *)&name, size);
}

static void abstract_prepare(const char *text)
{
	name_listen(text, true);
}

static long abstract_call(const char *text)
{
	return name_connect(text, true);
}

static void path_prepare(const char *text)
{
	stimulus_parents(text);
	name_listen(text, false);
}

static long path_call(const char *text)
{
	return name_connect(text, false);
}

// clang-format off
const struct operation tcp_connect = { "connect TCP", stimulus_nothing, connect_call, 0 };
const struct operation tcp_bind = { "bind TCP", stimulus_nothing, bind_call, 0 };
const struct operation udp_send = { "sendto UDP", stimulus_nothing, send_call, 0 };
const struct operation abstract_connect = { "connect abstract", abstract_prepare, abstract_call, 0 };
const struct operation socket_connect = { "connect", path_prepare, path_call, 0 };
// clang-format on
