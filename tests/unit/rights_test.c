/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdio.h>

#include <llguard/policy.h>

#include "rights.h"
#include "uapi.h"

/* Written from the kernel's documentation, not from rights.def. */
static const uint64_t masks[] = { 0, LLGUARD_ABI_1, LLGUARD_ABI_2,
	LLGUARD_ABI_3, LLGUARD_ABI_4, LLGUARD_ABI_5, LLGUARD_ABI_6,
	LLGUARD_ABI_7, LLGUARD_ABI_8, LLGUARD_ABI_9, LLGUARD_ABI_10,
	LLGUARD_ABI_11, LLGUARD_ABI_12 };

Test(rights, abi_masks)
{
	for (uint32_t abi = 0; abi < LLGUARD__COUNT(masks); abi++)
		cr_expect_eq(llguard_abi_mask(abi), masks[abi], "ABI %u", abi);
	cr_expect_eq(llguard_abi_mask(LLGUARD_ABI_NEWEST + 1), LLGUARD_ABI_12);
	cr_expect_eq(llguard_abi_mask(UINT32_MAX), LLGUARD_ABI_12);
	cr_expect_eq(llguard_abi_mask(UINT32_MAX), LLGUARD__RIGHTS_KNOWN);
	cr_expect_eq(LLGUARD__COUNT(masks), LLGUARD_ABI_NEWEST + 1);
}

Test(rights, kernel_fields)
{
	static const struct {
		uint32_t abi;
		uint64_t fs, net, scope, permission;
	} rows[] = {
		{ 1, 0x1fff, 0, 0, 0 },
		{ 2, 0x3fff, 0, 0, 0 },
		{ 3, 0x7fff, 0, 0, 0 },
		{ 4, 0x7fff, 0x3, 0, 0 },
		{ 5, 0xffff, 0x3, 0, 0 },
		{ 6, 0xffff, 0x3, 0x3, 0 },
		{ 9, 0x1ffff, 0x3, 0x3, 0 },
		{ 10, 0x1ffff, 0xf, 0x3, 0 },
		{ 12, 0x1ffff, 0xf, 0x3, 0x3 },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		const struct llguard__ruleset_attr attr =
			llguard__uapi_ruleset(llguard_abi_mask(rows[i].abi), 0);

		cr_expect_eq(attr.handled_access_fs, rows[i].fs);
		cr_expect_eq(attr.handled_access_net, rows[i].net);
		cr_expect_eq(attr.scoped, rows[i].scope);
		cr_expect_eq(attr.handled_permissions, rows[i].permission);
	}
}

Test(rights, groups)
{
	cr_expect_eq(LLGUARD_FS_READ, 0xc);
	cr_expect_eq(LLGUARD_FS_READ_EXECUTE, 0xd);
	cr_expect_eq(LLGUARD_FS_READ_WRITE, 0xfffe);
	cr_expect_eq(LLGUARD_FS_READ_WRITE_EXECUTE, 0xffff);
	cr_expect_eq(LLGUARD_FS_ON_FILE, 0x1c007);
}

Test(rights, sets_cover_all_bits_once)
{
	cr_expect_eq(LLGUARD_SET_FS | LLGUARD_SET_NET | LLGUARD_SET_SCOPE |
			     LLGUARD_SET_PERMISSION,
		UINT64_MAX);
	cr_expect_eq(LLGUARD_SET_FS + LLGUARD_SET_NET + LLGUARD_SET_SCOPE +
			     LLGUARD_SET_PERMISSION,
		UINT64_MAX);
}

Test(rights, names_both_ways)
{
	for (unsigned int bit = 0; bit < 64; bit++) {
		const uint64_t right = UINT64_C(1) << bit;
		const char *name = llguard_right_name(right);
		char blocker[64];

		cr_expect_eq(name != NULL, (LLGUARD_ABI_12 & right) != 0,
			"bit %u", bit);
		if (!name)
			continue;
		cr_expect_eq(llguard_right_from_name(name, strlen(name)), right,
			"%s", name);
		if (right & LLGUARD_SET_PERMISSION)
			continue; /* "namespace.use" is not its set's name */
		snprintf(blocker, sizeof(blocker), "%s.%s",
			llguard__right_set(right), name);
		cr_expect_eq(llguard_right_from_name(blocker, strlen(blocker)),
			right, "%s", blocker);
	}
	cr_expect_null(llguard_right_name(0));
	cr_expect_null(llguard_right_name(LLGUARD_FS_READ), "two bits");
}

