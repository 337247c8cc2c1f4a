/* SPDX-License-Identifier: MIT */
/*
 * Error numbers: which ones the library returns, and what all of them are
 * called.
 */
#ifndef LLGUARD__ERROR_H
#define LLGUARD__ERROR_H

#include "base.h"

/* The name of an errno of this port, "ENOENT"; "" for a number without one. */
const char *llguard__errno_name(int number);

/* What an error of errors.def means; NULL for a number that is not there. */
const char *llguard__error_sentence(int number);

/*
 * The negative number to return for an errno of the kernel's: itself when
 * errors.def lets the kernel's pass, else -EIO.
 */
int llguard__error_class(int number);

#endif /* LLGUARD__ERROR_H */
