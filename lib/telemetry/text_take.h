/* SPDX-License-Identifier: MIT */
#ifndef LLGUARD__TEXT_TAKE_H
#define LLGUARD__TEXT_TAKE_H

#include "state.h"
#include "take.h"

/* A line, without its end, as a record; what is to be known of it is kept. */
bool llguard__text_line(struct llguard_reader *reader, struct llguard_str line,
	struct llguard_record *record);

/* llguard__take() for the record of such a line. */
enum llguard__taken llguard__text_take(
	struct llguard_reader *reader, struct llguard_record *record);

#endif /* LLGUARD__TEXT_TAKE_H */
