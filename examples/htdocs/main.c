/* SPDX-License-Identifier: MIT */
/*
 * htdocs: serve the files of a directory, and be able to reach nothing else.
 *
 * The order is the point: get everything that needs the system, confine, and
 * only then listen to the first byte of a stranger.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "confine.h"
#include "listener.h"
#include "options.h"
#include "server.h"

#define EXIT_USAGE 2

static int complain(const char *option, const char *value, const char *what)
{
	fprintf(stderr, "htdocs: %s: %s: %s\n", option, value, what);
	return EXIT_FAILURE;
}

/* As many clients as descriptors allow, with one in four for their files. */
static uint64_t clients_from_limit(void)
{
	struct rlimit limit = { 1024, 1024 };

	if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
		limit.rlim_cur = limit.rlim_max;
		if (setrlimit(RLIMIT_NOFILE, &limit) < 0)
			getrlimit(RLIMIT_NOFILE, &limit);
	}
	return limit.rlim_cur > 64 ? (limit.rlim_cur - 16) / 4 * 3 : 32;
}

/* Returns 0, or an exit status after an error that has been printed. */
static int listen_on(struct options *options, int *ret)
{
	char where[128];

	*ret = listener_bind(options->address, &options->port);
	if (*ret >= 0)
		return 0;
	if (*ret == -2) {
		complain("--address", options->address,
			"is not valid; expected an IPv4 or IPv6 address");
		return EXIT_USAGE;
	}
	snprintf(where, sizeof(where), "%s port %u", options->address,
		(unsigned)options->port);
	return complain("--port", where, strerror(errno));
}

static void say_ready(const struct options *options)
{
	const char *open = strchr(options->address, ':') ? "[" : "";
	const char *close = *open ? "]" : "";

	fprintf(stderr, "htdocs: serving %s on http://%s%s%s:%u/\n",
		options->root, open, options->address, close,
		(unsigned)options->port);
}

static int serve(struct options *options)
{
	struct server_settings settings = {
		.vulnerable = options->vulnerable,
		.timeout = options->timeout * INT64_C(1000),
		.clients = clients_from_limit(),
	};
	struct server *server;
	int status;

	settings.root = open(options->root, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (settings.root < 0)
		return complain("--root", options->root, strerror(errno));
	status = listen_on(options, &settings.listener);
	if (status)
		return status;
	server = server_open(&settings);
	if (!server)
		return complain("start", "epoll", strerror(errno));
	if (confine(options->root, options->report)) {
		status = EXIT_FAILURE;
	} else {
		say_ready(options);
		if (server_run(server) < 0)
			status = complain("serve", "epoll", strerror(errno));
	}
	server_close(server);
	close(settings.root);
	return status;
}

int main(int argc, char **argv)
{
	struct options options;

	if (options_parse(argc, argv, &options))
		return EXIT_USAGE;
	if (options.help) {
		options_help();
		return 0;
	}
	/* A client that has gone is an errno, not a signal. */
	signal(SIGPIPE, SIG_IGN);
	return serve(&options);
}
