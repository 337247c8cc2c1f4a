/* SPDX-License-Identifier: MIT */
/*
 * The body of a record that ausearch -i has interpreted, as the kernel writes it.
 *
 * The kernel's own words come first and are exact.  Strings come last, without
 * their quotes, so that a space in one looks like its end: they are read when all
 * that is left of the line is what the kernel writes there, and no more.
 */
#include "text_form.h"

#include "scan.h"
#include "text_value.h"

struct rewriting {
	struct llguard__scan scan;
	char *from;
	char *to; /* never beyond what is still to be read */
	uint32_t arch;
};

/* A word and what it says; false for one without '='. */
static bool pair_next(struct llguard__scan *scan, struct llguard_str *key,
	struct llguard_str *value)
{
	struct llguard__scan word;

	while (LLGUARD__SCAN(scan, " "))
		;
	*value = llguard__scan_until(scan, ' ');
	word = (struct llguard__scan){ value->ptr, scan->at };
	*key = llguard__scan_until(&word, '=');
	if (!LLGUARD__SCAN(&word, "="))
		return false;
	*value = (struct llguard_str){ word.at, llguard__scan_left(&word) };
	return true;
}

static void rewrite_put(
	struct rewriting *rewriting, const char *bytes, size_t n)
{
	memmove(rewriting->to, bytes, n);
	rewriting->to += n;
}

static void pair_put(struct rewriting *rewriting, const struct llguard_str *key,
	const struct llguard_str *value, const char *quote)
{
	if (rewriting->to != rewriting->from)
		rewrite_put(rewriting, " ", 1);
	rewrite_put(rewriting, key->ptr, key->len);
	rewrite_put(rewriting, "=", 1);
	rewrite_put(rewriting, quote, strlen(quote));
	rewrite_put(rewriting, value->ptr, value->len);
	rewrite_put(rewriting, quote, strlen(quote));
}

static bool value_is_hex(const struct llguard_str *value)
{
	for (size_t i = 0; i < value->len; i++)
		if (llguard__hex_digits[(unsigned char)value->ptr[i]] > 15)
			return false;
	return value->len % 2 == 0;
}

/*
 * A string, which may have its quotes.  One that ausearch leaves as it is, a device
 * by 3.0, has them, or is hexadecimal, or cannot be told from that.
 */
static bool string_read(
	const struct llguard_str *key, struct llguard_str *value)
{
	char buf[LLGUARD__TEXT_VALUE];
	uint32_t arch;

	if (value->len >= 2 && *value->ptr == '"' &&
		value->ptr[value->len - 1] == '"') {
		value->ptr++;
		value->len -= 2;
	} else if (LLGUARD__STR_IS(key, "dev") && value_is_hex(value)) {
		return false;
	}
	/* "(null)" may be a name, or none. */
	return llguard__text_value(LLGUARD__TEXT_STRING, value, &arch, buf) &&
	       *value->ptr != '(';
}

/* Which keys may follow the first one, which has been found, in this order. */
#define ORDER_MAX 4
static const char orders[][ORDER_MAX][10] = {
	{ "path", "dev", "ino", "ioctlcmd" },
	{ "name", "dev", "ino" },
	{ "ocomm" },
	{ "exe", "comm" },
	{ "comm", "exe", "subj", "key" },
	{ "cwd" },
	{ "proctitle" },
};

static bool name_is(const struct llguard_str *key, const char *text)
{
	return strlen(text) == key->len &&
	       memcmp(text, key->ptr, key->len) == 0;
}

static const char (*order_find(const struct llguard_str *key))[10]
{
	for (size_t i = 0; i < LLGUARD__COUNT(orders); i++)
		if (name_is(key, orders[i][0]))
			return orders[i];
	return NULL;
}

