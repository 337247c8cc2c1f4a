/* SPDX-License-Identifier: MIT */
#include "confine_tell.h"

#include <stdio.h>
#include <stdlib.h>

static void report_print(const struct llguard_policy *policy,
	const struct llguard_report *report)
{
	const int len = llguard_report_describe_json(policy, report, NULL, 0);
	char *text = len < 0 ? NULL : malloc((size_t)len + 1);

	if (text) {
		llguard_report_describe_json(
			policy, report, text, (size_t)len + 1);
		fprintf(stderr, "%s\n", text);
	}
	free(text);
}

static void finding_print(const struct llguard_policy *policy,
	const struct llguard_report *report)
{
	struct llguard_finding finding = LLGUARD_FINDING_INIT;
	char text[8192];

	if (llguard_report_explain(policy, report, &finding) == 1 &&
		llguard_finding_describe(&finding, text, sizeof(text)) > 0)
		fprintf(stderr, "htdocs: %s%s\n",
			report->error ? "" : "warning: ", text);
}

void confine_tell(const struct llguard_policy *policy,
	const struct llguard_report *report, bool wants_report)
{
	if (wants_report)
		report_print(policy, report);
	if (report->error || !wants_report)
		finding_print(policy, report);
}
