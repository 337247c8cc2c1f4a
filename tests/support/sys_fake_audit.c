/* SPDX-License-Identifier: MIT */
#include "sys_fake_audit.h"

#include <string.h>

#include "sys.h"
#include "sys_fake.h"

struct fake_audit fake_audit;

void fake_audit_reset(void)
{
	fake_audit = (struct fake_audit){
		.answer = 1,
		.enabled = 1,
		.capability = 1,
		.boot = "01234567-89ab-cdef-0123-456789abcdef\n",
	};
}

int llguard__sys_audit_socket(void)
{
	return fake_audit.socket_errno ? -fake_audit.socket_errno : fake_fd();
}

int llguard__sys_audit_join(int fd)
{
	(void)fd;
	fake_audit.joined = !fake_audit.join_errno;
	return -fake_audit.join_errno;
}

int llguard__sys_audit_room(int fd, int bytes)
{
	(void)fd;
	fake_audit.room = bytes;
	return 0;
}

int llguard__sys_audit_ask(int fd)
{
	(void)fd;
	fake_audit.asked = !fake_audit.ask_errno;
	return -fake_audit.ask_errno;
}

static int message_put(
	void *buf, size_t size, uint16_t type, const void *payload, size_t n)
{
	const uint32_t length = (uint32_t)n + 16;
	char message[20000] = { 0 };

	memcpy(message, &length, sizeof(length));
	memcpy(message + 4, &type, sizeof(type));
	memcpy(message + 16, payload, n);
	memcpy(buf, message, length < size ? length : size);
	return (int)length;
}

static int answer_put(void *buf, size_t size)
{
	uint32_t data[11] = { 0 };

	fake_audit.asked = false;
	if (fake_audit.answer < 0) {
		memcpy(data, &fake_audit.answer, sizeof(int));
		return message_put(buf, size, 2, data, 20);
	}
	data[1] = fake_audit.enabled;
	data[6] = fake_audit.lost;
	return message_put(buf, size, 1000, data, sizeof(data));
}

int llguard__sys_audit_receive(
	int fd, void *buf, size_t size, uint32_t *ret_sender)
{
	const struct fake_message *message;

	(void)fd;
	*ret_sender = 0;
	if (fake_audit.received < fake_audit.message_count) {
		message = &fake_audit.messages[fake_audit.received++];
		*ret_sender = message->sender;
		return message->error
			       ? -message->error
			       : message_put(buf, size, message->type,
					 message->payload, message->size);
	}
	return fake_audit.asked && fake_audit.answer ? answer_put(buf, size)
						     : -EAGAIN;
}

int llguard__sys_wait_readable(int fd, int milliseconds)
{
	(void)fd;
	(void)milliseconds;
	return fake_audit.received < fake_audit.message_count ||
	       (fake_audit.asked && fake_audit.answer) ||
	       (fake_audit.joined && fake_audit.heard);
}

int llguard__sys_audit_drops(int fd, uint32_t *ret)
{
	(void)fd;
	*ret = fake_audit.drops;
	return 0;
}

int llguard__sys_has_capability(unsigned int number)
{
	return number == 37 ? fake_audit.capability : 0;
}

int llguard__sys_look(const char *path)
{
	if (fake_audit.no_proc)
		return -ENOENT;
	if (strcmp(path, "/proc/self/loginuid") == 0)
		return fake_audit.not_built ? -ENOENT : 0;
	if (strcmp(path, "/proc/sys/net/core/netdev_budget") == 0)
		return fake_audit.other_netns ? -ENOENT : 0;
	return 0;
}

int llguard__sys_read_file(const char *path, void *buf, size_t size)
{
	size_t n = fake_audit.boot ? strlen(fake_audit.boot) : 0;

	(void)path;
	if (!fake_audit.boot)
		return -ENOENT;
	n = n < size ? n : size;
	memcpy(buf, fake_audit.boot, n);
	return (int)n;
}
