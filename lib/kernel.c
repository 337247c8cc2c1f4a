/* SPDX-License-Identifier: MIT */
/*
 * Asking the kernel what it can enforce.  Never its release, never a header.
 */
#include "kernel.h"

#include "extensible.h"
#include "rights.h"
#include "sys.h"
#include "uapi.h"

LLGUARD__COLD int llguard__kernel_check(const struct llguard_kernel *kernel)
{
	const int err = llguard__input_check(kernel, llguard__size_of(kernel),
		sizeof(*kernel), sizeof(*kernel));

	if (err)
		return err;
	return kernel->flags & ~LLGUARD_KERNEL_LAYERS ? -EINVAL : 0;
}

LLGUARD__COLD int llguard__kernel_absence(const struct llguard_kernel *kernel)
{
	switch (kernel->status) {
	case LLGUARD_KERNEL_OFF_AT_BOOT:
		return -EOPNOTSUPP;
	case LLGUARD_KERNEL_FILTERED:
		return -EPERM;
	default:
		return -ENOSYS;
	}
}

LLGUARD__COLD uint64_t llguard__kernel_rights(
	const struct llguard_kernel *kernel)
{
	return llguard_abi_mask(kernel->abi) & ~kernel->missing;
}

#ifdef __ANDROID__
/* Android's seccomp filter kills a process for this very question. */
static int version_ask(uint32_t question)
{
	(void)question;
	return -EPERM;
}
#else
static int version_ask(uint32_t question)
{
	return llguard__sys_create_ruleset(NULL, question);
}
#endif

LLGUARD__COLD int llguard_kernel_probe(struct llguard_kernel *kernel)
{
	const struct llguard_kernel none = LLGUARD_KERNEL_INIT;
	const uint32_t size = llguard__size_of(kernel);
	int answer;

	if (size < sizeof(*kernel))
		return -EINVAL;
	*kernel = none;
	kernel->size = size;
	answer = version_ask(LLGUARD__CREATE_VERSION);
	if (answer > 0) {
		kernel->abi = (uint32_t)answer;
		/* Not tied to an ABI: backported to every stable kernel. */
		answer = version_ask(LLGUARD__CREATE_ERRATA);
		kernel->errata = answer > 0 ? (uint32_t)answer : 0;
		return 0;
	}
	kernel->error = -answer;
	if (answer == -ENOSYS)
		kernel->status = LLGUARD_KERNEL_NOT_BUILT;
	else if (answer == -EOPNOTSUPP)
		kernel->status = LLGUARD_KERNEL_OFF_AT_BOOT;
	else
		kernel->status = LLGUARD_KERNEL_FILTERED;
	return 0;
}

LLGUARD__COLD int llguard__kernel_ruleset(uint64_t handled, uint64_t quiet)
{
	const struct llguard__ruleset_attr attr =
		llguard__uapi_ruleset(handled, quiet);

	return llguard__sys_create_ruleset(&attr, 0);
}

LLGUARD__COLD int llguard_kernel_probe_rights(struct llguard_kernel *kernel)
{
	const int err = llguard__kernel_check(kernel);
	uint64_t missing = 0;

	if (err)
		return err;
	for (size_t i = 0; i < LLGUARD__RIGHTS; i++) {
		const uint64_t right = UINT64_C(1) << llguard__right_at(i)->bit;
		int fd;

		if (!(right & llguard_abi_mask(kernel->abi)))
			continue;
		fd = llguard__kernel_ruleset(right, 0);
		if (fd >= 0)
			llguard__sys_close(fd);
		else if (fd == -EMFILE || fd == -ENFILE || fd == -ENOMEM)
			return fd;
		else
			missing |= right;
	}
	kernel->missing = missing;
	return 0;
}
