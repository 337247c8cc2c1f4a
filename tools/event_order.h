/* SPDX-License-Identifier: MIT */
/*
 * In which order files are read.
 */
#ifndef EVENT_ORDER_H
#define EVENT_ORDER_H

#include "event_inputs.h"

/*
 * Put the oldest first, by the stamp of the first record.  One in whose beginning
 * there is none stays behind the one that it was given behind.
 */
void event_order(struct event_inputs *inputs, uint32_t form);

#endif /* EVENT_ORDER_H */
