/* SPDX-License-Identifier: MIT */
/*
 * Values that ausearch -i has interpreted, back to what the kernel wrote, where
 * one can only come from the other.
 */
#include "text_value.h"

#include "names.h"
#include "scan.h"
#include "syscalls.h"

/* System calls and errnos are below. */
#define CALLS_MAX  1024
#define ERRNOS_MAX 134

enum llguard__text_kind llguard__text_kind(const struct llguard_str *key)
{
	static const struct {
		char key[15];
		uint8_t kind;
	} keys[] = {
		{ "domain", LLGUARD__TEXT_HEX },
		{ "blockers", LLGUARD__TEXT_WORDS },
		{ "status", LLGUARD__TEXT_WORDS },
		{ "mode", LLGUARD__TEXT_WORDS },
		{ "denials", LLGUARD__TEXT_NUMBER },
		{ "lport", LLGUARD__TEXT_NUMBER },
		{ "fport", LLGUARD__TEXT_NUMBER },
		{ "src", LLGUARD__TEXT_NUMBER },
		{ "dest", LLGUARD__TEXT_NUMBER },
		{ "laddr", LLGUARD__TEXT_ADDRESS },
		{ "faddr", LLGUARD__TEXT_ADDRESS },
		{ "saddr", LLGUARD__TEXT_ADDRESS },
		{ "daddr", LLGUARD__TEXT_ADDRESS },
		{ "opid", LLGUARD__TEXT_NUMBER },
		{ "capability", LLGUARD__TEXT_NUMBER },
		{ "namespace_type", LLGUARD__TEXT_PREFIXED },
		{ "namespace_id", LLGUARD__TEXT_NUMBER },
		{ "ioctlcmd", LLGUARD__TEXT_PREFIXED },
		{ "ino", LLGUARD__TEXT_NUMBER },
		{ "pid", LLGUARD__TEXT_NUMBER },
		{ "ppid", LLGUARD__TEXT_NUMBER },
		{ "uid", LLGUARD__TEXT_ID },
		{ "gid", LLGUARD__TEXT_ID },
		{ "euid", LLGUARD__TEXT_ID },
		{ "egid", LLGUARD__TEXT_ID },
		{ "auid", LLGUARD__TEXT_ID },
		{ "ses", LLGUARD__TEXT_NUMBER },
		{ "arch", LLGUARD__TEXT_ARCH },
		{ "syscall", LLGUARD__TEXT_CALL },
		{ "uring_op", LLGUARD__TEXT_NUMBER },
		{ "success", LLGUARD__TEXT_WORDS },
		{ "exit", LLGUARD__TEXT_EXIT },
		{ "a0", LLGUARD__TEXT_ARGUMENT },
		{ "a1", LLGUARD__TEXT_ARGUMENT },
		{ "a2", LLGUARD__TEXT_ARGUMENT },
		{ "a3", LLGUARD__TEXT_ARGUMENT },
		{ "tty", LLGUARD__TEXT_TTY },
		{ "subj", LLGUARD__TEXT_LABEL },
		{ "dev", LLGUARD__TEXT_STRING },
		{ "path", LLGUARD__TEXT_STRING },
		{ "name", LLGUARD__TEXT_STRING },
		{ "ocomm", LLGUARD__TEXT_STRING },
		{ "comm", LLGUARD__TEXT_STRING },
		{ "exe", LLGUARD__TEXT_STRING },
		{ "cwd", LLGUARD__TEXT_STRING },
		{ "proctitle", LLGUARD__TEXT_STRING },
	};

	for (size_t i = 0; i < LLGUARD__COUNT(keys); i++)
		if (strlen(keys[i].key) == key->len &&
			memcmp(keys[i].key, key->ptr, key->len) == 0)
			return keys[i].kind;
	return LLGUARD__TEXT_UNKNOWN;
}

static bool is_between(char byte, char first, char last)
{
	return byte >= first && byte <= last;
}

/* Whether a byte may stand in a value of a kind. */
static bool byte_is_of(enum llguard__text_kind kind, char byte)
{
	switch (kind) {
	case LLGUARD__TEXT_WORDS:
		return is_between(byte, 'a', 'z') || byte == '_' ||
		       byte == '.' || byte == ',';
	case LLGUARD__TEXT_HEX:
		return is_between(byte, '0', '9') || is_between(byte, 'a', 'f');
	case LLGUARD__TEXT_NUMBER:
		return is_between(byte, '0', '9');
	case LLGUARD__TEXT_ADDRESS:
		return is_between(byte, '0', ':') ||
		       is_between(byte, 'a', 'f') || byte == '.';
	case LLGUARD__TEXT_TTY:
		return is_between(byte, '0', '9') ||
		       is_between(byte, 'a', 'z') || is_between(byte, 'A', 'Z');
	case LLGUARD__TEXT_LABEL:
	case LLGUARD__TEXT_STRING:
		/* Control characters are escaped, and backslashes are not. */
		return (unsigned char)byte > ' ' && byte != '"' && byte != '\\';
	default:
		return false;
	}
}

