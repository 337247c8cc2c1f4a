/* SPDX-License-Identifier: MIT */
#include "event_time.h"

#include <stdbool.h>
#include <string.h>
#include <time.h>

#include "errors.h"

/* The year after those that are read. */
#define YEAR_END 10000

/* A number of so many digits, or of any when that is 0. */
static bool number_take(const char **at, int digits, uint64_t *ret)
{
	const char *from = *at;

	*ret = 0;
	while (**at >= '0' && **at <= '9' && (!digits || *at - from < digits) &&
		*ret < UINT64_C(1000000000000))
		*ret = *ret * 10 + (uint64_t)(*(*at)++ - '0');
	return *at > from && (!digits || *at - from == digits);
}

static bool literal_take(const char **at, char wanted)
{
	const bool is = **at == wanted;

	*at += is;
	return is;
}

/* ".711", as many digits as there are; what is below a millisecond is dropped. */
static bool fraction_take(const char **at, uint64_t *ret)
{
	uint64_t unit = 100;
	const char *from;

	*ret = 0;
	if (!literal_take(at, '.'))
		return true;
	from = *at;
	for (; **at >= '0' && **at <= '9'; (*at)++) {
		*ret += (uint64_t)(**at - '0') * unit;
		unit /= 10;
	}
	return *at > from;
}

static bool relative_take(const char *at, uint64_t now, uint64_t *ret)
{
	static const struct {
		char unit;
		uint32_t seconds;
	} units[] = {
		{ 's', 1 },
		{ 'm', 60 },
		{ 'h', 3600 },
		{ 'd', 86400 },
		{ 'w', 604800 },
	};
	uint64_t number;

	if (!number_take(&at, 0, &number))
		return false;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (*at == units[i].unit && at[1] == '\0') {
			number *= units[i].seconds;
			number *= 1000;
			*ret = number < now ? now - number : 0;
			return true;
		}
	return false;
}

/* "Z", "+01:00", "-01:00": minutes that the clock is ahead. */
static bool zone_take(const char **at, int64_t *ret)
{
	const char sign = **at;
	uint64_t hours, minutes;

	*ret = 0;
	if (literal_take(at, 'Z') || literal_take(at, 'z'))
		return true;
	if (sign != '+' && sign != '-')
		return false;
	(*at)++;
	if (!number_take(at, 2, &hours) || !literal_take(at, ':') ||
		!number_take(at, 2, &minutes) || hours > 23 || minutes > 59)
		return false;
	*ret = (int64_t)(hours * 60 + minutes) * (sign == '-' ? -1 : 1);
	return true;
}

static bool is_leap(uint64_t year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static bool date_take(const char **at, uint64_t *ret_days)
{
	static const uint8_t lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30,
		31, 30, 31 };
	uint64_t year, month, day, days = 0;

	if (!number_take(at, 4, &year) || !literal_take(at, '-') ||
		!number_take(at, 2, &month) || !literal_take(at, '-') ||
		!number_take(at, 2, &day) || year < 1970 || year >= YEAR_END ||
		month < 1 || month > 12 || day < 1 ||
		day > (uint64_t)lengths[month - 1] +
				(month == 2 && is_leap(year)))
		return false;
	for (uint64_t i = 1970; i < year; i++)
		days += is_leap(i) ? 366 : 365;
	for (uint64_t i = 1; i < month; i++)
		days += (uint64_t)lengths[i - 1] + (i == 2 && is_leap(year));
	*ret_days = days + day - 1;
	return true;
}

/* RFC 3339, or a date of it: its beginning, in UTC. */
static bool stamp_take(const char *at, uint64_t *ret)
{
	uint64_t days, hours = 0, minutes = 0, seconds = 0, fraction = 0;
	int64_t ahead = 0, all;

	if (!date_take(&at, &days))
		return false;
	if (*at && ((*at != 'T' && *at != 't' && *at != ' ') ||
			   (at++, !number_take(&at, 2, &hours)) ||
			   !literal_take(&at, ':') ||
			   !number_take(&at, 2, &minutes) ||
			   !literal_take(&at, ':') ||
			   !number_take(&at, 2, &seconds) ||
			   !fraction_take(&at, &fraction) ||
			   !zone_take(&at, &ahead)))
		return false;
	if (*at || hours > 23 || minutes > 59 || seconds > 60)
		return false;
	all = (int64_t)(days * 86400 + hours * 3600 + minutes * 60 + seconds) -
	      ahead * 60;
	*ret = all < 0 ? 0 : (uint64_t)all * 1000 + fraction;
	return true;
}

static bool seconds_take(const char *at, uint64_t *ret)
{
	uint64_t fraction;

	if (!number_take(&at, 0, ret) || !fraction_take(&at, &fraction) || *at)
		return false;
	*ret = *ret * 1000 + fraction;
	return true;
}

int event_time_take(const struct args *args, uint64_t *ret)
{
	const char *value = args->value;
	struct timespec now;
	bool is_valid;

	clock_gettime(CLOCK_REALTIME, &now);
	if (*value == '-')
		is_valid = relative_take(value + 1,
			(uint64_t)now.tv_sec * 1000 +
				(uint64_t)now.tv_nsec / 1000000,
			ret);
	else if (*value == '@')
		is_valid = seconds_take(value + 1, ret);
	else
		is_valid = stamp_take(value, ret);
	if (is_valid)
		return 0;
	error_usage(
		args->option, value, "is no time", EVENT_TIME_EXPECTED, NULL);
	return -1;
}
