/* SPDX-License-Identifier: MIT */
/*
 * Lines of a chunk are read in another way than lines in pieces: both have to come
 * to the same.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include <llguard/telemetry.h>

static char buffer[LLGUARD_READER_USUAL];

struct result {
	struct llguard_reader reader;
	size_t len;
	char text[1 << 16];
};

static void events_take(struct result *result)
{
	const struct llguard_event *event;

	while (llguard_reader_next(&result->reader, &event) > 0) {
		const size_t room = sizeof(result->text) - result->len;
		const int n = llguard_event_describe_json(
			event, result->text + result->len, room);

		cr_assert(n > 0 && (size_t)n < room);
		result->len += (size_t)n;
		result->text[result->len++] = '\n';
	}
}

static void log_read(struct result *result, const char *log, size_t step)
{
	const size_t len = strlen(log);

	result->len = 0;
	result->reader = (struct llguard_reader)LLGUARD_READER_INIT;
	cr_assert_eq(llguard_reader_init(&result->reader, LLGUARD_FORM_AUTO,
			     buffer, sizeof(buffer)),
		0);
	for (size_t at = 0; at < len; at += step) {
		const size_t left = len - at;

		cr_assert_eq(llguard_reader_feed(&result->reader, log + at,
				     left < step ? left : step),
			0);
		events_take(result);
	}
	cr_assert_eq(llguard_reader_finish(&result->reader), 0);
	events_take(result);
	result->text[result->len] = '\0';
}

/* Returns the denials. */
static uint64_t both_ways(const char *log)
{
	static struct result whole, pieces;

	log_read(&whole, log, strlen(log));
	log_read(&pieces, log, 1);
	cr_expect_str_eq(whole.text, pieces.text);
	cr_expect_eq(whole.reader.lines, pieces.reader.lines);
	cr_expect_eq(whole.reader.records, pieces.reader.records);
	cr_expect_eq(whole.reader.unparsed, pieces.reader.unparsed);
	cr_expect_eq(whole.reader.ignored, pieces.reader.ignored);
	return whole.reader.denials;
}

#define ACCESS(type, stamp)                                                    \
	"type=" type " msg=audit(" stamp                                       \
	"): domain=1f blockers=fs.read_file path=\"/a\" dev=\"vda\" ino=1\n"
#define CALL(stamp)                                                            \
	"type=SYSCALL msg=audit(" stamp                                        \
	"): arch=c000003e syscall=257 success=no exit=-13 a0=1 a1=2 a2=0 "     \
	"a3=0 items=0 ppid=2 pid=3 auid=1\n"
#define OTHER(type, stamp) "type=" type " msg=audit(" stamp "): a=b\n"
#define END(stamp)         "type=EOE msg=audit(" stamp "): \n"
#define EVENT(stamp)                                                           \
	ACCESS("LANDLOCK_ACCESS", stamp)                                       \
	CALL(stamp) OTHER("PROCTITLE", stamp) END(stamp)

/* Stamps of the same second and of another one, of all lengths. */
Test(front, stamps)
{
	/* clang-format off */
	cr_expect_eq(both_ways(
		EVENT("1764080735.001:9")
		EVENT("1764080735.002:10")
		EVENT("1764080735.002:999")
		EVENT("1764080735.010:1000")
		EVENT("1764080735.010:99999")
		EVENT("1764080736.000:1234567")
		EVENT("1764080736.999:12345678")
		EVENT("1764080736.999:4294967295")
		EVENT("7.001:20000")
		EVENT("17640807360.001:20001")), 10);
	/* clang-format on */
}

/* Fronts that are nearly those of the line before. */
Test(front, fronts)
{
	/* clang-format off */
	cr_expect_eq(both_ways(
		OTHER("CWD", "1764080735.001:20000")
		OTHER("PATH", "1764080735.001:20000")
		OTHER("PATH", "1764080735.001:20001")
		OTHER("PATH", "1764080735.0x1:20001")
		OTHER("PATH", "1764080735.001:200011")
		OTHER("PATH", "1764080735.001:2000x")
		OTHER("PATH", "1764080735.001:99999999999")
		OTHER("path", "1764080735.001:20001")
		OTHER("", "1764080735.001:20001")
		OTHER("1300", "1764080735.001:20001")
		OTHER("SYSCALLS", "1764080735.001:20001")
		OTHER("PROCTITLES", "1764080735.001:20001")
		OTHER("NAME_OF_SIXTEEN_", "1764080735.001:20001")
		OTHER("NAME_LONGER_THAN_THAT", "1764080735.001:20001")
		ACCESS("LANDLOCK_DOMAIN", "1764080735.001:20001")
		ACCESS("UNKNOWN[1423]", "1764080735.001:20001")
		ACCESS("1423", "1764080735.001:20001")
		ACCESS("UNKNOWN[1423]", "1764080735.002:20002")
		"node=a " ACCESS("LANDLOCK_ACCESS", "1764080735.002:20002")
		ACCESS("LANDLOCK_ACCESS", "1764080735.002:20002")
		"\r\n\n# a comment\n"
		CALL("1764080735.002:20002")
		OTHER("PATH", "1764080735.002:20002"))
		, 5);
	/* clang-format on */
}

/* The stamp of a line that is no record, for it is too long, is of no event. */
Test(front, too_long)
{
	static char log[LLGUARD_LINE_MAX + 4096];
	char *end = log;

	end += sprintf(end, "%s%s", CALL("1764080735.001:20000"),
		ACCESS("LANDLOCK_ACCESS", "1764080735.001:20000"));
	end += sprintf(end, "type=SYSCALL msg=audit(1764080735.001:20001): ");
	memset(end, 'x', LLGUARD_LINE_MAX);
	end += LLGUARD_LINE_MAX;
	sprintf(end, "\n%s%s%s", CALL("1764080735.001:20001"),
		END("1764080735.001:20001"), END("1764080735.001:20000"));
	cr_expect_eq(both_ways(log), 1);
}
