/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include <llguard.h>

#include "base.h"
#include "telemetry/syscalls.h"

#define X86_64  0xc000003e
#define I386    0x40000003
#define AARCH64 0xc00000b7
#define ARM     0x40000028
#define RISCV64 0xc00000f3
#define S390X   0x80000016
#define PPC64LE 0xc0000015

static const uint32_t ports[] = { X86_64, I386, AARCH64, ARM, RISCV64, S390X,
	PPC64LE };

/* From the tables of Linux, by hand: the calls that Landlock refuses. */
Test(syscalls, known)
{
	static const struct {
		uint32_t arch;
		uint32_t number;
		const char name[24];
	} rows[] = {
		{ X86_64, 0, "read" },
		{ X86_64, 2, "open" },
		{ X86_64, 42, "connect" },
		{ X86_64, 49, "bind" },
		{ X86_64, 59, "execve" },
		{ X86_64, 62, "kill" },
		{ X86_64, 101, "ptrace" },
		{ X86_64, 165, "mount" },
		{ X86_64, 257, "openat" },
		{ X86_64, 316, "renameat2" },
		{ X86_64, 426, "io_uring_enter" },
		{ X86_64, 437, "openat2" },
		{ X86_64, 446, "landlock_restrict_self" },
		{ I386, 1, "exit" },
		{ I386, 5, "open" },
		{ I386, 11, "execve" },
		{ I386, 26, "ptrace" },
		{ I386, 37, "kill" },
		{ I386, 102, "socketcall" },
		{ I386, 295, "openat" },
		{ I386, 362, "connect" },
		{ I386, 446, "landlock_restrict_self" },
		{ AARCH64, 29, "ioctl" },
		{ AARCH64, 56, "openat" },
		{ AARCH64, 117, "ptrace" },
		{ AARCH64, 129, "kill" },
		{ AARCH64, 200, "bind" },
		{ AARCH64, 203, "connect" },
		{ AARCH64, 221, "execve" },
		{ AARCH64, 446, "landlock_restrict_self" },
		{ ARM, 5, "open" },
		{ ARM, 26, "ptrace" },
		{ ARM, 37, "kill" },
		{ ARM, 282, "bind" },
		{ ARM, 283, "connect" },
		{ ARM, 322, "openat" },
		{ ARM, 446, "landlock_restrict_self" },
		{ RISCV64, 56, "openat" },
		{ RISCV64, 129, "kill" },
		{ RISCV64, 203, "connect" },
		{ RISCV64, 258, "riscv_hwprobe" },
		{ RISCV64, 259, "riscv_flush_icache" },
		{ RISCV64, 446, "landlock_restrict_self" },
		{ S390X, 5, "open" },
		{ S390X, 37, "kill" },
		{ S390X, 288, "openat" },
		{ S390X, 361, "bind" },
		{ S390X, 362, "connect" },
		{ S390X, 446, "landlock_restrict_self" },
		{ PPC64LE, 5, "open" },
		{ PPC64LE, 37, "kill" },
		{ PPC64LE, 286, "openat" },
		{ PPC64LE, 327, "bind" },
		{ PPC64LE, 328, "connect" },
		{ PPC64LE, 446, "landlock_restrict_self" },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		const char *name =
			llguard_syscall_name(rows[i].arch, rows[i].number);

		cr_assert_not_null(name, "%s", rows[i].name);
		cr_expect_str_eq(name, rows[i].name);
	}
}

/* Since 5.1 a call has one number, the same on every port. */
Test(syscalls, common)
{
	static const struct {
		uint32_t number;
		const char name[24];
	} rows[] = {
		{ 424, "pidfd_send_signal" },
		{ 425, "io_uring_setup" },
		{ 428, "open_tree" },
		{ 429, "move_mount" },
		{ 435, "clone3" },
		{ 439, "faccessat2" },
		{ 444, "landlock_create_ruleset" },
		{ 445, "landlock_add_rule" },
	};

	for (size_t port = 0; port < LLGUARD__COUNT(ports); port++)
		for (size_t i = 0; i < LLGUARD__COUNT(rows); i++)
			cr_expect_str_eq(llguard_syscall_name(
						 ports[port], rows[i].number),
				rows[i].name);
}

Test(syscalls, unknown)
{
	cr_expect_null(llguard_syscall_name(X86_64, 400)); /* a hole */
	cr_expect_null(llguard_syscall_name(AARCH64, 244));
	cr_expect_null(llguard_syscall_name(X86_64, 100000));
	cr_expect_null(llguard_syscall_name(X86_64, UINT32_MAX));
	/* No table goes on in the next one. */
	for (size_t port = 0; port < LLGUARD__COUNT(ports); port++)
		for (uint32_t number = 500; number < 1000; number++)
			cr_expect_null(
				llguard_syscall_name(ports[port], number));
	/* x32 is not x86-64 with a bit. */
	cr_expect_null(llguard_syscall_name(X86_64, 0x40000000));
	cr_expect_null(llguard_syscall_name(0, 1));
	cr_expect_null(llguard_syscall_name(0xdeadbeef, 1));
	/* The 64-bit ones of these are other ports. */
	cr_expect_null(llguard_syscall_name(0x80000015, 1)); /* ppc64 */
	cr_expect_null(llguard_syscall_name(0x00000016, 1)); /* s390 */
}

Test(syscalls, ports)
{
	cr_expect_str_eq(llguard__arch_name(X86_64), "x86_64");
	cr_expect_str_eq(llguard__arch_name(I386), "i386");
	cr_expect_str_eq(llguard__arch_name(AARCH64), "aarch64");
	cr_expect_str_eq(llguard__arch_name(ARM), "arm");
	cr_expect_str_eq(llguard__arch_name(RISCV64), "riscv64");
	cr_expect_str_eq(llguard__arch_name(S390X), "s390x");
	cr_expect_str_eq(llguard__arch_name(PPC64LE), "ppc64le");
	cr_expect_null(llguard__arch_name(0));
	cr_expect_null(llguard__arch_name(X86_64 + 1));
}
