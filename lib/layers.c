/* SPDX-License-Identifier: MIT */
/*
 * How many layers this process has.  The kernel does not tell, but it refuses the
 * one that is too many: a child stacks until then.
 */
#include "extensible.h"
#include "kernel.h"
#include "rights.h"
#include "sys.h"
#include "uapi.h"

/* The child's exit code when it was not the number that made it stop. */
#define NOT_COUNTED 255

/* The child's body: how many layers there is room for. */
static int room_count(void)
{
	const int ruleset = llguard__kernel_ruleset(LLGUARD_FS_EXECUTE, 0);

	if (ruleset < 0 || llguard__sys_no_new_privs())
		return NOT_COUNTED;
	for (int room = 0; room <= LLGUARD__LAYERS_MOST; room++) {
		const int err = llguard__sys_restrict_self(ruleset, 0);

		if (err)
			return err == -E2BIG ? room : NOT_COUNTED;
	}
	return NOT_COUNTED;
}

static uint32_t layers_most(const struct llguard_kernel *kernel)
{
	return kernel->abi < LLGUARD__ABI_LAYERS_16 ? LLGUARD__LAYERS_MOST
						    : LLGUARD__LAYERS_MAX;
}

int llguard_kernel_probe_layers(struct llguard_kernel *kernel)
{
	int err = llguard__kernel_check(kernel);
	uint32_t room;
	int child;

	if (err)
		return err;
	kernel->flags &= ~LLGUARD_KERNEL_LAYERS;
	kernel->layers = 0;
	if (!kernel->abi)
		return llguard__kernel_absence(kernel);
	child = llguard__sys_fork_silent();
	if (child == 0)
		llguard__sys_exit(room_count());
	if (child < 0)
		return child == -EAGAIN || child == -ENOMEM ? child : -EIO;
	err = llguard__sys_wait_silent(child);
	if (err == NOT_COUNTED)
		return -EPERM;
	room = (uint32_t)err;
	if (err < 0 || room > layers_most(kernel))
		return -EIO;
	kernel->flags |= LLGUARD_KERNEL_LAYERS;
	kernel->layers = layers_most(kernel) - room;
	return 0;
}
