/* SPDX-License-Identifier: MIT */
/*
 * One line in each form, and every word of it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <llguard.h>

#include "fuzz.h"

static void field_check(const struct llguard_field *field)
{
	char small[8], large[LLGUARD_LINE_MAX];
	const int wrote = llguard_field_decode(field, large, sizeof(large));

	FUZZ_CHECK(wrote == -EILSEQ ||
		   (wrote >= 0 && (size_t)wrote <= field->value.len));
	FUZZ_CHECK(llguard_field_decode(field, small, sizeof(small)) == wrote);
	FUZZ_CHECK(llguard_field_decode(field, NULL, 0) == wrote);
	if (wrote > 0)
		FUZZ_CHECK(memcmp(small, large,
				   (size_t)wrote < sizeof(small)
					   ? (size_t)wrote
					   : sizeof(small)) == 0);
}

/* Everything that is handed out lies in the line. */
static void inside_check(
	const struct llguard_str *text, const char *line, size_t len)
{
	FUZZ_CHECK(!text->ptr || (text->ptr >= line && text->len <= len &&
					 text->ptr + text->len <= line + len));
}

static void line_check(const char *line, size_t len, uint32_t form)
{
	struct llguard_record record = LLGUARD_RECORD_INIT;
	struct llguard_field field = LLGUARD_FIELD_INIT;
	struct llguard_str rest;
	size_t left;

	if (llguard_record_parse(line, len, form, &record) != 1)
		return;
	FUZZ_CHECK(record.milliseconds < 1000);
	FUZZ_CHECK(record.stamp.len >= strlen("0.000:0") ||
		   (form == LLGUARD_FORM_TEXT && !record.stamp.len));
	inside_check(&record.stamp, line, len);
	inside_check(&record.node, line, len);
	inside_check(&record.body, line, len);
	rest = record.body;
	left = rest.len + 1;
	while (llguard_field_next(&rest, &field) == 1) {
		FUZZ_CHECK(rest.len < left);
		left = rest.len;
		inside_check(&field.key, line, len);
		inside_check(&field.value, line, len);
		field_check(&field);
	}
	FUZZ_CHECK(!rest.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* Of exactly this size, so that a sanitizer sees each byte beyond. */
	char *line = malloc(size ? size : 1);

	FUZZ_CHECK(line);
	memcpy(line, data, size);
	line_check(line, size, LLGUARD_FORM_AUDITD);
	line_check(line, size, LLGUARD_FORM_KMSG);
	line_check(line, size, LLGUARD_FORM_TEXT);
	free(line);
	return 0;
}
