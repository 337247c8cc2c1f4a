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
 * The stamp of the record before, as text: " msg=audit(STAMP):" at known, of whose
 * last 32 bytes, all but eight at most, the first one is last bytes behind it.
 */
struct llguard__front {
	const char *known; /* NULL: there is none, or it is of another length */
	size_t last;
};

LLGUARD__INLINE struct llguard__front llguard__front_of(
	const struct llguard_record *record)
{
	struct llguard__front front = { NULL,
		record->stamp.len + strlen(LLGUARD__FRONT "):") - 32 };

	/* Of 19 and more: ten digits, a point, and a serial of four digits. */
	if (front.last <= 8)
		front.known = record->stamp.ptr - strlen(LLGUARD__FRONT);
	return front;
}

/* Whether it stands at at as well. */
LLGUARD__INLINE bool llguard__front_again(
	const struct llguard__front *front, const char *at)
{
	return front->known &&
	       llguard__load_8(at) == llguard__load_8(front->known) &&
	       LLGUARD__LIKELY(llguard__same_32(
		       at + front->last, front->known + front->last));
}

/*
 * Another stamp at at that is much like it.  Returns what follows; NULL for any
 * other one, and record may be without a stamp.
 */
LLGUARD__INLINE const char *llguard__front_read(const char *at,
	const struct llguard__front *front, struct llguard_record *record)
{
	const char *const known = front->known;
	const char *stop;

	if (!known || llguard__load_8(at) != llguard__load_8(known))
		return NULL;
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

/*
 * "type=" and the name of a type.  Returns what follows; NULL when it is no name.
 */
LLGUARD__INLINE const char *llguard__front_name(
	const char *line, uint32_t *ret_type)
{
	const char *const name = line + strlen("type=");
	unsigned int n;

	/* Eight bytes first, which "type=" is among. */
#define LINE_IS(type, first, rest)                                             \
	(LLGUARD__IS(line, "type=" first) &&                                   \
		LLGUARD__LIKELY(LLGUARD__IS(line + 8, rest)) &&                \
		(*ret_type = LLGUARD_RECORD_##type, true))
	if (LINE_IS(SYSCALL, "SYS", "CALL"))
		return name + 7;
	if (LINE_IS(PROCTITLE, "PRO", "CTITLE m"))
		return name + 9;
	if (LINE_IS(LANDLOCK_ACCESS, "LAN", "DLOCK_ACCESS"))
		return name + 15;
	/* Of an auditd that does not know the name. */
	if (LINE_IS(LANDLOCK_ACCESS, "UNK", "NOWN[1423]"))
		return name + 13;
	if (LINE_IS(EOE, "EOE", " msg"))
		return name + 3;
	if (LINE_IS(PATH, "PAT", "H ms"))
		return name + 4;
	if (LINE_IS(CWD, "CWD", " msg"))
		return name + 3;
	/* Numbers are not names. */
	if (!LLGUARD__IS(line, "type=") || *name < 'A')
		return NULL;
	n = llguard__name_16(name);
	*ret_type = LLGUARD_RECORD_OTHER;
	if (n == 15 && LINE_IS(LANDLOCK_DOMAIN, "LAN", "DLOCK_DOMAIN"))
		return name + n;
	if (n == 8 && LINE_IS(SOCKADDR, "SOC", "KADDR"))
		return name + n;
	if (n == 7 && LINE_IS(URINGOP, "URI", "NGOP"))
		return name + n;
	if (LLGUARD__IS(name, "DAEMON_"))
		*ret_type = LLGUARD_RECORD_DAEMON;
#undef LINE_IS
	return name + n;
}

#endif /* LLGUARD__FRONT_H */
