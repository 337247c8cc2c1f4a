/* SPDX-License-Identifier: MIT */
/*
 * Rules that become several of the kernel's: presets, ranges of ports, and the
 * port that a UDP client needs.
 */
#include "check.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/socket.h>

static int open_errno(const char *path, int flags)
{
	const int fd = open(path, flags | O_CLOEXEC);

	if (fd < 0)
		return errno;
	close(fd);
	return 0;
}

/* --- presets ----------------------------------------------------------------- */

static const struct llguard_rule base_rules[] = {
	LLGUARD_PRESET(LLGUARD_PRESET_LIBC_1),
	LLGUARD_PRESET(LLGUARD_PRESET_DEV_1),
};

static const struct {
	const char *path;
	int flags;
	int expected; /* 0: allowed */
} opens[] = {
	{ "/dev/null", O_RDWR, 0 },
	{ "/dev/zero", O_RDONLY, 0 },
	{ "/usr/lib", O_RDONLY | O_DIRECTORY, 0 },
	{ "/lib", O_RDONLY | O_DIRECTORY, 0 },
	{ "/dev/urandom", O_WRONLY, EACCES },
	{ "/dev", O_RDONLY | O_DIRECTORY, EACCES },
	{ "/", O_RDONLY | O_DIRECTORY, EACCES },
	{ "/proc/self/maps", O_RDONLY, EACCES },
};
#define OPENS (sizeof(opens) / sizeof(opens[0]))

static int presets(const void *unused)
{
	const struct llguard_policy policy =
		LLGUARD_POLICY(LLGUARD_ABI_1, base_rules);
	struct llguard_rule_result results[2];
	struct llguard_report report = LLGUARD_REPORT_RESULTS(results);
	int before[OPENS];

	(void)unused;
	for (size_t i = 0; i < OPENS; i++)
		before[i] = open_errno(opens[i].path, opens[i].flags);
	CHECK(llguard_policy_apply(&policy, &report) == 0, "%d", report.error);
	for (size_t i = 0; i < OPENS; i++) {
		const int got = open_errno(opens[i].path, opens[i].flags);

		if (before[i] == 0)
			CHECK(got == opens[i].expected, "%s: %s", opens[i].path,
				strerror(got));
	}
	CHECK(results[1].count > 0 && results[1].state == LLGUARD_STATE_OK,
		"count %u, state %u", results[1].count, results[1].state);
	return check_finish();
}

/* --- a file that is replaced ------------------------------------------------- */

static bool file_make(const char *path)
{
	const int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0644);

	return fd >= 0 && close(fd) == 0;
}

/* Confined: says so, waits until the file was replaced, opens it. */
static int reader(
	const struct llguard_rule *rule, const int *to, const int *from)
{
	struct llguard_policy policy = LLGUARD_POLICY_NO_RULES_WITH(
		LLGUARD_FS_READ, LLGUARD_POLICY_STRICT, 0, 0, NULL);
	char byte = 0;

	policy.rules = rule;
	policy.rule_count = 1;
	if (llguard_policy_apply(&policy, NULL) ||
		open_errno("/etc/resolv.conf", O_RDONLY))
		return 250;
	if (write(to[1], &byte, 1) != 1 || read(from[0], &byte, 1) != 1)
		return 251;
	return open_errno("/etc/resolv.conf", O_RDONLY);
}

/* In a mount namespace with an /etc of its own. */
static int replaced(const void *argument)
{
	int to[2], from[2], status = 0;
	char byte = 0;
	pid_t child;

	if (unshare(CLONE_NEWNS) ||
		(mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) &&
			errno != EINVAL) ||
		mount("none", "/etc", "tmpfs", 0, NULL))
		return 252;
	if (!file_make("/etc/resolv.conf") || pipe(to) || pipe(from))
		return 253;
	child = fork();
	if (child == 0)
		_exit(reader(argument, to, from));
	close(to[1]);
	if (read(to[0], &byte, 1) == 1 &&
		(!file_make("/etc/resolv.conf.new") ||
			rename("/etc/resolv.conf.new", "/etc/resolv.conf") ||
			write(from[1], &byte, 1) != 1))
		return 254;
	waitpid(child, &status, 0);
	umount2("/etc", MNT_DETACH);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

