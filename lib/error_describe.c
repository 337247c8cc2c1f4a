/* SPDX-License-Identifier: MIT */
/*
 * An error for people.
 */
#include "error.h"
#include "text.h"

LLGUARD__COLD int llguard_error_describe(int error, char *buf, size_t size)
{
	const int number = error < 0 && error != INT32_MIN ? -error : error;
	const char *sentence = llguard__error_sentence(number);
	struct llguard__text text;

	if (!llguard__text_begin(&text, buf, size))
		return -EINVAL;
	if (!number) {
		llguard__text_add(&text, "no error");
	} else if (!sentence) {
		llguard__text_add(&text, "not an error of liblandlock-guard: ");
		llguard__text_i64(&text, error);
	} else {
		llguard__text_add(&text, llguard__errno_name(number));
		llguard__text_add(&text, ": ");
		llguard__text_add(&text, sentence);
	}
	return llguard__text_end(&text);
}
