/* SPDX-License-Identifier: MIT */
#include "names.h"

#include "../error.h"

const char *llguard__event_kind(uint32_t kind)
{
	switch (kind) {
	case LLGUARD_EVENT_DENIAL:
		return "denial";
	case LLGUARD_EVENT_DOMAIN_START:
		return "domain_start";
	case LLGUARD_EVENT_DOMAIN_END:
		return "domain_end";
	default:
		return "loss";
	}
}

const char *llguard__event_source(uint32_t form)
{
	switch (form) {
	case LLGUARD_FORM_AUDITD:
		return "auditd";
	case LLGUARD_FORM_JOURNAL:
		return "journal";
	case LLGUARD_FORM_KMSG:
		return "kmsg";
	case LLGUARD_FORM_NETLINK:
		return "netlink";
	default:
		return "text";
	}
}

const char *llguard__event_class(uint32_t class_of)
{
	switch (class_of) {
	case LLGUARD_CLASS_FS:
		return "fs";
	case LLGUARD_CLASS_NET:
		return "net";
	case LLGUARD_CLASS_SCOPE:
		return "scope";
	case LLGUARD_CLASS_PTRACE:
		return "ptrace";
	case LLGUARD_CLASS_MOUNT:
		return "mount";
	case LLGUARD_CLASS_CAPABILITY:
		return "capability";
	case LLGUARD_CLASS_NAMESPACE:
		return "namespace";
	default:
		return "unknown";
	}
}

const char *llguard__event_outcome(uint32_t outcome)
{
	return outcome == LLGUARD_OUTCOME_WOULD_DENY ? "would_deny" : "denied";
}

const char *llguard__event_object(uint32_t object)
{
	switch (object) {
	case LLGUARD_OBJECT_PATH:
		return "path";
	case LLGUARD_OBJECT_MOUNT:
		return "mount";
	case LLGUARD_OBJECT_INET:
		return "inet";
	case LLGUARD_OBJECT_TASK:
		return "task";
	case LLGUARD_OBJECT_UNIX_ABSTRACT:
		return "unix_abstract";
	case LLGUARD_OBJECT_CAPABILITY:
		return "capability";
	case LLGUARD_OBJECT_NAMESPACE:
		return "namespace";
	default:
		return "none";
	}
}

const char *llguard__event_flag(uint32_t bit)
{
	static const char names[][15] = { "truncated", "late", "split",
		"no_syscall", "not_member", "partial_domain", "duplicate",
		"bad_hex", "proctitle_cut", "cut", "untrusted", "no_stamp",
		"lossy" };

	return bit < LLGUARD__COUNT(names) ? names[bit] : NULL;
}

const char *llguard__event_errno(int64_t exit)
{
	return exit < 0 && exit > -4096 ? llguard__errno_name((int)-exit) : "";
}

static void digits_add(
	struct llguard__text *text, uint32_t value, unsigned int n)
{
	char digits[4];

	for (unsigned int i = n; i-- > 0; value /= 10)
		digits[i] = (char)('0' + value % 10);
	llguard__text_bytes(text, digits, n);
}

void llguard__event_time(
	struct llguard__text *text, uint64_t seconds, uint32_t milliseconds)
{
	/* Days since 0000-03-01, so that a leap day is a year's last. */
	const uint64_t days = seconds / 86400 + 719468;
	const uint32_t era = (uint32_t)(days / 146097);
	const uint32_t day = (uint32_t)(days % 146097);
	const uint32_t year_of_era =
		(day - day / 1460 + day / 36524 - day / 146096) / 365;
	const uint32_t day_of_year =
		day - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	const uint32_t month = (5 * day_of_year + 2) / 153; /* 0: March */
	const uint32_t time = (uint32_t)(seconds % 86400);
	const uint32_t year = era * 400 + year_of_era + (month >= 10);

	if (seconds > UINT64_C(253402300799))
		return;
	digits_add(text, year, 4);
	LLGUARD__TEXT(text, "-");
	digits_add(text, month < 10 ? month + 3 : month - 9, 2);
	LLGUARD__TEXT(text, "-");
	digits_add(text, day_of_year - (153 * month + 2) / 5 + 1, 2);
	LLGUARD__TEXT(text, "T");
	digits_add(text, time / 3600, 2);
	LLGUARD__TEXT(text, ":");
	digits_add(text, time / 60 % 60, 2);
	LLGUARD__TEXT(text, ":");
	digits_add(text, time % 60, 2);
	LLGUARD__TEXT(text, ".");
	digits_add(text, milliseconds, 3);
	LLGUARD__TEXT(text, "Z");
}

void llguard__event_id(
	struct llguard__text *text, const struct llguard_event *event)
{
	llguard__text_u64(text, event->seconds);
	LLGUARD__TEXT(text, ".");
	digits_add(text, event->milliseconds, 3);
	LLGUARD__TEXT(text, ":");
	llguard__text_u64(text, event->serial);
}