Test(rights, from_name)
{
	cr_expect_eq(llguard_right_from_name("read_file!", 9),
		LLGUARD_FS_READ_FILE, "only len bytes count");
	cr_expect_eq(llguard_right_from_name("read_fil", 8), 0);
	cr_expect_eq(llguard_right_from_name("read", 4), 0);
	cr_expect_eq(llguard_right_from_name("READ_FILE", 9), 0);
	cr_expect_eq(llguard_right_from_name("net.read_file", 13), 0);
	cr_expect_eq(llguard_right_from_name("", 0), 0);
	cr_expect_eq(llguard_right_from_name(NULL, 3), 0);
	cr_expect_eq(llguard_right_from_name("namespace.use", 13),
		LLGUARD_PERMISSION_NAMESPACE_USE);
}

Test(rights, abi_of_a_right)
{
	for (unsigned int bit = 0; bit < 64; bit++) {
		const uint64_t right = UINT64_C(1) << bit;
		uint32_t first = 0;

		for (uint32_t abi = LLGUARD__COUNT(masks); abi-- > 0;)
			if (masks[abi] & right)
				first = abi;
		cr_expect_eq(llguard_right_abi(right), first, "bit %u", bit);
	}
}

Test(rights, flags_of_abis)
{
	static const struct {
		uint32_t abi;
		uint32_t kernel_flags;
	} rows[] = { { 6, 0 }, { 7, 0x7 }, { 8, 0xf }, { 10, 0xf },
		{ 11, 0x1f } };

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		uint32_t kernel_flags = 0;

		for (size_t row = 0; row < LLGUARD__FLAGS; row++)
			if (llguard__abi_flags(rows[i].abi) &
				llguard__flag_at(row)->flag)
				kernel_flags |=
					llguard__flag_at(row)->kernel_flag;
		cr_expect_eq(kernel_flags, rows[i].kernel_flags, "ABI %u",
			rows[i].abi);
	}
}

Test(rights, describe_json)
{
	char buf[256];

	cr_expect_gt(llguard_right_describe_json(
			     LLGUARD_FS_READ_FILE, buf, sizeof(buf)),
		0);
	cr_expect_str_eq(buf,
		"{\"v\":1,\"kind\":\"right\",\"name\":\"read_file\","
		"\"set\":\"fs\",\"blocker\":\"fs.read_file\",\"bit\":2,"
		"\"abi\":1,\"object\":\"both\","
		"\"help\":\"open a file for reading\"}");
	llguard_right_describe_json(LLGUARD_FS_READ_DIR, buf, sizeof(buf));
	cr_expect_not_null(strstr(buf, "\"object\":\"directory\""));
	llguard_right_describe_json(LLGUARD_NET_BIND_TCP, buf, sizeof(buf));
	cr_expect_not_null(
		strstr(buf, "\"bit\":32,\"abi\":4,\"object\":\"port\""));
	llguard_right_describe_json(LLGUARD_SCOPE_SIGNAL, buf, sizeof(buf));
	cr_expect_not_null(strstr(buf, "\"object\":\"domain\""));
	llguard_right_describe_json(
		LLGUARD_PERMISSION_NAMESPACE_USE, buf, sizeof(buf));
	cr_expect_not_null(strstr(buf, "\"set\":\"permission\""));
	cr_expect_not_null(strstr(buf, "\"object\":\"process\""));
	cr_expect_eq(llguard_right_describe_json(0, buf, sizeof(buf)), -EINVAL);
	cr_expect_eq(
		llguard_right_describe_json(LLGUARD_FS_READ, buf, sizeof(buf)),
		-EINVAL);
	cr_expect_eq(llguard_right_describe_json(LLGUARD_FS_REFER, NULL, 1),
		-EINVAL);
}

Test(rights, described)
{
	char buf[128];

	cr_expect_eq(
		llguard_right_describe(LLGUARD_NET_BIND_UDP, buf, sizeof(buf)),
		(int)strlen(buf));
	cr_expect_str_eq(buf,
		"net.bind_udp (ABI 10, port): bind a UDP socket to "
		"a port, automatically too");
	cr_expect_eq(llguard_right_describe(0, buf, 9), -EINVAL);
	cr_expect_eq(llguard_right_describe(LLGUARD_FS_READ, buf, sizeof(buf)),
		-EINVAL, "two rights");
	cr_expect_eq(
		llguard_right_describe(LLGUARD_FS_EXECUTE, NULL, 9), -EINVAL);
}
