/* SPDX-License-Identifier: MIT */
/*
 * One line: what form it has, its type, its stamp, and where its body is.
 *
 * Everything is decided at the front of the line, where only auditd and the
 * kernel write; what a body holds can look like anything.
 */
#include "record.h"

#include "../extensible.h"
#include "scan.h"
#include "text_form.h"

/*
 * "SECONDS." as in the stamp before, when these have ten digits: from 2001 to
 * 2286.
 */
LLGUARD__INLINE bool seconds_again(
	const struct llguard__scan *scan, const struct llguard_record *record)
{
	const char *const known = record->stamp.ptr;

	return record->stamp.len >= 16 && llguard__scan_left(scan) >= 16 &&
	       known[10] == '.' &&
	       llguard__load_8(scan->at) == llguard__load_8(known) &&
	       llguard__load_8(scan->at + 3) == llguard__load_8(known + 3);
}

/* "711:", three digits in any case. */
LLGUARD__INLINE bool milliseconds_read(
	struct llguard__scan *scan, uint32_t *ret)
{
	const unsigned char *const at = (const unsigned char *)scan->at;
	uint32_t a, b, c;

	if (llguard__scan_left(scan) < 4)
		return false;
	a = at[0] - (uint32_t)'0';
	b = at[1] - (uint32_t)'0';
	c = at[2] - (uint32_t)'0';
	if (a > 9 || b > 9 || c > 9 || at[3] != ':')
		return false;
	*ret = a * 100 + b * 10 + c;
	scan->at += 4;
	return true;
}

/* "STAMP):" */
LLGUARD__INLINE bool stamp_read(
	struct llguard__scan *scan, struct llguard_record *record)
{
	const char *const from = scan->at;
	const bool again = seconds_again(scan, record);

	record->stamp.len = 0;
	if (again)
		scan->at += 11;
	else if (!llguard__scan_u64(scan, &record->seconds) ||
		 !LLGUARD__SCAN(scan, "."))
		return false;
	if (!milliseconds_read(scan, &record->milliseconds) ||
		!llguard__scan_u32(scan, &record->serial) ||
		!LLGUARD__LITERAL_IS(scan->at, llguard__scan_left(scan), "):"))
		return false;
	record->stamp.ptr = from;
	record->stamp.len = (size_t)(scan->at - from);
	scan->at += 2;
	return true;
}

/*
 * "STAMP):" when the stamp is that of the record before, as most are: its first
 * and its last 16 bytes, which are all of it.
 */
LLGUARD__INLINE bool stamp_again(
	struct llguard__scan *scan, struct llguard_record *record)
{
	const char *const from = scan->at;
	const char *const known = record->stamp.ptr;
	const size_t len = record->stamp.len + 2;

	if (len < 16 || len > 32 || llguard__scan_left(scan) < len ||
		!llguard__same_16(from, known) ||
		!llguard__same_16(from + len - 16, known + len - 16))
		return false;
	record->stamp.ptr = from;
	scan->at += len;
	return true;
}

/* "STAMP): ", all that is before the body. */
LLGUARD__INLINE bool stamp_scan(
	struct llguard__scan *scan, struct llguard_record *record)
{
	if (!stamp_again(scan, record) && !stamp_read(scan, record))
		return false;
	if (scan->at < scan->end && *scan->at == ' ')
		scan->at++;
	return true;
}

LLGUARD__INLINE void body_set(
	const struct llguard__scan *scan, struct llguard_record *record)
{
	record->body.ptr = scan->at;
	record->body.len = llguard__scan_left(scan);
}

static uint32_t type_of_number(uint64_t number)
{
	switch (number) {
	case LLGUARD_RECORD_SYSCALL:
	case LLGUARD_RECORD_PATH:
	case LLGUARD_RECORD_SOCKADDR:
	case LLGUARD_RECORD_CWD:
	case LLGUARD_RECORD_EOE:
	case LLGUARD_RECORD_PROCTITLE:
	case LLGUARD_RECORD_URINGOP:
	case LLGUARD_RECORD_LANDLOCK_ACCESS:
	case LLGUARD_RECORD_LANDLOCK_DOMAIN:
		return (uint32_t)number;
	default:
		return number >= LLGUARD_RECORD_DAEMON &&
				       number < LLGUARD_RECORD_SYSCALL
			       ? LLGUARD_RECORD_DAEMON
			       : LLGUARD_RECORD_OTHER;
	}
}

