/* SPDX-License-Identifier: MIT */
/*
 * Where an ABI ends: this kernel takes everything that is planned for it, and
 * refuses each thing of the next ABI.  What the tables say of ABIs is compared
 * with the kernel, not with documentation.
 */
#include "check.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/syscall.h>

#include <rights.h> /* the library's, not this folder's */
#include "uapi.h"

static int create(const struct llguard__ruleset_attr *attr)
{
	const int fd = (int)syscall(
		LLGUARD__NR_CREATE_RULESET, attr, sizeof(*attr), 0);

	return fd < 0 ? -errno : fd;
}

static int create_errno(uint64_t handled, uint64_t quiet)
{
	const struct llguard__ruleset_attr attr =
		llguard__uapi_ruleset(handled, quiet);
	const int fd = create(&attr);

	if (fd >= 0)
		close(fd);
	return fd < 0 ? -fd : 0;
}

/* The first ABI whose structure has the field of a right. */
static uint32_t field_abi(uint64_t right)
{
	if (right & LLGUARD_SET_FS)
		return 1;
	if (right & LLGUARD_SET_NET)
		return 4;
	return right & LLGUARD_SET_SCOPE ? 6 : 12;
}

/* An unknown bit of a known field is EINVAL; an unknown field is E2BIG. */
static void rights_check(uint32_t abi)
{
	CHECK(create_errno(llguard_abi_mask(abi), 0) == 0, "every right");
	for (unsigned int bit = 0; bit < 64; bit++) {
		const uint64_t right = UINT64_C(1) << bit;
		const uint32_t since = llguard_right_abi(right);
		const int got = create_errno(right, 0);
		int expected = field_abi(right) <= abi ? EINVAL : E2BIG;

		/* The bits of a field that no ABI has given a meaning to. */
		if (since && since <= abi)
			expected = 0;
		CHECK(got == expected, "bit %u: %s, not %s", bit, strerror(got),
			strerror(expected));
	}
}

static void quiet_check(uint32_t abi)
{
	static const uint64_t quiet[] = { LLGUARD_FS_READ_FILE,
		LLGUARD_NET_BIND_TCP, LLGUARD_SCOPE_SIGNAL };

	for (size_t i = 0; i < 3; i++) {
		const int got = create_errno(llguard_abi_mask(abi), quiet[i]);

		CHECK(got == (abi < LLGUARD__ABI_QUIET ? E2BIG : 0),
			"quiet set %zu: %s", i, strerror(got));
	}
}

/* A field that no ABI has, and a flag. */
static void newer_check(void)
{
	struct {
		struct llguard__ruleset_attr known;
		uint64_t next;
	} attr = { llguard__uapi_ruleset(LLGUARD_FS_READ_FILE, 0), 0 };
	int fd = (int)syscall(
		LLGUARD__NR_CREATE_RULESET, &attr, sizeof(attr), 0);

	CHECK(fd >= 0, "a field that is zero: %s", strerror(errno));
	close(fd);
	attr.next = 1;
	fd = (int)syscall(LLGUARD__NR_CREATE_RULESET, &attr, sizeof(attr), 0);
	CHECK(fd < 0 && errno == E2BIG, "a field that is not: %d", fd);
	fd = (int)syscall(LLGUARD__NR_CREATE_RULESET, NULL, 0,
		LLGUARD__CREATE_ERRATA << 1);
	CHECK(fd < 0 && errno == EINVAL, "create_ruleset's next flag: %d", fd);
}

/* Each type of rule, with rights that the ruleset handles. */
static void add_types_check(uint32_t abi)
{
	static const uint32_t since[] = { 0, 1, 4, 12, 12, 0 };
	const struct llguard__ruleset_attr attr =
		llguard__uapi_ruleset(llguard_abi_mask(abi), 0);
	const int ruleset = create(&attr);
	struct llguard__path_attr root = {
		.allowed_access = llguard__uapi_fs(LLGUARD_FS_READ_FILE),
		.parent_fd = open("/", O_PATH | O_CLOEXEC),
	};
	const struct llguard__port_attr port = {
		.allowed_access = llguard__uapi_net(LLGUARD_NET_BIND_TCP),
		.port = 80,
	};
	/* Room for what other types read. */
	const uint64_t other[8] = { 1, 1 };

	CHECK(ruleset >= 0 && root.parent_fd >= 0, "%s", strerror(errno));
	for (int type = 0; type < 6; type++) {
		const void *rule =
			type == LLGUARD__RULE_PATH_BENEATH ? (const void *)&root
			: type == LLGUARD__RULE_NET_PORT   ? (const void *)&port
							   : other;
		const long err =
			syscall(LLGUARD__NR_ADD_RULE, ruleset, type, rule, 0);
		const bool knows = since[type] && since[type] <= abi;

		/* Of ABI 12 it is enough that the type is known. */
		if (knows && since[type] > LLGUARD__ABI_ENFORCED)
			continue;
		CHECK((err ? errno : 0) == (knows ? 0 : EINVAL),
			"rule type %d: %s", type, strerror(err ? errno : 0));
	}
	close(root.parent_fd);
	close(ruleset);
}

