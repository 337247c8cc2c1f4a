/* SPDX-License-Identifier: MIT */
#include "http_date.h"

#include <stdio.h>
#include <string.h>

#define DAY       86400
#define LAST_TIME INT64_C(253402300799) /* the last second of 9999 */

static const char days[7][10] = { "Sunday", "Monday", "Tuesday", "Wednesday",
	"Thursday", "Friday", "Saturday" };

static const char months[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
	"Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

struct date {
	int year, month, day; /* month and day from 1 */
	int hour, minute, second;
	int weekday; /* Sunday is 0 */
};

static bool is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int month_days(int year, int month)
{
	static const char length[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31 };

	return length[month - 1] + (month == 2 && is_leap(year));
}

/* Days from 1970-01-01 to the first of January; year is 1 or more. */
static int64_t year_days(int year)
{
	const int64_t past = year - 1;

	return past * 365 + past / 4 - past / 100 + past / 400 - 719162;
}

static struct date date_from_time(int64_t when)
{
	struct date date = { .month = 1 };
	int64_t day;

	if (when < 0)
		when = 0;
	if (when > LAST_TIME)
		when = LAST_TIME;
	day = when / DAY;
	date.weekday = (int)((day + 4) % 7);
	date.hour = (int)(when % DAY / 3600);
	date.minute = (int)(when % 3600 / 60);
	date.second = (int)(when % 60);
	/* At most one too many, as a year has 365 days or one more. */
	date.year = 1970 + (int)(day / 365);
	while (year_days(date.year) > day)
		date.year--;
	day -= year_days(date.year);
	while (day >= month_days(date.year, date.month))
		day -= month_days(date.year, date.month++);
	date.day = (int)day + 1;
	return date;
}

static int64_t date_to_time(const struct date *date)
{
	int64_t day = year_days(date->year) + date->day - 1;

	for (int month = 1; month < date->month; month++)
		day += month_days(date->year, month);
	return day * DAY + date->hour * INT64_C(3600) +
	       date->minute * INT64_C(60) + date->second;
}

void http_date_format(int64_t when, char *out)
{
	const struct date date = date_from_time(when);

	snprintf(out, HTTP_DATE_SIZE, "%.3s, %02u %s %04u %02u:%02u:%02u GMT",
		days[date.weekday], (unsigned)date.day % 100,
		months[date.month - 1], (unsigned)date.year % 10000,
		(unsigned)date.hour % 100, (unsigned)date.minute % 100,
		(unsigned)date.second % 100);
}

void log_date_format(int64_t when, char *out)
{
	const struct date date = date_from_time(when);

	snprintf(out, LOG_DATE_SIZE, "%02u/%s/%04u:%02u:%02u:%02u +0000",
		(unsigned)date.day % 100, months[date.month - 1],
		(unsigned)date.year % 10000, (unsigned)date.hour % 100,
		(unsigned)date.minute % 100, (unsigned)date.second % 100);
}

/* Take exactly count digits; with a space in place of a leading zero if so. */
static bool digits_take(struct text *rest, int count, bool blank, int *ret)
{
	int value = 0;

	if (rest->len < (size_t)count)
		return false;
	for (int i = 0; i < count; i++) {
		const char c = rest->ptr[i];

		if (c >= '0' && c <= '9')
			value = value * 10 + (c - '0');
		else if (!blank || i > 0 || c != ' ')
			return false;
	}
	rest->ptr += count;
	rest->len -= (size_t)count;
	*ret = value;
	return true;
}

static bool string_take(struct text *rest, const char *string, size_t len)
{
	if (rest->len < len || memcmp(rest->ptr, string, len) != 0)
		return false;
	rest->ptr += len;
	rest->len -= len;
	return true;
}

/* Which day of the week it is said to be does not matter, only that it is one. */
static bool weekday_take(struct text *rest, bool whole)
{
	for (int i = 0; i < 7; i++)
		if (string_take(rest, days[i], whole ? strlen(days[i]) : 3))
			return true;
	return false;
}

static bool month_take(struct text *rest, int *ret)
{
	for (int i = 0; i < 12; i++)
		if (string_take(rest, months[i], 3)) {
			*ret = i + 1;
			return true;
		}
	return false;
}

/* %a %A weekday, short and whole; %d %e day, with a zero and with a space. */
static bool pattern_match(
	const char *pattern, struct text rest, struct date *date)
{
	bool ok = true;

	for (const char *p = pattern; *p && ok; p++) {
		if (*p != '%') {
			ok = string_take(&rest, p, 1);
			continue;
		}
		switch (*++p) {
		case 'a':
		case 'A':
			ok = weekday_take(&rest, *p == 'A');
			break;
		case 'b':
			ok = month_take(&rest, &date->month);
			break;
		case 'd':
		case 'e':
			ok = digits_take(&rest, 2, *p == 'e', &date->day);
			break;
		case 'Y':
			ok = digits_take(&rest, 4, false, &date->year);
			break;
		case 'y':
			ok = digits_take(&rest, 2, false, &date->year);
			break;
		case 'H':
			ok = digits_take(&rest, 2, false, &date->hour);
			break;
		case 'M':
			ok = digits_take(&rest, 2, false, &date->minute);
			break;
		case 'S':
			ok = digits_take(&rest, 2, false, &date->second);
			break;
		}
	}
	return ok && rest.len == 0;
}

static bool is_date(const struct date *date)
{
	return date->year >= 1 && date->day >= 1 &&
	       date->day <= month_days(date->year, date->month) &&
	       date->hour < 24 && date->minute < 60 && date->second <= 60;
}

/* A year of two digits is never more than 50 years ahead. */
static void century_add(struct date *date, int64_t now)
{
	const int this_year = date_from_time(now).year;

	date->year += this_year - this_year % 100;
	if (date->year > this_year + 50)
		date->year -= 100;
}

int http_date_parse(struct text text, int64_t now, int64_t *ret)
{
	struct date date = { 0 };

	if (pattern_match("%A, %d-%b-%y %H:%M:%S GMT", text, &date))
		century_add(&date, now);
	else if (!pattern_match("%a, %d %b %Y %H:%M:%S GMT", text, &date) &&
		 !pattern_match("%a %b %e %H:%M:%S %Y", text, &date))
		return -1;
	if (!is_date(&date))
		return -1;
	*ret = date_to_time(&date);
	return 0;
}