/* A value of the tail, which is to be left out when *kind is unknown. */
static bool tail_value(enum llguard__text_kind *kind,
	const struct llguard_str *key, struct llguard_str *value)
{
	char buf[LLGUARD__TEXT_VALUE];
	uint32_t arch;
	bool is_value;

	if (*kind == LLGUARD__TEXT_STRING)
		return string_read(key, value);
	if (*kind == LLGUARD__TEXT_UNKNOWN)
		return true;
	is_value = llguard__text_value(*kind, value, &arch, buf);
	/* ausearch has names for some: "TIOCGWINSZ". */
	if (is_value || *kind != LLGUARD__TEXT_PREFIXED)
		return is_value;
	*kind = LLGUARD__TEXT_UNKNOWN;
	return true;
}

/* The tail that scan is at, and written when there is where to. */
static bool tail_read(struct llguard__scan scan, struct rewriting *rewriting)
{
	const char(*order)[10] = NULL;
	struct llguard_str key, value;
	size_t place = 0;

	/* One space is between words, and one at the end; more are of a string. */
	(void)LLGUARD__SCAN(&scan, " ");
	while (llguard__scan_left(&scan)) {
		enum llguard__text_kind kind;

		if (*scan.at == ' ' || !pair_next(&scan, &key, &value))
			return false;
		(void)LLGUARD__SCAN(&scan, " ");
		if (!order)
			order = order_find(&key);
		while (order && place < ORDER_MAX &&
			!name_is(&key, order[place]))
			place++;
		kind = llguard__text_kind(&key);
		if (!order || place++ == ORDER_MAX ||
			!tail_value(&kind, &key, &value))
			return false;
		if (rewriting && kind != LLGUARD__TEXT_UNKNOWN)
			pair_put(rewriting, &key, &value,
				kind == LLGUARD__TEXT_STRING ? "\"" : "");
	}
	return true;
}

static bool is_abstract(const struct llguard_str *blockers)
{
	static const char word[] = "scope.abstract_unix_socket";

	for (size_t i = 0; i < blockers->len; i++)
		if (LLGUARD__LITERAL_IS(
			    blockers->ptr + i, blockers->len - i, word))
			return true;
	return false;
}

static void body_rewrite(struct rewriting *rewriting)
{
	struct llguard__scan *scan = &rewriting->scan;
	bool has_tail = true;

	while (llguard__scan_left(scan)) {
		const struct llguard__scan from = *scan;
		char buf[LLGUARD__TEXT_VALUE];
		struct llguard_str key, value;
		enum llguard__text_kind kind;

		if (!pair_next(scan, &key, &value))
			continue;
		kind = llguard__text_kind(&key);
		if (kind == LLGUARD__TEXT_STRING) {
			if (has_tail && tail_read(from, NULL))
				(void)tail_read(from, rewriting);
			return;
		}
		if (!llguard__text_value(kind, &value, &rewriting->arch, buf))
			continue;
		/* What precedes a tail is never said again. */
		if (name_is(&key, "blockers"))
			has_tail = !is_abstract(&value);
		pair_put(rewriting, &key, &value, "");
	}
}

void llguard__text_rewrite(struct llguard_record *record, char *to)
{
	struct rewriting rewriting = {
		.scan = { record->body.ptr,
			record->body.ptr + record->body.len },
		.from = to,
		.to = to,
	};

	switch (record->type) {
	case LLGUARD_RECORD_LANDLOCK_ACCESS:
	case LLGUARD_RECORD_LANDLOCK_DOMAIN:
	case LLGUARD_RECORD_SYSCALL:
	case LLGUARD_RECORD_URINGOP:
	case LLGUARD_RECORD_PROCTITLE:
	case LLGUARD_RECORD_CWD:
		body_rewrite(&rewriting);
		break;
	case LLGUARD_RECORD_EOE:
	case LLGUARD_RECORD_DAEMON:
		break;
	default:
		/* Strings stand among numbers, or numbers are names. */
		record->type = LLGUARD_RECORD_OTHER;
		break;
	}
	record->body = (struct llguard_str){ to,
		(size_t)(rewriting.to - rewriting.from) };
}
