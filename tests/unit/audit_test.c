/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include <llguard.h>

#include "base.h"
#include "sys_fake.h"
#include "sys_fake_audit.h"

static uint32_t state_of(int abi, uint32_t status)
{
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;
	struct llguard_audit audit = LLGUARD_AUDIT_INIT;

	kernel.abi = (uint32_t)abi;
	kernel.status = status;
	fake_reset(abi);
	cr_expect_eq(llguard_audit_probe(&kernel, &audit), 0);
	cr_expect_eq(fake.open_fds, 0);
	return audit.state;
}

/* Every state from its cause alone. */
Test(audit, causes)
{
	static const struct {
		struct fake_audit fake;
		uint32_t state;
	} rows[] = {
		{ { .answer = 1, .enabled = 1, .capability = 1 },
			LLGUARD_AUDIT_ON },
		{ { .answer = 1, .enabled = 2, .capability = 1 },
			LLGUARD_AUDIT_ON }, /* locked */
		{ { .answer = 1, .enabled = 0, .capability = 1 },
			LLGUARD_AUDIT_OFF },
		{ { .socket_errno = EPROTONOSUPPORT },
			LLGUARD_AUDIT_OFF_AT_BOOT },
		{ { .socket_errno = EPROTONOSUPPORT, .no_proc = true },
			LLGUARD_AUDIT_OFF_AT_BOOT },
		{ { .socket_errno = EPROTONOSUPPORT, .not_built = true },
			LLGUARD_AUDIT_NOT_BUILT },
		{ { .socket_errno = EPERM }, LLGUARD_AUDIT_FILTERED },
		{ { .socket_errno = EAFNOSUPPORT }, LLGUARD_AUDIT_FILTERED },
		{ { .answer = -ECONNREFUSED, .capability = 1 },
			LLGUARD_AUDIT_NOT_INIT_USERNS },
		{ { .answer = -EPERM, .capability = 0 },
			LLGUARD_AUDIT_NO_CAPABILITY },
		{ { .answer = 1,
			  .enabled = 1,
			  .capability = 1,
			  .other_netns = true },
			LLGUARD_AUDIT_NOT_INIT_NETNS },
		/* May not ask, and hears its own joining, or not. */
		{ { .answer = -EPERM, .capability = 1, .heard = true },
			LLGUARD_AUDIT_ON },
		{ { .answer = -EPERM, .capability = 1 }, LLGUARD_AUDIT_OFF },
		{ { .answer = 0, .capability = 1, .heard = true },
			LLGUARD_AUDIT_ON },
		{ { .ask_errno = EPERM, .capability = 1, .heard = true },
			LLGUARD_AUDIT_ON },
		{ { .answer = -EPERM, .capability = 1, .join_errno = EPERM },
			LLGUARD_AUDIT_FILTERED },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		fake_audit = rows[i].fake;
		cr_expect_eq(state_of(7, 0), rows[i].state, "row %zu", i);
	}
}

/* Of several causes the first in the order of landlock-guard(1). */
Test(audit, precedence)
{
	fake_audit = (struct fake_audit){
		.answer = 1, .enabled = 0, .other_netns = true
	};
	cr_expect_eq(state_of(6, 0), LLGUARD_AUDIT_ABI);
	cr_expect_eq(state_of(0, LLGUARD_KERNEL_NOT_BUILT), LLGUARD_AUDIT_ABI);
	cr_expect_eq(state_of(7, 0), LLGUARD_AUDIT_NO_CAPABILITY);
	/* A filter hides Landlock from us, not from those who are denied. */
	cr_expect_eq(state_of(0, LLGUARD_KERNEL_FILTERED),
		LLGUARD_AUDIT_NO_CAPABILITY);
	fake_audit.capability = 1;
	cr_expect_eq(state_of(7, 0), LLGUARD_AUDIT_NOT_INIT_NETNS);
	fake_audit.answer = -ECONNREFUSED;
	cr_expect_eq(state_of(7, 0), LLGUARD_AUDIT_NOT_INIT_USERNS);
	fake_audit.socket_errno = EACCES;
	cr_expect_eq(state_of(7, 0), LLGUARD_AUDIT_FILTERED);
	fake_audit.socket_errno = EPROTONOSUPPORT;
	cr_expect_eq(state_of(7, 0), LLGUARD_AUDIT_OFF_AT_BOOT);
	cr_expect_eq(state_of(6, 0), LLGUARD_AUDIT_ABI);
}

