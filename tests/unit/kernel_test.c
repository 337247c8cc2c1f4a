/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "kernel.h"
#include "rights.h"
#include "sys_fake.h"

Test(kernel, probe)
{
	static const struct {
		int abi, probe_errno;
		uint32_t errata, status;
	} rows[] = {
		{ 7, 0, 7, LLGUARD_KERNEL_ENABLED },
		{ 1, 0, 0, LLGUARD_KERNEL_ENABLED },
		{ 99, 0, 0x12345, LLGUARD_KERNEL_ENABLED },
		{ 0, ENOSYS, 0, LLGUARD_KERNEL_NOT_BUILT },
		{ 0, EOPNOTSUPP, 0, LLGUARD_KERNEL_OFF_AT_BOOT },
		{ 0, EPERM, 0, LLGUARD_KERNEL_FILTERED },
		{ 0, EACCES, 0, LLGUARD_KERNEL_FILTERED },
		{ 0, EINVAL, 0, LLGUARD_KERNEL_FILTERED },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;

		kernel.missing = 1;
		fake_reset(rows[i].abi);
		fake.probe_errno = rows[i].probe_errno;
		fake.errata = rows[i].errata;
		cr_expect_eq(llguard_kernel_probe(&kernel), 0);
		cr_expect_eq(kernel.abi, rows[i].abi, "row %zu", i);
		cr_expect_eq(kernel.errata, rows[i].errata, "row %zu", i);
		cr_expect_eq(kernel.status, rows[i].status, "row %zu", i);
		cr_expect_eq(kernel.error, rows[i].probe_errno, "row %zu", i);
		cr_expect_eq(kernel.missing, 0, "row %zu", i);
		cr_expect_str_eq(fake.log,
			rows[i].probe_errno ? "version " : "version errata ");
	}
}

/* Old kernels answer the question for errata with EINVAL. */
Test(kernel, errata_unknown)
{
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;

	fake_reset(6);
	fake.fail_at = 1;
	fake.fail_errno = EINVAL;
	cr_expect_eq(llguard_kernel_probe(&kernel), 0);
	cr_expect_eq(kernel.abi, 6);
	cr_expect_eq(kernel.errata, 0);
	cr_expect_eq(kernel.error, 0);
}

Test(kernel, sizes)
{
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;
	struct {
		struct llguard_kernel kernel;
		uint32_t more[2];
	} newer = { LLGUARD_KERNEL_INIT, { 0, 0 } };

	fake_reset(7);
	cr_expect_eq(llguard_kernel_probe(NULL), -EINVAL);
	kernel.size = 8;
	cr_expect_eq(llguard_kernel_probe(&kernel), -EINVAL);
	newer.kernel.size = sizeof(newer);
	newer.more[0] = 5;
	cr_expect_eq(llguard_kernel_probe(&newer.kernel), 0);
	cr_expect_eq(
		newer.kernel.size, sizeof(newer), "the caller's size stays");
	cr_expect_eq(newer.more[0], 5, "not ours to write");
	cr_expect_eq(llguard__kernel_check(&newer.kernel), -E2BIG);
}

Test(kernel, probe_rights)
{
	for (uint32_t abi = 0; abi <= LLGUARD_ABI_NEWEST; abi++) {
		struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;
		int rights = 0;

		fake_reset((int)abi);
		fake.refused = LLGUARD_SCOPE_SIGNAL | LLGUARD_FS_REFER;
		kernel.abi = abi;
		cr_expect_eq(llguard_kernel_probe_rights(&kernel), 0);
		cr_expect_eq(kernel.missing,
			fake.refused & llguard_abi_mask(abi), "ABI %u", abi);
		cr_expect_eq(llguard__kernel_rights(&kernel),
			llguard_abi_mask(abi) & ~fake.refused, "ABI %u", abi);
		cr_expect_eq(fake.open_fds, 0, "a descriptor is left");
		for (uint64_t left = llguard_abi_mask(abi); left;
			left &= left - 1)
			rights++;
		for (const char *at = fake.log; (at = strstr(at, "create("));
			at++)
			rights--;
		cr_expect_eq(rights, 0, "one create for each right");
	}
}

Test(kernel, probe_rights_without_descriptors)
{
	static const int errors[] = { EMFILE, ENFILE, ENOMEM };

	for (size_t i = 0; i < LLGUARD__COUNT(errors); i++) {
		struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;

		fake_reset(7);
		fake.fail_at = 6;
		fake.fail_errno = errors[i];
		kernel.abi = 7;
		kernel.missing = LLGUARD_FS_REFER;
		cr_expect_eq(llguard_kernel_probe_rights(&kernel), -errors[i]);
		cr_expect_eq(kernel.missing, LLGUARD_FS_REFER, "unchanged");
		cr_expect_eq(fake.open_fds, 0);
	}
}

Test(kernel, describe_json)
{
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;
	struct {
		struct llguard_kernel kernel;
		uint32_t more[2];
	} newer = { LLGUARD_KERNEL_INIT, { 0, 1 } };
	char buf[256];

	kernel.abi = 8;
	kernel.errata = 5;
	cr_expect_gt(
		llguard_kernel_describe_json(&kernel, buf, sizeof(buf)), 0);
	cr_expect_str_eq(buf,
		"{\"v\":1,\"kind\":\"info\",\"version\":\"" LLGUARD_VERSION
		"\",\"library_abi\":11,\"kernel\":{\"abi\":8,\"errata\":5,"
		"\"status\":\"enabled\",\"tsync\":true}}");
	kernel.abi = 0;
	kernel.errata = 0;
	static const char statuses[][16] = { "not_built", "not_built",
		"off_at_boot", "filtered" };
	for (uint32_t i = 0; i < LLGUARD__COUNT(statuses); i++) {
		kernel.status = i;
		llguard_kernel_describe_json(&kernel, buf, sizeof(buf));
		cr_expect_not_null(strstr(buf, statuses[i]), "%s", buf);
		cr_expect_not_null(strstr(buf, "\"tsync\":false"), "%s", buf);
	}
	cr_expect_eq(llguard_kernel_describe_json(NULL, buf, 4), -EINVAL);
	kernel.flags = 2;
	cr_expect_eq(llguard_kernel_describe_json(&kernel, buf, 4), -EINVAL);
	newer.kernel.size = sizeof(newer);
	cr_expect_eq(
		llguard_kernel_describe_json(&newer.kernel, buf, 4), -E2BIG);
}
