/* SPDX-License-Identifier: MIT */
#include "digits.h"

const char llguard__pairs[200] = {
#define TEN(tens)                                                              \
	tens, '0', tens, '1', tens, '2', tens, '3', tens, '4', tens, '5',      \
		tens, '6', tens, '7', tens, '8', tens, '9'
	TEN('0'), TEN('1'), TEN('2'), TEN('3'), TEN('4'), TEN('5'), TEN('6'),
	TEN('7'), TEN('8'), TEN('9')
#undef TEN
};

LLGUARD__INLINE char *eight_put(char *to, uint32_t value)
{
	to = llguard__put_4(to, value / 10000);
	return llguard__put_4(to, value % 10000);
}

/* Inline where most numbers are of ten digits. */
LLGUARD__INLINE char *long_put(char *to, uint64_t value)
{
	const uint64_t most = 100000000;
	const uint64_t rest = value / most;

	if (LLGUARD__LIKELY(rest < 10000)) {
		to = llguard__put_up_to_4(to, (uint32_t)rest);
	} else if (rest < most) {
		to = llguard__put_up_to_8(to, (uint32_t)rest);
	} else {
		to = llguard__put_up_to_4(to, (uint32_t)(rest / most));
		to = eight_put(to, (uint32_t)(rest % most));
	}
	return eight_put(to, (uint32_t)(value % most));
}

char *llguard__put_long(char *to, uint64_t value)
{
	return long_put(to, value);
}

char *llguard__put_u64(char *to, uint64_t value)
{
	return llguard__put_digits(to, value);
}

char *llguard__put_hex(char *to, uint64_t value)
{
	/* Of the 16 digits; the others are moved out. */
	const unsigned int zeros = (unsigned int)__builtin_clzll(value | 1) / 4;
#ifdef LLGUARD__SSE2
	const uint64_t bytes = __builtin_bswap64(value << 4 * zeros);
	__m128i low, high, digits;

	low = _mm_loadl_epi64((const __m128i *)(const void *)&bytes);
	high = _mm_and_si128(_mm_srli_epi16(low, 4), _mm_set1_epi8(15));
	low = _mm_and_si128(low, _mm_set1_epi8(15));
	digits = _mm_unpacklo_epi8(high, low);
	digits = _mm_add_epi8(_mm_add_epi8(digits, _mm_set1_epi8('0')),
		_mm_and_si128(_mm_cmpgt_epi8(digits, _mm_set1_epi8(9)),
			_mm_set1_epi8('a' - '0' - 10)));
	_mm_storeu_si128((__m128i *)(void *)to, digits);
#else
	for (unsigned int i = zeros; i < 16; i++)
		to[i - zeros] = "0123456789abcdef"[value >> (60 - 4 * i) & 15];
#endif
	return to + 16 - zeros;
}

/* ".711", as it stands in a stamp and in a time. */
LLGUARD__INLINE void milliseconds_put(char *to, uint32_t milliseconds)
{
	if (!LLGUARD__LIKELY(milliseconds < 1000))
		milliseconds %= 1000;
	to[0] = '.';
	to[1] = (char)('0' + milliseconds / 100);
	llguard__put_2(to + 2, milliseconds % 100);
}

char *llguard__put_time(char *to, uint64_t seconds, uint32_t milliseconds)
{
	/*
	 * Days since 0000-03-01, so that a leap day is a year's last; centuries,
	 * years and months as Neri and Schneider count them, in quarters of a day.
	 */
	const uint32_t days = (uint32_t)(seconds / 86400) + 719468;
	const uint32_t time = (uint32_t)(seconds % 86400);
	const uint32_t century = (4 * days + 3) / 146097;
	const uint32_t in_century = (4 * days + 3) % 146097 | 3;
	const uint64_t years = UINT64_C(2939745) * in_century;
	const uint32_t day_of_year = (uint32_t)years / 2939745 / 4;
	const uint32_t months = 2141 * day_of_year + 197913;
	const uint32_t month = months >> 16; /* 13: January */
	const uint32_t year =
		100 * century + (uint32_t)(years >> 32) + (month > 12);
	const char form[] = "0000-00-00T00:00:00.000Z";

	if (seconds > UINT64_C(253402300799))
		return to;
	memcpy(to, form, sizeof(form) - 1);
	(void)llguard__put_4(to, year);
	llguard__put_2(to + 5, month > 12 ? month - 12 : month);
	llguard__put_2(to + 8, (months & 0xffff) / 2141 + 1);
	llguard__put_2(to + 11, time / 3600);
	llguard__put_2(to + 14, time / 60 % 60);
	llguard__put_2(to + 17, time % 60);
	milliseconds_put(to + 19, milliseconds);
	return to + 24;
}

char *llguard__put_id(char *to, const struct llguard_event *event)
{
	to = event->seconds < 100000000 ? llguard__put_u64(to, event->seconds)
					: long_put(to, event->seconds);
	milliseconds_put(to, event->milliseconds);
	to[4] = ':';
	return llguard__put_digits(to + 5, event->serial);
}
