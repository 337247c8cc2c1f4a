/* SPDX-License-Identifier: MIT */
#include "names.h"

#include "digits.h"

#include "../error.h"

#define WORD_OF(literal)                                                       \
	{                                                                      \
		sizeof(literal) - 1, literal                                   \
	}

/* The word at an index; the first one for any that is not known. */
#define WORD_AT(words, index)                                                  \
	(&(words)[(index) < LLGUARD__COUNT(words) ? (index) : 0])

const struct llguard__word *llguard__event_kind(uint32_t kind)
{
	static const struct llguard__word words[] = {
		WORD_OF("loss"),
		[LLGUARD_EVENT_DENIAL] = WORD_OF("denial"),
		[LLGUARD_EVENT_DOMAIN_START] = WORD_OF("domain_start"),
		[LLGUARD_EVENT_DOMAIN_END] = WORD_OF("domain_end"),
	};

	return WORD_AT(words, kind);
}

const struct llguard__word *llguard__event_source(uint32_t form)
{
	static const struct llguard__word words[] = {
		WORD_OF("text"),
		[LLGUARD_FORM_AUDITD] = WORD_OF("auditd"),
		[LLGUARD_FORM_JOURNAL] = WORD_OF("journal"),
		[LLGUARD_FORM_KMSG] = WORD_OF("kmsg"),
		[LLGUARD_FORM_TEXT] = WORD_OF("text"),
		[LLGUARD_FORM_NETLINK] = WORD_OF("netlink"),
	};

	return WORD_AT(words, form);
}

const struct llguard__word *llguard__event_class(uint32_t class_of)
{
	static const struct llguard__word words[] = {
		[LLGUARD_CLASS_UNKNOWN] = WORD_OF("unknown"),
		[LLGUARD_CLASS_FS] = WORD_OF("fs"),
		[LLGUARD_CLASS_NET] = WORD_OF("net"),
		[LLGUARD_CLASS_SCOPE] = WORD_OF("scope"),
		[LLGUARD_CLASS_PTRACE] = WORD_OF("ptrace"),
		[LLGUARD_CLASS_MOUNT] = WORD_OF("mount"),
		[LLGUARD_CLASS_CAPABILITY] = WORD_OF("capability"),
		[LLGUARD_CLASS_NAMESPACE] = WORD_OF("namespace"),
	};

	return WORD_AT(words, class_of);
}

const struct llguard__word *llguard__event_outcome(uint32_t outcome)
{
	static const struct llguard__word words[] = {
		WORD_OF("denied"),
		[LLGUARD_OUTCOME_DENIED] = WORD_OF("denied"),
		[LLGUARD_OUTCOME_WOULD_DENY] = WORD_OF("would_deny"),
	};

	return WORD_AT(words, outcome);
}

const struct llguard__word *llguard__event_object(uint32_t object)
{
	static const struct llguard__word words[] = {
		[LLGUARD_OBJECT_NONE] = WORD_OF("none"),
		[LLGUARD_OBJECT_PATH] = WORD_OF("path"),
		[LLGUARD_OBJECT_MOUNT] = WORD_OF("mount"),
		[LLGUARD_OBJECT_INET] = WORD_OF("inet"),
		[LLGUARD_OBJECT_TASK] = WORD_OF("task"),
		[LLGUARD_OBJECT_UNIX_ABSTRACT] = WORD_OF("unix_abstract"),
		[LLGUARD_OBJECT_CAPABILITY] = WORD_OF("capability"),
		[LLGUARD_OBJECT_NAMESPACE] = WORD_OF("namespace"),
	};

	return WORD_AT(words, object);
}

const struct llguard__word *llguard__event_flag(uint32_t bit)
{
	static const struct llguard__word words[] = {
		WORD_OF("truncated"),
		WORD_OF("late"),
		WORD_OF("split"),
		WORD_OF("no_syscall"),
		WORD_OF("not_member"),
		WORD_OF("partial_domain"),
		WORD_OF("duplicate"),
		WORD_OF("bad_hex"),
		WORD_OF("proctitle_cut"),
		WORD_OF("cut"),
		WORD_OF("untrusted"),
		WORD_OF("no_stamp"),
		WORD_OF("lossy"),
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
