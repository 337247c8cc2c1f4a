/* SPDX-License-Identifier: MIT */
/*
 * The rights that Landlock knows, in one number space.
 *
 * The kernel numbers the rights of each set from 0, so that its NET_BIND_TCP and
 * its FS_EXECUTE are the same bit.  Here each right has a bit of its own in a
 * uint64_t: fs 0-31, net 32-47, scope 48-55, permission 56-63; a right of the
 * wrong set is an error instead of another right.
 *
 * All values are fixed for ever, the groups and the LLGUARD_ABI_n too: a newer
 * library or kernel never denies what a program's source did not name.
 * LLGUARD_ABI_n is a number that a binding can read; llguard_abi_mask() gives the
 * same.
 *
 * Source: include/uapi/linux/landlock.h of Linux 7.4-rc1 (ABI 12).
 */
#ifndef LLGUARD_RIGHTS_H
#define LLGUARD_RIGHTS_H

#include <llguard/base.h>

/* Filesystem: valid on files and on directories. */
#define LLGUARD_FS_EXECUTE      (UINT64_C(1) << 0)
#define LLGUARD_FS_WRITE_FILE   (UINT64_C(1) << 1)
#define LLGUARD_FS_READ_FILE    (UINT64_C(1) << 2)
#define LLGUARD_FS_TRUNCATE     (UINT64_C(1) << 14) /* ABI 3 */
#define LLGUARD_FS_IOCTL_DEV    (UINT64_C(1) << 15) /* ABI 5 */
#define LLGUARD_FS_RESOLVE_UNIX (UINT64_C(1) << 16) /* ABI 9 */

/* Filesystem: valid on directories alone. */
#define LLGUARD_FS_READ_DIR    (UINT64_C(1) << 3)
#define LLGUARD_FS_REMOVE_DIR  (UINT64_C(1) << 4)
#define LLGUARD_FS_REMOVE_FILE (UINT64_C(1) << 5)
#define LLGUARD_FS_MAKE_CHAR   (UINT64_C(1) << 6)
#define LLGUARD_FS_MAKE_DIR    (UINT64_C(1) << 7)
#define LLGUARD_FS_MAKE_REG    (UINT64_C(1) << 8)
#define LLGUARD_FS_MAKE_SOCK   (UINT64_C(1) << 9)
#define LLGUARD_FS_MAKE_FIFO   (UINT64_C(1) << 10)
#define LLGUARD_FS_MAKE_BLOCK  (UINT64_C(1) << 11)
#define LLGUARD_FS_MAKE_SYM    (UINT64_C(1) << 12)
#define LLGUARD_FS_REFER       (UINT64_C(1) << 13) /* ABI 2 */

/* Network: TCP from ABI 4, UDP from ABI 10. */
#define LLGUARD_NET_BIND_TCP         (UINT64_C(1) << 32)
#define LLGUARD_NET_CONNECT_TCP      (UINT64_C(1) << 33)
#define LLGUARD_NET_BIND_UDP         (UINT64_C(1) << 34)
#define LLGUARD_NET_CONNECT_SEND_UDP (UINT64_C(1) << 35)

/* Scopes, ABI 6: towards processes outside the domain.  No rule allows them. */
#define LLGUARD_SCOPE_ABSTRACT_UNIX_SOCKET (UINT64_C(1) << 48)
#define LLGUARD_SCOPE_SIGNAL               (UINT64_C(1) << 49)

/* Permissions, ABI 12. */
#define LLGUARD_PERMISSION_NAMESPACE_USE  (UINT64_C(1) << 56)
#define LLGUARD_PERMISSION_CAPABILITY_USE (UINT64_C(1) << 57)

/* The four sets of the number space, with the bits that have no right yet. */
#define LLGUARD_SET_FS         UINT64_C(0x00000000ffffffff)
#define LLGUARD_SET_NET        UINT64_C(0x0000ffff00000000)
#define LLGUARD_SET_SCOPE      UINT64_C(0x00ff000000000000)
#define LLGUARD_SET_PERMISSION UINT64_C(0xff00000000000000)

/* Filesystem rights that mean something on a file; the others need a directory. */
#define LLGUARD_FS_ON_FILE                                                     \
	(LLGUARD_FS_EXECUTE | LLGUARD_FS_WRITE_FILE | LLGUARD_FS_READ_FILE |   \
		LLGUARD_FS_TRUNCATE | LLGUARD_FS_IOCTL_DEV |                   \
		LLGUARD_FS_RESOLVE_UNIX)

/* Groups for rules. */
#define LLGUARD_FS_READ         (LLGUARD_FS_READ_FILE | LLGUARD_FS_READ_DIR)
#define LLGUARD_FS_READ_EXECUTE (LLGUARD_FS_READ | LLGUARD_FS_EXECUTE)
#define LLGUARD_FS_READ_WRITE                                                  \
	(LLGUARD_FS_READ | LLGUARD_FS_WRITE_FILE | LLGUARD_FS_TRUNCATE |       \
		LLGUARD_FS_IOCTL_DEV | LLGUARD_FS_MAKE_CHAR |                  \
		LLGUARD_FS_MAKE_DIR | LLGUARD_FS_MAKE_REG |                    \
		LLGUARD_FS_MAKE_SOCK | LLGUARD_FS_MAKE_FIFO |                  \
		LLGUARD_FS_MAKE_BLOCK | LLGUARD_FS_MAKE_SYM |                  \
		LLGUARD_FS_REMOVE_DIR | LLGUARD_FS_REMOVE_FILE |               \
		LLGUARD_FS_REFER)
