/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "error.h"

static const int closed_set[] = { EINVAL, E2BIG, ENOSYS, EOPNOTSUPP, EPERM,
	EBUSY, ENOSPC, ENOENT, ENOTDIR, EACCES, ELOOP, ENAMETOOLONG, EBADF,
	EMFILE, ENFILE, ENOMEM, EAGAIN, ENOEXEC, EIO };

static bool is_kernels(int number)
{
	/* These have meanings of the library's own. */
	if (number == EINVAL || number == E2BIG || number == EBUSY ||
		number == ENOSPC)
		return false;
	for (size_t i = 0; i < LLGUARD__COUNT(closed_set); i++)
		if (closed_set[i] == number)
			return true;
	return false;
}

/* Whatever the kernel may ever answer, a caller sees the closed set alone. */
Test(error, class_of_every_errno)
{
	for (int number = 1; number <= 4095; number++)
		cr_expect_eq(llguard__error_class(number),
			is_kernels(number) ? -number : -EIO, "errno %d",
			number);
}

Test(error, names)
{
	cr_expect_str_eq(llguard__errno_name(ENOENT), "ENOENT");
	cr_expect_str_eq(llguard__errno_name(EBADFD), "EBADFD");
	cr_expect_str_eq(llguard__errno_name(EHWPOISON), "EHWPOISON");
	cr_expect_str_eq(llguard__errno_name(0), "");
	cr_expect_str_eq(llguard__errno_name(41), "", "no errno 41 since 1993");
	cr_expect_str_eq(llguard__errno_name(-ENOENT), "");
}

Test(error, sentence_for_each)
{
	char text[256], positive[256];

	for (size_t i = 0; i < LLGUARD__COUNT(closed_set); i++) {
		const int number = closed_set[i];
		const int length =
			llguard_error_describe(-number, text, sizeof(text));

		cr_expect_eq(length, (int)strlen(text));
		cr_expect_eq(strncmp(text, llguard__errno_name(number),
				     strlen(llguard__errno_name(number))),
			0, "%s", text);
		cr_expect_gt(length, 25, "no sentence: %s", text);
		llguard_error_describe(number, positive, sizeof(positive));
		cr_expect_str_eq(text, positive);
	}
}

Test(error, numbers_outside)
{
	char text[64];

	llguard_error_describe(0, text, sizeof(text));
	cr_expect_str_eq(text, "no error");
	llguard_error_describe(-EXDEV, text, sizeof(text));
	cr_expect_str_eq(text, "not an error of liblandlock-guard: -18");
	llguard_error_describe(INT32_MIN, text, sizeof(text));
	cr_expect_str_eq(
		text, "not an error of liblandlock-guard: -2147483648");
}

Test(error, buffer)
{
	char text[8] = "xxxxxxx";
	const int whole = llguard_error_describe(0, NULL, 0);

	cr_expect_eq(whole, 8);
	cr_expect_eq(llguard_error_describe(0, text, 4), whole);
	cr_expect_str_eq(text, "no ");
	cr_expect_eq(text[4], 'x', "wrote beyond the buffer");
	cr_expect_eq(llguard_error_describe(0, NULL, 1), -EINVAL);
}