static void replacements(void)
{
	static const struct llguard_rule preset =
		LLGUARD_PRESET(LLGUARD_PRESET_RESOLVER_1);
	static const struct llguard_rule file =
		LLGUARD_FILE("/etc/resolv.conf", LLGUARD_FS_READ_FILE);
	int got;

	if (geteuid() != 0 || access("/etc", F_OK))
		return;
	got = check_in_child(replaced, &preset);
	CHECK(got == 0, "the preset: %s (%d)", strerror(got), got);
	got = check_in_child(replaced, &file);
	CHECK(got == EACCES, "a rule for the file: %s (%d)", strerror(got),
		got);
}

/* --- ports -------------------------------------------------------------------- */

static struct sockaddr_in address_of(uint16_t port)
{
	const struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};

	return address;
}

/* Whether Landlock lets a TCP socket be bound; another's port is no refusal. */
static bool binds(uint16_t port)
{
	const struct sockaddr_in address = address_of(port);
	const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	const bool refused =
		bind(fd, (const struct sockaddr *)&address, sizeof(address)) &&
		errno == EACCES;

	close(fd);
	return !refused;
}

static int range(const void *unused)
{
	static const struct llguard_rule rules[] = {
		LLGUARD_PORT_RANGE(28000, 28099, LLGUARD_NET_BIND_TCP),
	};
	static const struct llguard_policy policy = LLGUARD_POLICY_WITH(
		LLGUARD_NET_BIND_TCP, rules, LLGUARD_POLICY_STRICT, 0, 0, NULL);

	(void)unused;
	CHECK(llguard_policy_apply(&policy, NULL) == 0, "apply");
	CHECK(!binds(27999), "before the range");
	CHECK(binds(28000), "its first");
	CHECK(binds(28050), "in its midst");
	CHECK(binds(28099), "its last");
	CHECK(!binds(28100), "behind it");
	CHECK(!binds(0), "any port");
	return check_finish();
}

/* A range as long as may be. */
static int long_range(const void *unused)
{
	static const struct llguard_rule rules[] = {
		LLGUARD_PORT_RANGE(49152, 65535, LLGUARD_NET_BIND_TCP),
	};
	static const struct llguard_policy policy =
		LLGUARD_POLICY(LLGUARD_NET_BIND_TCP, rules);
	struct llguard_rule_result results[1];
	struct llguard_report report = LLGUARD_REPORT_RESULTS(results);

	(void)unused;
	CHECK(llguard_policy_apply(&policy, &report) == 0, "%d", report.error);
	CHECK(results[0].count == LLGUARD_RANGE_PORTS_MAX, "%u",
		results[0].count);
	CHECK(!binds(49151), "before");
	CHECK(binds(65535), "the last port there is");
	return check_finish();
}

static int udp_connect(uint16_t port)
{
	const struct sockaddr_in address = address_of(port);
	const int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	const int got =
		connect(fd, (const struct sockaddr *)&address, sizeof(address))
			? errno
			: 0;

	close(fd);
	return got;
}

static int udp_client(const void *unused)
{
	static const struct llguard_rule rules[] = {
		LLGUARD_PORT(28053, LLGUARD_NET_CONNECT_SEND_UDP),
	};
	static const struct llguard_policy policy = LLGUARD_POLICY_WITH(
		LLGUARD_NET_BIND_UDP | LLGUARD_NET_CONNECT_SEND_UDP, rules,
		LLGUARD_POLICY_STRICT, 0, 0, NULL);

	(void)unused;
	CHECK(llguard_policy_apply(&policy, NULL) == 0, "apply");
	CHECK(udp_connect(28053) != EACCES, "a client's port is its own");
	CHECK(udp_connect(28054) == EACCES, "another port");
	return check_finish();
}

int main(void)
{
	const uint32_t abi = check_kernel_abi();

	CHECK(check_in_child(presets, NULL) == 0, "presets");
	replacements();
	if (abi >= 4) {
		CHECK(check_in_child(range, NULL) == 0, "range");
		CHECK(check_in_child(long_range, NULL) == 0, "long range");
	}
	if (abi >= 10)
		CHECK(check_in_child(udp_client, NULL) == 0, "UDP client");
	return check_finish();
}
