/* SPDX-License-Identifier: MIT */
#include "address.h"

/* Dotted decimal, without leading zeros. */
static bool is_ipv4(const char *at, const char *end)
{
	for (int part = 0; part < 4; part++) {
		const char *const from = at;
		unsigned int value = 0;

		for (; at < end && *at >= '0' && *at <= '9'; at++) {
			value = value * 10 + (unsigned int)(*at - '0');
			if (value > 255)
				return false;
		}
		if (at == from || (at - from > 1 && *from == '0'))
			return false;
		if (part < 3 && (at == end || *at++ != '.'))
			return false;
	}
	return at == end;
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
	       (c >= 'A' && c <= 'F');
}

/* Up to eight groups, one run of zeros left out, the last two as IPv4. */
static bool is_ipv6(const char *at, const char *end)
{
	bool gap = false;
	int groups = 0;

	if (end - at >= 2 && at[0] == ':' && at[1] == ':') {
		gap = true;
		at += 2;
	}
	while (at < end) {
		const char *const from = at;

		while (at < end && is_hex(*at))
			at++;
		if (at < end && *at == '.') {
			groups += 2;
			if (!is_ipv4(from, end))
				return false;
			break;
		}
		groups++;
		if (at == from || at - from > 4)
			return false;
		if (at == end)
			break;
		if (*at++ != ':' || at == end)
			return false;
		if (*at != ':')
			continue;
		if (gap)
			return false;
		gap = true;
		at++;
	}
	return gap ? groups < 8 : groups == 8;
}

int llguard__address_version(const struct llguard_str *word)
{
	const char *end;

	if (!word->len || word->len > 45)
		return 0;
	end = word->ptr + word->len;
	if (memchr(word->ptr, ':', word->len))
		return is_ipv6(word->ptr, end) ? 6 : 0;
	return is_ipv4(word->ptr, end) ? 4 : 0;
}
