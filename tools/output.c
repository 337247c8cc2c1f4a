/* SPDX-License-Identifier: MIT */
#include "output.h"

#include <errno.h>
#include <stdlib.h>

#include "errors.h"

void output_text(FILE *to, output_describe *describe, const void *object)
{
	char small[1024];
	char *text = small;
	const int length = describe(object, small, sizeof(small));

	if (length >= (int)sizeof(small)) {
		text = malloc((size_t)length + 1);
		if (text)
			(void)describe(object, text, (size_t)length + 1);
	}
	fputs(text ? text : small, to);
	if (!text)
		fputs("... (out of memory)", to);
	if (text != small)
		free(text);
}

void output_line(FILE *to, output_describe *describe, const void *object)
{
	output_text(to, describe, object);
	fputc('\n', to);
}

int output_finish(void)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return 0;
	error_system("standard output", errno);
	return -1;
}
