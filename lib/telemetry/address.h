/* SPDX-License-Identifier: MIT */
/*
 * Whether a word is an address: a store rejects a whole event for one that is not.
 */
#ifndef LLGUARD__ADDRESS_H
#define LLGUARD__ADDRESS_H

#include "../base.h"

/* 4 or 6; 0 for what is no address of IP, or absent. */
int llguard__address_version(const struct llguard_str *word);

#endif /* LLGUARD__ADDRESS_H */
