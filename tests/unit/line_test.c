/* SPDX-License-Identifier: MIT */
#include "reading.h"

#include <stdlib.h>

#define ACCESS(serial)                                                         \
	LINE("LANDLOCK_ACCESS", "9.000:" serial,                               \
		"domain=1 blockers=fs.read_file")
#define EOE(serial) LINE("EOE", "9.000:" serial, "")

static void counters_expect(
	uint64_t records, uint64_t ignored, uint64_t unparsed)
{
	cr_expect_eq(reading.records, records, "%lu",
		(unsigned long)reading.records);
	cr_expect_eq(reading.ignored, ignored, "%lu",
		(unsigned long)reading.ignored);
	cr_expect_eq(reading.unparsed, unparsed, "%lu",
		(unsigned long)reading.unparsed);
	cr_expect_eq(reading.lines, records + ignored + unparsed);
}

Test(line, counters)
{
	reading_begin(LLGUARD_FORM_AUTO);
	reading_feed("# a comment\n\n\r\nhello\n" ACCESS(
		"1") "#\n\n"
		     "audit: type=1423 audit(9.000:2): domain=1\n" LINE(
			     "USER", "9.000:3", "msg='domain=1'") EOE("1"));
	cr_expect_eq(reading_count(), 1);
	cr_expect_eq(reading.form, LLGUARD_FORM_AUDITD);
	counters_expect(3, 5, 2);
}

Test(line, carriage_returns)
{
	reading_begin(LLGUARD_FORM_AUTO);
	reading_feed("type=1423 msg=audit(9.000:1): domain=1 "
		     "blockers=fs.read_file path=\"/a\"\r\n"
		     "type=1320 msg=audit(9.000:1): \r\n"
		     "type=1423 msg=audit(9.000:2): domain=1 blockers=x\r\r\n");
	EXPECT_STR(reading_expect(LLGUARD_EVENT_DENIAL)->path, "/a");
	cr_expect_null(reading_next());
	reading_finish();
	EXPECT_STR(reading_expect(LLGUARD_EVENT_DENIAL)->blockers, "x\r");
	counters_expect(3, 0, 0);
}

/* The last line counts when the input is over, and not before. */
Test(line, without_an_end)
{
	reading_begin(LLGUARD_FORM_AUDITD);
	reading_feed(ACCESS("1") "type=EOE msg=audit(9.000:1): ");
	cr_expect_null(reading_next());
	counters_expect(1, 0, 0);
	reading_finish();
	reading_expect(LLGUARD_EVENT_DENIAL);
	cr_expect_null(reading_next());
	counters_expect(2, 0, 0);
}

Test(line, in_pieces)
{
	static const char text[] =
		ACCESS("1") EOE("1") "\r\n" ACCESS("2") EOE("2");
	size_t count = 0;

	reading_begin(LLGUARD_FORM_AUTO);
	for (size_t i = 0; i < sizeof(text) - 1; i++) {
		/* Where it stood before there is something else. */
		char byte = text[i];

		cr_assert_eq(llguard_reader_feed(&reading, &byte, 1), 0);
		count += reading_count();
		byte = 'X';
	}
	cr_expect_eq(count, 2);
	counters_expect(4, 1, 0);
}

/* LLGUARD_LINE_MAX bytes are a line, however they come; one more is not. */
static void longest_check(size_t len, size_t piece, uint64_t unparsed)
{
	static char text[2 * LLGUARD_LINE_MAX];
	static const char front[] = ACCESS(
		"1") "type=1423 msg=audit(9.000:1): domain=1 blockers=y path=\"";
	const size_t from = strlen(ACCESS("1"));
	size_t n;

	memset(text, 'p', sizeof(text));
	memcpy(text, front, sizeof(front) - 1);
	text[from + len - 1] = '"';
	strcpy(text + from + len, "\r\n" EOE("1"));
	n = strlen(text);
	reading_begin(LLGUARD_FORM_AUDITD);
	for (size_t at = 0; at < n; at += piece) {
		cr_assert_eq(llguard_reader_feed(&reading, text + at,
				     n - at < piece ? n - at : piece),
			0);
		(void)reading_count();
	}
	counters_expect(3 - unparsed, 0, unparsed);
	cr_expect_eq(reading.denials, 2 - unparsed);
}

Test(line, longest)
{
	static const size_t pieces[] = { 1, 1000, 100000 };

	for (size_t i = 0; i < LLGUARD__COUNT(pieces); i++) {
		longest_check(LLGUARD_LINE_MAX, pieces[i], 0);
		longest_check(LLGUARD_LINE_MAX + 1, pieces[i], 1);
	}
}

/* A megabyte without an end is one line, and the next one is read. */
Test(line, garbage)
{
	const size_t size = (1 << 20) + 1;
	char *text = malloc(size);
	uint32_t random = 1;

	cr_assert_not_null(text);
	for (size_t i = 0; i < size - 1; i++) {
		random = random * 1103515245 + 12345;
		text[i] = (char)(random >> 16);
		if (text[i] == '\n')
			text[i] = '\0';
	}
	text[size - 1] = '\n';
	for (size_t piece = 4096; piece <= size; piece += size - 4096) {
		reading_begin(LLGUARD_FORM_AUTO);
		for (size_t at = 0; at < size; at += piece) {
			cr_assert_eq(
				llguard_reader_feed(&reading, text + at,
					size - at < piece ? size - at : piece),
				0);
			cr_assert_null(reading_next());
		}
		reading_feed(ACCESS("1") EOE("1"));
		reading_expect(LLGUARD_EVENT_DENIAL);
		cr_expect_null(reading_next());
		counters_expect(2, 0, 1);
	}
	free(text);
}

/* NULs are bytes like others: they end nothing. */
Test(line, nuls)
{
	static const char text[] = "\0\0\n\0#\n" ACCESS(
		"1") "type=\0EOE msg=audit(9.000:1): \n"
		     "type=1423 msg=audit(9.000:1): domain=1 blockers=a\0b\n" EOE(
			     "1");
	const struct llguard_event *event;

	reading_begin(LLGUARD_FORM_AUTO);
	cr_assert_eq(llguard_reader_feed(&reading, text, sizeof(text) - 1), 0);
	reading_expect(LLGUARD_EVENT_DENIAL);
	event = reading_expect(LLGUARD_EVENT_DENIAL);
	cr_expect_eq(event->blockers.len, 3);
	cr_expect_null(reading_next());
	counters_expect(3, 0, 3);
}

/* The form is that of the first record; other lines are never read as records. */
Test(line, forms)
{
	reading_begin(LLGUARD_FORM_AUTO);
	reading_feed(
		"Nov 25 host kernel: audit: type=1423 audit(9.000:1): x\n"
		"[ 1.0] audit: type=2000 audit(9.000:0): state=ok\n" ACCESS(
			"1") "[ 2.0] audit: type=1423 audit(9.000:2): "
			     "domain=1 blockers=fs.execute\n");
	cr_expect_null(reading_next());
	cr_expect_eq(reading.form, LLGUARD_FORM_KMSG);
	counters_expect(2, 0, 2);
	cr_expect_eq(reading.denials, 1);
}
