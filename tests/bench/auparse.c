/* SPDX-License-Identifier: MIT */
/*
 * The peer: libauparse over the same file, every field of every record
 * interpreted.
 *
 *	auparse LOG
 */
#include <auparse.h>
#include <stdio.h>
#include <string.h>

static unsigned long lines, denials, bytes;

static void record_read(auparse_state_t *state)
{
	lines++;
	denials += auparse_get_type(state) == 1423;
	if (auparse_first_field(state) != 1)
		return;
	do {
		const char *value = auparse_interpret_field(state);

		bytes += strlen(auparse_get_field_name(state));
		bytes += value ? strlen(value) : 0;
	} while (auparse_next_field(state) > 0);
}

int main(int argc, char **argv)
{
	auparse_state_t *state =
		argc > 1 ? auparse_init(AUSOURCE_FILE, argv[1]) : NULL;

	if (!state) {
		perror(argc > 1 ? argv[1] : "auparse LOG");
		return 1;
	}
	while (auparse_next_event(state) > 0) {
		if (auparse_first_record(state) <= 0)
			continue;
		do {
			record_read(state);
		} while (auparse_next_record(state) > 0);
	}
	auparse_destroy(state);
	fprintf(stderr, "lines %lu denials %lu events 0 bytes %lu\n", lines,
		denials, bytes);
	return 0;
}
