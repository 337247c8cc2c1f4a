/* SPDX-License-Identifier: MIT */
#include <criterion/criterion.h>
#include <stdio.h>

#include <llguard.h>

#include "base.h"

static char buf[512];
static char memory[LLGUARD_READER_MIN];

static const struct llguard_reader counted = {
	.size = sizeof(counted),
	.lines = 9,
	.records = 8,
	.ignored = 1,
	.denials = 2,
	.domains = 1,
	.unlogged = 3,
	.late = 4,
	.truncated = 5,
	.lost = 6,
};

Test(write_status, json)
{
	cr_expect_eq(llguard_reader_describe_json(
			     &counted, "stopped", "", 1, 2, buf, sizeof(buf)),
		(int)strlen(buf));
	cr_expect_str_eq(buf,
		"{\"v\":1,\"kind\":\"status\",\"time\":"
		"\"1970-01-01T00:00:01.002Z\",\"state\":\"stopped\",\"why\":\"\","
		"\"lines\":9,\"records\":8,\"ignored\":1,\"unparsed\":0,"
		"\"denials\":2,\"domains\":1,\"unlogged\":3,\"late\":4,"
		"\"truncated\":5,\"lost\":6}");
}

Test(write_status, text)
{
	cr_expect_gt(llguard_reader_describe(
			     &counted, "blind", "off", 0, 0, buf, sizeof(buf)),
		0);
	cr_expect_str_eq(buf,
		"blind, off: lines 9, records 8, ignored 1, unparsed 0, denials 2, "
		"domains 1, unlogged 3, late 4, truncated 5, lost 6");
}

Test(write_status, arguments)
{
	const struct llguard_reader none = { .size = 4 };

	cr_expect_eq(llguard_reader_describe_json(
			     NULL, "", "", 0, 0, buf, sizeof(buf)),
		-EINVAL);
	cr_expect_eq(llguard_reader_describe_json(
			     &none, "", "", 0, 0, buf, sizeof(buf)),
		-EINVAL);
	cr_expect_eq(llguard_reader_describe_json(
			     &counted, NULL, "", 0, 0, buf, sizeof(buf)),
		-EINVAL);
	cr_expect_eq(llguard_reader_describe(
			     &counted, "", "", 0, 1000, buf, sizeof(buf)),
		-EINVAL);
	cr_expect_eq(llguard_reader_describe(&counted, "", "", 0, 0, NULL, 9),
		-EINVAL);
}

/* A loss comes before the events that follow, at the time that was said. */
Test(write_status, loss)
{
	static const char *const words[] = { NULL, "enobufs", "kernel_lost",
		"gap", "overflow", "truncated_file" };
	struct llguard_reader reader = LLGUARD_READER_INIT;
	const struct llguard_event *event;

	cr_assert_eq(llguard_reader_init(&reader, LLGUARD_FORM_AUDITD, memory,
			     sizeof(memory)),
		0);
	cr_expect_eq(llguard_reader_feed_time(&reader, 5, 6), 0);
	for (uint32_t why = 1; why < LLGUARD__COUNT(words); why++) {
		char expected[128];

		cr_expect_eq(llguard_reader_feed_loss(&reader, why, 17), 0);
		cr_expect_eq(
			llguard_reader_feed_loss(&reader, why, 1), -EINVAL);
		cr_assert_eq(llguard_reader_next(&reader, &event), 1);
		cr_expect_eq(event->kind, LLGUARD_EVENT_LOSS);
		snprintf(expected, sizeof(expected),
			"{\"v\":1,\"kind\":\"loss\",\"time\":"
			"\"1970-01-01T00:00:05.006Z\",\"why\":\"%s\","
			"\"count\":17}",
			words[why]);
		llguard_event_describe_json(event, buf, sizeof(buf));
		cr_expect_str_eq(buf, expected);
		llguard_event_describe_flat(event, buf, sizeof(buf));
		cr_expect_str_eq(buf, expected);
		cr_expect_eq(llguard_reader_next(&reader, &event), 0);
	}
	cr_expect_eq(reader.lost, 5 * 17);
	cr_expect_eq(llguard_reader_feed_loss(&reader, 0, 1), -EINVAL);
	cr_expect_eq(llguard_reader_feed_loss(&reader, 6, 1), -EINVAL);
	cr_expect_eq(llguard_reader_feed_loss(&reader, 1, 0), -EINVAL);
	cr_expect_eq(llguard_reader_feed_loss(NULL, 1, 1), -EINVAL);
}
