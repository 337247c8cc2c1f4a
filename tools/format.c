/* SPDX-License-Identifier: MIT */
#include "format.h"

#include <string.h>

#include "errors.h"

int format_take(const struct args *args, bool *ret_json)
{
	*ret_json = strcmp(args->value, "json") == 0;
	if (*ret_json)
		errors_as_json();
	if (*ret_json || strcmp(args->value, "text") == 0)
		return 0;
	error_usage(args->option, args->value, "is not a format",
		"text or json", NULL);
	return -1;
}
