/* SPDX-License-Identifier: MIT */
/*
 * One program of /tests: started in a session of its own with an empty /tmp,
 * its output relayed, its time limited, and nothing of it left afterwards.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "init.h"

#define OUTPUT_MOST (1024 * 1024)

/* The output of one program on its way to the results. */
struct relay {
	bool in_line;
	size_t left;
};

static void relay_feed(struct relay *relay, const char *data, size_t size)
{
	while (size > 0 && relay->left > 0) {
		const char *newline = memchr(data, '\n', size);
		size_t len = newline ? (size_t)(newline - data) + 1 : size;

		if (len > relay->left)
			len = relay->left;
		if (!relay->in_line)
			results_write("out ", 4);
		results_write(data, len);
		relay->in_line = data[len - 1] != '\n';
		relay->left -= len;
		data += len;
		size -= len;
	}
}

static void relay_finish(struct relay *relay)
{
	if (relay->in_line)
		results_write("\n", 1);
	if (relay->left == 0)
		report("out (the rest is cut: %d bytes are shown)",
			OUTPUT_MOST);
}

static void tmp_renew(void)
{
	if (chdir("/") || umount2("/tmp", MNT_DETACH) ||
		mount("tmpfs", "/tmp", "tmpfs", 0, "mode=1777") ||
		chdir("/tmp"))
		warn_errno("/tmp");
}

static long now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static _Noreturn void program_exec(char *path, int output)
{
	char *argv[] = { path, NULL };
	const int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	sigset_t none;

	setsid();
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	dup2(null, STDIN_FILENO);
	dup2(output, STDOUT_FILENO);
	dup2(output, STDERR_FILENO);
	execv(path, argv);
	dprintf(STDERR_FILENO,
		"%s: cannot be executed: %s; expected a static program\n", path,
		strerror(errno));
	_exit(127);
}

/* As PID 1 must, whoever's child it was.  True if it was the program. */
static bool children_reap(pid_t program, int *status, int flags)
{
	bool ended = false;
	int got_status;
	pid_t got;

	while ((got = waitpid(-1, &got_status, flags)) > 0) {
		if (got != program)
			continue;
		*status = got_status;
		ended = true;
	}
	return ended;
}

/* False if the time was over first. */
static bool program_wait(
	pid_t program, int output, struct relay *relay, long until, int *status)
{
	struct pollfd source = { .fd = output, .events = POLLIN };
	sigset_t none;

	sigemptyset(&none);
	while (!children_reap(program, status, WNOHANG)) {
		const long left = until - now_ms();
		const struct timespec timeout = {
			.tv_sec = left / 1000,
			.tv_nsec = left % 1000 * 1000000,
		};
		char data[4096];
		ssize_t n;

		if (left <= 0)
			return false;
		/* SIGCHLD is blocked but here, and interrupts. */
		if (ppoll(&source, 1, &timeout, &none) <= 0)
			continue;
		n = read(output, data, sizeof(data));
		if (n > 0)
			relay_feed(relay, data, (size_t)n);
		else if (n == 0)
			source.fd = -1;
	}
	return true;
}

void program_run(const char *name, long seconds)
{
	struct relay relay = { .left = OUTPUT_MOST };
	const long start = now_ms();
	char path[512], data[4096], how[32];
	int output[2], status = 0;
	bool ended;
	pid_t program;
	ssize_t n;

	report("begin %s", name);
	tmp_renew();
	snprintf(path, sizeof(path), "/tests/%s", name);
	if (pipe2(output, O_CLOEXEC) || (program = fork()) < 0) {
		warn_errno(name);
		return;
	}
	if (program == 0)
		program_exec(path, output[1]);
	close(output[1]);
	fcntl(output[0], F_SETFL, O_NONBLOCK);
	ended = program_wait(
		program, output[0], &relay, start + seconds * 1000, &status);
	kill(-1, SIGKILL); /* all but PID 1 */
	children_reap(program, &status, 0);
	while ((n = read(output[0], data, sizeof(data))) > 0)
		relay_feed(&relay, data, (size_t)n);
	close(output[0]);
	relay_finish(&relay);
	if (!ended)
		snprintf(how, sizeof(how), "timeout=%ld", seconds);
	else if (WIFSIGNALED(status))
		snprintf(how, sizeof(how), "signal=%d", WTERMSIG(status));
	else
		snprintf(how, sizeof(how), "exit=%d", WEXITSTATUS(status));
	report("end %s %s ms=%ld", name, how, now_ms() - start);
}
