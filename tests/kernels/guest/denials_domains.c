/* SPDX-License-Identifier: MIT */
/*
 * What is refused by domains inside of domains, to another user and another
 * program, and by way of io_uring.
 */
#include <fcntl.h>
#include <linux/io_uring.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "denials.h"

#define A    TOP "/a"
#define B    TOP "/b"
#define MOVE (FS_REMOVE_FILE | FS_MAKE_REG | FS_REFER)

static int outer_domain;

static void file_create(const char *path)
{
	const int fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0644);

	if (fd < 0 || close(fd))
		broken(path);
}

/* Where it is the outer domain refuses, and where it goes the inner one. */
static void inner(void)
{
	static const struct rule rules[] = {
		{ A, MOVE },
		{ B, FS_REFER },
		{ NULL, 0 },
	};
	char in[24];
	int domain;
	long ret;

	name_set("inner");
	domain = domain_enter(MOVE, 0, 0, rules);
	ret = rename(A "/one", B "/one");
	snprintf(in, sizeof(in), "%d,%d", outer_domain, domain);
	did_in(in, "rename_nested", ret, "path=%s ino=%lu path2=%s ino2=%lu",
		hex_text(A), inode_of(A), hex_text(B), inode_of(B));
	ret = rename(B "/two", A "/two");
	snprintf(in, sizeof(in), "%d,%d", domain, outer_domain);
	did_in(in, "rename_nested", ret, "path=%s ino=%lu path2=%s ino2=%lu",
		hex_text(B), inode_of(B), hex_text(A), inode_of(A));
}

static void outer(void)
{
	static const struct rule rules[] = {
		{ B, MOVE },
		{ A, FS_REFER },
		{ NULL, 0 },
	};

	name_set("outer");
	outer_domain = domain_enter(MOVE, 0, 0, rules);
	in_child(inner);
}

/* Each refuses what the other allows; of what both refuse the inner one is said. */
static void layers(void)
{
	char in[12];
	const int reads = domain_enter(FS_READ_FILE, 0, 0, NULL);

	name_set("later name");
	snprintf(in, sizeof(in), "%d", reads);
	domain_enter(FS_WRITE_FILE, 0, 0, NULL);
	did_path("open_write", open(TOP "/file", O_WRONLY), TOP "/file");
	did_in(in, "open_read", open(TOP "/file", O_RDONLY), "path=%s ino=%lu",
		hex_text(TOP "/file"), inode_of(TOP "/file"));
	domain_enter(FS_READ_FILE, 0, 0, NULL);
	did_path("open_read", open(TOP "/file", O_RDONLY), TOP "/file");
}

static void nobody(void)
{
	if (setresgid(65534, 65534, 65534) || setresuid(1000, 1000, 1000))
		broken("setresuid");
	domain_enter(FS_READ_FILE, 0, 0, NULL);
	did_path("open_read", open(TOP "/file", O_RDONLY), TOP "/file");
}

/* The copy is what other_program() runs in. */
static void copy_make(void)
{
	char block[65536];
	const int from = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	int to;
	ssize_t n;

	if (mkdir("/tmp/o \"d", 0755))
		broken("a folder");
	to = open("/tmp/o \"d/pro gram", O_CREAT | O_WRONLY | O_CLOEXEC, 0755);
	while ((n = read(from, block, sizeof(block))) > 0)
		if (write(to, block, (size_t)n) != n)
			broken("a copy");
	close(from);
	close(to);
}

void domains_denied(void)
{
	if (mkdir(A, 0755) || mkdir(B, 0755))
		broken("folders");
	file_create(A "/one");
	file_create(B "/two");
	in_child(outer);
	in_child(layers);
	in_child(nobody);
	copy_make();
}

void other_program(void)
{
	name_set("odd\"\n\377");
	domain_enter(FS_READ_FILE, 0, 0, NULL);
	did_path("open_read", open(TOP "/file", O_RDONLY), TOP "/file");
	name_set("plain");
	did_path("open_read", open(TOP "/file", O_RDONLY), TOP "/file");
}

struct ring {
	int fd;
	char *submissions;
	struct io_uring_params params;
	struct io_uring_sqe *entries;
};

static void *ring_map(const struct ring *ring, size_t size, off_t offset)
{
	void *area = mmap(NULL, size, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_POPULATE, ring->fd, offset);

	if (area == MAP_FAILED)
		broken("io_uring");
	return area;
}

static long ring_open_file(
	struct ring *ring, unsigned int at, unsigned char flags)
{
	unsigned int *const array =
		(unsigned int *)(void *)(ring->submissions +
					 ring->params.sq_off.array);
	unsigned int *const tail =
		(unsigned int *)(void *)(ring->submissions +
					 ring->params.sq_off.tail);

	ring->entries[at] = (struct io_uring_sqe){
		.opcode = IORING_OP_OPENAT,
		.flags = flags,
		.fd = AT_FDCWD,
		.addr = (uint64_t)(uintptr_t)TOP "/file",
		.open_flags = O_RDONLY,
	};
	array[at] = at;
	__atomic_store_n(tail, at + 1, __ATOMIC_RELEASE);
	return syscall(SYS_io_uring_enter, ring->fd, 1, at + 1,
		IORING_ENTER_GETEVENTS, NULL, 0);
}

/* Within the call, and by a worker, of which no call is recorded. */
static void uring_calls(void)
{
	struct ring ring = { .fd = 0 };

	ring.fd = (int)syscall(SYS_io_uring_setup, 4, &ring.params);
	if (ring.fd < 0)
		broken("io_uring_setup");
	ring.submissions = ring_map(&ring,
		ring.params.sq_off.array + ring.params.sq_entries * 4,
		IORING_OFF_SQ_RING);
	ring.entries =
		ring_map(&ring, ring.params.sq_entries * sizeof(*ring.entries),
			(off_t)IORING_OFF_SQES);
	domain_enter(FS_READ_FILE, 0, 0, NULL);
	did_path("uring_call", ring_open_file(&ring, 0, 0), TOP "/file");
	did_path("uring_worker", ring_open_file(&ring, 1, IOSQE_ASYNC),
		TOP "/file");
}

void uring_denied(void)
{
	in_child(uring_calls);
}