static bool value_is(
	enum llguard__text_kind kind, const struct llguard_str *value)
{
	for (size_t i = 0; i < value->len; i++)
		if (!byte_is_of(kind, value->ptr[i]))
			return false;
	return value->len != 0;
}

static bool value_is_text(const struct llguard_str *value, const char *text)
{
	return strlen(text) == value->len &&
	       memcmp(text, value->ptr, value->len) == 0;
}

/* A number, and "-" before it where it is said. */
static struct llguard_str value_put(
	char *buf, uint32_t number, uint32_t base, bool less)
{
	size_t at = LLGUARD__TEXT_VALUE;

	do {
		buf[--at] = "0123456789abcdef"[number % base];
		number /= base;
	} while (number);
	if (less)
		buf[--at] = '-';
	return (struct llguard_str){ buf + at, LLGUARD__TEXT_VALUE - at };
}

static bool arch_find(const struct llguard_str *value, uint32_t *ret)
{
	static const uint32_t arches[] = { 0xc000003e, 0x40000003, 0xc00000b7,
		0x40000028, 0xc00000f3, 0x80000016, 0xc0000015 };

	for (size_t i = 0; i < LLGUARD__COUNT(arches); i++) {
		*ret = arches[i];
		if (value_is_text(value, llguard__arch_name(arches[i])))
			return true;
	}
	*ret = 0;
	return false;
}

static bool call_find(
	const struct llguard_str *value, uint32_t arch, uint32_t *ret)
{
	for (*ret = 0; *ret < CALLS_MAX; ++*ret) {
		const char *name = llguard_syscall_name(arch, *ret);

		if (name && value_is_text(value, name))
			return true;
	}
	return false;
}

/* "EACCES(Permission denied)", up to its first space. */
static bool errno_find(const struct llguard_str *value, uint32_t *ret)
{
	struct llguard__scan scan = { value->ptr, value->ptr + value->len };
	const struct llguard_str name = llguard__scan_until(&scan, '(');

	for (*ret = 1; name.len && *ret < ERRNOS_MAX; ++*ret)
		if (value_is_text(&name, llguard__event_errno(-(int64_t)*ret)))
			return true;
	return false;
}

bool llguard__text_value(enum llguard__text_kind kind,
	struct llguard_str *value, uint32_t *arch,
	char buf[LLGUARD__TEXT_VALUE])
{
	struct llguard__scan scan = { value->ptr, value->ptr + value->len };
	struct llguard_str digits;
	uint32_t number;

	switch (kind) {
	case LLGUARD__TEXT_PREFIXED:
	case LLGUARD__TEXT_ARGUMENT:
		if (!LLGUARD__SCAN(&scan, "0x"))
			return false;
		digits = (struct llguard_str){ scan.at,
			llguard__scan_left(&scan) };
		if (kind == LLGUARD__TEXT_ARGUMENT)
			*value = digits;
		return value_is(LLGUARD__TEXT_HEX, &digits);
	case LLGUARD__TEXT_ID:
		if (LLGUARD__SCAN(&scan, "unknown("))
			*value = llguard__scan_until(&scan, ')');
		return value_is(LLGUARD__TEXT_NUMBER, value);
	case LLGUARD__TEXT_ARCH:
		if (!arch_find(value, arch))
			return false;
		*value = value_put(buf, *arch, 16, false);
		return true;
	case LLGUARD__TEXT_CALL:
		if (LLGUARD__SCAN(&scan, "unknown-syscall(")) {
			*value = llguard__scan_until(&scan, ')');
			return value_is(LLGUARD__TEXT_NUMBER, value);
		}
		if (!call_find(value, *arch, &number))
			return false;
		*value = value_put(buf, number, 10, false);
		return true;
	case LLGUARD__TEXT_EXIT:
		if (value_is(LLGUARD__TEXT_NUMBER, value))
			return true;
		if (!errno_find(value, &number))
			return false;
		*value = value_put(buf, number, 10, true);
		return true;
	default:
		return value_is(kind, value);
	}
}
