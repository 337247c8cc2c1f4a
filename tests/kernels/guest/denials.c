/* SPDX-License-Identifier: MIT */
/*
 * denials: is refused something of every kind, and says in a line each what
 * exactly it did, as whom, and in which domain:
 *
 *	abi NUMBER
 *	domain NUMBER pid= uid= comm= exe=
 *	did WHAT domain=NUMBER[,NUMBER] result=ERRNO|ok pid= ... [WORD=VALUE]...
 *
 * Text is in hex.  What the kernel must record of each stands in ../denials.py.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "denials.h"

#define CREATE_RULESET 444
#define ADD_RULE       445
#define RESTRICT_SELF  446
#define LINE_MOST      20000

int abi;

/* Of this process and its children. */
static char exe[4096], title[4096];
static size_t title_len;
static int last_domain;
static int *domains; /* shared by all of them */

_Noreturn void broken(const char *what)
{
	dprintf(STDOUT_FILENO, "broken %s: %s\n", what, strerror(errno));
	_exit(1);
}

const char *hex(const void *data, unsigned long size)
{
	static char buffers[8][9000];
	static unsigned int next;
	char *text = buffers[next++ % 8];

	if (size > sizeof(buffers[0]) / 2 - 1)
		broken("hex");
	for (unsigned long i = 0; i < size; i++)
		sprintf(text + i * 2, "%02X", ((const unsigned char *)data)[i]);
	text[size * 2] = '\0';
	return text;
}

const char *hex_text(const char *text)
{
	return hex(text, strlen(text));
}

uint64_t fs_all(void)
{
	return (2ULL << (abi >= 9 ? 16 : 15)) - 1;
}

void name_set(const char *name)
{
	prctl(PR_SET_NAME, name);
}

static void identity_read(void)
{
	const ssize_t len = readlink("/proc/self/exe", exe, sizeof(exe) - 1);
	const int fd = open("/proc/self/cmdline", O_RDONLY | O_CLOEXEC);
	const ssize_t size = read(fd, title, sizeof(title));

	if (len < 0 || size < 0)
		broken("/proc/self");
	exe[len] = '\0';
	title_len = (size_t)size;
	close(fd);
}

void in_child(void (*run)(void))
{
	const pid_t child = fork();
	int status;

	if (child == 0) {
		run();
		_exit(0);
	}
	if (child < 0 || waitpid(child, &status, 0) != child || status)
		broken("a child did not end well");
}

static void rule_add(int ruleset, const struct rule *rule)
{
	const struct {
		uint64_t rights;
		int32_t fd;
	} __attribute__((packed)) beneath = {
		.rights = rule->rights,
		.fd = open(rule->path, O_PATH | O_CLOEXEC),
	};

	if (syscall(ADD_RULE, ruleset, 1, &beneath, 0))
		broken(rule->path);
	close(beneath.fd);
}

int domain_enter(
	uint64_t fs, uint64_t net, uint64_t scope, const struct rule *rules)
{
	const struct {
		uint64_t fs, net, scope;
	} handled = { fs, net, scope };
	const long ruleset =
		syscall(CREATE_RULESET, &handled, sizeof(handled), 0);
	char comm[16];

	for (; rules && rules->path; rules++)
		rule_add((int)ruleset, rules);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
		syscall(RESTRICT_SELF, ruleset, 0))
		broken("restrict_self");
	close((int)ruleset);
	prctl(PR_GET_NAME, comm);
	last_domain = ++*domains;
	dprintf(STDOUT_FILENO, "domain %d pid=%d uid=%d comm=%s exe=%s\n",
		last_domain, (int)getpid(), (int)getuid(), hex_text(comm),
		hex_text(exe));
	return last_domain;
}

static void line_write(const char *in, const char *what, long ret, int error,
	const char *words, va_list args)
{
	char line[LINE_MOST], comm[16];
	int len;

	prctl(PR_GET_NAME, comm);
	len = snprintf(line, sizeof(line),
		"did %s domain=%s result=%s exit=%ld pid=%d ppid=%d uid=%d gid=%d comm=%s exe=%s title=%s ",
		what, in, ret < 0 ? strerrorname_np(error) : "ok",
		ret < 0 ? -error : ret, (int)getpid(), (int)getppid(),
		(int)getuid(), (int)getgid(), hex_text(comm), hex_text(exe),
		hex(title, title_len));
	len += vsnprintf(line + len, sizeof(line) - (size_t)len, words, args);
	line[len++] = '\n';
	for (int at = 0; at < len;) {
		const ssize_t n =
			write(STDOUT_FILENO, line + at, (size_t)(len - at));

		if (n < 0)
			_exit(1);
		at += (int)n;
	}
}

void did_in(const char *in, const char *what, long ret, const char *words, ...)
{
	const int error = errno;
	va_list args;

	va_start(args, words);
	line_write(in, what, ret, error, words, args);
	va_end(args);
}

void did(const char *what, long ret, const char *words, ...)
{
	const int error = errno;
	char in[12];
	va_list args;

	snprintf(in, sizeof(in), "%d", last_domain);
	va_start(args, words);
	line_write(in, what, ret, error, words, args);
	va_end(args);
}

unsigned long inode_of(const char *path)
{
	struct stat file;

	return stat(path, &file) ? 0 : file.st_ino;
}

void did_path(const char *what, long ret, const char *path)
{
	const int error = errno;
	const unsigned long ino = inode_of(path);

	errno = error;
	did(what, ret, "path=%s ino=%lu", hex_text(path), ino);
}

/* What nothing else can be: a program with a name that has to be printed in hex. */
static void other_name(void)
{
	static char name[] = "/tmp/o \"d/pro gram";
	char *argv[] = { name, NULL };
	const pid_t child = fork();
	int status;

	if (child == 0) {
		execv(name, argv);
		_exit(127);
	}
	if (child < 0 || waitpid(child, &status, 0) != child || status)
		broken(name);
}

int main(int argc, char **argv)
{
	const char *counter = getenv("DENIALS");

	(void)argc;
	abi = (int)syscall(CREATE_RULESET, NULL, 0, 1);
	identity_read();
	/* The number goes on where the other program takes over. */
	domains = mmap(NULL, sizeof(*domains), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (counter) {
		*domains = atoi(counter);
		other_program();
		return 0;
	}
	printf("abi %d\n", abi);
	fflush(stdout);
	mkdir(TOP, 0755);
	in_child(files_denied);
	in_child(names_denied);
	in_child(sockets_denied);
	in_child(tasks_denied);
	in_child(domains_denied);
	in_child(uring_denied);
	setenv("DENIALS", "1000", 1);
	other_name();
	(void)argv;
	return 0;
}
