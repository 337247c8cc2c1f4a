/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include <stdio.h>

#include "telemetry/names.h"

/* The words of landlock-guard(1). */
Test(names, words)
{
	static const char kinds[][13] = { "denial", "domain_start",
		"domain_end", "loss" };
	static const char sources[][8] = { "auditd", "journal", "kmsg", "text",
		"netlink" };
	static const char classes[][11] = { "unknown", "fs", "net", "scope",
		"ptrace", "mount", "capability", "namespace" };
	static const char objects[][14] = { "none", "path", "mount", "inet",
		"task", "unix_abstract", "capability", "namespace" };
	static const char flags[][15] = { "truncated", "late", "split",
		"no_syscall", "not_member", "partial_domain", "duplicate",
		"bad_hex", "proctitle_cut", "cut", "untrusted", "no_stamp",
		"lossy" };
	uint32_t i;

	for (i = 0; i < LLGUARD__COUNT(kinds); i++)
		cr_expect_str_eq(llguard__event_kind(i + 1)->text, kinds[i]);
	for (i = 0; i < LLGUARD__COUNT(sources); i++)
		cr_expect_str_eq(
			llguard__event_source(i + 1)->text, sources[i]);
	for (i = 0; i < LLGUARD__COUNT(classes); i++)
		cr_expect_str_eq(llguard__event_class(i)->text, classes[i]);
	cr_expect_str_eq(llguard__event_class(i)->text, "unknown");
	for (i = 0; i < LLGUARD__COUNT(objects); i++)
		cr_expect_str_eq(llguard__event_object(i)->text, objects[i]);
	for (i = 0; i < LLGUARD__COUNT(flags); i++)
		cr_expect_str_eq(llguard__event_flag(i)->text, flags[i]);
	cr_expect_null(llguard__event_flag(i));
	cr_expect_eq(LLGUARD_FLAG_LOSSY, UINT32_C(1) << (i - 1));
	cr_expect_str_eq(
		llguard__event_outcome(LLGUARD_OUTCOME_DENIED)->text, "denied");
	cr_expect_str_eq(
		llguard__event_outcome(LLGUARD_OUTCOME_WOULD_DENY)->text,
		"would_deny");
}

Test(names, errnos)
{
	static const struct {
		int64_t exit;
		const char *name;
	} rows[] = {
		{ -1, "EPERM" }, { -13, "EACCES" }, { -18, "EXDEV" },
		{ -2, "ENOENT" }, { -115, "EINPROGRESS" }, { 0, "" },
		{ 13, "" }, { -4095, "" }, { -4096, "" }, { INT64_MIN, "" },
		{ INT64_MAX, "" }, { -4294967309, "" }, /* -13 - 2^32 */
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++)
		cr_expect_str_eq(
			llguard__event_errno(rows[i].exit), rows[i].name);
}

static const char *time_text(uint64_t seconds, uint32_t milliseconds)
{
	static char buf[64];
	struct llguard__text text;

	cr_assert(llguard__text_begin(&text, buf, sizeof(buf)));
	llguard__event_time(&text, seconds, milliseconds);
	cr_assert_geq(llguard__text_end(&text), 0);
	return buf;
}

Test(names, times)
{
	static const struct {
		uint64_t seconds;
		uint32_t milliseconds;
		const char *text;
	} rows[] = {
		{ 0, 0, "1970-01-01T00:00:00.000Z" },
		{ 1764080735, 711, "2025-11-25T14:25:35.711Z" },
		{ 951782399, 999, "2000-02-28T23:59:59.999Z" },
		{ 951782400, 1, "2000-02-29T00:00:00.001Z" },
		{ 951868800, 10, "2000-03-01T00:00:00.010Z" },
		{ 1709164800, 0, "2024-02-29T00:00:00.000Z" },
		{ 1735689599, 0, "2024-12-31T23:59:59.000Z" },
		{ 4107542399, 0, "2100-02-28T23:59:59.000Z" },
		{ 4107542400, 0, "2100-03-01T00:00:00.000Z" },
		{ 253402300799, 999, "9999-12-31T23:59:59.999Z" },
		{ 253402300800, 0, "" },
		{ UINT64_MAX, 0, "" },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++)
		cr_expect_str_eq(
			time_text(rows[i].seconds, rows[i].milliseconds),
			rows[i].text);
}

/* A calendar by counting: each day of 800 years. */
Test(names, calendar)
{
	static const unsigned int lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31,
		30, 31, 30, 31 };
	uint64_t day = 0;

	for (unsigned int year = 1970; year < 2770; year++)
		for (unsigned int month = 0; month < 12; month++) {
			const bool leap = year % 4 == 0 &&
					  (year % 100 || year % 400 == 0);
			const unsigned int days =
				lengths[month] + (month == 1 && leap);

			for (unsigned int i = 1; i <= days; i++, day++) {
				char expected[64];

				sprintf(expected,
					"%04u-%02u-%02uT12:00:00.000Z", year,
					month + 1, i);
				cr_assert_str_eq(
					time_text(day * 86400 + 43200, 0),
					expected);
			}
		}
}

Test(names, ids)
{
	struct llguard_event event = {
		.seconds = 1764080735, .milliseconds = 7, .serial = UINT32_MAX
	};
	struct llguard__text text;
	char buf[64];

	cr_assert(llguard__text_begin(&text, buf, sizeof(buf)));
	llguard__event_id(&text, &event);
	llguard__text_end(&text);
	cr_expect_str_eq(buf, "1764080735.007:4294967295");
}
