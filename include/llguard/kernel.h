/* SPDX-License-Identifier: MIT */
/*
 * What a kernel can enforce, as a value.
 *
 * Every decision of the library takes this value instead of asking the kernel,
 * so that any kernel can be simulated: LLGUARD_KERNEL_INIT is one without
 * Landlock, and setting .abi alone makes an honest kernel of that ABI.
 */
#ifndef LLGUARD_KERNEL_H
#define LLGUARD_KERNEL_H

#include <llguard/base.h>

/* llguard_kernel.status: how the kernel answered. */
#define LLGUARD_KERNEL_ENABLED     0 /* abi is 1 or more */
#define LLGUARD_KERNEL_NOT_BUILT   1 /* ENOSYS: old kernel, gVisor, qemu-user */
#define LLGUARD_KERNEL_OFF_AT_BOOT 2 /* EOPNOTSUPP: not among the lsm= */
#define LLGUARD_KERNEL_FILTERED    3 /* EPERM or another: seccomp; Android */

/* llguard_kernel.errata: fixes that this kernel has.  Numbered as the kernel's. */
#define LLGUARD_ERRATUM_TCP          (UINT32_C(1) << 0)
#define LLGUARD_ERRATUM_SIGNAL       (UINT32_C(1) << 1)
#define LLGUARD_ERRATUM_DISCONNECTED (UINT32_C(1) << 2)
#define LLGUARD_ERRATUM_WHITEOUT     (UINT32_C(1) << 3)

/* llguard_kernel.flags */
#define LLGUARD_KERNEL_LAYERS (UINT32_C(1) << 0) /* layers has been counted */

#ifdef __cplusplus
extern "C" {
#endif

struct llguard_kernel {
	uint32_t size;
	uint32_t abi; /* Landlock's ABI, 0 for none; may be newer than ours */
	uint32_t errata;  /* LLGUARD_ERRATUM_*, and bits newer than ours */
	uint32_t status;  /* LLGUARD_KERNEL_*; with abi 0, 0 means not built */
	int32_t error;    /* the errno that the probe got, 0 for none */
	uint32_t flags;   /* LLGUARD_KERNEL_LAYERS, or 0 */
	uint64_t missing; /* rights that the ABI has and this kernel refuses */
	uint32_t layers;  /* that this process has, when flags say so */
	uint32_t reserved;
};

/* clang-format off */
#define LLGUARD_KERNEL_INIT { sizeof(struct llguard_kernel), 0, 0, 0, 0, 0, 0, 0, 0 }
/* clang-format on */

/*
 * Ask the running kernel for its ABI and errata: two system calls.  kernel->size
 * must be set; the other members are written.  On Android, where the question
 * itself kills the process, nothing is asked: the answer is
 * LLGUARD_KERNEL_FILTERED.
 *
 * Returns 0 when the kernel was asked, whatever it answered; -EINVAL when kernel
 * is NULL or its size is not valid.  Async-signal-safe.
 */
LLGUARD_API int llguard_kernel_probe(
	struct llguard_kernel *kernel) LLGUARD_MUST_CHECK;

/*
 * Ask the running kernel for each right of its ABI, one create and close a
 * right, and write those that it refuses to kernel->missing.  kernel is what
 * llguard_kernel_probe() filled in.
 *
 * For kernels whose ABI number promises too much: those of RHEL 9
 * (5.14.0-603.el9 and later) say 6 and refuse the signal scope.
 * llguard_policy_apply() does this by itself when the kernel refuses a ruleset.
 *
 * Returns 0; -EINVAL as above, and for unknown flags; -E2BIG when kernel
 * uses a member that this library does not know; -EMFILE, -ENFILE or -ENOMEM when there is no
 * descriptor or memory to ask with (missing is then unchanged).
 * Async-signal-safe.
 */
LLGUARD_API int llguard_kernel_probe_rights(
	struct llguard_kernel *kernel) LLGUARD_MUST_CHECK;

/*
 * Count the layers that this process has, those that it inherited among them: a
 * forked child stacks layers until the kernel takes no more.  kernel is what
 * llguard_kernel_probe() filled in; its layers and flags are written.  The child
 * sends no SIGCHLD and cannot be reaped by a wait of the caller's.
 *
 * Returns 0; -EINVAL and -E2BIG as llguard_kernel_probe_rights(); -ENOSYS,
 * -EOPNOTSUPP or -EPERM as the probe said when there is no Landlock; -EPERM also
 * when the child could not be confined; -EAGAIN or -ENOMEM when no child could be
 * made; -EIO when it came to no number.  Async-signal-safe.
 */
LLGUARD_API int llguard_kernel_probe_layers(
	struct llguard_kernel *kernel) LLGUARD_MUST_CHECK;

/*
 * Write a kernel value as one JSON object without a newline: the "info" of
 * landlock-guard(1).
 *
 * Returns the length of the whole text; -EINVAL when kernel is NULL, its size is
 * not valid, or buf is NULL and size is not 0; -E2BIG when it uses a member that
 * this library does not know.  Async-signal-safe.
 */
LLGUARD_API int llguard_kernel_describe_json(
	const struct llguard_kernel *kernel, char *buf, size_t size);

/*
 * Prove that this kernel really denies: in a forked child, open "/" as a
 * directory, confine the child so that this is denied, and open it again.  The
 * child sends no SIGCHLD and cannot be reaped by a wait of the caller's.
 *
 * Returns 0 when the first open worked and the second was denied with EACCES;
 * -ENOSYS, -EOPNOTSUPP or -EPERM as the probe said when there is no Landlock;
 * -EPERM also when the child could not be confined; -EACCES when "/" could not be
 * opened in the first place; -ENOSPC when the process has its 16 layers; -EAGAIN
 * or -ENOMEM when no child could be made; -EIO when Landlock claims to work and the denial
 * did not come.  Async-signal-safe.
 */
LLGUARD_API int llguard_self_test(void) LLGUARD_MUST_CHECK;

#ifdef __cplusplus
}
#endif

#endif /* LLGUARD_KERNEL_H */