/* ADD_RULE_QUIET, and the first flag that nobody knows. */
static void add_flags_check(uint32_t abi)
{
	const bool knows = abi >= LLGUARD__ABI_QUIET;
	const struct llguard__ruleset_attr attr = llguard__uapi_ruleset(
		LLGUARD_FS_READ_FILE, knows ? LLGUARD_FS_READ_FILE : 0);
	const int ruleset = create(&attr);
	struct llguard__path_attr root = {
		.allowed_access = llguard__uapi_fs(LLGUARD_FS_READ_FILE),

	};
	FILE *directory = fopen("/", "r");

	CHECK(ruleset >= 0 && directory, "a ruleset and a directory");
	if (ruleset < 0 || !directory)
		return;
	root.parent_fd = fileno(directory);
	for (uint32_t flag = 1; flag <= 4; flag <<= 1) {
		const long err = syscall(LLGUARD__NR_ADD_RULE, ruleset,
			LLGUARD__RULE_PATH_BENEATH, &root, flag);
		const int expected =
			flag == LLGUARD__ADD_QUIET && knows ? 0 : EINVAL;

		CHECK((err ? errno : 0) == expected, "add_rule flag %#x: %s",
			flag, strerror(err ? errno : 0));
	}
	fclose(directory);
	close(ruleset);
}

/* In a child: before ABI 11 the privilege is looked at before the flags. */
static int restrict_with(const void *argument)
{
	const uint32_t flags = *(const uint32_t *)argument;
	const struct llguard__ruleset_attr attr =
		llguard__uapi_ruleset(LLGUARD_FS_READ_FILE, 0);
	const int ruleset = create(&attr);

	if (ruleset < 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return 250;
	return syscall(LLGUARD__NR_RESTRICT_SELF, ruleset, flags) ? errno : 0;
}

static void restrict_flags_check(uint32_t abi)
{
	uint32_t known = 0;

	for (size_t i = 0; i < LLGUARD__FLAGS; i++) {
		const struct llguard__flag *row = llguard__flag_at(i);
		const int got =
			check_in_child(restrict_with, &row->kernel_flag);

		known |= row->kernel_flag;
		CHECK(got == (row->abi <= abi ? 0 : EINVAL), "%s: %s",
			row->name, strerror(got));
	}
	known++; /* the next bit */
	CHECK(check_in_child(restrict_with, &known) == EINVAL,
		"a flag that no ABI has");
}

/* The planned flags, all at once, and with every right: as apply does it. */
static int planned(const void *argument)
{
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;
	struct llguard_report report = LLGUARD_REPORT_INIT;
	struct llguard_policy policy = LLGUARD_POLICY_NO_RULES_WITH(0,
		LLGUARD_POLICY_STRICT | LLGUARD_LOG_SAME_EXEC_OFF |
			LLGUARD_LOG_NEW_EXEC_ON | LLGUARD_LOG_SUBDOMAINS_OFF |
			LLGUARD_APPLY_ALL_THREADS,
		0, 0, NULL);

	kernel.abi = *(const uint32_t *)argument;
	policy.handled = llguard_abi_mask(kernel.abi < LLGUARD__ABI_ENFORCED
						  ? kernel.abi
						  : LLGUARD__ABI_ENFORCED);
	if (kernel.abi >= LLGUARD__ABI_QUIET)
		policy.quiet = policy.handled & ~LLGUARD_SET_PERMISSION;
	policy.flags &= llguard__abi_flags(kernel.abi) | LLGUARD_POLICY_STRICT;
	CHECK(llguard_policy_plan(&policy, &kernel, &report) == 0, "plan");
	CHECK(report.status == LLGUARD_STATUS_FULL, "%u", report.status);
	CHECK(llguard_policy_apply(&policy, &report) == 0, "apply: %d",
		report.error);
	CHECK(report.status == LLGUARD_STATUS_FULL, "%u", report.status);
	return check_finish();
}

int main(void)
{
	const uint32_t abi = check_kernel_abi();

	if (abi > LLGUARD_ABI_NEWEST) {
		puts("an ABI that is not known yet");
		return 77;
	}
	rights_check(abi);
	quiet_check(abi);
	newer_check();
	add_types_check(abi);
	add_flags_check(abi);
	restrict_flags_check(abi);
	CHECK(check_in_child(planned, &abi) == 0, "what is planned");
	return check_finish();
}
