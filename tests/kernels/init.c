/* SPDX-License-Identifier: MIT */
/*
 * PID 1 of a throw-away virtual machine: makes the file systems, runs every
 * program of /tests in the order of their names, and powers off.
 *
 * It reports on the second serial port, in lines; what a program prints cannot
 * be taken for a report:
 *
 *	vm release=RELEASE abi=NUMBER|ERRNO errata=HEX|none lsm=LIST
 *	warn TEXT
 *	begin NAME
 *	out A LINE OF THE PROGRAM'S OUTPUT
 *	end NAME exit=STATUS|signal=NUMBER|timeout=SECONDS ms=MILLISECONDS
 *	done NUMBER-OF-PROGRAMS
 *
 * A program gets what the kernel command line says as KEY=VALUE in its
 * environment, and an empty /tmp; what it leaves running is killed.
 * LLGUARD_TEST_TIMEOUT is the seconds that it may take.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <termios.h>
#include <unistd.h>

#include "init.h"

#define CREATE_RULESET 444 /* landlock_create_ruleset, x86-64 */

static const struct {
	const char *type, *path, *options;
	mode_t mode;
} mounts[] = {
	// clang-format off
	{ "proc",       "/proc",                NULL,            0555 },
	{ "sysfs",      "/sys",                 NULL,            0555 },
	{ "devtmpfs",   "/dev",                 NULL,            0755 },
	{ "devpts",     "/dev/pts",             "ptmxmode=0666", 0755 },
	{ "tmpfs",      "/dev/shm",             "mode=1777",     0755 },
	{ "tmpfs",      "/run",                 "mode=0755",     0755 },
	{ "tmpfs",      "/tmp",                 "mode=1777",     0755 },
	{ "securityfs", "/sys/kernel/security", NULL,            0755 },
	{ "tracefs",    "/sys/kernel/tracing",  NULL,            0755 },
	{ "cgroup2",    "/sys/fs/cgroup",       NULL,            0755 },
	// clang-format on
};

static int results = STDERR_FILENO;

void results_write(const char *data, size_t size)
{
	while (size > 0) {
		const ssize_t n = write(results, data, size);

		if (n < 0 && errno != EINTR)
			return;
		if (n > 0) {
			data += n;
			size -= (size_t)n;
		}
	}
}

void report(const char *format, ...)
{
	char line[1024];
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(line, sizeof(line) - 1, format, args);
	va_end(args);
	if (len < 0)
		return;
	if ((size_t)len > sizeof(line) - 2)
		len = sizeof(line) - 2;
	line[len] = '\n';
	results_write(line, (size_t)len + 1);
}

void warn_errno(const char *what)
{
	report("warn %s: %s", what, strerror(errno));
}

static void file_systems_mount(void)
{
	for (size_t i = 0; i < sizeof(mounts) / sizeof(mounts[0]); i++) {
		mkdir(mounts[i].path, mounts[i].mode);
		if (mount(mounts[i].type, mounts[i].path, mounts[i].type, 0,
			    mounts[i].options))
			warn_errno(mounts[i].path);
	}
}

/* Until here there was no /dev to open anything in. */
static void channels_open(void)
{
	struct termios raw;
	int fd = open("/dev/console", O_RDWR | O_NOCTTY | O_CLOEXEC);

	for (int i = STDIN_FILENO; fd >= 0 && i <= STDERR_FILENO; i++)
		dup2(fd, i);
	fd = open("/dev/ttyS1", O_WRONLY | O_NOCTTY | O_CLOEXEC);
	if (fd < 0)
		return;
	if (tcgetattr(fd, &raw) == 0) {
		cfmakeraw(&raw);
		cfsetspeed(&raw, B115200);
		tcsetattr(fd, TCSANOW, &raw);
	}
	results = fd;
}

static void loopback_up(void)
{
	struct ifreq request = { .ifr_name = "lo" };
	const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	request.ifr_flags = IFF_UP | IFF_RUNNING;
	if (fd < 0 || ioctl(fd, SIOCSIFFLAGS, &request))
		warn_errno("loopback");
	if (fd >= 0)
		close(fd);
}

static void kernel_report(void)
{
	const long abi = syscall(CREATE_RULESET, NULL, 0, 1);
	const int err = errno;
	const long errata = syscall(CREATE_RULESET, NULL, 0, 2);
	char abi_text[24], errata_text[24] = "none", lsm[256] = "";
	const int fd = open("/sys/kernel/security/lsm", O_RDONLY | O_CLOEXEC);
	struct utsname name;

	uname(&name);
	if (fd < 0 || read(fd, lsm, sizeof(lsm) - 1) < 0)
		warn_errno("the list of LSMs");
	if (fd >= 0)
		close(fd);
	if (abi < 0)
		snprintf(
			abi_text, sizeof(abi_text), "%s", strerrorname_np(err));
	else
		snprintf(abi_text, sizeof(abi_text), "%ld", abi);
	if (errata >= 0)
		snprintf(errata_text, sizeof(errata_text), "%#lx",
			(unsigned long)errata);
	report("vm release=%s abi=%s errata=%s lsm=%s", name.release, abi_text,
		errata_text, lsm);
}

static int program_is(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static void child_ended(int signal)
{
	(void)signal; /* The interruption is all that is wanted. */
}

int main(void)
{
	const char *timeout = getenv("LLGUARD_TEST_TIMEOUT");
	const struct sigaction action = { .sa_handler = child_ended };
	struct dirent **entries = NULL;
	sigset_t child;
	int count;

	/* It kills everything and powers off: not on a developer's machine. */
	if (getpid() != 1) {
		fputs("init: expected to be PID 1 of a virtual machine\n",
			stderr);
		return 2;
	}
	sigaction(SIGCHLD, &action, NULL);
	sigemptyset(&child);
	sigaddset(&child, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child, NULL);
	umask(022);
	file_systems_mount();
	channels_open();
	loopback_up();
	setenv("PATH", "/bin:/sbin", 1);
	setenv("HOME", "/tmp", 1);
	setenv("TMPDIR", "/tmp", 1);
	kernel_report();
	count = scandir("/tests", &entries, program_is, alphasort);
	if (count < 0)
		warn_errno("/tests");
	for (int i = 0; i < count; i++)
		program_run(entries[i]->d_name, timeout ? atol(timeout) : 60);
	report("done %d", count);
	tcdrain(results);
	reboot(RB_POWER_OFF);
	reboot(RB_AUTOBOOT);
	for (;;)
		pause();
}
