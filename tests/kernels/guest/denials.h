/* SPDX-License-Identifier: MIT */
/*
 * What the parts of "denials" share: domains that are entered by system call, with
 * nothing of the library, and a line for each call that was refused.
 */
#ifndef LLGUARD_TEST_DENIALS_H
#define LLGUARD_TEST_DENIALS_H

#include <stdint.h>

/* Bits of linux/landlock.h, which may be older than the kernel. */
#define FS_WRITE_FILE   (1ULL << 1)
#define FS_READ_FILE    (1ULL << 2)
#define FS_REMOVE_FILE  (1ULL << 5)
#define FS_MAKE_REG     (1ULL << 8)
#define FS_REFER        (1ULL << 13)
#define FS_IOCTL_DEV    (1ULL << 15)
#define FS_RESOLVE_UNIX (1ULL << 16)
#define NET_TCP         3ULL
#define NET_UDP         (3ULL << 2)
#define SCOPE_ABSTRACT  (1ULL << 0)
#define SCOPE_SIGNAL    (1ULL << 1)

#define TOP "/tmp/s"

struct rule {
	const char *path;
	uint64_t rights;
};

/* The answer of the kernel. */
extern int abi;

/* All rights that a file system can have at this ABI. */
uint64_t fs_all(void);

/* Runs a function in a child of its own. */
void in_child(void (*run)(void));

/* Confines the calling process, says so, and returns the domain's number here.
 * The rules end with a path of NULL; rules may be NULL. */
int domain_enter(
	uint64_t fs, uint64_t net, uint64_t scope, const struct rule *rules);

/* Who the caller says it is; exe and title are read when the program starts. */
void name_set(const char *name);

/* A line: what was called, how it ended (what the call returned, and errno), who
 * did it, and more words of the caller's.  The domain is the caller's last. */
__attribute__((format(printf, 3, 4))) void did(
	const char *what, long ret, const char *words, ...);
__attribute__((format(printf, 4, 5))) void did_in(const char *domains,
	const char *what, long ret, const char *words, ...);

/* The same with path= and ino=, of what is there. */
void did_path(const char *what, long ret, const char *path);

/* Upper-case hex in one of a few static buffers. */
const char *hex(const void *data, unsigned long size);
const char *hex_text(const char *text);

unsigned long inode_of(const char *path);

/* Stops the program with a line that is not expected. */
_Noreturn void broken(const char *what);

void files_denied(void);
void names_denied(void);
void sockets_denied(void);
void tasks_denied(void);
void domains_denied(void);
void uring_denied(void);

/* What the program does when it is run under another name. */
void other_program(void);

#endif
