/* SPDX-License-Identifier: MIT */
/*
 * The kernel's side of Landlock: constants and structures up to ABI 12.
 *
 * Our own, because the headers of a distribution are older than its kernels:
 * those of Debian 12 stop at ABI 2.  Known to be the kernel's by the tests on
 * real kernels, never by <linux/landlock.h>.
 *
 * Source: include/uapi/linux/landlock.h and security/landlock/syscalls.c,
 * Linux 7.4-rc1.
 */
#ifndef LLGUARD__UAPI_H
#define LLGUARD__UAPI_H

#include <stdint.h>

#include <llguard/rights.h>

/*
 * System call numbers.  The same on every port but these, which gave the generic
 * table an offset (arch/{alpha,mips}/kernel/syscalls, arch/x86/entry/syscalls).
 */
#if defined(__alpha__)
#define LLGUARD__NR_BASE 554
#elif defined(__mips__) && _MIPS_SIM == _MIPS_SIM_ABI32
#define LLGUARD__NR_BASE 4444
#elif defined(__mips__) && _MIPS_SIM == _MIPS_SIM_NABI32
#define LLGUARD__NR_BASE 6444
#elif defined(__mips__)
#define LLGUARD__NR_BASE 5444
#elif defined(__x86_64__) && defined(__ILP32__)
#define LLGUARD__NR_BASE 0x400001bc /* __X32_SYSCALL_BIT + 444 */
#else
#define LLGUARD__NR_BASE 444
#endif
#define LLGUARD__NR_CREATE_RULESET (LLGUARD__NR_BASE + 0)
#define LLGUARD__NR_ADD_RULE       (LLGUARD__NR_BASE + 1)
#define LLGUARD__NR_RESTRICT_SELF  (LLGUARD__NR_BASE + 2)

/* Flags of landlock_create_ruleset. */
#define LLGUARD__CREATE_VERSION UINT32_C(1)
#define LLGUARD__CREATE_ERRATA  UINT32_C(2)

/* Flags of landlock_add_rule, ABI 10. */
#define LLGUARD__ADD_QUIET UINT32_C(1)

/* Flags of landlock_restrict_self: ABI 7, 7, 7, 8, 11. */
#define LLGUARD__RESTRICT_LOG_SAME_EXEC_OFF  (UINT32_C(1) << 0)
#define LLGUARD__RESTRICT_LOG_NEW_EXEC_ON    (UINT32_C(1) << 1)
#define LLGUARD__RESTRICT_LOG_SUBDOMAINS_OFF (UINT32_C(1) << 2)
#define LLGUARD__RESTRICT_TSYNC              (UINT32_C(1) << 3)
#define LLGUARD__RESTRICT_NO_NEW_PRIVS       (UINT32_C(1) << 4)

/* Rule types: ABI 1, 4, 12, 12. */
#define LLGUARD__RULE_PATH_BENEATH 1
#define LLGUARD__RULE_NET_PORT     2
#define LLGUARD__RULE_NAMESPACE    3
#define LLGUARD__RULE_CAPABILITY   4

/* The most layers that a task can have, since ABI 2 (ABI 1 allows 64). */
#define LLGUARD__LAYERS_MAX  16
/* And on any kernel. */
#define LLGUARD__LAYERS_MOST 64

/*
 * Every kernel takes the whole structure as long as the part that it does not
 * know is zero (copy_struct_from_user), so one size serves all.
 */
struct llguard__ruleset_attr {
	uint64_t handled_access_fs;
	uint64_t handled_access_net;  /* ABI 4 */
	uint64_t scoped;              /* ABI 6 */
	uint64_t quiet_access_fs;     /* ABI 10 */
	uint64_t quiet_access_net;    /* ABI 10 */
	uint64_t quiet_scoped;        /* ABI 10 */
	uint64_t handled_permissions; /* ABI 12 */
};

struct llguard__path_attr {
	uint64_t allowed_access;
	int32_t parent_fd;
} __attribute__((packed));

struct llguard__port_attr {
	uint64_t allowed_access;
	uint64_t port; /* host order */
};

/* Namespace and capability rules have the same shape, ABI 12. */
struct llguard__members_attr {
	uint64_t permissions;
	uint64_t allowed_members;
	uint64_t quiet_members;
};

/* Our one right space, shifted to the kernel's fields: here and nowhere else. */
#define LLGUARD__FS_SHIFT         0
#define LLGUARD__NET_SHIFT        32
#define LLGUARD__SCOPE_SHIFT      48
#define LLGUARD__PERMISSION_SHIFT 56

static inline uint64_t llguard__uapi_fs(uint64_t rights)
{
	return (rights & LLGUARD_SET_FS) >> LLGUARD__FS_SHIFT;
}

static inline uint64_t llguard__uapi_net(uint64_t rights)
{
	return (rights & LLGUARD_SET_NET) >> LLGUARD__NET_SHIFT;
}

static inline uint64_t llguard__uapi_scope(uint64_t rights)
{
	return (rights & LLGUARD_SET_SCOPE) >> LLGUARD__SCOPE_SHIFT;
}

static inline uint64_t llguard__uapi_permission(uint64_t rights)
{
	return (rights & LLGUARD_SET_PERMISSION) >> LLGUARD__PERMISSION_SHIFT;
}

/* The ruleset that denies handled, and quiet of these without a record. */
static inline struct llguard__ruleset_attr llguard__uapi_ruleset(
	uint64_t handled, uint64_t quiet)
{
	const struct llguard__ruleset_attr attr = {
		.handled_access_fs = llguard__uapi_fs(handled),
		.handled_access_net = llguard__uapi_net(handled),
		.scoped = llguard__uapi_scope(handled),
		.quiet_access_fs = llguard__uapi_fs(quiet),
		.quiet_access_net = llguard__uapi_net(quiet),
		.quiet_scoped = llguard__uapi_scope(quiet),
		.handled_permissions = llguard__uapi_permission(handled),
	};

	return attr;
}

_Static_assert(sizeof(struct llguard__ruleset_attr) == 56, "ABI 12");
_Static_assert(sizeof(struct llguard__path_attr) == 12, "packed");
_Static_assert(sizeof(struct llguard__port_attr) == 16, "ABI 4");
_Static_assert(sizeof(struct llguard__members_attr) == 24, "ABI 12");

#endif /* LLGUARD__UAPI_H */
