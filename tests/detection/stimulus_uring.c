/* SPDX-License-Identifier: MIT */
/*
 * io_uring: an open that no system call of its own makes, by the caller's task or
 * by a thread of the kernel that polls.  The ring is made after the process has
 * confined itself, so that the thread is in its domain.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/io_uring.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "stimulus.h"

/* One entry that opens path; the entry's result as of a system call. */
static long ring_open(const char *path, unsigned int flags)
{
	struct io_uring_params params = { .flags = flags };
	const int fd = (int)syscall(SYS_io_uring_setup, 1, &params);
	const bool polled = flags & IORING_SETUP_SQPOLL;
	const struct timespec pause = { .tv_nsec = 10 * 1000 * 1000 };
	struct io_uring_cqe *done;
	struct io_uring_sqe *todo;
	unsigned int *tail, *ready;
	char *ring;

	if (fd < 0)
		stimulus_die("io_uring_setup", errno);
	/* Both rings are in one mapping since Linux 5.4. */
	ring = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_POPULATE, fd, IORING_OFF_SQ_RING);
	todo = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_POPULATE, fd, IORING_OFF_SQES);
	if (ring == MAP_FAILED || todo == MAP_FAILED)
		stimulus_die("mmap of a ring", errno);
	todo->opcode = IORING_OP_OPENAT;
	todo->fd = AT_FDCWD;
	todo->addr = (uintptr_t)path;
	todo->open_flags = O_RDONLY;
	memset(ring + params.sq_off.array, 0, sizeof(unsigned int));
	tail = (unsigned int *)(void *)(ring + params.sq_off.tail);
	ready = (unsigned int *)(void *)(ring + params.cq_off.tail);
	done = (struct io_uring_cqe *)(void *)(ring + params.cq_off.cqes);
	__atomic_store_n(tail, 1, __ATOMIC_RELEASE);
	if (syscall(SYS_io_uring_enter, fd, 1, polled ? 0 : 1,
		    polled ? IORING_ENTER_SQ_WAKEUP : IORING_ENTER_GETEVENTS,
		    NULL, 0) < 0)
		stimulus_die("io_uring_enter", errno);
	for (int i = 0; i < 500 && !__atomic_load_n(ready, __ATOMIC_ACQUIRE);
		i++)
		nanosleep(&pause, NULL);
	if (!__atomic_load_n(ready, __ATOMIC_ACQUIRE))
		stimulus_die("io_uring", ETIMEDOUT);
	close(fd);
	errno = done->res < 0 ? -done->res : 0;
	return done->res < 0 ? -1 : done->res;
}

static long read_call_ring(const char *path)
{
	return ring_open(path, 0);
}

static long polled_call(const char *path)
{
	return ring_open(path, IORING_SETUP_SQPOLL);
}

const struct operation uring_read = {
	.name = "io_uring openat",
	.prepare = stimulus_file_make,
	.call = read_call_ring,
};
const struct operation uring_polled_read = {
	.name = "io_uring openat by a polling thread",
	.prepare = stimulus_file_make,
	.call = polled_call,
};
