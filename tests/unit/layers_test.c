/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include <llguard/kernel.h>
#include <stdio.h>

#include "base.h"
#include "sys_fake.h"

/* The fake parent waits for a child that found so much room. */
static int count(int abi, int room, struct llguard_kernel *ret)
{
	const struct llguard_kernel init = LLGUARD_KERNEL_INIT;

	*ret = init;
	ret->abi = (uint32_t)abi;
	fake_reset(abi);
	fake.fail_at = 1;
	fake.fail_errno = -room;
	return llguard_kernel_probe_layers(ret);
}

Test(layers, what_is_left_tells_what_is_taken)
{
	static const struct {
		int abi, room;
		uint32_t layers;
	} rows[] = { { 1, 64, 0 }, { 1, 0, 64 }, { 2, 16, 0 }, { 7, 15, 1 },
		{ 11, 0, 16 } };

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		struct llguard_kernel kernel;
		char json[512], member[32];

		cr_expect_eq(count(rows[i].abi, rows[i].room, &kernel), 0,
			"row %zu", i);
		cr_expect_eq(kernel.layers, rows[i].layers, "row %zu: %u", i,
			kernel.layers);
		cr_expect_eq(kernel.flags, LLGUARD_KERNEL_LAYERS);
		cr_expect_str_eq(fake.log, "fork wait(100) ");
		llguard_kernel_describe_json(&kernel, json, sizeof(json));
		snprintf(member, sizeof(member), ",\"layers\":%u}",
			rows[i].layers);
		cr_expect_not_null(strstr(json, member), "%s", json);
	}
}

/* What the child cannot have found, and what it says when it found nothing. */
Test(layers, no_number)
{
	static const struct {
		int abi, room, error;
	} rows[] = { { 7, 17, -EIO }, { 1, 65, -EIO }, { 7, 255, -EPERM },
		{ 7, 256 + 9, -EIO }, { 7, -ECHILD, -EIO } };

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		struct llguard_kernel kernel;
		char json[512];

		cr_expect_eq(count(rows[i].abi, rows[i].room, &kernel),
			rows[i].error, "row %zu", i);
		cr_expect_eq(kernel.flags, 0);
		llguard_kernel_describe_json(&kernel, json, sizeof(json));
		cr_expect_null(strstr(json, "layers"));
	}
}

Test(layers, no_child)
{
	static const int errors[][2] = { { EAGAIN, -EAGAIN },
		{ ENOMEM, -ENOMEM }, { ENOSYS, -EIO } };

	for (size_t i = 0; i < LLGUARD__COUNT(errors); i++) {
		struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;

		kernel.abi = 7;
		fake_reset(7);
		fake.fail_at = 0;
		fake.fail_errno = errors[i][0];
		cr_expect_eq(
			llguard_kernel_probe_layers(&kernel), errors[i][1]);
	}
}

Test(layers, arguments_and_absence)
{
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;

	fake_reset(7);
	cr_expect_eq(llguard_kernel_probe_layers(NULL), -EINVAL);
	cr_expect_eq(llguard_kernel_probe_layers(&kernel), -ENOSYS);
	kernel.status = LLGUARD_KERNEL_OFF_AT_BOOT;
	cr_expect_eq(llguard_kernel_probe_layers(&kernel), -EOPNOTSUPP);
	kernel.status = LLGUARD_KERNEL_FILTERED;
	cr_expect_eq(llguard_kernel_probe_layers(&kernel), -EPERM);
	kernel.abi = 7;
	kernel.flags = 1u << 30;
	cr_expect_eq(llguard_kernel_probe_layers(&kernel), -EINVAL);
	kernel.flags = 0;
	kernel.size = 8;
	cr_expect_eq(llguard_kernel_probe_layers(&kernel), -EINVAL);
	cr_expect_str_eq(fake.log, "");
}