uint32_t llguard__record_type(uint32_t number)
{
	return type_of_number(number);
}

/*
 * The type that is named at name, which FOLLOWS follows and makes eight or sixteen
 * bytes of each.
 */
LLGUARD__INLINE uint32_t type_of_name(const char *name)
{
	if (LLGUARD__IS(name, "SYSCALL "))
		return LLGUARD_RECORD_SYSCALL;
	if (LLGUARD__IS(name, "PROCTITL"))
		return LLGUARD__IS(name + 8, "E msg=au")
			       ? LLGUARD_RECORD_PROCTITLE
			       : LLGUARD_RECORD_OTHER;
	if (LLGUARD__IS(name, "LANDLOCK")) {
		if (LLGUARD__IS(name + 8, "_ACCESS "))
			return LLGUARD_RECORD_LANDLOCK_ACCESS;
		return LLGUARD__IS(name + 8, "_DOMAIN ")
			       ? LLGUARD_RECORD_LANDLOCK_DOMAIN
			       : LLGUARD_RECORD_OTHER;
	}
	if (LLGUARD__IS(name, "EOE msg="))
		return LLGUARD_RECORD_EOE;
	if (LLGUARD__IS(name, "PATH msg"))
		return LLGUARD_RECORD_PATH;
	if (LLGUARD__IS(name, "CWD msg="))
		return LLGUARD_RECORD_CWD;
	if (LLGUARD__IS(name, "SOCKADDR"))
		return LLGUARD__IS(name + 8, " msg=aud")
			       ? LLGUARD_RECORD_SOCKADDR
			       : LLGUARD_RECORD_OTHER;
	if (LLGUARD__IS(name, "URINGOP "))
		return LLGUARD_RECORD_URINGOP;
	if (LLGUARD__IS(name, "DAEMON_"))
		return LLGUARD_RECORD_DAEMON;
	return LLGUARD_RECORD_OTHER;
}

#define FOLLOWS " msg=audit("

/* A number instead of a name: "1423", and within "UNKNOWN[1423]". */
static bool type_number(
	struct llguard__scan *scan, struct llguard_record *record)
{
	uint64_t number;

	if (!llguard__scan_u64(scan, &number))
		return false;
	record->type = type_of_number(number);
	return true;
}

/* A type as auditd has spelled it through the years, and what follows. */
bool llguard__record_type_scan(
	struct llguard__scan *scan, struct llguard_record *record)
{
	char name[16 + sizeof(FOLLOWS)] = { 0 };
	struct llguard_str word;

	if (scan->at < scan->end && *scan->at >= '0' && *scan->at <= '9')
		return type_number(scan, record) &&
		       LLGUARD__SCAN(scan, FOLLOWS);
	if (LLGUARD__SCAN(scan, "UNKNOWN["))
		return type_number(scan, record) &&
		       LLGUARD__SCAN(scan, "]" FOLLOWS);
	word = llguard__scan_until(scan, ' ');
	if (!word.len || !LLGUARD__SCAN(scan, FOLLOWS))
		return false;
	for (size_t i = 0; i < word.len; i += 16) {
		const size_t n = word.len - i < 16 ? word.len - i : 16;

		memcpy(name, word.ptr + i, n);
		memcpy(name + n, FOLLOWS, sizeof(FOLLOWS));
		if (llguard__name_16(name) != n)
			return false;
	}
	record->type = word.len > 16 ? (uint32_t)LLGUARD_RECORD_OTHER
				     : type_of_name(name);
	return true;
}

/* [node=NAME ]type=TYPE msg=audit(STAMP): BODY */
static bool auditd_parse(
	struct llguard__scan *scan, struct llguard_record *record)
{
	if (!LLGUARD__SCAN(scan, "type=")) {
		if (!LLGUARD__SCAN(scan, "node="))
			return false;
		record->node = llguard__scan_until(scan, ' ');
		if (!LLGUARD__SCAN(scan, " type="))
			return false;
	}
	return llguard__record_type_scan(scan, record) &&
	       stamp_scan(scan, record);
}

/*
 * What stands before a kernel message: "<5>", "[    1.204665]" and "[   T60]" of
 * dmesg, or "5,678,1204665,-;" of /dev/kmsg.
 */
