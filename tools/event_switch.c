/* SPDX-License-Identifier: MIT */
#include "event_switch.h"

#include <string.h>

#include "event_serial.h"

/* AUDIT_CONFIG_CHANGE of linux/audit.h, which no user can send. */
#define CONFIG_CHANGE 1305

/* audit_log_config_change(): of a change that was allowed. */
#define HEAD "op=set audit_enabled="
#define TAIL " res=1"

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
	const char *const body = event_serial_read(payload, len, &serial);
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
