/* SPDX-License-Identifier: MIT */
/*
 * The front of a line of auditd that is of the same event as the one before, as
 * four in five are, or of one near it: the stamp is compared before it is read.
 */
#ifndef LLGUARD__FRONT_H
#define LLGUARD__FRONT_H

#include "scan.h"

#include <llguard/telemetry.h>

/* So many bytes of a line are looked at. */
#define LLGUARD__FRONT_MOST 96

#define LLGUARD__FRONT " msg=audit("

/* "711:1623):", and where it ends; NULL when it does not stand. */
LLGUARD__INLINE const char *llguard__front_serial(
	const char *at, struct llguard_record *record)
{
	const unsigned char *const digits = (const unsigned char *)at;
	const uint32_t a = digits[0] - (uint32_t)'0';
	const uint32_t b = digits[1] - (uint32_t)'0';
	const uint32_t c = digits[2] - (uint32_t)'0';
	struct llguard__scan scan = { at + 4, at + 24 };

	if (a > 9 || b > 9 || c > 9 || at[3] != ':' ||
		!llguard__scan_u32(&scan, &record->serial) ||
		!LLGUARD__IS(scan.at, "):"))
		return NULL;
	record->milliseconds = a * 100 + b * 10 + c;
	return scan.at + 2;
}

/* Ten digits, from 2001 to 2286, up to a point: those at known as a rule. */
LLGUARD__INLINE bool llguard__front_seconds(
	const char *at, const char *known, struct llguard_record *record)
{
	struct llguard__scan scan = { at + strlen(LLGUARD__FRONT), at + 21 };

	if (LLGUARD__LIKELY(llguard__same_16(at + 6, known + 6)))
		return true;
	return LLGUARD__IS(at + 8, "it(") &&
	       llguard__scan_u64(&scan, &record->seconds) &&
	       scan.at == scan.end;
}

/*
 * " msg=audit(STAMP):" at at, behind the name of a type, where it is that of the
 * record before or much like it.  Returns what follows; NULL for any other one,
 * and record may be without a stamp.
 */
LLGUARD__INLINE const char *llguard__front_read(
	const char *at, struct llguard_record *record, bool *ret_again)
{
	/* Where the last 32 bytes begin, which are all of it but eight at most. */
	const size_t last =
		record->stamp.len + strlen(LLGUARD__FRONT "):") - 32;
	const char *known, *stop;

	*ret_again = false;
	/* Of 19 and more: ten digits, a point, and a serial of four digits. */
	if (last > 8)
		return NULL;
	known = record->stamp.ptr - strlen(LLGUARD__FRONT);
	if (llguard__load_8(at) != llguard__load_8(known))
		return NULL;
	if (LLGUARD__LIKELY(llguard__same_32(at + last, known + last))) {
		*ret_again = true;
		return at + last + 32;
	}
	record->stamp.len = 0;
	if (at[21] != '.' || !llguard__front_seconds(at, known, record))
		return NULL;
	stop = llguard__front_serial(at + 22, record);
	if (!stop)
		return NULL;
	record->stamp.ptr = at + strlen(LLGUARD__FRONT);
	record->stamp.len = (size_t)(stop - 2 - record->stamp.ptr);
	return stop;
}

/* The name of a type.  Returns what follows. */
LLGUARD__INLINE const char *llguard__front_name(
	const char *name, uint32_t *ret_type)
{
	unsigned int n;

#define NAME_IS(type, literal)                                                 \
	(LLGUARD__LIKELY(LLGUARD__IS(name, literal)) &&                        \
		(*ret_type = LLGUARD_RECORD_##type, true))
	if (NAME_IS(SYSCALL, "SYSCALL "))
		return name + 7;
	if (NAME_IS(PROCTITLE, "PROCTITL") && name[8] == 'E')
		return name + 9;
	if (NAME_IS(LANDLOCK_ACCESS, "LANDLOCK_ACCESS "))
		return name + 15;
	/* Of an auditd that does not know the name. */
	if (NAME_IS(LANDLOCK_ACCESS, "UNKNOWN[1423] "))
		return name + 13;
	if (NAME_IS(EOE, "EOE msg="))
		return name + 3;
	if (NAME_IS(PATH, "PATH msg"))
		return name + 4;
	if (NAME_IS(CWD, "CWD msg="))
		return name + 3;
	n = llguard__name_16(name);
	if (n == 15 && NAME_IS(LANDLOCK_DOMAIN, "LANDLOCK_DOMAIN "))
		return name + n;
	if (n == 8 && NAME_IS(SOCKADDR, "SOCKADDR"))
		return name + n;
	if (n == 7 && NAME_IS(URINGOP, "URINGOP "))
		return name + n;
#undef NAME_IS
	*ret_type = LLGUARD_RECORD_OTHER;
	return name + n;
}

#endif /* LLGUARD__FRONT_H */