static void kmsg_prefix_pass(struct llguard__scan *scan)
{
	uint64_t number;

	if (LLGUARD__SCAN(scan, "<")) {
		(void)llguard__scan_u64(scan, &number);
		(void)LLGUARD__SCAN(scan, ">");
	} else if (llguard__scan_u64(scan, &number) &&
		   LLGUARD__SCAN(scan, ",")) {
		(void)llguard__scan_until(scan, ';');
		(void)LLGUARD__SCAN(scan, ";");
	}
	while (LLGUARD__SCAN(scan, "[")) {
		(void)llguard__scan_until(scan, ']');
		(void)LLGUARD__SCAN(scan, "]");
		(void)LLGUARD__SCAN(scan, " ");
	}
}

/* PREFIX audit: type=NUMBER audit(STAMP): BODY */
static bool kmsg_parse(
	struct llguard__scan *scan, struct llguard_record *record)
{
	uint64_t number;

	kmsg_prefix_pass(scan);
	if (!LLGUARD__SCAN(scan, "audit: type=") ||
		!llguard__scan_u64(scan, &number) ||
		!LLGUARD__SCAN(scan, " audit("))
		return false;
	record->type = type_of_number(number);
	return stamp_scan(scan, record);
}

const char *llguard__record_front(
	const char *line, const char *end, struct llguard_record *record)
{
	const char *const name = line + strlen("type=");
	struct llguard__scan scan = { line, end };

	if (llguard__scan_left(&scan) < 5 + 16 + strlen(FOLLOWS) ||
		!LLGUARD__IS(line, "type="))
		return NULL;
	scan.at = name + llguard__name_16(name);
	if (*name < 'A' || !LLGUARD__IS(scan.at, FOLLOWS))
		return NULL;
	scan.at += strlen(FOLLOWS);
	record->type = type_of_name(name);
	if (!stamp_scan(&scan, record))
		return NULL;
	record->node = (struct llguard_str){ NULL, 0 };
	return scan.at;
}

bool llguard__record_parse(const char *line, size_t len, uint32_t form,
	struct llguard_record *record)
{
	struct llguard__scan scan = { line, line + len };
	struct llguard__text_traits traits;

	if (form == LLGUARD_FORM_AUDITD) {
		scan.at = llguard__record_front(line, scan.end, record);
		if (scan.at) {
			body_set(&scan, record);
			return true;
		}
		scan.at = line;
	}
	if (form == LLGUARD_FORM_TEXT)
		return llguard__text_parse(line, len, record, &traits);
	record->node = (struct llguard_str){ NULL, 0 };
	if (form == LLGUARD_FORM_KMSG ? !kmsg_parse(&scan, record)
				      : !auditd_parse(&scan, record))
		return false;
	body_set(&scan, record);
	return true;
}

bool llguard__record_payload(const char *payload, size_t len, uint32_t type,
	struct llguard_record *record)
{
	struct llguard__scan scan = { payload, payload + len };

	record->node = (struct llguard_str){ NULL, 0 };
	record->type = type_of_number(type);
	if (!LLGUARD__SCAN(&scan, "audit(") || !stamp_scan(&scan, record))
		return false;
	body_set(&scan, record);
	return true;
}

void llguard__record_cut(struct llguard_record *record)
{
	const char *mark =
		memchr(record->body.ptr, LLGUARD__ENRICHMENT, record->body.len);

	if (mark)
		record->body.len = (size_t)(mark - record->body.ptr);
}

uint32_t llguard__record_form(const char *line, size_t len)
{
	static const uint8_t forms[] = { LLGUARD_FORM_AUDITD, LLGUARD_FORM_KMSG,
		LLGUARD_FORM_TEXT };
	struct llguard_record record = LLGUARD_RECORD_INIT;

	for (size_t i = 0; i < LLGUARD__COUNT(forms); i++)
		if (llguard__record_parse(line, len, forms[i], &record))
			return forms[i];
	return LLGUARD_FORM_AUTO;
}

int llguard_record_parse(const char *line, size_t len, uint32_t form,
	struct llguard_record *record)
{
	if (llguard__size_of(record) < sizeof(*record) || (!line && len) ||
		(form != LLGUARD_FORM_AUDITD && form != LLGUARD_FORM_KMSG &&
			form != LLGUARD_FORM_TEXT))
		return -EINVAL;
	if (len && line[len - 1] == '\r')
		len--;
	record->stamp.len = 0;
	if (!len || len > LLGUARD_LINE_MAX ||
		!llguard__record_parse(line, len, form, record))
		return 0;
	if (!record->stamp.len) {
		record->seconds = 0;
		record->milliseconds = record->serial = 0;
	}
	llguard__record_cut(record);
	return 1;
}
