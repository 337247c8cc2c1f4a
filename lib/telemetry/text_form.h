/* SPDX-License-Identifier: MIT */
/*
 * Text that others have made of records: syslog, journalctl's short formats, and
 * ausearch -i.  Anyone may have written it, so every event of it is untrusted.
 */
#ifndef LLGUARD__TEXT_FORM_H
#define LLGUARD__TEXT_FORM_H

#include "../base.h"

#include <llguard/telemetry.h>

struct llguard__scan;

/*
 * What is to be known of a line besides its record.  Above the forms, and apart
 * from the flags of events: all of it fits where a form does.
 */
#define LLGUARD__TEXT_PRINTK UINT32_C(0x100) /* the kernel may have cut it */
#define LLGUARD__TEXT_ALONE  UINT32_C(0x200) /* no stamp: of no event */
#define LLGUARD__TEXT_FLAGS  (LLGUARD_FLAG_NO_STAMP | LLGUARD_FLAG_LOSSY)
#define LLGUARD__TEXT_FORM   UINT32_C(0xff) /* the bits of the form itself */

/* A key with milliseconds from here on is no stamp, and has no time. */
#define LLGUARD__TEXT_NO_TIME 1000

struct llguard__text_traits {
	uint32_t bits;           /* LLGUARD__TEXT_*, LLGUARD_FLAG_* */
	struct llguard_str host; /* of syslog, with the space before it */
};

/*
 * Take a line apart.  The record is as llguard__record_parse() leaves it, but
 * without a stamp's text where the line has none: its numbers then are a key, or
 * nothing.
 */
bool llguard__text_parse(const char *line, size_t len,
	struct llguard_record *record, struct llguard__text_traits *traits);

/*
 * Pass over the time, a host, where there is one, and who has logged it: what follows
 * is the message.  *host is with the space before it, or absent.
 */
bool llguard__text_prefix(struct llguard__scan *scan, struct llguard_str *host,
	struct llguard_str *tag);

/*
 * A line of ausearch -i, whose stamp is in local time: its numbers become a key
 * that only such lines have.
 */
bool llguard__text_interpreted(
	const char *line, size_t len, struct llguard_record *record);

/*
 * Rewrite the body of an interpreted record as the kernel writes it, at to, which
 * is where its line begins or elsewhere.  What cannot be read exactly is left out.
 */
void llguard__text_rewrite(struct llguard_record *record, char *to);

#endif /* LLGUARD__TEXT_FORM_H */
