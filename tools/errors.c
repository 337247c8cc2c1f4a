/* SPDX-License-Identifier: MIT */
#include "errors.h"

#include <stdio.h>
#include <string.h>

#include "output.h"

static bool as_json;

void errors_as_json(void)
{
	as_json = true;
}

struct llguard_str str(const char *text)
{
	return (struct llguard_str){ text, text ? strlen(text) : 0 };
}

static int describe(const void *finding, char *buf, size_t size)
{
	return llguard_finding_describe(finding, buf, size);
}

static int describe_json(const void *finding, char *buf, size_t size)
{
	return llguard_finding_describe_json(finding, buf, size);
}

void error_print(const struct llguard_finding *finding)
{
	fputs("landlock-guard: ", stderr);
	if (finding->severity == LLGUARD_SEVERITY_WARNING)
		fputs("warning: ", stderr);
	output_line(stderr, describe, finding);
	if (as_json)
		output_line(stderr, describe_json, finding);
}

void error_usage(const char *key, const char *found, const char *text,
	const char *expected, const char *hint)
{
	struct llguard_finding finding = LLGUARD_FINDING_INIT;

	finding.severity = LLGUARD_SEVERITY_ERROR;
	finding.code = str("usage");
	finding.key = str(key);
	finding.found = str(found);
	finding.text = str(text);
	finding.expected = str(expected);
	finding.hint = str(hint);
	error_print(&finding);
}

void error_system(const char *what, int number)
{
	struct llguard_finding finding = LLGUARD_FINDING_INIT;

	finding.severity = LLGUARD_SEVERITY_ERROR;
	finding.code = str("system");
	finding.key = str(what);
	finding.text = str(strerror(number));
	error_print(&finding);
}
