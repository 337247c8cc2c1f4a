/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include <stdlib.h>
#include <string.h>

#include <llguard.h>

#include "telemetry/text_form.h"

#define STAMP   "1764080735.711:1623"
#define KERNEL  "audit: type=1423 audit(" STAMP "): domain=1"
#define AUDITD  "type=UNKNOWN[1423] msg=audit(" STAMP "): domain=1"
#define KIND    "AUDIT1423 domain=1"
#define DATE    "Nov 25 14:25:35 "
#define ISO     "2025-11-25T14:25:35.711Z "
#define RFC5424 "<5>1 " ISO "host "

enum {
	NONE = -1,
	STAMPED,
	PRINTED,
	ALONE
};

/* Lines whose body is "domain=1". */
static const struct {
	const char *line;
	int is;
	const char *host;
} rows[] = {
	{ DATE "host kernel: " KERNEL, PRINTED, " host" },
	{ DATE "host kernel: [   12.345678] " KERNEL, PRINTED, " host" },
	{ DATE "host audisp-syslog[1]: " AUDITD, STAMPED, " host" },
	{ DATE "host audit: " KIND, ALONE, " host" },
	{ DATE "host audit[4712]: " KIND, ALONE, " host" },
	{ DATE "host audit: LANDLOCK_ACCESS domain=1", ALONE, " host" },
	{ DATE "audit: " KIND, ALONE, NULL },
	{ "<30>" DATE "host audit: " KIND, ALONE, " host" },
	{ "Nov  5 14:25:35.711000 host audit: " KIND, ALONE, " host" },
	{ ISO "host audit: " KIND, ALONE, " host" },
	{ "2025-11-25T14:25:35,711+01:00 host audit: " KIND, ALONE, " host" },
	{ "2025-11-25T14:25:35-0100 host audit: " KIND, ALONE, " host" },
	{ "Tue 2025-11-25 14:25:35 CET host audit: " KIND, ALONE, " host" },
	{ "[    1.234567] host audit: " KIND, ALONE, " host" },
	{ "[    1.234567                ] host audit: " KIND, ALONE, " host" },
	{ "[    1.234567 <    0.000001 >] host audit: " KIND, ALONE, " host" },
	{ "1764080735.711000 host audit: " KIND, ALONE, " host" },
	{ RFC5424 "kernel - - - " KERNEL, PRINTED, " host" },
	{ RFC5424 "audit 4712 - [a@1 b=\"\\\"] c\" d=\"]\"][e] " KIND, ALONE,
		" host" },
	{ RFC5424 "auditd 1 x - \xef\xbb\xbf" AUDITD, STAMPED, " host" },
	{ "<5>1 - - audit - - - " KIND, ALONE, " -" },
	/* Enrichment, as it comes through. */
	{ DATE "h audispd: " AUDITD " UID=\"root\"", STAMPED, " h" },
	{ DATE "h audispd: " AUDITD "\x1dUID=\"root\"", STAMPED, " h" },
	{ DATE "h audispd: " AUDITD "#035UID=\"root\"", STAMPED, " h" },
	/* Not what its form has before it. */
	{ KIND, NONE, NULL },
	{ " " DATE "host audit: " KIND, NONE, NULL },
	{ DATE "host " KIND, NONE, NULL },
	{ DATE "host app: " KIND, NONE, NULL },
	{ DATE "host app: " AUDITD, NONE, NULL },
	{ DATE "host pulseaudio: " AUDITD, NONE, NULL },
	{ DATE "host app: " KERNEL, NONE, NULL },
	{ DATE "host kernel: " AUDITD, NONE, NULL },
	{ DATE "host kernel: x " KERNEL, NONE, NULL },
	{ DATE "host auditd: " KIND, NONE, NULL },
	{ DATE "host audit: x " KIND, NONE, NULL },
	{ DATE "host audit:  " KIND, NONE, NULL },
	{ DATE "host audit: [8.9K blob data]", NONE, NULL },
	{ DATE "host audit: AUDIT1423", NONE, NULL },
	{ DATE "a b audit: " KIND, NONE, NULL },
	{ DATE "host audit[: " KIND, NONE, NULL },
	{ DATE "host [1]: " KIND, NONE, NULL },
	{ "Nov 25 14:25:3 host audit: " KIND, NONE, NULL },
	{ "Nov 25 14:25:35. host audit: " KIND, NONE, NULL },
	{ "Foo 25 14:25:35 host audit: " KIND, NONE, NULL },
	{ "25 14:25:35 host audit: " KIND, NONE, NULL },
	{ "[1.2] host audit: " KIND, NONE, NULL },
	{ "<1234>" DATE "host audit: " KIND, NONE, NULL },
	{ RFC5424 "audit - - [a b=\"] " KIND, NONE, NULL },
	{ RFC5424 "audit - - x " KIND, NONE, NULL },
	{ RFC5424 "audit - - " KIND, NONE, NULL },
	{ "", NONE, NULL },
	{ DATE, NONE, NULL },
	{ AUDITD, NONE, NULL },
};

static const uint32_t bits[] = {
	[STAMPED] = 0,
	[PRINTED] = LLGUARD__TEXT_PRINTK,
	[ALONE] = LLGUARD__TEXT_ALONE | LLGUARD_FLAG_NO_STAMP,
};

Test(text_form, lines)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *line = rows[i].line;
		struct llguard_record record = LLGUARD_RECORD_INIT;
		struct llguard__text_traits traits;
		const bool is = llguard__text_parse(
			line, strlen(line), &record, &traits);

		cr_expect_eq(is, rows[i].is != NONE, "%s", line);
		if (!is)
			continue;
		cr_expect_eq(record.type, LLGUARD_RECORD_LANDLOCK_ACCESS, "%s",
			line);
		cr_expect_eq(traits.bits, bits[rows[i].is], "%s", line);
		cr_expect_eq(record.stamp.len,
			rows[i].is == ALONE ? 0 : strlen(STAMP), "%s", line);
		cr_expect(record.body.len == 8 &&
				  memcmp(record.body.ptr, "domain=1", 8) == 0,
			"%s: %.*s", line, (int)record.body.len,
			record.body.ptr);
		cr_expect_null(record.node.ptr);
		cr_expect_eq(traits.host.len,
			rows[i].host ? strlen(rows[i].host) : 0, "%s", line);
		cr_expect(!rows[i].host || memcmp(traits.host.ptr, rows[i].host,
						   traits.host.len) == 0,
			"%s", line);
	}
}

/* A cut anywhere is no crash, and no record without its head. */
Test(text_form, cut)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		for (size_t n = 0; n < strlen(rows[i].line); n++) {
			struct llguard_record record = LLGUARD_RECORD_INIT;
			struct llguard__text_traits traits;
			char *line = strndup(rows[i].line, n);

			cr_assert_not_null(line);
			if (llguard__text_parse(line, n, &record, &traits))
				cr_expect_neq(rows[i].is, NONE, "%s", line);
			free(line);
		}
	}
}

/* The parts of a body that are like enrichment, and are not. */
Test(text_form, enrichment)
{
	static const char line[] =
		DATE "h auditd: type=1423 msg=audit(" STAMP
		     "): domain=1 path=\"#035UID=\" dev=\"x\" ino=#03 UIDS";
	struct llguard_record record = LLGUARD_RECORD_INIT;
	struct llguard__text_traits traits;

	cr_assert(
		llguard__text_parse(line, sizeof(line) - 1, &record, &traits));
	cr_expect_eq(record.body.ptr + record.body.len,
		line + sizeof(line) - 1 - strlen(" UIDS"));
}
