/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "telemetry/address.h"

Test(address, version)
{
	static const struct {
		const char *word;
		int version;
	} cases[] = {
		{ "0.0.0.0", 4 },
		{ "255.255.255.255", 4 },
		{ "1.2.3.4", 4 },
		{ "1.2.3", 0 },
		{ "1.2.3.4.5", 0 },
		{ "1.2.3.256", 0 },
		{ "1.2.3.04", 0 },
		{ "1.2.3.", 0 },
		{ ".1.2.3", 0 },
		{ "1..2.3", 0 },
		{ "1.2.3.4 ", 0 },
		{ "99999999999.1.1.1", 0 },
		{ "::", 6 },
		{ "::1", 6 },
		{ "1::", 6 },
		{ "fe80::1", 6 },
		{ "FE80::A", 6 },
		{ "1:2:3:4:5:6:7:8", 6 },
		{ "1:2:3:4:5:6:7::", 6 },
		{ "::2:3:4:5:6:7:8", 6 },
		{ "::ffff:1.2.3.4", 6 },
		{ "1:2:3:4:5:6:1.2.3.4", 6 },
		{ "1:2:3:4:5:6:7", 0 },
		{ "1:2:3:4:5:6:7:8:9", 0 },
		{ "1:2:3:4:5:6:7:8::", 0 },
		{ "1:2:3:4:5:6:7:1.2.3.4", 0 },
		{ "::ffff:1.2.3.400", 0 },
		{ "1::2::3", 0 },
		{ ":::", 0 },
		{ ":", 0 },
		{ ":1", 0 },
		{ "1:", 0 },
		{ "12345::", 0 },
		{ "g::", 0 },
		{ "fe80::1%eth0", 0 },
		{ "localhost", 0 },
		{ "", 0 },
		{ "0000:0000:0000:0000:0000:0000:255.255.255.2555", 0 },
	};
	const struct llguard_str absent = { NULL, 0 };

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct llguard_str word = { cases[i].word,
			strlen(cases[i].word) };

		cr_expect_eq(llguard__address_version(&word), cases[i].version,
			"%s", cases[i].word);
	}
	cr_expect_eq(llguard__address_version(&absent), 0);
}
