/* SPDX-License-Identifier: MIT */
/*
 * Seeing is believing: one denial on the running kernel.
 */
#include "kernel.h"
#include "sys.h"

#include <llguard/kernel.h>
#include <llguard/rights.h>

/* What the child saw, as its exit code: 0, or a step and nothing else. */
enum verdict {
	DENIED,
	NOT_DENIED,
	NOT_OPENED,
	NOT_RESTRICTED,
	NO_LAYER,
};

/* The child's body; only system calls. */
static enum verdict try_denial(void)
{
	int fd = llguard__sys_open_directory("/");
	int ruleset;
	int err;

	if (fd < 0)
		return NOT_OPENED;
	llguard__sys_close(fd);
	ruleset = llguard__kernel_ruleset(LLGUARD_FS_READ_DIR, 0);
	if (ruleset < 0 || llguard__sys_no_new_privs())
		return NOT_RESTRICTED;
	err = llguard__sys_restrict_self(ruleset, 0);
	if (err)
		return err == -E2BIG ? NO_LAYER : NOT_RESTRICTED;
	return llguard__sys_open_directory("/") == -EACCES ? DENIED
							   : NOT_DENIED;
}

int llguard_self_test(void)
{
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;
	int child;

	if (llguard_kernel_probe(&kernel))
		return -EIO;
	if (!kernel.abi)
		return llguard__kernel_absence(&kernel);
	child = llguard__sys_fork_silent();
	if (child == 0)
		llguard__sys_exit((int)try_denial());
	if (child < 0)
		return child == -EAGAIN || child == -ENOMEM ? child : -EIO;
	switch (llguard__sys_wait_silent(child)) {
	case DENIED:
		return 0;
	case NOT_OPENED:
		return -EACCES;
	case NO_LAYER:
		return -ENOSPC;
	case NOT_RESTRICTED:
		return -EPERM;
	default:
		return -EIO;
	}
}
