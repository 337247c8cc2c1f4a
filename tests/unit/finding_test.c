/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>

#include "base.h"

#define STR(literal)                                                           \
	{                                                                      \
		(literal), sizeof(literal) - 1                                 \
	}
#define ABSENT                                                                 \
	{                                                                      \
		NULL, 0                                                        \
	}

static const struct {
	struct llguard_finding finding;
	const char *text;
	const char *json;
} rows[] = {
	{ { sizeof(struct llguard_finding), LLGUARD_SEVERITY_ERROR, 4, 9,
		  LLGUARD_NO_RULE, 0, 0, STR("unknown_right"), STR("web.toml"),
		  STR("pathBeneath[0].allowedAccess[1]"), STR("read"), ABSENT,
		  STR("is not a right"), STR("did you mean read_file?") },
		"web.toml:4:9: pathBeneath[0].allowedAccess[1]: read: "
		"is not a right; did you mean read_file?",
		"{\"v\":1,\"kind\":\"finding\",\"severity\":\"error\","
		"\"code\":\"unknown_right\",\"file\":\"web.toml\",\"line\":4,"
		"\"column\":9,\"key\":\"pathBeneath[0].allowedAccess[1]\","
		"\"found\":\"read\",\"text\":\"is not a right\","
		"\"hint\":\"did you mean read_file?\"}" },
	{ { sizeof(struct llguard_finding), LLGUARD_SEVERITY_WARNING, 0, 0, 2,
		  LLGUARD_FOUND_DECIMAL, 70000, STR("bad_port"), ABSENT,
		  STR("port"), ABSENT, STR("0 to 65535"), STR("is no port"),
		  ABSENT },
		"rules[2].port: 70000: is no port; expected 0 to 65535",
		"{\"v\":1,\"kind\":\"finding\",\"severity\":\"warning\","
		"\"code\":\"bad_port\",\"key\":\"rules[2].port\","
		"\"found\":\"70000\",\"expected\":\"0 to 65535\","
		"\"text\":\"is no port\"}" },
	{ { sizeof(struct llguard_finding), LLGUARD_SEVERITY_NOTE, 0, 0, 0,
		  LLGUARD_FOUND_HEX, 0xabc, STR("x"), ABSENT, ABSENT, ABSENT,
		  ABSENT, STR("y"), ABSENT },
		"rules[0]: 0xabc: y",
		"{\"v\":1,\"kind\":\"finding\",\"severity\":\"note\","
		"\"code\":\"x\",\"key\":\"rules[0]\",\"found\":\"0xabc\","
		"\"text\":\"y\"}" },
	{ { sizeof(struct llguard_finding), LLGUARD_SEVERITY_ERROR, 7, 0,
		  LLGUARD_NO_RULE, 0, 0, ABSENT, STR("-"), ABSENT,
		  STR("\x1b[2J\n"), ABSENT, STR("z"), ABSENT },
		"-:7: \\x1B[2J\\x0A: z",
		"{\"v\":1,\"kind\":\"finding\",\"severity\":\"error\","
		"\"file\":\"-\",\"line\":7,\"found\":\"\\u001b[2J\\u000a\","
		"\"text\":\"z\"}" },
};

Test(finding, both_forms)
{
	char buf[512];

	for (size_t i = 0; i < LLGUARD__COUNT(rows); i++) {
		cr_expect_eq(llguard_finding_describe(
				     &rows[i].finding, buf, sizeof(buf)),
			(int)strlen(rows[i].text));
		cr_expect_str_eq(buf, rows[i].text);
		cr_expect_eq(llguard_finding_describe_json(
				     &rows[i].finding, buf, sizeof(buf)),
			(int)strlen(rows[i].json));
		cr_expect_str_eq(buf, rows[i].json);
	}
}

Test(finding, refuses)
{
	struct llguard_finding finding = LLGUARD_FINDING_INIT;
	char buf[16];

	cr_expect_eq(llguard_finding_describe(&finding, buf, 16), -EINVAL,
		"no severity");
	finding.severity = 4;
	cr_expect_eq(llguard_finding_describe_json(&finding, buf, 16), -EINVAL);
	finding.severity = LLGUARD_SEVERITY_NOTE;
	cr_expect_eq(llguard_finding_describe(&finding, buf, 16), 0);
	cr_expect_eq(llguard_finding_describe(&finding, NULL, 16), -EINVAL);
	finding.size--;
	cr_expect_eq(llguard_finding_describe(&finding, buf, 16), -EINVAL);
	cr_expect_eq(llguard_finding_describe_json(NULL, buf, 16), -EINVAL);
}
