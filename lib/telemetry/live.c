/* SPDX-License-Identifier: MIT */
/*
 * Listening to the kernel's records.
 */
#include "../extensible.h"
#include "../sys.h"

#include <llguard/live.h>

#define NETLINK_HEADER_SIZE 16

/* 32 digits of a file that has hyphens between them. */
static void boot_read(char id[33])
{
	char text[64];
	const int n = llguard__sys_read_file(
		"/proc/sys/kernel/random/boot_id", text, sizeof(text));
	int used = 0;

	for (int i = 0; i < n && used < 32; i++)
		if ((text[i] >= '0' && text[i] <= '9') ||
			(text[i] >= 'a' && text[i] <= 'f'))
			id[used++] = text[i];
	id[used == 32 ? used : 0] = '\0';
}

static int live_error(int err)
{
	switch (err) {
	case -EMFILE:
	case -ENFILE:
	case -ENOMEM:
		return err;
	case -EPROTONOSUPPORT:
		return -EOPNOTSUPP;
	default:
		return -EPERM;
	}
}

int llguard_live_open(struct llguard_live *live)
{
	const struct llguard_live none = LLGUARD_LIVE_INIT;
	const uint32_t size = llguard__size_of(live);
	int fd, err;

	if (size < sizeof(*live))
		return -EINVAL;
	*live = none;
	live->size = size;
	fd = llguard__sys_audit_socket();
	if (fd < 0)
		return live_error(fd);
	/* Less room is worse, not wrong. */
	(void)llguard__sys_audit_room(fd, LLGUARD_LIVE_ROOM);
	err = llguard__sys_audit_join(fd);
	if (err) {
		llguard__sys_close(fd);
		return live_error(err);
	}
	boot_read(live->boot);
	live->fd = fd;
	return 0;
}

/* The kernel counts in 32 bits. */
static void drops_count(struct llguard_live *live)
{
	uint32_t drops;

	if (llguard__sys_audit_drops(live->fd, &drops) == 0)
		live->dropped += (uint32_t)(drops - (uint32_t)live->dropped);
}

int llguard_live_receive(struct llguard_live *live, void *buf, size_t size,
	uint32_t *type, size_t *n)
{
	char *bytes = buf;

	if (llguard__size_of(live) < sizeof(*live) || live->fd < 0 || !buf ||
		size < LLGUARD_LIVE_MAX || !type || !n)
		return -EINVAL;
	for (;;) {
		uint32_t sender;
		uint16_t number;
		const int length = llguard__sys_audit_receive(
			live->fd, buf, size, &sender);

		if (length == -EINTR)
			continue;
		if (length == -ENOBUFS || length == -EAGAIN)
			drops_count(live);
		if (length == -ENOBUFS)
			continue;
		if (length < 0)
			return length == -EAGAIN ? 0 : -EIO;
		/* Root may send to the group as well. */
		if (sender || length < NETLINK_HEADER_SIZE ||
			(size_t)length > size)
			continue;
		memcpy(&number, bytes + 4, sizeof(number));
		*type = number;
		*n = (size_t)length - NETLINK_HEADER_SIZE;
		memmove(bytes, bytes + NETLINK_HEADER_SIZE, *n);
		return 1;
	}
}

void llguard_live_close(struct llguard_live *live)
{
	if (llguard__size_of(live) < sizeof(*live) || live->fd < 0)
		return;
	llguard__sys_close(live->fd);
	live->fd = -1;
}
