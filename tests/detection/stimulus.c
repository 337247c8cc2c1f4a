/* SPDX-License-Identifier: MIT */
/*
 * stimulus --list | stimulus VERB CASE
 *
 * Does what a detection rule is about, or nearly that, from inside a domain that
 * denies everything, and prints each call.  VERB is a rule's name, CASE is "hit" or
 * "miss".  For a throw-away machine: it writes where an attacker would.
 */
#include <errno.h>
#include <fcntl.h>
#include <llguard.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "stimulus.h"

#define NGINX   "/usr/sbin/nginx"
#define CONVERT "/usr/bin/convert"

struct attempt {
	const char *verb, *which;
	const char *as; /* the program that it is */
	const struct operation *operation;
	const char *argument; /* %d: 1 to times */
	int times;
};

// clang-format off
static const struct attempt attempts[] = {
	{ "web_read", "hit", NGINX, &file_read, "/etc/passwd", 1 },
	{ "web_read", "hit", NGINX, &file_read, "/srv/app/.env", 1 },
	{ "web_read", "miss", NGINX, &file_read, "/etc/nsswitch.conf", 1 },
	{ "web_read", "miss", CONVERT, &file_read, "/etc/passwd", 1 },

	{ "exec", "hit", NGINX, &file_execute, "/usr/bin/dash", 1 },
	{ "exec", "hit", NGINX, &file_execute, "/usr/bin/python3.11", 1 },
	{ "exec", "miss", NGINX, &file_execute, "/usr/lib/nginx/helper", 1 },
	{ "exec", "miss", NGINX, &file_read, "/usr/bin/dash", 1 },

	{ "exec_writable", "hit", NGINX, &file_execute, "/dev/shm/payload", 1 },
	{ "exec_writable", "miss", NGINX, &file_execute, "/opt/tool/payload", 1 },

	{ "exec_privileged", "hit", NGINX, &file_execute, "/usr/bin/sudo", 1 },
	{ "exec_privileged", "miss", NGINX, &file_execute, "/usr/bin/sudoku", 1 },

	{ "preload", "hit", NGINX, &file_read, "/tmp/libhook.so", 1 },
	{ "preload", "hit", NGINX, &file_write, "/etc/ld.so.preload", 1 },
	{ "preload", "miss", NGINX, &file_read, "/tmp/libhook.c", 1 },
	{ "preload", "miss", NGINX, &file_read, "/usr/lib/libhook.so", 1 },

	{ "credentials", "hit", CONVERT, &file_read, "/etc/shadow", 1 },
	{ "credentials", "hit", CONVERT, &file_read, "/root/.ssh/id_ed25519", 1 },
	{ "credentials", "hit", CONVERT, &file_read, "/proc/1/environ", 1 },
	{ "credentials", "miss", CONVERT, &file_read, "/root/.ssh/id_ed25519.pub", 1 },
	{ "credentials", "miss", CONVERT, &file_read, "/etc/group", 1 },

	{ "persistence", "hit", CONVERT, &file_create, "/etc/cron.d/job", 1 },
	{ "persistence", "hit", CONVERT, &file_write, "/root/.bashrc", 1 },
	{ "persistence", "hit", CONVERT, &file_create, "/root/.ssh/authorized_keys", 1 },
	{ "persistence", "miss", CONVERT, &file_read, "/etc/cron.d/known", 1 },
	{ "persistence", "miss", CONVERT, &file_create, "/etc/job", 1 },

	{ "web_content", "hit", NGINX, &file_create, "/var/www/html/shell.php", 1 },
	{ "web_content", "miss", NGINX, &file_read, "/var/www/html/index.php", 1 },
	{ "web_content", "miss", NGINX, &file_create, "/var/cache/nginx/page", 1 },

	{ "log_removal", "hit", CONVERT, &file_unlink, "/var/log/auth.log", 1 },
	{ "log_removal", "hit", CONVERT, &file_truncate, "/var/log/wtmp", 1 },
	{ "log_removal", "miss", CONVERT, &file_create, "/var/log/convert.log", 1 },
	{ "log_removal", "miss", CONVERT, &file_unlink, "/var/lib/convert/page", 1 },

	{ "logging_config", "hit", CONVERT, &file_write, "/etc/audit/rules.d/audit.rules", 1 },
	{ "logging_config", "miss", CONVERT, &file_read, "/etc/audit/rules.d/audit.rules", 1 },

	{ "listing", "hit", CONVERT, &dir_list, "/tmp", 1 },
	{ "listing", "miss", CONVERT, &dir_list, "/usr/share/zoneinfo", 1 },

	{ "kernel_interface", "hit", CONVERT, &file_write, "/proc/sys/kernel/core_pattern", 1 },
	{ "kernel_interface", "hit", CONVERT, &file_read, "/proc/kallsyms", 1 },
	{ "kernel_interface", "hit", CONVERT, &file_create, "/lib/modules/rootkit.ko", 1 },
	{ "kernel_interface", "miss", CONVERT, &file_read, "/proc/sys/kernel/core_pattern", 1 },

	{ "device", "hit", CONVERT, &char_make, "/tmp/mem", 1 },
	{ "device", "hit", CONVERT, &device_ioctl, "0x5412", 1 },
	{ "device", "miss", CONVERT, &device_ioctl, "0x5413", 1 },
	{ "device", "miss", CONVERT, &fifo_make, "/tmp/fifo", 1 },

	{ "mount", "hit", CONVERT, &dir_mount, "/mnt", 1 },
	{ "mount", "miss", CONVERT, &dir_make, "/mnt/new", 1 },

	{ "refer", "hit", CONVERT, &file_refer, "/tmp/from/page", 1 },
	{ "refer", "miss", CONVERT, &file_create, "/tmp/from/page", 1 },

	{ "public_connect", "hit", NGINX, &tcp_connect, "203.0.113.7 4444", 1 },
	{ "public_connect", "hit", NGINX, &tcp_connect, "2001:db8::7 443", 1 },
	{ "public_connect", "miss", NGINX, &tcp_connect, "10.1.2.3 4444", 1 },
	{ "public_connect", "miss", NGINX, &tcp_connect, "fd12::7 443", 1 },
	{ "public_connect", "miss", NGINX, &tcp_connect, "::ffff:192.168.0.9 443", 1 },

	{ "lateral_connect", "hit", NGINX, &tcp_connect, "10.1.2.3 22", 1 },
	{ "lateral_connect", "hit", NGINX, &tcp_connect, "10.1.2.3 6443", 1 },
	{ "lateral_connect", "miss", NGINX, &tcp_connect, "10.1.2.3 443", 1 },

	{ "metadata_connect", "hit", NGINX, &tcp_connect, "169.254.169.254 80", 1 },
	{ "metadata_connect", "miss", NGINX, &tcp_connect, "169.254.1.254 80", 1 },

	{ "listen", "hit", NGINX, &tcp_bind, "0.0.0.0 4444", 1 },
	{ "listen", "miss", NGINX, &tcp_bind, "0.0.0.0 0", 1 },

	{ "control_socket", "hit", CONVERT, &abstract_connect, "/tmp/.X11-unix/X0", 1 },
	{ "control_socket", "hit", CONVERT, &socket_connect, "/run/docker.sock", 1 },
	{ "control_socket", "miss", CONVERT, &abstract_connect, "convert-cache", 1 },
	{ "control_socket", "miss", CONVERT, &socket_connect, "/run/convert.sock", 1 },

	{ "signal", "hit", CONVERT, &task_kill, "auditd 15", 1 },
	{ "signal", "miss", CONVERT, &task_kill, "auditd 0", 1 },
	{ "signal", "miss", CONVERT, &task_kill, "kthreadd 15", 1 },

	{ "ptrace", "hit", CONVERT, &task_attach, "init", 1 },
	{ "ptrace", "miss", CONVERT, &task_readlink, "init", 1 },
	{ "ptrace", "miss", CONVERT, &task_traceme, "", 1 },

	{ "memory_exe", "hit", "memfd:payload", &file_read, "/srv/data/1", 1 },
	{ "memory_exe", "miss", "/usr/bin/memfd", &file_read, "/srv/data/1", 1 },

	{ "uring", "hit", CONVERT, &uring_read, "/srv/data/1", 1 },
	{ "uring", "miss", CONVERT, &file_read, "/srv/data/1", 1 },

	{ "no_program", "hit", CONVERT, &uring_polled_read, "/srv/data/1", 1 },
	{ "no_program", "miss", CONVERT, &uring_read, "/srv/data/1", 1 },

	{ "unlogged", "hit", CONVERT, &file_read, "/srv/data/%d", 150 },
	{ "unlogged", "miss", CONVERT, &file_read, "/srv/data/%d", 5 },

	/* No record comes of the second. */
	{ "mute", "hit", CONVERT, &domain_mute, "", 1 },
	{ "mute", "hit", CONVERT, &file_read, "/srv/data/1", 1 },
	{ "mute", "miss", CONVERT, &domain_nest, "", 1 },
	{ "mute", "miss", CONVERT, &file_read, "/srv/data/1", 1 },

	{ "decoy", "hit", CONVERT, &decoy_read, "/etc/shadow", 1 },
	{ "decoy", "miss", CONVERT, &file_read, "/tmp/decoy/etc/shadow", 1 },

	{ "enumeration", "hit", CONVERT, &file_read, "/srv/data/%d", 20 },
	{ "enumeration", "miss", CONVERT, &file_read, "/srv/data/%d", 19 },

	{ "port_scan", "hit", CONVERT, &tcp_connect, "10.1.2.3 80%d", 10 },
	{ "port_scan", "miss", CONVERT, &tcp_connect, "10.1.2.3 80%d", 9 },

	{ "udp_burst", "hit", CONVERT, &udp_send, "10.1.2.3 53", 50 },
	{ "udp_burst", "miss", CONVERT, &udp_send, "10.1.2.3 53", 49 },

	{ "mass_change", "hit", CONVERT, &file_unlink, "/srv/data/%d", 30 },
	{ "mass_change", "miss", CONVERT, &file_unlink, "/srv/data/%d", 29 },

	{ "article", "hit", "/usr/sbin/httpd", &file_read, "/etc/passwd", 1 },
	{ "article", "hit", "/usr/sbin/httpd", &file_execute, "/usr/bin/id", 1 },
	{ "article", "hit", "/usr/sbin/httpd", &file_read, "/tmp/write.so", 1 },
	{ "article", "hit", "/usr/sbin/httpd", &dir_list, "/tmp", 1 },
	{ "article", "miss", "/usr/sbin/httpd", &file_read, "/etc/localtime", 1 },
	{ "article", "miss", "/usr/sbin/httpd", &file_execute, "/usr/sbin/rotatelogs", 1 },
	{ "article", "miss", "/usr/sbin/httpd", &file_read, "/usr/lib/write.so", 1 },
	{ "article", "miss", "/usr/sbin/httpd", &dir_list, "/usr/lib", 1 },

	{ "stages", "hit", NGINX, &file_execute, "/usr/bin/dash", 1 },
	{ "stages", "hit", NGINX, &file_read, "/etc/shadow", 1 },
	{ "stages", "hit", NGINX, &tcp_connect, "203.0.113.7 4444", 1 },
	{ "stages", "miss", NGINX, &file_execute, "/usr/bin/dash", 1 },
	{ "stages", "miss", NGINX, &file_read, "/etc/shadow", 1 },
};
// clang-format on

