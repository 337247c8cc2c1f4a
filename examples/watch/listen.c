/* SPDX-License-Identifier: MIT */
#include "listen.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "explain.h"

/* An event is complete after two seconds; records come a little later. */
#define SECONDS_AFTER 4

static char reader_memory[LLGUARD_READER_USUAL];
static char mine_memory[LLGUARD_MINE_USUAL];
static char chunk[64 * 1024];

static int reader_begin(struct listen *listen,
	const struct llguard_policy *policy, uint32_t form)
{
	*listen = (struct listen){
		.policy = policy,
		.kernel = LLGUARD_KERNEL_INIT,
		.live = LLGUARD_LIVE_INIT,
		.reader = LLGUARD_READER_INIT,
		.mine = LLGUARD_MINE_INIT,
	};
	if (llguard_kernel_probe(&listen->kernel) ||
		llguard_reader_init(&listen->reader, form, reader_memory,
			sizeof(reader_memory)))
		return -1;
	return 0;
}

static int mine_begin(struct listen *listen, uint32_t pid)
{
	return llguard_mine_init(
		&listen->mine, &pid, 1, mine_memory, sizeof(mine_memory));
}

static void events_explain(struct listen *listen)
{
	LLGUARD_FOREACH_EVENT(event, &listen->reader) {
		if (event->kind == LLGUARD_EVENT_LOSS)
			printf("watch: %llu records were lost\n",
				(unsigned long long)event->count);
		/* All of them: it learns who is whose child. */
		if (llguard_mine_event(&listen->mine, event) <= 0 ||
			event->kind != LLGUARD_EVENT_DENIAL)
			continue;
		explain_print(listen->policy, &listen->kernel, event);
		listen->denials++;
	}
}

int listen_open(struct listen *listen, const struct llguard_policy *policy)
{
	struct llguard_audit audit = LLGUARD_AUDIT_INIT;
	int err;

	if (reader_begin(listen, policy, LLGUARD_FORM_NETLINK) ||
		llguard_audit_probe(&listen->kernel, &audit)) {
		fprintf(stderr, "watch: the kernel cannot be asked\n");
		return -1;
	}
	if (audit.state != LLGUARD_AUDIT_ON) {
		fprintf(stderr, "watch: denials cannot be read: %s: %s\n",
			llguard_audit_state_name(audit.state),
			llguard_audit_reason(audit.state));
		return -1;
	}
	err = llguard_live_open(&listen->live);
	if (err)
		fprintf(stderr, "watch: denials cannot be read: %s\n",
			strerror(-err));
	return err;
}

static void packets_take(struct listen *listen)
{
	uint32_t type;
	size_t n;

	while (llguard_live_receive(
		       &listen->live, chunk, sizeof(chunk), &type, &n) > 0) {
		(void)llguard_reader_feed_record(
			&listen->reader, type, chunk, n);
		events_explain(listen);
	}
	if (listen->live.dropped != listen->lost)
		(void)llguard_reader_feed_loss(&listen->reader,
			LLGUARD_LOSS_ENOBUFS,
			listen->live.dropped - listen->lost);
	listen->lost = listen->live.dropped;
	(void)llguard_reader_feed_time(
		&listen->reader, (uint64_t)time(NULL), 0);
	events_explain(listen);
}

int listen_until(struct listen *listen, pid_t pid)
{
	time_t last = 0;
	int status = 0;

	if (mine_begin(listen, (uint32_t)pid))
		return -1;
	while (!last || time(NULL) <= last) {
		struct pollfd fd = {
			.fd = listen->live.fd,
			.events = POLLIN,
		};

		(void)poll(&fd, 1, 100);
		packets_take(listen);
		if (!last && waitpid(pid, &status, WNOHANG) == pid)
			last = time(NULL) + SECONDS_AFTER;
	}
	(void)llguard_reader_finish(&listen->reader);
	events_explain(listen);
	llguard_live_close(&listen->live);
	return status;
}

int listen_log(struct listen *listen, const struct llguard_policy *policy,
	const char *name, uint32_t pid)
{
	const int fd = open(name, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0 || reader_begin(listen, policy, LLGUARD_FORM_AUTO) ||
		mine_begin(listen, pid)) {
		fprintf(stderr, "watch: %s: %s\n", name, strerror(errno));
		return -1;
	}
	while ((n = read(fd, chunk, sizeof(chunk))) > 0) {
		(void)llguard_reader_feed(&listen->reader, chunk, (size_t)n);
		events_explain(listen);
	}
	if (n < 0)
		fprintf(stderr, "watch: %s: %s\n", name, strerror(errno));
	close(fd);
	(void)llguard_reader_finish(&listen->reader);
	events_explain(listen);
	return n < 0 ? -1 : 0;
}
