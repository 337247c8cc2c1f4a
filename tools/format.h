/* SPDX-License-Identifier: MIT */
#ifndef FORMAT_H
#define FORMAT_H

#include <stdbool.h>

#include "args.h"

/*
 * The value of --format, text or json.  From json on, errors are objects too.
 * Returns 0, or -1 after an error that has been printed.
 */
int format_take(const struct args *args, bool *ret_json);

#endif /* FORMAT_H */
