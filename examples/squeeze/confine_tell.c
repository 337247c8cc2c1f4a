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

void confine_tell(
	struct confine *confine, int which, const struct llguard_report *report)
{
	const struct llguard_policy *policy = &confine->stages[which];
	struct llguard_finding finding = LLGUARD_FINDING_INIT;
	char text[8192];

	if (confine->wants_report)
		report_print(policy, report);
	if (!report->error && (confine->wants_report || confine->told))
		return;
	if (llguard_report_explain(policy, report, &finding) != 1)
		return;
	confine->told = true;
	if (llguard_finding_describe(&finding, text, sizeof(text)) > 0)
		fprintf(stderr, "squeeze: %s%s\n",
			report->error ? "" : "warning: ", text);
}
