/* SPDX-License-Identifier: MIT */
/*
 * What this library is, for a log or a bug report.  No date and no path: a build
 * is the same everywhere.
 */
#include "extensible.h"
#include "rights.h"

#if defined(__clang__)
#define COMPILER "clang " __clang_version__
#elif defined(__GNUC__)
#define COMPILER "gcc " __VERSION__
#else
#define COMPILER ""
#endif

#if defined(__x86_64__) && defined(__ILP32__)
#define MACHINE "x32"
#elif defined(__x86_64__)
#define MACHINE "x86_64"
#elif defined(__i386__)
#define MACHINE "i386"
#elif defined(__aarch64__)
#define MACHINE "aarch64"
#elif defined(__arm__)
#define MACHINE "arm"
#elif defined(__riscv)
#define MACHINE "riscv"
#elif defined(__powerpc__)
#define MACHINE "powerpc"
#elif defined(__s390__)
#define MACHINE "s390"
#elif defined(__mips__)
#define MACHINE "mips"
#elif defined(__alpha__)
#define MACHINE "alpha"
#elif defined(__loongarch__)
#define MACHINE "loongarch"
#else
#define MACHINE ""
#endif

const char *llguard_version(void)
{
	return LLGUARD_VERSION;
}

int llguard_build_info(struct llguard_build *build)
{
	const struct llguard_build init = LLGUARD_BUILD_INIT;
	const uint32_t size = llguard__size_of(build);

	if (size < sizeof(*build))
		return -EINVAL;
	*build = init;
	build->size = size;
	build->abi_planned = LLGUARD_ABI_NEWEST;
	build->abi_enforced = LLGUARD__ABI_ENFORCED;
	build->pointer_bits = sizeof(void *) * 8;
	build->version = LLGUARD__STR(LLGUARD_VERSION);
	build->compiler = LLGUARD__STR(COMPILER);
	build->machine = LLGUARD__STR(MACHINE);
#ifndef NDEBUG
	build->flags |= LLGUARD_BUILD_DEBUG;
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
	build->flags |= LLGUARD_BUILD_SANITIZED;
#endif
#ifdef __ANDROID__
	build->flags |= LLGUARD_BUILD_NO_PROBE;
#endif
	return 0;
}