#define ATTEMPTS (sizeof(attempts) / sizeof(attempts[0]))

/* A row's text with its number: valid until the next call. */
static const char *argument_of(const struct attempt *attempt, int number)
{
	static char text[256];
	const char *at = strstr(attempt->argument, "%d");

	if (!at)
		return attempt->argument;
	snprintf(text, sizeof(text), "%.*s%d", (int)(at - attempt->argument),
		attempt->argument, number);
	return text;
}

static void attempt_prepare(const struct attempt *attempt)
{
	for (int i = 1; i <= attempt->times; i++)
		attempt->operation->prepare(argument_of(attempt, i));
}

/* One line for all of a row, which must have the same result. */
static void attempt_make(const struct attempt *attempt)
{
	long ret = 0;
	int err = 0;

	for (int i = 1; i <= attempt->times; i++) {
		const char *argument = argument_of(attempt, i);
		long got;

		errno = 0;
		got = attempt->operation->call(argument);
		if (i > 1 && (got != ret || errno != err))
			stimulus_die("another result than before", errno);
		ret = got;
		err = errno;
	}
	printf("#   %s %s = %ld%s%s", attempt->operation->name,
		attempt->argument, ret, ret < 0 ? " " : "",
		ret < 0 ? strerrorname_np(err) : "");
	printf(attempt->times > 1 ? ", %d times\n" : "\n", attempt->times);
}

