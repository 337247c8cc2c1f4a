/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include <string.h>

#include <llguard.h>

#include "telemetry/scan.h"
#include "telemetry/text_form.h"

#define NOV "Nov 25 14:25:35 "
#define ISO "2025-11-25T14:25:35Z "

/* Prefixes, and what they say; tag NULL: none. */
static const struct {
	const char *prefix;
	const char *host; /* with the space before it */
	const char *tag;
} rows[] = {
	{ NOV "h kernel: ", " h", "kernel" },
	{ NOV "h audit[1]: ", " h", "audit" },
	{ NOV "kernel: ", NULL, "kernel" },
	{ "<5>" NOV "h a: ", " h", "a" },
	{ "<191>" NOV "a: ", NULL, "a" },
	{ "Nov  5 14:25:35.123456789 h a: ", " h", "a" },
	{ ISO "h a: ", " h", "a" },
	{ "2025-11-25T14:25:35,1-01:00 h a: ", " h", "a" },
	{ "Tue 2025-11-25 14:25:35 CET h a: ", " h", "a" },
	{ "[   12.345678] h a: ", " h", "a" },
	{ "[   12.345678 <    1.000000 >] h a: ", " h", "a" },
	{ "1764080735.711000 h a: ", " h", "a" },
	{ "<5>1 " ISO "h a - - - ", " h", "a" },
	{ "<5>1 - h a 1 x [i n=\"\\\"] [\"][j] ", " h", "a" },
	{ "<5>1 " ISO "h a 1 x - \xef\xbb\xbf", " h", "a" },
	{ "", NULL, NULL },
	{ NOV, NULL, NULL },
	{ NOV "h a b: ", NULL, NULL },
	{ NOV ": ", NULL, NULL },
	{ NOV "h [1]: ", NULL, NULL },
	{ NOV "h a[1: ", NULL, NULL },
	{ "<>" NOV "a: ", NULL, NULL },
	{ "<1234>" NOV "a: ", NULL, NULL },
	{ "<5" NOV "a: ", NULL, NULL },
	{ "Nov 125 14:25:35 a: ", NULL, NULL },
	{ "nov 25 14:25:35 a: ", NULL, NULL },
	{ "Nov 25 14:25 a: ", NULL, NULL },
	{ "Nov 25 14:25:35. a: ", NULL, NULL },
	{ "2025-11-25 14:25:35 a: ", NULL, NULL },
	{ "2025-11-25T14:25:35+1 a: ", NULL, NULL },
	{ "Tue 2025-11-25 14:25:35 ", NULL, NULL },
	{ "[12] a: ", NULL, NULL },
	{ "1764080735.7 a: ", NULL, NULL },
	{ "<5>2 " ISO "h a - - - ", NULL, NULL },
	{ "<5>1 " ISO "h a - - ", NULL, NULL },
	{ "<5>1 " ISO "h a - - x ", NULL, NULL },
	{ "<5>1 " ISO "h a - - [i n=\"] ", NULL, NULL },
};

Test(text_prefix, prefixes)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *prefix = rows[i].prefix;
		struct llguard__scan scan = { prefix, prefix + strlen(prefix) };
		struct llguard_str host, tag = { NULL, 0 };
		const bool is = llguard__text_prefix(&scan, &host, &tag);

		cr_expect_eq(is, rows[i].tag != NULL, "%s", prefix);
		if (!is || !rows[i].tag)
			continue;
		cr_expect_eq(scan.at, scan.end, "%s", prefix);
		cr_expect(tag.len == strlen(rows[i].tag) &&
				  memcmp(tag.ptr, rows[i].tag, tag.len) == 0,
			"%s", prefix);
		cr_expect_eq(!host.ptr, !rows[i].host, "%s", prefix);
		if (host.ptr)
			cr_expect(host.len == strlen(rows[i].host) &&
					  memcmp(host.ptr, rows[i].host,
						  host.len) == 0,
				"%s", prefix);
	}
}
