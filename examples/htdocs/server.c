/* SPDX-License-Identifier: MIT */
#include "server.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "conn.h"
#include "listener.h"

#define EVENTS_MAX 256
#define ACCEPT_MAX 64   /* in a row, before those that are there */
#define STOP_TIME  4000 /* milliseconds */

struct server {
	struct conn_context context;
	struct listener listener;
	int epoll;
	int signals; /* a signalfd */
	int64_t stop_end;
	uint64_t clients;
	uint64_t clients_max;
};

static void clock_update(struct server *server)
{
	struct site *site = &server->context.site;
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	server->context.deadlines.now =
		(int64_t)time.tv_sec * 1000 + time.tv_nsec / 1000000;
	clock_gettime(CLOCK_REALTIME, &time);
	if (time.tv_sec != site->now) {
		site->now = time.tv_sec;
		http_date_format(site->now, site->date);
	}
}

static int watch(
	struct server *server, int how, int fd, uint32_t events, void *object)
{
	struct epoll_event event = { .events = events, .data.ptr = object };

	return epoll_ctl(server->epoll, how, fd, &event);
}

static void client_close(struct server *server, struct conn *conn)
{
	conn_close(&server->context, conn);
	server->clients--;
	listener_hurry(&server->listener);
}

/* Wait for what a step of the connection wants next. */
static void client_wait(
	struct server *server, struct conn *conn, uint32_t events)
{
	if (events && events != conn->events) {
		conn->events = events;
		if (watch(server, EPOLL_CTL_MOD, conn->fd, events, conn) < 0)
			events = 0;
	}
	if (!events)
		client_close(server, conn);
}

static void client_open(struct server *server, int fd, const char *peer)
{
	struct conn *conn = conn_open(&server->context, fd, peer);

	if (!conn) {
		close(fd);
		return;
	}
	server->clients++;
	if (watch(server, EPOLL_CTL_ADD, fd, conn->events, conn) < 0)
		client_close(server, conn);
}

static void clients_accept(struct server *server)
{
	const int64_t now = server->context.deadlines.now;
	char peer[INET6_ADDRSTRLEN];

	for (int i = 0; i < ACCEPT_MAX; i++) {
		int fd;

		if (server->clients >= server->clients_max) {
			listener_pause(&server->listener, now);
			return;
		}
		fd = listener_accept(&server->listener, now, peer);
		if (fd < 0)
			return;
		client_open(server, fd, peer);
	}
}

static void clients_expire(struct server *server)
{
	struct deadline *first;

	while ((first = deadline_expired(&server->context.deadlines))) {
		struct conn *conn = (struct conn *)first;

		client_wait(server, conn, conn_expire(&server->context, conn));
	}
}

/* Send those away that have not asked for anything. */
static void clients_dismiss(struct server *server)
{
	const struct deadline *list = &server->context.deadlines.list;
	const struct deadline *last = list->previous;
	struct deadline *next = list->next;

	/* A step may move its connection to the end: then it is not a new one
	 * that is met there. */
	for (bool more = next != list; more;) {
		struct conn *conn = (struct conn *)next;
		uint32_t events = conn->events;

		more = next != last;
		next = next->next;
		if (conn->state == CONN_READING)
			events = conn_step(&server->context, conn);
		if (conn->state == CONN_READING)
			events = 0;
		client_wait(server, conn, events);
	}
}

static void stop(struct server *server)
{
	struct signalfd_siginfo info[2]; /* one of each */

	if (read(server->signals, info, sizeof(info)) <= 0)
		return;
	server->stop_end = server->context.deadlines.now;
	if (server->context.site.stopping)
		return;
	server->stop_end += STOP_TIME;
	server->context.site.stopping = true;
	listener_close(&server->listener);
	clients_dismiss(server);
}

/* Milliseconds until there is something to do without an event. */
static int wait_time(const struct server *server)
{
	const int64_t now = server->context.deadlines.now;
	int64_t wait = deadlines_wait(&server->context.deadlines);
	int64_t other = INT64_MAX;

	if (server->listener.paused)
		other = server->listener.pause_end - now;
	if (server->context.site.stopping)
		other = server->stop_end - now;
	if (other != INT64_MAX && (wait < 0 || other < wait))
		wait = other < 0 ? 0 : other;
	return wait < INT_MAX ? (int)wait : INT_MAX;
}

static void events_take(
	struct server *server, const struct epoll_event *events, int count)
{
	bool signalled = false;

	for (int i = 0; i < count; i++) {
		void *object = events[i].data.ptr;

		if (object == &server->listener)
			clients_accept(server);
		else if (object == &server->signals)
			signalled = true;
		else
			client_wait(server, object,
				conn_step(&server->context, object));
	}
	/* Last, as it frees connections that other events speak of. */
	if (signalled)
		stop(server);
}

static int begin(struct server *server, int listener)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	sigprocmask(SIG_BLOCK, &set, NULL);
	server->listener.fd = listener;
	server->epoll = epoll_create1(EPOLL_CLOEXEC);
	server->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (server->epoll < 0 || server->signals < 0)
		return -1;
	if (watch(server, EPOLL_CTL_ADD, server->signals, EPOLLIN,
		    &server->signals) < 0)
		return -1;
	return listener_init(
		&server->listener, listener, server->epoll, &server->listener);
}

struct server *server_open(const struct server_settings *settings)
{
	struct server *server = calloc(1, sizeof(*server));
	int number;

	if (!server)
		return NULL;
	server->clients_max = settings->clients;
	server->context.site.root = settings->root;
	server->context.site.vulnerable = settings->vulnerable;
	deadlines_init(&server->context.deadlines, settings->timeout);
	clock_update(server);
	if (begin(server, settings->listener) == 0)
		return server;
	number = errno;
	server_close(server);
	errno = number;
	return NULL;
}

int server_run(struct server *server)
{
	const struct conn_context *context = &server->context;
	struct epoll_event events[EVENTS_MAX];

	while (!context->site.stopping ||
		(server->clients &&
			context->deadlines.now < server->stop_end)) {
		const int count = epoll_wait(
			server->epoll, events, EVENTS_MAX, wait_time(server));

		if (count < 0 && errno != EINTR)
			return -1;
		clock_update(server);
		events_take(server, events, count);
		clients_expire(server);
		listener_resume(&server->listener, context->deadlines.now,
			&server->listener);
		shared_files_forget(&server->context.site.files);
		log_flush(&server->context.log);
	}
	return 0;
}

void server_close(struct server *server)
{
	const struct deadline *list;

	if (!server)
		return;
	list = &server->context.deadlines.list;
	while (list->next != list)
		client_close(server, (struct conn *)list->next);
	log_flush(&server->context.log);
	if (server->listener.fd >= 0)
		listener_close(&server->listener);
	close(server->signals);
	close(server->epoll);
	free(server);
}