/* Everything that this kernel can deny, but what the operation needs. */
static void confine(const struct operation *operation)
{
	const struct llguard_rule rules[] = {
		LLGUARD_PATH("/", operation->allowed),
	};
	const struct llguard_policy some =
		LLGUARD_POLICY_WITH(LLGUARD_ABI_11, rules, 0, 0, 0, NULL);
	const struct llguard_policy none =
		LLGUARD_POLICY_NO_RULES(LLGUARD_ABI_11);
	struct llguard_report report = LLGUARD_REPORT_INIT;
	const int err = llguard_policy_apply(
		operation->allowed ? &some : &none, &report);

	if (err)
		stimulus_die("llguard_policy_apply", -err);
}

/* Another process as that program, from its first row that says so. */
static _Noreturn void become(const char *as, const char *row)
{
	char *argv[] = { (char *)(uintptr_t)as, (char *)(uintptr_t)row, NULL };
	const int self = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	const char *memory = strncmp(as, "memfd:", 6) == 0 ? as + 6 : NULL;
	char data[65536];
	ssize_t n;
	int copy;

	stimulus_parents(as);
	copy = memory ? memfd_create(memory, MFD_CLOEXEC)
		      : open(as, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC,
				0755);
	while ((n = read(self, data, sizeof(data))) > 0)
		if (write(copy, data, (size_t)n) != n)
			stimulus_die(as, errno);
	if (memory) {
		fexecve(copy, argv, environ);
	} else {
		close(copy);
		execv(as, argv);
	}
	stimulus_die(as, errno);
}

