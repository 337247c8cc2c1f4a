/* SPDX-License-Identifier: MIT */
/*
 * The front of what ausearch -i prints: the date as the locale has it, in local
 * time, so that no stamp can be had of it.
 */
#include "text_form.h"

#include "record.h"
#include "scan.h"

static bool pair_read(const char *at, uint32_t most, uint32_t *ret)
{
	const uint32_t tens = (unsigned char)at[0] - (uint32_t)'0';
	const uint32_t ones = (unsigned char)at[1] - (uint32_t)'0';

	*ret = tens * 10 + ones;
	return tens <= 9 && ones <= 9 && *ret <= most;
}

/*
 * "11/25/25 14:25:35.711", whose date may look like anything.  Each date has a day
 * of its own in the key, so that two times within one can be compared.
 */
static bool local_time_read(
	const struct llguard_str *text, struct llguard_record *record)
{
	uint32_t hour, minute, second, tens, hash = UINT32_C(2166136261);
	const char *clock;
	size_t date_len;

	if (text->len <= strlen(" 14:25:35.711"))
		return false;
	date_len = text->len - strlen(" 14:25:35.711");
	clock = text->ptr + date_len;
	if (clock[0] != ' ' || clock[3] != ':' || clock[6] != ':' ||
		clock[9] != '.' || !pair_read(clock + 1, 23, &hour) ||
		!pair_read(clock + 4, 59, &minute) ||
		!pair_read(clock + 7, 60, &second) ||
		!pair_read(clock + 10, 99, &tens) || clock[12] < '0' ||
		clock[12] > '9')
		return false;
	for (size_t i = 0; i < date_len; i++)
		hash = (hash ^ (unsigned char)text->ptr[i]) *
		       UINT32_C(16777619);
	record->seconds = (uint64_t)hash * 86400 +
			  (hour * UINT64_C(60) + minute) * 60 + second;
	record->milliseconds =
		LLGUARD__TEXT_NO_TIME + tens * 10 + (uint32_t)(clock[12] - '0');
	return true;
}

/* "11/25/25 14:25:35.711:1623) : " */
static bool local_stamp_read(
	struct llguard__scan *scan, struct llguard_record *record)
{
	struct llguard_str stamp = llguard__scan_until(scan, ')');
	struct llguard__scan serial = { stamp.ptr + stamp.len,
		stamp.ptr + stamp.len };

	while (serial.at > stamp.ptr && serial.at[-1] != ':')
		serial.at--;
	if (serial.at == stamp.ptr)
		return false;
	stamp.len = (size_t)(serial.at - 1 - stamp.ptr);
	return llguard__scan_u32(&serial, &record->serial) &&
	       serial.at == serial.end && local_time_read(&stamp, record) &&
	       LLGUARD__SCAN(scan, ") : ");
}

bool llguard__text_interpreted(
	const char *line, size_t len, struct llguard_record *record)
{
	struct llguard__scan scan = { line, line + len };

	record->node = (struct llguard_str){ NULL, 0 };
	record->stamp = (struct llguard_str){ NULL, 0 };
	if (LLGUARD__SCAN(&scan, "node=")) {
		record->node = llguard__scan_until(&scan, ' ');
		(void)LLGUARD__SCAN(&scan, " ");
	}
	if (!LLGUARD__SCAN(&scan, "type=") ||
		!llguard__record_type_scan(&scan, record) ||
		!local_stamp_read(&scan, record))
		return false;
	record->body =
		(struct llguard_str){ scan.at, llguard__scan_left(&scan) };
	return true;
}
