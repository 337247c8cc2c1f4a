/* SPDX-License-Identifier: MIT */
#include "sys_fake.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rights.h"
#include "sys.h"
#include "uapi.h"

struct fake fake;

/* What stands behind each descriptor. */
static enum object {
	CLOSED,
	RULESET,
	DIRECTORY,
	REGULAR,
	OTHER
} objects[256];
static uint64_t ruleset_handled;

/* What was written to the pipe and not read; there is one. */
static char piped[1024];
static size_t piped_size;

/* Where a child of vfork() ends, and its parent goes on. */
static jmp_buf child_end;
static bool in_child;

void fake_reset(int abi)
{
	fake = (struct fake){
		.abi = abi,
		.threads = 1,
		.next_fd = 3,
		.fail_at = -1,
		.child_exit = -1,
	};
	piped_size = 0;
	in_child = false;
	memset(objects, 0, sizeof(objects));
}

/* Write a call down; returns its failure if it was told to fail. */
static int note(const char *format, ...)
{
	const size_t len = strlen(fake.log);
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(fake.log + len, sizeof(fake.log) - len, format, arguments);
	va_end(arguments);
	return fake.calls++ == fake.fail_at ? -fake.fail_errno : 0;
}

static int fd_new(enum object object)
{
	const int fd = fake.next_fd++;

	objects[fd] = object;
	fake.open_fds++;
	return fd;
}

int fake_fd(void)
{
	return fd_new(OTHER);
}

static uint64_t handled_of(const struct llguard__ruleset_attr *attr)
{
	return attr->handled_access_fs | attr->handled_access_net << 32 |
	       attr->scoped << 48 | attr->handled_permissions << 56;
}

int llguard__sys_create_ruleset(
	const struct llguard__ruleset_attr *attr, uint32_t flags)
{
	const uint64_t known =
		llguard_abi_mask((uint32_t)fake.abi) & ~fake.refused;
	int err;

	if (!attr) {
		err = note(flags == 1 ? "version " : "errata ");
		if (err)
			return err;
		if (fake.probe_errno)
			return -fake.probe_errno;
		return flags == 1 ? fake.abi : (int)fake.errata;
	}
	err = note("create(%llx,%llx,%llx,%llx) ",
		(unsigned long long)handled_of(attr),
		(unsigned long long)attr->quiet_access_fs,
		(unsigned long long)attr->quiet_access_net,
		(unsigned long long)attr->quiet_scoped);
	if (err)
		return err;
	if (handled_of(attr) & ~known)
		return -EINVAL;
	if (fake.abi < 10 && (attr->quiet_access_fs | attr->quiet_access_net |
				     attr->quiet_scoped))
		return -E2BIG;
	ruleset_handled = handled_of(attr);
	return fd_new(RULESET);
}

int llguard__sys_add_rule(
	int ruleset, int type, const void *attr, uint32_t flags)
{
	struct llguard__path_attr path;
	struct llguard__port_attr port;
	int err;

	if (type == LLGUARD__RULE_PATH_BENEATH) {
		memcpy(&path, attr, sizeof(path));
		err = note("path(%d,%llx,%d,%u) ", ruleset,
			(unsigned long long)path.allowed_access, path.parent_fd,
			flags);
		if (err)
			return err;
		if (objects[path.parent_fd] == CLOSED)
			return -EBADF;
		if (!path.allowed_access && !flags)
			return -ENOMSG;
		if (path.allowed_access & ~ruleset_handled)
			return -EINVAL;
		if (objects[path.parent_fd] == REGULAR &&
			(path.allowed_access & ~LLGUARD_FS_ON_FILE))
			return -EINVAL;
		return 0;
	}
	memcpy(&port, attr, sizeof(port));
	err = note("port(%d,%llx,%llu,%u) ", ruleset,
		(unsigned long long)port.allowed_access,
		(unsigned long long)port.port, flags);
	if (err)
		return err;
	if (port.allowed_access & ~(ruleset_handled >> 32))
		return -EINVAL;
	return port.allowed_access || flags ? 0 : -ENOMSG;
}

int llguard__sys_restrict_self(int ruleset, uint32_t flags)
{
	const uint32_t log_only = LLGUARD__RESTRICT_LOG_SUBDOMAINS_OFF;
	const uint32_t all_threads = LLGUARD__RESTRICT_TSYNC;
	const int err = note("restrict(%d,%x) ", ruleset, flags);

	if (err)
		return err;
	if (!fake.no_new_privs && !(flags & LLGUARD__RESTRICT_NO_NEW_PRIVS))
		return -EPERM;
	if (ruleset < 0)
		return fake.abi < 7 || !(flags & log_only) ||
				       (flags & ~log_only & ~all_threads)
			       ? -EBADF
			       : 0;
	if (fake.layers == (fake.abi < 2 ? 64 : 16))
		return -E2BIG;
	fake.layers++;
	fake.restricted = true;
	fake.restrict_flags = flags;
	return 0;
}

int llguard__sys_no_new_privs(void)
{
	const int err = note("nnp ");

	fake.no_new_privs = !err;
	return err;
}

