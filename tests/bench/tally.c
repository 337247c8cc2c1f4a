/* SPDX-License-Identifier: MIT */
/*
 * Denials into a tally: how many, and how it stands then.
 *
 *	tally COUNT known|storm|suppressed|metrics
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <llguard.h>

static char memory[64 * 1024];

static struct llguard_event event = {
	.size = sizeof(event),
	.kind = LLGUARD_EVENT_DENIAL,
	.has = LLGUARD_HAS_STAMP | LLGUARD_HAS_CREATOR,
	.blockers = { "fs.write_file,fs.read_file", 26 },
	.class_of = LLGUARD_CLASS_FS,
	.outcome = LLGUARD_OUTCOME_DENIED,
	.object = LLGUARD_OBJECT_PATH,
	.creator_exe = { "/usr/bin/sandboxer", 18 },
};

/* The number in decimal digits, without what printf() costs. */
static void number_write(char *to, unsigned long number)
{
	for (int i = 7; i >= 0; i--, number /= 10)
		to[i] = (char)('0' + number % 10);
}

int main(int argc, char **argv)
{
	char path[] = "/srv/data/2026/11/22/part-00000000.parquet";
	struct llguard_tally tally = LLGUARD_TALLY_INIT;
	struct llguard_metrics metrics = LLGUARD_METRICS_INIT;
	const unsigned long count = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
	const char *what = argc > 2 ? argv[2] : "";
	const int by_metrics = strcmp(what, "metrics") == 0;
	const int all_new = strcmp(what, "storm") == 0;

	if (strcmp(what, "suppressed") == 0) {
		tally.suppress = 5;
		tally.window = 60;
	}
	if (!count || (by_metrics ? llguard_metrics_init(
					    &metrics, memory, sizeof(memory))
				  : llguard_tally_init(&tally,
					    LLGUARD_TALLY_BY_CREATOR, memory,
					    sizeof(memory)))) {
		fputs("usage: tally COUNT known|storm|suppressed|metrics\n",
			stderr);
		return 1;
	}
	event.path = (struct llguard_str){ path, sizeof(path) - 1 };
	for (unsigned long i = 0; i < count; i++) {
		const struct llguard_tally_entry *entry;

		number_write(path + 26, all_new ? i : i % 100);
		event.seconds = i / 100;
		if (by_metrics) {
			(void)llguard_metrics_add(&metrics, &event);
			continue;
		}
		if (tally.suppress)
			while (llguard_tally_summary(
				       &tally, event.seconds, 0, &entry) > 0)
				;
		(void)llguard_tally_add(&tally, &event);
	}
	printf("denials %lu entries %u evicted %lu\n",
		(unsigned long)(tally.denials + metrics.denials),
		tally.entries + metrics.series, (unsigned long)tally.evicted);
	return 0;
}