/* Other processes' messages, and records, are no answer. */
Test(audit, others)
{
	/* An error, and the head of the message that it answers. */
	static const uint32_t refused[5] = { (uint32_t)-ECONNREFUSED };
	static const struct fake_message messages[] = {
		{ .type = 2,
			.sender = 99,
			.payload = refused,
			.size = sizeof(refused) },
		{ .type = 1423, .payload = "audit(", .size = 6 },
		{ .type = 2, .payload = "\0\0\0\0", .size = 4 },
	};

	fake_audit_reset();
	fake_audit.messages = messages;
	fake_audit.message_count = 3;
	cr_expect_eq(state_of(7, 0), LLGUARD_AUDIT_ON);
	cr_expect_eq(fake_audit.received, 3);
}

Test(audit, lost_and_error)
{
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;
	struct llguard_audit audit = LLGUARD_AUDIT_INIT;

	fake_reset(7);
	fake_audit_reset();
	fake_audit.lost = 12;
	kernel.abi = 7;
	cr_expect_eq(llguard_audit_probe(&kernel, &audit), 0);
	cr_expect_eq(audit.lost, 12);
	cr_expect_eq(audit.error, 0);
	fake_audit.socket_errno = EACCES;
	cr_expect_eq(llguard_audit_probe(&kernel, &audit), 0);
	cr_expect_eq(audit.lost, 0);
	cr_expect_eq(audit.error, EACCES);
}

Test(audit, arguments)
{
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;
	struct llguard_audit audit = LLGUARD_AUDIT_INIT;
	char buf[16];

	fake_reset(7);
	fake_audit_reset();
	cr_expect_eq(llguard_audit_probe(NULL, &audit), -EINVAL);
	cr_expect_eq(llguard_audit_probe(&kernel, NULL), -EINVAL);
	cr_expect_eq(
		llguard_audit_describe_json(&kernel, NULL, buf, 16), -EINVAL);
	cr_expect_eq(llguard_audit_describe_json(&kernel, &audit, NULL, 16),
		-EINVAL);
	audit.size = 4;
	cr_expect_eq(llguard_audit_probe(&kernel, &audit), -EINVAL);
	audit.size = sizeof(audit);
	kernel.abi = 7;
	fake_audit.socket_errno = EMFILE;
	cr_expect_eq(llguard_audit_probe(&kernel, &audit), -EMFILE);
}

Test(audit, words)
{
	static const char names[][16] = { "", "on", "off", "off_at_boot",
		"not_built", "abi", "no_capability", "not_init_netns",
		"not_init_userns", "filtered", "" };

	for (uint32_t i = 0; i < LLGUARD__COUNT(names); i++) {
		cr_expect_str_eq(llguard_audit_state_name(i), names[i]);
		cr_expect_eq(*llguard_audit_reason(i) != '\0',
			i > LLGUARD_AUDIT_ON && i <= LLGUARD_AUDIT_FILTERED,
			"%u", i);
	}
	cr_expect(strstr(llguard_audit_reason(LLGUARD_AUDIT_OFF), "journald"));
}

Test(audit, json)
{
	struct llguard_kernel kernel = LLGUARD_KERNEL_INIT;
	struct llguard_audit audit = LLGUARD_AUDIT_INIT;
	char buf[512];

	kernel.abi = 7;
	kernel.errata = 7;
	audit.state = LLGUARD_AUDIT_NOT_BUILT;
	cr_expect_gt(
		llguard_audit_describe_json(&kernel, &audit, buf, sizeof(buf)),
		0);
	cr_expect_str_eq(buf,
		"{\"v\":1,\"kind\":\"info\",\"version\":\"" LLGUARD_VERSION
		"\",\"library_abi\":11,\"kernel\":{\"abi\":7,\"errata\":7,"
		"\"status\":\"enabled\",\"tsync\":false},\"audit\":{"
		"\"state\":\"not_built\",\"reason\":\"this kernel was built "
		"without CONFIG_AUDIT\"}}");
}
