/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include <llguard.h>

#include "base.h"
#include "sys_fake.h"
#include "sys_fake_audit.h"

static char packet[LLGUARD_LIVE_MAX];

static void reset(void)
{
	fake_reset(7);
	fake_audit_reset();
}

Test(live, open)
{
	struct llguard_live live = LLGUARD_LIVE_INIT;

	reset();
	cr_expect_eq(llguard_live_open(&live), 0);
	cr_expect(fake_audit.joined);
	cr_expect_geq(fake_audit.room, 8 << 20);
	cr_expect_str_eq(live.boot, "0123456789abcdef0123456789abcdef");
	cr_expect_geq(live.fd, 0);
	llguard_live_close(&live);
	cr_expect_eq(live.fd, -1);
	cr_expect_eq(fake.open_fds, 0);
	llguard_live_close(&live);
	llguard_live_close(NULL);
}

Test(live, boot_unknown)
{
	static const char *const boots[] = { NULL, "", "0123\n", "not an id" };

	for (size_t i = 0; i < LLGUARD__COUNT(boots); i++) {
		struct llguard_live live = LLGUARD_LIVE_INIT;

		reset();
		fake_audit.boot = boots[i];
		cr_expect_eq(llguard_live_open(&live), 0);
		cr_expect_str_eq(live.boot, "");
		llguard_live_close(&live);
	}
}

Test(live, refused)
{
	static const struct {
		int socket_errno, join_errno, expected;
	} rows[] = {
		{ EPROTONOSUPPORT, 0, -EOPNOTSUPP },
		{ EAFNOSUPPORT, 0, -EPERM },
		{ EACCES, 0, -EPERM },
		{ EMFILE, 0, -EMFILE },
		{ ENFILE, 0, -ENFILE },
		{ ENOMEM, 0, -ENOMEM },
		{ 0, EPERM, -EPERM },
		{ 0, ENOMEM, -ENOMEM },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		struct llguard_live live = LLGUARD_LIVE_INIT;

		reset();
		fake_audit.socket_errno = rows[i].socket_errno;
		fake_audit.join_errno = rows[i].join_errno;
		cr_expect_eq(llguard_live_open(&live), rows[i].expected,
			"row %zu", i);
		cr_expect_eq(live.fd, -1);
		cr_expect_eq(fake.open_fds, 0, "row %zu", i);
	}
}

/* What is not the kernel's, or no message, is passed over. */
Test(live, receive)
{
	static const struct fake_message messages[] = {
		{ .type = 1423, .payload = "audit(1.000:1): a", .size = 17 },
		{ .type = 1423, .sender = 7, .payload = "forged", .size = 6 },
		{ .error = EINTR },
		{ .type = 1320, .payload = "", .size = 0 },
	};
	struct llguard_live live = LLGUARD_LIVE_INIT;
	uint32_t type;
	size_t n;

	reset();
	fake_audit.messages = messages;
	fake_audit.message_count = LLGUARD__COUNT(messages);
	cr_assert_eq(llguard_live_open(&live), 0);
	cr_expect_eq(
		llguard_live_receive(&live, packet, sizeof(packet), &type, &n),
		1);
	cr_expect_eq(type, 1423);
	cr_expect_eq(n, 17);
	cr_expect_eq(memcmp(packet, "audit(1.000:1): a", 17), 0);
	cr_expect_eq(
		llguard_live_receive(&live, packet, sizeof(packet), &type, &n),
		1);
	cr_expect_eq(type, 1320);
	cr_expect_eq(n, 0);
	cr_expect_eq(
		llguard_live_receive(&live, packet, sizeof(packet), &type, &n),
		0);
	llguard_live_close(&live);
}

/* Losses are counted, over the wrap of the kernel's counter too. */
Test(live, dropped)
{
	static const struct fake_message messages[] = {
		{ .error = ENOBUFS },
		{ .type = 1320, .payload = "x", .size = 1 },
		{ .error = ENOBUFS },
	};
	struct llguard_live live = LLGUARD_LIVE_INIT;
	uint32_t type;
	size_t n;

	reset();
	cr_assert_eq(llguard_live_open(&live), 0);
	fake_audit.messages = messages;
	fake_audit.message_count = LLGUARD__COUNT(messages);
	fake_audit.drops = UINT32_MAX - 1;
	cr_expect_eq(
		llguard_live_receive(&live, packet, sizeof(packet), &type, &n),
		1);
	cr_expect_eq(live.dropped, UINT32_MAX - 1);
	fake_audit.drops = 3;
	cr_expect_eq(
		llguard_live_receive(&live, packet, sizeof(packet), &type, &n),
		0);
	cr_expect_eq(live.dropped, UINT64_C(0x100000003));
	/* After the last packet as well, without a word from the kernel. */
	fake_audit.drops = 5;
	cr_expect_eq(
		llguard_live_receive(&live, packet, sizeof(packet), &type, &n),
		0);
	cr_expect_eq(live.dropped, UINT64_C(0x100000005));
	llguard_live_close(&live);
}

Test(live, failed)
{
	static const struct fake_message messages[] = { { .error = EBADF } };
	struct llguard_live live = LLGUARD_LIVE_INIT;
	uint32_t type;
	size_t n;

	reset();
	cr_assert_eq(llguard_live_open(&live), 0);
	fake_audit.messages = messages;
	fake_audit.message_count = 1;
	cr_expect_eq(
		llguard_live_receive(&live, packet, sizeof(packet), &type, &n),
		-EIO);
	cr_expect_eq(
		llguard_live_receive(&live, packet, 8, &type, &n), -EINVAL);
	cr_expect_eq(
		llguard_live_receive(&live, NULL, sizeof(packet), &type, &n),
		-EINVAL);
	llguard_live_close(&live);
	cr_expect_eq(
		llguard_live_receive(&live, packet, sizeof(packet), &type, &n),
		-EINVAL);
	cr_expect_eq(llguard_live_open(NULL), -EINVAL);
}
