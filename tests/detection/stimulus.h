/* SPDX-License-Identifier: MIT */
/*
 * What the rows of stimulus.c are made of: an operation is prepared before the
 * process confines itself, and called afterwards, each time with its argument.
 */
#ifndef STIMULUS_H
#define STIMULUS_H

#include <stdbool.h>
#include <stdint.h>

struct operation {
	const char *name;
	void (*prepare)(const char *argument);
	long (*call)(const char *argument); /* as a system call: -1 and errno */
	uint64_t allowed; /* rights below /, so as to be denied another */
};

/* stimulus_file.c: the argument is a path. */
extern const struct operation file_read, file_write, file_create, file_truncate,
	file_unlink, file_execute, file_refer, dir_list, dir_make, dir_mount,
	char_make, fifo_make;
/* A file of nobody's own, which the record has with this path. */
extern const struct operation decoy_read;
extern const struct operation device_ioctl; /* a request */

/* stimulus_net.c: an address and a port, or a socket's name. */
extern const struct operation tcp_connect, tcp_bind, udp_send, abstract_connect,
	socket_connect;

/* stimulus_task.c: the name of a process, and a signal. */
extern const struct operation task_kill, task_attach, task_readlink,
	task_traceme;
extern const struct operation domain_mute, domain_nest; /* nothing */

/* stimulus_uring.c: a path. */
extern const struct operation uring_read, uring_polled_read;

void stimulus_nothing(const char *argument);
void stimulus_file_make(const char *path);
void stimulus_parents(const char *path);
_Noreturn void stimulus_die(const char *what, int err);

#endif
