/* SPDX-License-Identifier: MIT */
/*
 * What everyone who uses Landlock by hand carries along: the kernel's numbers,
 * three system calls, and a rule for a path.  Nothing of the library's.
 */
#ifndef NAIVE_LANDLOCK_H
#define NAIVE_LANDLOCK_H

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LANDLOCK_ACCESS_FS_EXECUTE     (UINT64_C(1) << 0)
#define LANDLOCK_ACCESS_FS_WRITE_FILE  (UINT64_C(1) << 1)
#define LANDLOCK_ACCESS_FS_READ_FILE   (UINT64_C(1) << 2)
#define LANDLOCK_ACCESS_FS_READ_DIR    (UINT64_C(1) << 3)
#define LANDLOCK_ACCESS_FS_REMOVE_FILE (UINT64_C(1) << 5)
#define LANDLOCK_ACCESS_FS_MAKE_REG    (UINT64_C(1) << 8)
#define ACCESS_FS_ABI_1                UINT64_C(0x1fff)
#define ACCESS_FS_ABI_2                UINT64_C(0x3fff)

#define LANDLOCK_ACCESS_NET_BIND_TCP         (UINT64_C(1) << 0)
#define LANDLOCK_ACCESS_NET_BIND_UDP         (UINT64_C(1) << 2)
#define LANDLOCK_ACCESS_NET_CONNECT_SEND_UDP (UINT64_C(1) << 3)

#define LANDLOCK_CREATE_RULESET_VERSION 1u
#define LANDLOCK_RESTRICT_SELF_TSYNC    (1u << 3)
#define LANDLOCK_RULE_PATH_BENEATH      1
#define LANDLOCK_RULE_NET_PORT          2

struct landlock_ruleset_attr {
	uint64_t handled_access_fs;
	uint64_t handled_access_net;
};

struct landlock_path_beneath_attr {
	uint64_t allowed_access;
	int32_t parent_fd;
} __attribute__((packed));

struct landlock_net_port_attr {
	uint64_t allowed_access;
	uint64_t port;
};

static inline int landlock_create_ruleset(
	const struct landlock_ruleset_attr *attr, size_t size, uint32_t flags)
{
	return (int)syscall(444, attr, size, flags);
}

static inline int landlock_add_rule(int ruleset, int type, const void *attr)
{
	return (int)syscall(445, ruleset, type, attr, 0);
}

static inline int landlock_restrict_self(int ruleset, uint32_t flags)
{
	return (int)syscall(446, ruleset, flags);
}

static inline int ruleset_create(uint64_t fs, uint64_t net)
{
	const struct landlock_ruleset_attr attr = { fs, net };

	return landlock_create_ruleset(&attr, sizeof(attr), 0);
}

/* A rule for what open(2) with these flags gives.  Returns 0, or -1 and errno. */
static inline int ruleset_allow(
	int ruleset, const char *path, int flags, uint64_t access)
{
	struct landlock_path_beneath_attr attr = { access, -1 };
	int ret, err;

	attr.parent_fd = open(path, flags | O_CLOEXEC);
	if (attr.parent_fd < 0)
		return -1;
	ret = landlock_add_rule(ruleset, LANDLOCK_RULE_PATH_BENEATH, &attr);
	err = errno;
	close(attr.parent_fd);
	errno = err;
	return ret;
}

/* Give up privileges, then restrict: the right order. */
static inline int ruleset_enforce(int ruleset)
{
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	       landlock_restrict_self(ruleset, 0);
}

#endif /* NAIVE_LANDLOCK_H */
