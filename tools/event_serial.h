/* SPDX-License-Identifier: MIT */
/*
 * The serial of a packet: of the event that its record belongs to.
 */
#ifndef EVENT_SERIAL_H
#define EVENT_SERIAL_H

#include <stddef.h>
#include <stdint.h>

/*
 * Read "audit(SECONDS.MILLISECONDS:SERIAL): BODY".  Returns the body, or NULL
 * when it is something else.
 */
const char *event_serial_read(const char *payload, size_t len, uint32_t *ret);

#endif /* EVENT_SERIAL_H */