#define LLGUARD_FS_READ_WRITE_EXECUTE                                          \
	(LLGUARD_FS_READ_WRITE | LLGUARD_FS_EXECUTE)

/* Every right of an ABI: what a kernel of that ABI can be asked to deny. */
#define LLGUARD_ABI_1  UINT64_C(0x0000000000001fff) /* Linux 5.13 */
#define LLGUARD_ABI_2  UINT64_C(0x0000000000003fff) /* 5.19: refer */
#define LLGUARD_ABI_3  UINT64_C(0x0000000000007fff) /* 6.2: truncate */
#define LLGUARD_ABI_4  UINT64_C(0x0000000300007fff) /* 6.7: TCP */
#define LLGUARD_ABI_5  UINT64_C(0x000000030000ffff) /* 6.10: ioctl_dev */
#define LLGUARD_ABI_6  UINT64_C(0x000300030000ffff) /* 6.12: scopes */
#define LLGUARD_ABI_7  UINT64_C(0x000300030000ffff) /* 6.15: log flags */
#define LLGUARD_ABI_8  UINT64_C(0x000300030000ffff) /* 7.0: all threads */
#define LLGUARD_ABI_9  UINT64_C(0x000300030001ffff) /* 7.1: resolve_unix */
#define LLGUARD_ABI_10 UINT64_C(0x0003000f0001ffff) /* 7.2: UDP, quiet */
#define LLGUARD_ABI_11 UINT64_C(0x0003000f0001ffff) /* 7.3: NNP flag */
#define LLGUARD_ABI_12 UINT64_C(0x0303000f0001ffff) /* 7.4: permissions */

/* The newest ABI in this header. */
#define LLGUARD_ABI_NEWEST 12

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Every right of ABI abi.  0 for abi 0; for an ABI newer than this library knows,
 * what it knows.  Async-signal-safe.
 */
LLGUARD_API uint64_t llguard_abi_mask(uint32_t abi);

/*
 * The name of one right, as the kernel spells it in lower case without a prefix:
 * "read_file".  right has exactly one bit set.
 *
 * Returns a constant, valid for ever, or NULL when right is not the bit of a
 * right.  Async-signal-safe.
 */
LLGUARD_API const char *llguard_right_name(uint64_t right);

/*
 * The right of a name: len bytes at name, as llguard_right_name() gives it
 * ("read_file") or as the kernel's denial records do ("fs.read_file").
 *
 * Returns the right's bit, or 0 when no right has this name or name is NULL.
 * Async-signal-safe.
 */
LLGUARD_API uint64_t llguard_right_from_name(const char *name, size_t len);

/*
 * The first ABI that has a right.  right has exactly one bit set.  Returns 0
 * when right is not the bit of a right.  Async-signal-safe.
 */
LLGUARD_API uint32_t llguard_right_abi(uint64_t right);

/*
 * Write a right as one JSON object without a newline: the "right" of
 * landlock-guard(1), with its name, set, blocker, bit, ABI, the objects that it
 * is valid on and a line of help.  right has exactly one bit set.
 *
 * Returns the length of the whole text, -EINVAL when right is not the bit of a
 * right, or buf is NULL and size is not 0.  Async-signal-safe.
 */
LLGUARD_API int llguard_right_describe_json(
	uint64_t right, char *buf, size_t size);

/*
 * Write a right for people, one line without a newline: its name in the records
 * of denials, its ABI, what it can be allowed on, and what it means.  Same returns
 * and safety as llguard_right_describe_json().
 */
LLGUARD_API int llguard_right_describe(uint64_t right, char *buf, size_t size);

/*
 * Group i, from 0: its rights, such as LLGUARD_FS_READ.  Returns 0 when there are
 * no more.  Async-signal-safe.
 */
LLGUARD_API uint64_t llguard_group_at(uint32_t i);

/*
 * The name of the group that has these rights and no others, "read_write".
 * Returns a constant, valid for ever, or NULL when no group has.
 * Async-signal-safe.
 */
LLGUARD_API const char *llguard_group_name(uint64_t rights);

/*
 * The rights of a group by its name: len bytes at name.  Returns 0 when no group
 * has this name or name is NULL.  Async-signal-safe.
 */
LLGUARD_API uint64_t llguard_group_from_name(const char *name, size_t len);

/*
 * Write a group for people, one line without a newline, or as one JSON object: the
 * "group" of landlock-guard(1), with its name, set, rights and a line of help.
 * rights are those of a group, exactly.
 *
 * Returns the length of the whole text, -EINVAL when no group has these rights,
 * or buf is NULL and size is not 0.  Async-signal-safe.
 */
LLGUARD_API int llguard_group_describe(uint64_t rights, char *buf, size_t size);
LLGUARD_API int llguard_group_describe_json(
	uint64_t rights, char *buf, size_t size);

#ifdef __cplusplus
}
#endif

#endif /* LLGUARD_RIGHTS_H */
