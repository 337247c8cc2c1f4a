/* SPDX-License-Identifier: MIT */
#include "event_switch.h"

#include <string.h>

/* AUDIT_CONFIG_CHANGE of linux/audit.h, which no user can send. */
#define CONFIG_CHANGE 1305

/* audit_log_config_change(): of a change that was allowed. */
#define HEAD "op=set audit_enabled="
#define TAIL " res=1"

/* "audit(SECONDS.MILLISECONDS:SERIAL): BODY".  Returns the body, or NULL. */
static const char *serial_read(
	const char *payload, const char *end, uint32_t *ret)
{
	const char *at = memchr(payload, ':', (size_t)(end - payload));

	if (!at)
		return NULL;
	*ret = 0;
	for (at++; at < end && *at >= '0' && *at <= '9'; at++)
		*ret = *ret * 10 + (uint32_t)(*at - '0');
	return end - at >= 3 && memcmp(at, "): ", 3) == 0 ? at + 3 : NULL;
}

static bool is_off(const char *body, const char *end)
{
	const size_t len = (size_t)(end - body);

	return len > strlen(HEAD "0" TAIL) &&
	       memcmp(body, HEAD "0 ", strlen(HEAD "0 ")) == 0 &&
	       memcmp(end - strlen(TAIL), TAIL, strlen(TAIL)) == 0;
}

bool event_switch_take(
	struct event_switch *of, uint32_t type, const char *payload, size_t len)
{
	const char *const end = payload + len;
	uint32_t serial;
	const char *const body = serial_read(payload, end, &serial);
	const bool was_off = of->is_off;

	if (!body)
		return false;
	if (type == CONFIG_CHANGE && is_off(body, end)) {
		of->is_off = of->has_serial = true;
		of->serial = serial;
	} else if (!of->has_serial || (int32_t)(serial - of->serial) > 0) {
		/* What began before may still come. */
		of->is_off = false;
	}
	return of->is_off != was_off;
}
