/* SPDX-License-Identifier: MIT */
#include "event_serial.h"

#include <string.h>

const char *event_serial_read(const char *payload, size_t len, uint32_t *ret)
{
	const char *const end = payload + len;
	const char *at = memchr(payload, ':', len);

	if (!at)
		return NULL;
	*ret = 0;
	for (at++; at < end && *at >= '0' && *at <= '9'; at++)
		*ret = *ret * 10 + (uint32_t)(*at - '0');
	return end - at >= 3 && memcmp(at, "): ", 3) == 0 ? at + 3 : NULL;
}