int llguard__sys_unshare_thread(void)
{
	const int err = note("unshare ");

	if (err)
		return err;
	if (fake.unshare_fails || !fake.threads)
		return -EPERM;
	return fake.threads == 1 ? 0 : -EINVAL;
}

int llguard__sys_count_tasks(void)
{
	const int err = note("tasks ");

	if (err)
		return err;
	return fake.threads ? fake.threads : -ENOENT;
}

int llguard__sys_open(int dirfd, const char *path, unsigned int how)
{
	const int err = note("open(%d,%s,%u) ", dirfd, path, how);

	if (err)
		return err;
	if (strncmp(path, "/missing", 8) == 0)
		return -ENOENT;
	if (strncmp(path, "/link", 5) == 0 && (how & LLGUARD__OPEN_NO_SYMLINKS))
		return -ELOOP;
	if (strncmp(path, "/file", 5) == 0)
		return how & LLGUARD__OPEN_DIRECTORY ? -ENOTDIR
						     : fd_new(REGULAR);
	return fd_new(DIRECTORY);
}

int llguard__sys_open_directory(const char *path)
{
	const int err = note("opendir(%s) ", path);

	if (err)
		return err;
	return fake.restricted ? -EACCES : fd_new(DIRECTORY);
}

int llguard__sys_dup_above(int fd, int lowest)
{
	const int err = note("dup(%d,%d) ", fd, lowest);

	if (err)
		return err;
	if (fake.next_fd < lowest)
		fake.next_fd = lowest;
	return fd_new(objects[fd]);
}

int llguard__sys_close(int fd)
{
	note("close(%d) ", fd);
	if (objects[fd] == CLOSED)
		abort(); /* closed twice, or not ours */
	objects[fd] = CLOSED;
	fake.open_fds--;
	return 0;
}

/* The caller is the child and the parent in turn. */
int llguard__sys_fork_silent(void)
{
	const int err = note("fork ");

	return err ? err : 100;
}

int llguard__sys_wait_silent(int pid)
{
	return note("wait(%d) ", pid);
}

void llguard__sys_exit(int code)
{
	note("exit(%d) ", code);
	if (!in_child)
		exit(code);
	fake.child_exit = code;
	longjmp(child_end, 1);
}

int llguard__sys_dup_to(int fd, int to)
{
	const int err = note("dup_to(%d,%d) ", fd, to);

	if (err)
		return err;
	fake.open_fds += objects[to] == CLOSED;
	objects[to] = objects[fd];
	return to;
}

int llguard__sys_close_on_exec(int lowest)
{
	return note("cloexec(%d) ", lowest);
}

int llguard__sys_pipe(int ret_ends[2])
{
	const int err = note("pipe ");

	if (err)
		return err;
	ret_ends[0] = fd_new(OTHER);
	ret_ends[1] = fd_new(OTHER);
	return 0;
}

int llguard__sys_write(int fd, const void *buf, size_t size)
{
	const int err = note("write(%d) ", fd);

	if (err)
		return err;
	if (objects[fd] != OTHER || piped_size + size > sizeof(piped))
		abort();
	memcpy(piped + piped_size, buf, size);
	piped_size += size;
	return (int)size;
}

int llguard__sys_pipe_read(int fd, void *buf, size_t size, bool wait)
{
	const int err = note(wait ? "wait_read(%d) " : "read(%d) ", fd);

	if (err)
		return err;
	if (size > piped_size)
		size = piped_size;
	memcpy(buf, piped, size);
	memmove(piped, piped + size, piped_size - size);
	piped_size -= size;
	return (int)size;
}

/* In our memory, but with descriptors and a domain of its own. */
int llguard__sys_vfork(void (*body)(void *), void *argument, int code)
{
	static enum object own[256];
	static struct fake before;
	const int err = note("vfork ");

	if (err)
		return err;
	memcpy(own, objects, sizeof(own));
	before = fake;
	in_child = true;
	if (!setjmp(child_end)) {
		body(argument);
		llguard__sys_exit(code);
	}
	in_child = false;
	memcpy(objects, own, sizeof(own));
	fake.open_fds = before.open_fds;
	fake.next_fd = before.next_fd;
	fake.no_new_privs = before.no_new_privs;
	fake.restricted = before.restricted;
	fake.layers = before.layers;
	return 100;
}

int llguard__sys_signals_block(struct llguard__signals *ret_before)
{
	ret_before->words[0] = 0x55;
	return note("block ");
}

void llguard__sys_signals_set(const struct llguard__signals *mask)
{
	note("mask(%llx) ", (unsigned long long)mask->words[0]);
}

void llguard__sys_signals_default(void)
{
	note("default ");
}

static int fake_exec(int err)
{
	if (!err)
		longjmp(child_end, 1);
	return err;
}

int llguard__sys_exec(const char *path, char *const argv[], char *const envp[])
{
	(void)argv;
	(void)envp;
	return fake_exec(note("exec(%s) ", path));
}

int llguard__sys_exec_fd(int fd, char *const argv[], char *const envp[])
{
	(void)argv;
	(void)envp;
	return fake_exec(note("exec_fd(%d) ", fd));
}
