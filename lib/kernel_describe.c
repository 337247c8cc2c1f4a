/* SPDX-License-Identifier: MIT */
/*
 * A kernel value as JSON.
 */
#include "json_out.h"
#include "kernel.h"
#include "rights.h"

#include <llguard/policy.h>

static const char *status_name(const struct llguard_kernel *kernel)
{
	if (kernel->abi)
		return "enabled";
	switch (kernel->status) {
	case LLGUARD_KERNEL_OFF_AT_BOOT:
		return "off_at_boot";
	case LLGUARD_KERNEL_FILTERED:
		return "filtered";
	default:
		return "not_built";
	}
}

LLGUARD__COLD void llguard__kernel_write(
	struct llguard__json *json, const struct llguard_kernel *kernel)
{
	llguard__json_text(json, "version", LLGUARD_VERSION);
	llguard__json_u64(json, "library_abi", LLGUARD__ABI_ENFORCED);
	llguard__json_open(json, "kernel", '{');
	llguard__json_u64(json, "abi", kernel->abi);
	llguard__json_u64(json, "errata", kernel->errata);
	llguard__json_text(json, "status", status_name(kernel));
	llguard__json_bool(json, "tsync",
		llguard__abi_flags(kernel->abi) & LLGUARD_APPLY_ALL_THREADS);
	llguard__json_close(json, '}');
	if (kernel->flags & LLGUARD_KERNEL_LAYERS)
		llguard__json_u64(json, "layers", kernel->layers);
}

LLGUARD__COLD int llguard_kernel_describe_json(
	const struct llguard_kernel *kernel, char *buf, size_t size)
{
	const int err = llguard__kernel_check(kernel);
	struct llguard__json json;

	if (err)
		return err;
	if (!llguard__json_begin(&json, "info", buf, size))
		return -EINVAL;
	llguard__kernel_write(&json, kernel);
	return llguard__json_end(&json);
}