/* The rows of one case, in one process for each program and operation's needs. */
static bool together(const struct attempt *a, const struct attempt *b)
{
	return strcmp(a->verb, b->verb) == 0 &&
	       strcmp(a->which, b->which) == 0 && a->as == b->as &&
	       a->operation->allowed == b->operation->allowed;
}

static int rows_make(const struct attempt *first)
{
	const struct attempt *end = first;

	while (end < attempts + ATTEMPTS && together(first, end))
		end++;
	for (const struct attempt *at = first; at < end; at++)
		attempt_prepare(at);
	confine(first->operation);
	printf("#   pid %d, exe %s\n", (int)getpid(), first->as);
	for (const struct attempt *at = first; at < end; at++)
		attempt_make(at);
	fflush(stdout);
	if (first->times > 100)
		sleep(2); /* over the audit rate limit */
	return 0;
}

static int case_make(const char *verb, const char *which)
{
	const struct attempt *before = NULL;
	int bad = 1;

	for (size_t i = 0; i < ATTEMPTS; i++) {
		const struct attempt *at = &attempts[i];
		char row[16];
		int status = 1;
		pid_t child;

		if (strcmp(at->verb, verb) != 0 ||
			strcmp(at->which, which) != 0)
			continue;
		if (before && together(before, at))
			continue;
		before = at;
		snprintf(row, sizeof(row), "%zu", i);
		child = fork();
		if (child == 0)
			become(at->as, row);
		if (waitpid(child, &status, 0) != child || status)
			return 1;
		bad = 0;
	}
	return bad;
}

int main(int argc, char **argv)
{
	if (argc == 2 && strcmp(argv[1], "--list") == 0) {
		for (size_t i = 0; i < ATTEMPTS; i++)
			if (i == 0 || strcmp(attempts[i].verb,
					      attempts[i - 1].verb) != 0)
				puts(attempts[i].verb);
		return 0;
	}
	if (argc == 2)
		return rows_make(&attempts[strtoul(argv[1], NULL, 10)]);
	if (argc == 3)
		return case_make(argv[1], argv[2]);
	fputs("usage: stimulus --list | stimulus VERB hit|miss\n", stderr);
	return 2;
}
