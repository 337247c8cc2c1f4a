/* SPDX-License-Identifier: MIT */
/*
 * The closed set of errors, and a sentence for each.
 */
#include "error.h"

#include "text.h"

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

LLGUARD__COLD int llguard_error_describe(int error, char *buf, size_t size)
{
	const int number = error < 0 && error != INT32_MIN ? -error : error;
	const struct error_row *row = error_find(number);
	struct llguard__text text;

	if (!llguard__text_begin(&text, buf, size))
		return -EINVAL;
	if (!number) {
		llguard__text_add(&text, "no error");
	} else if (!row) {
		llguard__text_add(&text, "not an error of liblandlock-guard: ");
		llguard__text_i64(&text, error);
	} else {
		llguard__text_add(&text, llguard__errno_name(number));
		llguard__text_add(&text, ": ");
		llguard__text_add(&text, row->sentence);
	}
	return llguard__text_end(&text);
}
