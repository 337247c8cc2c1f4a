/* SPDX-License-Identifier: MIT */
#include "names.h"

#include "digits.h"

#include "../error.h"

const struct llguard__word llguard__words_kind[] = {
	LLGUARD__WORD("loss"),
	[LLGUARD_EVENT_DENIAL] = LLGUARD__WORD("denial"),
	[LLGUARD_EVENT_DOMAIN_START] = LLGUARD__WORD("domain_start"),
	[LLGUARD_EVENT_DOMAIN_END] = LLGUARD__WORD("domain_end"),
};

const struct llguard__word llguard__words_source[] = {
	LLGUARD__WORD("text"),
	[LLGUARD_FORM_AUDITD] = LLGUARD__WORD("auditd"),
	[LLGUARD_FORM_JOURNAL] = LLGUARD__WORD("journal"),
	[LLGUARD_FORM_KMSG] = LLGUARD__WORD("kmsg"),
	[LLGUARD_FORM_TEXT] = LLGUARD__WORD("text"),
	[LLGUARD_FORM_NETLINK] = LLGUARD__WORD("netlink"),
};

const struct llguard__word llguard__words_class[] = {
	[LLGUARD_CLASS_UNKNOWN] = LLGUARD__WORD("unknown"),
	[LLGUARD_CLASS_FS] = LLGUARD__WORD("fs"),
	[LLGUARD_CLASS_NET] = LLGUARD__WORD("net"),
	[LLGUARD_CLASS_SCOPE] = LLGUARD__WORD("scope"),
	[LLGUARD_CLASS_PTRACE] = LLGUARD__WORD("ptrace"),
	[LLGUARD_CLASS_MOUNT] = LLGUARD__WORD("mount"),
	[LLGUARD_CLASS_CAPABILITY] = LLGUARD__WORD("capability"),
	[LLGUARD_CLASS_NAMESPACE] = LLGUARD__WORD("namespace"),
};

const struct llguard__word llguard__words_outcome[] = {
	LLGUARD__WORD("denied"),
	[LLGUARD_OUTCOME_DENIED] = LLGUARD__WORD("denied"),
	[LLGUARD_OUTCOME_WOULD_DENY] = LLGUARD__WORD("would_deny"),
};

const struct llguard__word llguard__words_object[] = {
	[LLGUARD_OBJECT_NONE] = LLGUARD__WORD("none"),
	[LLGUARD_OBJECT_PATH] = LLGUARD__WORD("path"),
	[LLGUARD_OBJECT_MOUNT] = LLGUARD__WORD("mount"),
	[LLGUARD_OBJECT_INET] = LLGUARD__WORD("inet"),
	[LLGUARD_OBJECT_TASK] = LLGUARD__WORD("task"),
	[LLGUARD_OBJECT_UNIX_ABSTRACT] = LLGUARD__WORD("unix_abstract"),
	[LLGUARD_OBJECT_CAPABILITY] = LLGUARD__WORD("capability"),
	[LLGUARD_OBJECT_NAMESPACE] = LLGUARD__WORD("namespace"),
};

const struct llguard__word *llguard__event_flag(uint32_t bit)
{
	static const struct llguard__word words[] = {
		LLGUARD__WORD("truncated"),
		LLGUARD__WORD("late"),
		LLGUARD__WORD("split"),
		LLGUARD__WORD("no_syscall"),
		LLGUARD__WORD("not_member"),
		LLGUARD__WORD("partial_domain"),
		LLGUARD__WORD("duplicate"),
		LLGUARD__WORD("bad_hex"),
		LLGUARD__WORD("proctitle_cut"),
		LLGUARD__WORD("cut"),
		LLGUARD__WORD("untrusted"),
		LLGUARD__WORD("no_stamp"),
		LLGUARD__WORD("lossy"),
	};

	return bit < LLGUARD__COUNT(words) ? &words[bit] : NULL;
}

const char *llguard__event_errno(int64_t exit)
{
	return exit < 0 && exit > -4096 ? llguard__errno_name((int)-exit) : "";
}

void llguard__event_time(
	struct llguard__text *text, uint64_t seconds, uint32_t milliseconds)
{
	char digits[LLGUARD__DIGITS_MOST];
	const char *end = llguard__put_time(digits, seconds, milliseconds);

	llguard__text_bytes(text, digits, (size_t)(end - digits));
}

void llguard__event_id(
	struct llguard__text *text, const struct llguard_event *event)
{
	char digits[LLGUARD__DIGITS_MOST];
	const char *end = llguard__put_id(digits, event);

	llguard__text_bytes(text, digits, (size_t)(end - digits));
}
