/* SPDX-License-Identifier: MIT */
/*
 * The closed set of errors, and a sentence for each.
 */
#include "error.h"

static const struct errno_row {
	int32_t number;
	char name[16];
} errnos[] = {
#define ERRNO(generic, name) { name, #name },
#include "errno.def"
#undef ERRNO
};

enum whose {
	OURS,
	KERNEL
};

static const struct error_row {
	int16_t number;
	int16_t whose;
	char sentence[136];
} errors[] = {
#define ERROR(number, whose, sentence) { number, whose, sentence },
#include "errors.def"
#undef ERROR
};

const char *llguard__errno_name(int number)
{
	/* Most rows are in the order of their numbers. */
	const size_t likely = (unsigned int)number - 1;

	if (likely < LLGUARD__COUNT(errnos) && errnos[likely].number == number)
		return errnos[likely].name;
	for (size_t i = 0; i < LLGUARD__COUNT(errnos); i++)
		if (errnos[i].number == number)
			return errnos[i].name;
	return "";
}

static const struct error_row *error_find(int number)
{
	for (size_t i = 0; i < LLGUARD__COUNT(errors); i++)
		if (errors[i].number == number)
			return &errors[i];
	return NULL;
}

LLGUARD__COLD int llguard__error_class(int number)
{
	const struct error_row *row = error_find(number);

	return row && row->whose == KERNEL ? -number : -EIO;
}

const char *llguard__error_sentence(int number)
{
	const struct error_row *row = error_find(number);

	return row ? row->sentence : NULL;
}
